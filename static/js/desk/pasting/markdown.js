// Tidied pieces as a notice has them.

import { forCell } from "./words.js";
import { rowOf } from "../editor/tables.js";

export function markdownOf(pieces) {
  let text = "";
  pieces.forEach((piece, index) => {
    const isNextPoint = piece.isListed && pieces[index - 1]?.isListed;
    if (index) text += isNextPoint ? "\n" : "\n\n";
    text += piece.table ? tableText(piece.table) : piece.words;
  });
  return text;
}

function tableText({ head, rows, figures }) {
  const rule = rowOf(figures.map((isFigure) => (isFigure ? "---:" : "---")));
  return [rowText(head), rule, ...rows.map(rowText)].join("\n");
}

export function rowText(words) {
  return rowOf(words.map(forCell));
}
