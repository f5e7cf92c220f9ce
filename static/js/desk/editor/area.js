// Changes the words in a text area so that they can be taken back with Ctrl+Z, as whatever was typed.

const QUICK_LINES = 150; // the browser's own way costs the square of the lines: 0.15 s for these, 40 s for a roster of 5,000

const leaps = new WeakMap(); // area → changes too large for the browser's own history, the latest last

export function replace(area, from, to, words, selection = null) {
  if (from !== to || words) change(area, from, to, words);
  area.focus();
  area.setSelectionRange(...(selection ?? [from + words.length, from + words.length]));
  reveal(area);
}

// Browsers bring the caret into view only when the field is entered.
export function reveal(area) {
  area.blur();
  area.focus();
}

function change(area, from, to, words) {
  const isQuick = countLines(words) <= QUICK_LINES && countLines(area.value.slice(from, to)) <= QUICK_LINES;
  area.focus();
  area.setSelectionRange(from, to);
  if (isQuick && document.execCommand(words ? "insertText" : "delete", false, words)) return;
  const before = area.value;
  area.setRangeText(words, from, to, "end");
  leapsOf(area).push({ before, after: area.value, at: from });
  tell(area);
}

export function undo(area) {
  if (!leapBack(area)) command(area, "undo");
}

export function redo(area) {
  command(area, "redo");
}

function command(area, name) {
  area.focus();
  document.execCommand(name);
}

// Takes a large change back once everything typed after it has been taken back.
function leapBack(area) {
  const leap = leapsOf(area).at(-1);
  if (leap?.after !== area.value) return false;
  leapsOf(area).pop();
  area.value = leap.before;
  area.setSelectionRange(leap.at, leap.at);
  tell(area);
  return true;
}

function leapsOf(area) {
  if (!leaps.has(area)) leaps.set(area, []);
  return leaps.get(area);
}

function tell(area) {
  area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
}

function countLines(words) {
  let lines = 1;
  for (let at = words.indexOf("\n"); at >= 0; at = words.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

export function rememberLeaps(area) {
  area.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
    if (isUndo && leapBack(area)) event.preventDefault();
  });
}
