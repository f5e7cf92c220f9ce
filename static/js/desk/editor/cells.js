// Tab and Enter where a clerk knows them from Word: from cell to cell, from point to point. Esc, then Tab, leaves the text.

import { replace } from "./area.js";
import { lineAt } from "./lines.js";
import { blankRow, cellsOf, isBlankRow, isRow, isRule, tableAt } from "./tables.js";

const POINT = /^([ \t]*)(?:([-*+])|(\d{1,3})([.)]))([ \t]+)(.*)$/;

export function moveByKeys(area) {
  let isLeaving = false;
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const wasLeaving = isLeaving;
    isLeaving = event.key === "Escape" || (isLeaving && event.key === "Shift");
    if (event.key === "Tab" && !wasLeaving && toNextCell(area, event.shiftKey ? -1 : 1)) event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey && (toNextRow(area) || toNextPoint(area))) event.preventDefault();
  });
  area.addEventListener("blur", () => (isLeaving = false));
}

function toNextCell(area, step) {
  const at = step > 0 ? area.selectionEnd : area.selectionStart;
  if (!isRow(lineAt(area.value, at))) return false;
  const table = tableAt(area.value, at);
  if (!table) return false;
  const cells = table.lines.flatMap((line, row) => (isRule(line) ? [] : cellsOf(line).map((cell) => ({ ...cell, row }))));
  const here = cells.findIndex((cell) => cell.row === table.row) + table.column;
  const next = cells[here + step];
  if (next) area.setSelectionRange(next.from, next.to);
  else if (step > 0) addRow(area, table, table.lines.at(-1));
  return next !== undefined || step > 0;
}

function addRow(area, table, below) {
  replace(area, below.to, below.to, `\n${blankRow(table.columns)}`, [below.to + 3, below.to + 3]);
}

// A new row below; on an empty last row, out of the table.
function toNextRow(area) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const line = lineAt(value, from);
  if (from !== to || !isRow(line) || from === line.from) return false;
  const table = tableAt(value, from);
  if (!table) return false;
  const isLast = table.row === table.lines.length - 1;
  if (isLast && table.row > 1 && isBlankRow(line)) replace(area, line.from, line.to, "\n", [line.from + 1, line.from + 1]);
  else addRow(area, table, table.lines[Math.max(table.row, 1)]);
  return true;
}

// The next point of a list has its mark already; Enter on an empty one ends the list.
function toNextPoint(area) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const line = lineAt(value, from);
  const found = line.words.match(POINT);
  if (from !== to || !found || from < line.from + found[0].length - found[6].length) return false;
  const [, indent, bullet, number, stop, blank, words] = found;
  if (!words.trim()) {
    replace(area, line.from, line.to, "");
    return true;
  }
  replace(area, from, from, `\n${indent}${bullet ?? `${Number(number) + 1}${stop}`}${blank}`);
  return true;
}
