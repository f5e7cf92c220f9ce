// Finding by initials: every character of a title may be typed by any letter it can begin with. The server has written
// them down as "cz q 2 0 2 6 / c w": the characters of a title, and after a stroke those of other words for it.

export function wordsOf(page) {
  return page.dataset.initials.split("/").map((words) => words.trim().split(" "));
}

function* placesOf(words, typed) {
  for (let place = 0; place + typed.length <= words.length; place += 1) {
    if ([...typed].every((key, index) => words[place + index].includes(key))) yield place;
  }
}

const isIn = (words, typed) => !placesOf(words, typed).next().done;

// Those whose title has it first.
export function foundBy(pages, typed) {
  const isTitled = (page) => isIn(wordsOf(page)[0], typed);
  const isOtherwise = (page) => !isTitled(page) && wordsOf(page).some((words) => isIn(words, typed));
  return [...pages.filter(isTitled), ...pages.filter(isOtherwise)];
}

// The keys that lead on from what was typed; any other would find nothing.
export function keysAfter(pages, typed) {
  const keys = new Set();
  for (const words of pages.flatMap(wordsOf)) {
    for (const place of placesOf(words, typed)) for (const key of words[place + typed.length] ?? "") keys.add(key);
  }
  return keys;
}
