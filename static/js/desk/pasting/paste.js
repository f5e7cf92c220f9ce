// Pasting from Excel, WPS, Word or a web page: what comes in is made ready for a notice, and one click has it as it was.

import { replace } from "../editor/area.js";
import { block } from "../editor/marks.js";
import { tableAt } from "../editor/tables.js";
import { fill } from "../../screen/words.js";
import { read } from "./clipboard.js";
import { intoTable } from "./into_table.js";
import { markdownOf } from "./markdown.js";

const TOO_NARROW = /^#{3,}$/; // what Excel shows, and copies, where a column has no room for its figure

export function tidyPastes(area, note) {
  const button = note.querySelector("button");
  let taken = null; // {from, words, before}: what the button puts back

  area.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    const edit = editFor(area, html, plain);
    if (!edit) return;
    event.preventDefault();
    const before = area.value.slice(edit.from, edit.to);
    replace(area, edit.from, edit.to, edit.words, edit.selection);
    taken = { from: edit.from, words: edit.words, instead: edit.isInTable ? before : plain };
    if (edit.pieces) say(edit);
  });

  button.addEventListener("click", () => {
    const isThere = taken && area.value.startsWith(taken.words, taken.from);
    note.hidden = true;
    if (isThere) replace(area, taken.from, taken.from + taken.words.length, taken.instead);
    else area.focus();
  });

  area.addEventListener("input", () => {
    const isThere = taken && area.value.startsWith(taken.words, taken.from);
    if (!isThere) note.hidden = true;
  });

  function say({ pieces, isInTable }) {
    const words = note.dataset;
    const tables = pieces.filter((piece) => piece.table).map((piece) => piece.table);
    const [table] = tables;
    const facts = { columns: table?.head.length, rows: table?.rows.length, tables: tables.length };
    const sentence = !table ? words.wordsText : tables.length > 1 ? words.wordsTables : words.wordsTable;
    const narrow = tables.flatMap((each) => each.rows.flat()).filter((cell) => TOO_NARROW.test(cell)).length;
    note.querySelector("[data-says]").textContent = fill(sentence, facts);
    note.querySelector("[data-warns]").textContent = narrow ? fill(words.wordsNarrow, { cells: narrow }) : "";
    button.textContent = isInTable ? words.wordsUndo : words.wordsRaw;
    note.hidden = false;
  }
}

// {from, to, words, pieces}, or null where the browser's own pasting does as well.
export function editFor(area, html, plain) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const pieces = read(html, plain);
  const isOneTable = pieces?.length === 1 && pieces[0].table;
  const table = tableAt(value, from);
  if (table) {
    const edit = isOneTable ? intoTable(value, from, pieces[0].table) : pieces ? null : lineIntoTable(value, from, to, plain);
    if (edit) return { ...edit, pieces, isInTable: true };
    if (!pieces) return null;
    const end = table.lines.at(-1).to;
    return { ...block(value, end, end, markdownOf(pieces)), pieces };
  }
  return pieces && { ...block(value, from, to, markdownOf(pieces)), pieces };
}

// A column of figures fills the cells below; other lines become one, since a line break would end the row.
function lineIntoTable(text, from, to, plain) {
  const lines = plain.replace(/\n+$/, "").split("\n");
  if (lines.length === 1 && lines[0] === plain) return null;
  const column = { head: [""], rows: lines.map((line) => [line.trim()]), figures: [false], isHeadKnown: false };
  return (lines.length > 1 && intoTable(text, from, column)) || { from, to, words: lines.join(" ").replaceAll("|", "\\|") };
}
