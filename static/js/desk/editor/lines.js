// The lines of a text around a place in it. Nothing here splits the whole text, which may be a roster of 5,000 rows.

// {from, to, words} of the line that a place stands on; `to` is before its line break.
export function lineAt(text, at) {
  const from = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const to = end < 0 ? text.length : end;
  return { from, to, words: text.slice(from, to) };
}

export function lineBefore(text, line) {
  return line.from > 0 ? lineAt(text, line.from - 1) : null;
}

export function lineAfter(text, line) {
  return line.to < text.length ? lineAt(text, line.to + 1) : null;
}

// All lines that a selection touches.
export function linesBetween(text, from, to) {
  const lines = [lineAt(text, from)];
  while (lines.at(-1).to < to) lines.push(lineAfter(text, lines.at(-1)));
  return lines;
}

const NEAR = 200; // characters that are looked at for empty lines

// Blocks want an empty line around them: how many line breaks are missing before and behind a place.
export function breaksAround(text, from, to) {
  const before = text.slice(Math.max(0, from - NEAR), from).match(/(^|\n[^\S\n]*\n|\n|[^\n])[^\S\n]*$/)[1];
  const after = text.slice(to, to + NEAR).match(/^[^\S\n]*($|\n[^\S\n]*(?:\n|$)|\n|[^\n])/)[1];
  const missing = (found) => (found === "" || found.split("\n").length > 2 ? "" : found === "\n" ? "\n" : "\n\n");
  return [missing(before), missing(after)];
}
