// Pasting where a table stands already: as many columns, and its rows go in; fewer, and they fill the empty cells from
// the caret on. Returns {from, to, words}, or null where neither fits.

import { cellsOf, isBlankRow, rowOf, tableAt } from "../editor/tables.js";
import { forCell, head } from "./words.js";
import { rowText } from "./markdown.js";

const FIRST_ROW = 2; // below the head and the rule

export function intoTable(text, at, pasted) {
  const table = tableAt(text, at);
  if (!table) return null;
  const rows = rowsOf(pasted, table);
  if (!rows.length) return null;
  return rows[0].length === table.columns ? wholeRows(table, rows) : partOfRows(table, rows);
}

// Without the head that the table has already, or that its own stands for.
function rowsOf({ head: heads, rows, figures, isHeadKnown }, table) {
  const own = cellsOf(table.lines[0]).map((cell) => head(cell.words));
  const same = heads.filter((words, column) => words && words === own[column]).length;
  const isHead = !isHeadKnown || figures.some((isFigure, column) => isFigure && heads[column]) || same * 2 >= heads.length;
  return isHead ? rows : [heads, ...rows];
}

// In the place of the empty rows around the caret, else below its row.
function wholeRows(table, rows) {
  const words = rows.map(rowText);
  let first = Math.max(table.row, FIRST_ROW);
  const isBlank = (row) => row >= FIRST_ROW && row < table.lines.length && isBlankRow(table.lines[row]);
  if (!isBlank(first)) {
    const end = table.lines[Math.min(Math.max(table.row, 1), table.lines.length - 1)].to;
    return { from: end, to: end, words: `\n${words.join("\n")}` };
  }
  let last = first;
  while (isBlank(first - 1)) first -= 1;
  while (isBlank(last + 1)) last += 1;
  return { from: table.lines[first].from, to: table.lines[last].to, words: words.join("\n") };
}

function partOfRows(table, rows) {
  const { column, columns, lines } = table;
  const width = rows[0].length;
  if (column + width > columns) return null;
  const first = Math.max(table.row, FIRST_ROW);
  const cells = lines.slice(first, first + rows.length).map(cellsOf);
  const isFree = (row) => row.slice(column, column + width).every((cell) => !cell.words);
  const taken = cells.findIndex((row) => !isFree(row));
  const free = taken < 0 ? cells : cells.slice(0, taken);
  if (!free.length && lines.length > first) return null;
  const filled = rows.map((row, place) => {
    const words = free[place]?.map((cell) => cell.words) ?? Array(columns).fill("");
    row.forEach((each, beside) => (words[column + beside] = forCell(each)));
    return rowOf(words);
  });
  if (!free.length) return { from: lines[1].to, to: lines[1].to, words: `\n${filled.join("\n")}` };
  return { from: lines[first].from, to: lines[first + free.length - 1].to, words: filled.join("\n") };
}
