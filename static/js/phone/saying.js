// A notice as lines to be said, each with the element it stands in: a table row by row, every cell behind its head.

import { fill } from "../screen/words.js";
import { spoken } from "./spoken.js";

const SAID = "h1, h2, h3, h4, h5, h6, p, li, figcaption, dt, dd, pre, table, tbody tr";
const NOT_SAID = ".aloud, .other-way, .take-along, .public-files, .record, .charts, .footnote-backref";
const UNIT = /[（(](?:单位：?)?((?:万|千|亿)?元(?:[/／][^（()）]{1,3})?|亩|户|人|天|次|吨|%)[)）]/u;
const FIGURE = /^[-−+¥￥]?[\d,.]+$/u;
const NOTHING = /^[-—–/\s]*$/u;

export function linesOf(notice, words) {
  return [...notice.querySelectorAll(SAID)]
    .filter((element) => !element.closest(NOT_SAID))
    .map((element) => ({ element, text: lineOf(element, words) }))
    .filter((line) => line.text);
}

function lineOf(element, words) {
  if (element.matches("table")) return fill(words.wordsTable, { rows: element.tBodies[0]?.rows.length ?? 0 });
  if (element.closest("table") && !element.matches("tr")) return "";
  return element.matches("tr") ? rowLine(element) : ended(spoken(ownText(element)));
}

function rowLine(row) {
  const heads = [...row.closest("table").querySelectorAll("thead th")].map((head) => head.textContent.trim());
  return ended([...row.cells].map((cell, at) => cellWords(heads[at] ?? "", cell.textContent.trim())).filter(Boolean).join("；"));
}

// 金额（元） and 1,200.00 are 金额：1200元; what is empty is not said.
function cellWords(head, cell) {
  if (NOTHING.test(cell)) return "";
  const unit = FIGURE.test(cell) ? (UNIT.exec(head)?.[1] ?? "") : "";
  const name = head.replace(UNIT, "").replace(/\s+/g, "");
  const isSaid = /合计|小计|总计/u.test(cell) || !name;
  return isSaid ? spoken(cell) : `${spoken(name)}：${spoken(cell + unit)}`;
}

// Without the points below it, which have lines of their own.
function ownText(element) {
  const copy = element.cloneNode(true);
  for (const other of copy.querySelectorAll("ul, ol, p, table, sup, .charts, .footnote-backref")) other.remove();
  return copy.textContent;
}

function ended(text) {
  return !text || /[。！？；：!?;:，]$/u.test(text) ? text : `${text}。`;
}
