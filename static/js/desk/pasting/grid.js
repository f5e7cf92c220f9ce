// A table laid open: rows of cells {words, across, down, isFirst}, where a merged cell stands in every place it covers.

import { unwrapped } from "./words.js";

const ROWS_MOST = 20_000;
const COLUMNS_MOST = 100; // a merged title may claim to be 16,384 columns wide

export function gridOf(table) {
  const grid = [];
  const rows = [...table.rows].filter(isShown).slice(0, ROWS_MOST);
  rows.forEach((row, place) => {
    grid[place] ??= [];
    for (const cell of [...row.cells].filter(isShown)) put(grid, place, rows.length, cell);
  });
  return grid.map((row) => Array.from(row, (cell) => cell ?? empty()));
}

function put(grid, place, height, cell) {
  let column = 0;
  while (grid[place][column]) column += 1;
  if (column >= COLUMNS_MOST) return;
  const across = Math.min(cell.colSpan || 1, COLUMNS_MOST - column);
  const down = Math.min(cell.rowSpan || 1, height - place);
  const isHead = cell.nodeName === "TH" || cell.parentElement.parentElement.nodeName === "THEAD";
  const words = wordsOf(cell);
  for (let below = 0; below < down; below += 1) {
    grid[place + below] ??= [];
    for (let beside = 0; beside < across; beside += 1) {
      grid[place + below][column + beside] ??= { words, across, down, below, beside, isHead, isFirst: !below && !beside };
    }
  }
}

function empty() {
  return { words: "", across: 1, down: 1, below: 0, beside: 0, isFirst: true };
}

// Excel keeps rows and columns that are hidden on the sheet, and a last one that holds only widths.
export function isShown(element) {
  return !/display\s*:\s*none|mso-hide\s*:\s*all/i.test(styleOf(element)) && !element.hidden;
}

export function styleOf(element) {
  return element.dataset?.style ?? "";
}

const BREAKS = new Set(["BR", "P", "DIV", "LI", "TR", "TD", "TH"]);
const SILENT = new Set(["STYLE", "SCRIPT", "TEMPLATE", "TITLE", "XML"]);

function wordsOf(node) {
  let words = "";
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) words += unwrapped(child.nodeValue);
    else if (child.nodeType === Node.ELEMENT_NODE && isShown(child) && !SILENT.has(child.nodeName.toUpperCase())) {
      words += BREAKS.has(child.nodeName) ? ` ${wordsOf(child)} ` : wordsOf(child);
    }
  }
  return words;
}

// Lines with tabs between their cells. A cell in quotation marks may hold line breaks, as Excel writes them.
export function gridOfLines(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const [, quoted, bare, end] = cell.exec(text);
    rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === "\t" && cell.lastIndex === text.length) rows.at(-1).push("");
    if (end !== "\t" && cell.lastIndex < text.length) rows.push([]);
  }
  return rows;
}
