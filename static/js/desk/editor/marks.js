// What the buttons do to the text: each takes the text and the selection and returns {from, to, words, selection}.

import { breaksAround, linesBetween } from "./lines.js";

const LIST = /^(?:[-*+]|\d{1,3}[.)])[ \t]+/;
const HEAD = /^#{1,6}[ \t]*/;

export function bold(text, from, to, { sample }) {
  const chosen = text.slice(from, to);
  if (!chosen.trim()) return { from, to: from, words: `**${sample}**`, selection: [from + 2, from + 2 + sample.length] };
  const isInside = text.slice(from - 2, from) === "**" && text.slice(to, to + 2) === "**";
  if (isInside) return { from: from - 2, to: to + 2, words: chosen, selection: [from - 2, to - 2] };
  const lines = chosen.split("\n").map((line) => {
    const [, mark, words, blank] = line.match(/^(\s*(?:#{1,6}[ \t]+|(?:[-*+]|\d{1,3}[.)])[ \t]+)?)(.*?)(\s*)$/);
    if (!words || words.startsWith("|")) return line;
    const isBold = words.startsWith("**") && words.endsWith("**") && words.length > 4;
    return `${mark}${isBold ? words.slice(2, -2) : `**${words}**`}${blank}`;
  });
  const words = lines.join("\n");
  return { from, to, words, selection: [from, from + words.length] };
}

export function heading(text, from, to) {
  return eachLine(text, from, to, (line) => (HEAD.test(line) ? line.replace(HEAD, "") : `## ${line.replace(LIST, "")}`));
}

export function list(text, from, to) {
  const isList = (line) => /^[-*+][ \t]/.test(line);
  return toggled(text, from, to, isList, () => "- ");
}

export function numbers(text, from, to) {
  const isNumbered = (line) => /^\d{1,3}[.)][ \t]/.test(line);
  return toggled(text, from, to, isNumbered, (place) => `${place}. `);
}

function toggled(text, from, to, has, mark) {
  const lines = linesBetween(text, from, to).map((line) => line.words);
  const written = lines.filter((line) => line.trim());
  const isOn = written.length > 0 && written.every(has);
  let place = 0;
  return eachLine(text, from, to, (line) => {
    if (!line.trim() && lines.length > 1) return line;
    const bare = line.replace(LIST, "").replace(HEAD, "");
    return isOn ? bare : `${mark((place += 1))}${bare}`;
  });
}

function eachLine(text, from, to, change) {
  const lines = linesBetween(text, from, to);
  const [start, end] = [lines[0].from, lines.at(-1).to];
  const words = lines.map((line) => change(line.words)).join("\n");
  const isOneLine = lines.length === 1;
  const caret = Math.max(start, to + words.length - (end - start));
  return { from: start, to: end, words, selection: isOneLine ? [caret, caret] : [start, start + words.length] };
}

// A block of its own at the caret: empty lines around it where they are missing.
export function block(text, from, to, words, choose = null) {
  const [before, after] = breaksAround(text, from, to);
  const start = from + before.length;
  const selection = choose ? choose.map((place) => start + place) : [start + words.length + after.length, start + words.length + after.length];
  return { from, to, words: `${before}${words}${after}`, selection };
}

export function newPage(text, from, to) {
  const line = linesBetween(text, to, to)[0];
  const edit = block(text, line.to, line.to, "---");
  const isLast = edit.words.endsWith("---");
  return isLast ? { ...edit, words: `${edit.words}\n\n`, selection: edit.selection.map((place) => place + 2) } : edit;
}

export function emptyTable(text, from, to, { rows, columns, head }) {
  const row = (cell) => `|${` ${cell} |`.repeat(columns)}`;
  const heads = Array.from({ length: columns }, (_, index) => ` ${head.replace("{number}", index + 1)} |`).join("");
  const words = [`|${heads}`, row("---"), ...Array.from({ length: rows }, () => row(" "))].join("\n");
  return block(text, from, to, words, [2, 2 + head.replace("{number}", 1).length]);
}
