// Tables as they stand in the text: where their rows and cells are, and what goes into them.

import { lineAfter, lineAt, lineBefore } from "./lines.js";

const ROW = /^[ \t]*\|.*\|[ \t]*$/;
const RULE = /^[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$/;

export function isRow(line) {
  return ROW.test(line.words);
}

export function isRule(line) {
  return RULE.test(line.words);
}

// The cells of a row, each {from, to, words}: where its words stand in the text, or where they would go.
export function cellsOf(line) {
  const cells = [];
  let start = line.words.indexOf("|") + 1;
  for (let at = start; at < line.words.length; at += 1) {
    if (line.words[at] === "\\") at += 1;
    else if (line.words[at] === "|") {
      const inside = line.words.slice(start, at);
      const lead = inside.trim() ? inside.length - inside.trimStart().length : Math.min(1, inside.length);
      const from = line.from + start + lead;
      cells.push({ from, to: from + inside.trim().length, words: inside.trim() });
      start = at + 1;
    }
  }
  return cells;
}

// The table that a place stands in, or null: {lines, columns, row, column}; lines[0] is the head, lines[1] the rule.
export function tableAt(text, at) {
  const line = lineAt(text, at);
  if (!isRow(line)) return null;
  const lines = [line];
  for (let above = lineBefore(text, line); above && isRow(above); above = lineBefore(text, above)) lines.unshift(above);
  const row = lines.length - 1;
  for (let below = lineAfter(text, line); below && isRow(below); below = lineAfter(text, below)) lines.push(below);
  if (lines.length < 2 || !isRule(lines[1])) return null;
  const cells = cellsOf(line);
  const column = cells.findIndex((cell) => at <= cell.to + 1);
  return { lines, columns: cellsOf(lines[0]).length, row, column: column < 0 ? cells.length - 1 : column };
}

export function isBlankRow(line) {
  return /^[\s|]*$/.test(line.words);
}

export function rowOf(cells) {
  return `| ${cells.join(" | ")} |`;
}

export function blankRow(columns) {
  return `|${"  |".repeat(columns)}`;
}
