// How large things are: the least legible size on this very screen, from its diagonal and the distance people stand at.

const NARROW = 36; // in letters of the least size: less, and the band has no room for everything
const QR_MM = 120; // scannable from 1.2 m

// Returns the sizes that everything on the screen follows from.
export function shape(board, measure, slides) {
  const given = slides.dataset;
  const turned = Number(given.rotation);
  const isSideways = turned === 90 || turned === 270;
  const width = isSideways ? innerHeight : innerWidth;
  const height = isSideways ? innerWidth : innerHeight;
  const pxPerMm = Math.hypot(width, height) / Number(given.diagonalMm);
  // However far people stand: at least a dozen lines, and sixteen characters in each.
  const most = Math.min(height / 16, width / 18);
  const least = Math.floor(Math.min(Math.ceil(Number(given.minimumMm) * pxPerMm - 0.01), most));
  const reading = Math.min(Number(given.readingMm) * pxPerMm, least * 1.6);
  const qr = Math.max(Math.ceil(QR_MM * pxPerMm), Math.round(least * 3.4));
  board.dataset.minimumPx = least;
  for (const element of [board, measure]) {
    element.dataset.shape = height > width ? "portrait" : "landscape";
    element.toggleAttribute("data-narrow", width < least * NARROW);
    element.style.setProperty("--width", `${width}px`);
    element.style.setProperty("--height", `${height}px`);
    element.style.setProperty("--u", `${least}px`);
    element.style.setProperty("--reading", `${reading}px`);
    element.style.setProperty("--qr", `${qr}px`);
  }
  board.style.setProperty("--turned", `${turned}deg`);
  return [width, height, least, reading, qr, turned];
}

// The measuring room is as large as the stage, and never turned, so that its rectangles are true. Returns its size.
export function roomLike(board, measure) {
  const stage = board.querySelector(".stage");
  const size = [stage.clientWidth, stage.clientHeight];
  measure.style.setProperty("--width", `${size[0]}px`);
  measure.style.setProperty("--height", `${size[1]}px`);
  return size;
}
