// What lies on the clipboard, from Excel, WPS, Word or a web page: [{words}] and [{table}], in order; null where plain
// pasting does as well.

import { gridOf, gridOfLines } from "./grid.js";
import { readHtml } from "./html.js";
import { tidy } from "./tidy.js";

const OWN_TABLE = /^[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$/m; // copied from a notice: it is as it should be
const TABBED_LINES_LEAST = 2;

export function read(html, plain) {
  if (OWN_TABLE.test(plain)) return null;
  const pieces = html ? readHtml(html) : [];
  const isRich = pieces.some((piece) => piece.table || piece.isMarked) || pieces.length > 1;
  if (isRich) return pieces.flatMap((piece) => (piece.table ? tablePieces(gridOf(piece.table)) : [piece]));
  return readTabs(plain);
}

// A table, and the words over and under it that its sheet had in rows of their own.
function tablePieces(grid) {
  const { before, table, after } = tidy(grid);
  const words = (lines) => lines.map((line) => ({ words: line }));
  return [...words(before), ...(table ? [{ table }] : []), ...words(after)];
}

function readTabs(plain) {
  const runs = [];
  for (const row of gridOfLines(plain)) {
    const isTabbed = row.length > 1;
    if (runs.at(-1)?.isTabbed !== isTabbed) runs.push({ isTabbed, rows: [] });
    runs.at(-1).rows.push(row);
  }
  const isTable = (run) => run.isTabbed && (run.rows.length >= TABBED_LINES_LEAST || run.rows[0].length > 2);
  if (!runs.some(isTable)) return null;
  return runs.flatMap((run) => {
    if (isTable(run)) return tablePieces(run.rows.map((row) => row.map((words) => ({ words, across: 1, down: 1, isFirst: true }))));
    return run.rows.map((row) => ({ words: row.join(" ").trim() })).filter((piece) => piece.words);
  });
}
