// Pictures fill what the words on their page leave over. Their size comes from the server, so nothing waits for them to load.

const WORTH_SHOWING = 0.4; // of the page's height

// Sizes all pictures on the page; false when the words leave too little for them.
export function fitPictures(body) {
  const images = [...body.querySelectorAll("img")];
  if (!images.length) return true;
  for (const image of images) size(image, 0, 0);
  const room = (body.clientHeight - body.scrollHeight + emptied(body)) / images.length - 2;
  for (const image of images) size(image, body.clientWidth, Math.max(room, 24));
  return room >= (body.clientHeight * WORTH_SHOWING) / images.length;
}

// What is left below the last line, which scrollHeight does not tell of a page that is not full.
function emptied(body) {
  const last = body.lastElementChild.getBoundingClientRect().bottom;
  return Math.max(0, body.getBoundingClientRect().top + body.clientHeight - last);
}

function size(image, width, height) {
  const [ownWidth, ownHeight] = [Number(image.getAttribute("width")), Number(image.getAttribute("height"))];
  const scale = Math.min(width / ownWidth, height / ownHeight);
  image.style.setProperty("width", `${Math.floor(ownWidth * scale)}px`);
  image.style.setProperty("height", `${Math.floor(ownHeight * scale)}px`);
}
