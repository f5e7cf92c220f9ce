// The buttons over the text, and the keys that do the same.

import { redo, replace, undo } from "./area.js";
import { block, bold, emptyTable, heading, list, newPage, numbers } from "./marks.js";

const MARKS = { bold, heading, list, numbers, page: newPage, table: emptyTable };
const KEYS = { b: "bold" };
const MOST = { rows: 50, columns: 12 };

export function listenToToolbar(toolbar, area) {
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-mark]");
    if (!button) return;
    button.closest("details")?.removeAttribute("open");
    act(button.dataset.mark, area, factsOf(button));
  });
  toolbar.addEventListener("keydown", (event) => {
    const numbers = event.key === "Enter" && event.target.closest("[data-numbers]");
    if (!numbers || event.target.matches("button")) return;
    event.preventDefault(); // else the whole form is sent
    numbers.querySelector("button").click();
  });
  area.addEventListener("keydown", (event) => {
    const mark = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key.toLowerCase()];
    if (!mark) return;
    event.preventDefault();
    act(mark, area, factsOf(toolbar.querySelector(`[data-mark="${mark}"]`)));
  });
}

function act(mark, area, facts) {
  if (mark === "undo") return undo(area);
  if (mark === "redo") return redo(area);
  const edit = MARKS[mark](area.value, area.selectionStart, area.selectionEnd, facts);
  replace(area, edit.from, edit.to, edit.words, edit.selection);
}

// The words a button brings along, and the numbers typed beside it.
function factsOf(button) {
  const numbers = [...(button.closest("[data-numbers]")?.querySelectorAll("input") ?? [])];
  const typed = numbers.map(({ dataset, value }) => {
    const number = Number.parseInt(value.normalize("NFKC"), 10) || 1;
    return [dataset.number, Math.min(Math.max(number, 1), MOST[dataset.number])];
  });
  return { ...button.dataset, ...Object.fromEntries(typed) };
}

export function insertBlock(area, words) {
  const edit = block(area.value, area.selectionStart, area.selectionEnd, words);
  replace(area, edit.from, edit.to, edit.words, edit.selection);
}
