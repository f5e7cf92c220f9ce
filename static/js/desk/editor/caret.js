// What the caret stands in, in words that can be found again on the pages of the screen.

import { lineAt, lineBefore } from "./lines.js";
import { cellsOf, isRow, isRule } from "./tables.js";

const LINES_BACK = 30;
const AROUND = 14; // characters

// {pieces, share}: pieces from the most telling to the least; share of the text that lies before the caret.
export function placeOf(area) {
  const { value, selectionStart: at } = area;
  const share = value.length ? at / value.length : 0;
  let line = lineAt(value, at);
  for (let back = 0; line && isSilent(line) && back < LINES_BACK; back += 1) line = lineBefore(value, line);
  if (!line || isSilent(line)) return { pieces: [], share };
  if (isRow(line)) {
    const cells = cellsOf(line).map((cell) => said(cell.words)).filter(Boolean);
    return { pieces: [cells.join(""), ...cells], share };
  }
  const within = Math.min(Math.max(at - line.from, 0), line.words.length);
  const near = said(line.words.slice(Math.max(0, within - AROUND), within + AROUND));
  const behind = said(line.words.slice(within, within + AROUND));
  return { pieces: [near, behind, said(line.words)].filter(Boolean), share };
}

function isSilent(line) {
  return !said(line.words) || isRule(line);
}

// Without the marks that never reach the screen.
function said(words) {
  return words
    .replace(/^\s*(?:#{1,6}\s+|>\s*|[-*+]\s+|\d{1,3}[.)]\s+|-{3,}\s*$)/, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*\*/g, "")
    .replace(/\\([\\*_`|[\]])/g, "$1")
    .replace(/[\s|]+/g, "");
}
