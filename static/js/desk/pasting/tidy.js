// From the grid of somebody's sheet to a table of a notice: one head, no empty rows or columns, merged cells filled,
// and what is no part of the table (its title, who drew it up) as words around it.

import { head, isBlank, isFigure, isFigureColumn, isTotal, plain } from "./words.js";

const HEADS_MOST = 3;
const FULL_ENOUGH = 0.6; // of its columns are written in: a row of the table, and not of words over it
const CAPTIONS_MOST = 3; // what stands between the title and the head of a sheet
const LONG_REMARK = 12;
const REMARK = /^(?:备注|附注|注|说明|制表|填表|编制|审核|复核|经办|负责人|单位负责人|监督)/;
const FOR_EACH = /标准|单价|比例|利率|税率|元[/／]|每[亩人户]/; // a figure merged over rows that is true of each of them
const UNKNOWN_HEAD = "【填写】";

export function tidy(sheet) {
  const cells = square(sheet).map((row) => row.map((cell) => ({ ...cell, words: plain(cell.words) })));
  const kept = withoutEmpty(cells);
  if (!kept.length) return { before: [], table: null, after: [] };
  const [begin, end] = tableWithin(kept);
  const words = (rows) => rows.map((row) => ownWords(row).join("　")).filter(Boolean);
  const before = words(kept.slice(0, begin));
  const after = words(kept.slice(end));
  const rows = withoutEmpty(kept.slice(begin, end));
  const isTable = rows.length > 0 && rows[0].length > 1;
  if (!isTable) return { before: [...before, ...words(rows)], table: null, after };
  return { before, table: tableOf(rows), after };
}

function square(sheet) {
  const width = Math.max(...sheet.map((row) => row.length));
  return sheet.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? { words: "", across: 1, down: 1, isFirst: true }));
}

function withoutEmpty(rows) {
  const written = rows.filter((row) => row.some((cell) => cell.words));
  if (!written.length) return [];
  const columns = written[0].map((_, column) => written.some((row) => row[column].words && !row[column].beside));
  return written.map((row) => row.filter((_, column) => columns[column]));
}

function ownWords(row) {
  return row.filter((cell) => cell.isFirst && cell.words).map((cell) => cell.words);
}

// Where the table itself begins and ends among the rows.
function tableWithin(rows) {
  const width = rows[0].length;
  const begin = rows.findIndex((row) => {
    const own = ownWords(row);
    const covered = row.filter((cell) => cell.words).length;
    return own.length > 1 && !isCaption(own, width) && covered >= Math.max(2, width * FULL_ENOUGH);
  });
  if (begin < 0) return [0, rows.length];
  let end = rows.length;
  while (end > begin + 1 && isRemark(rows[end - 1])) end -= 1;
  return [begin, end];
}

// 编制单位：…　　单位：元
function isCaption(own, width) {
  return own.length <= CAPTIONS_MOST && own.length < width && own.some((words) => /[：:]/.test(words));
}

function isRemark(row) {
  const own = ownWords(row);
  if (own.some((words) => isTotal(words))) return false;
  if (own.length === 1) return REMARK.test(own[0]) || own[0].length > LONG_REMARK;
  return REMARK.test(own[0]) && own.length < row.length && own.every((words) => !isFigure(words));
}

function tableOf(rows) {
  const depth = headDepth(rows);
  const heads = depth ? headOf(rows.slice(0, depth)) : rows[0].map(() => UNKNOWN_HEAD);
  const body = rows.slice(depth).map((row) => row.map((cell, column) => filled(cell, heads[column])));
  const figures = heads.map((_, column) => isFigureColumn(body.map((row) => row[column])));
  return { head: heads, rows: body, figures, isHeadKnown: depth > 0 };
}

function headDepth(rows) {
  const marked = rows.findIndex((row) => !row.every((cell) => cell.isHead));
  if (marked > 0) return Math.min(marked, HEADS_MOST);
  if (rows.length === 1 || rows[0].some((cell) => isFigure(cell.words))) return 0;
  const deepest = Math.max(...rows[0].filter((cell) => !cell.below).map((cell) => cell.down));
  const isGrouped = rows[0].some((cell) => cell.across > 1);
  if (isGrouped && deepest > 1) return Math.min(deepest, HEADS_MOST, rows.length - 1) || 1;
  return isSecondHead(rows) ? 2 : 1;
}

// Without merged cells, a second row of heads stands under the gaps of the first.
function isSecondHead([first, second, third]) {
  if (!third || second.some((cell) => isFigure(cell.words)) || !third.some((cell) => isFigure(cell.words))) return false;
  const hasGaps = first.some((cell, column) => (!cell.words || cell.beside) && second[column].words);
  return hasGaps && !second[0].words;
}

function headOf(rows) {
  return rows[0].map((_, column) => {
    const said = rows.map((row, place) => groupWords(rows, place, row, column));
    return said.filter((words, place) => words && words !== said[place - 1]).join(" ");
  });
}

function groupWords(rows, place, row, column) {
  const cell = row[column];
  if (cell.words || place === rows.length - 1 || !rows[place + 1][column].words) return head(cell.words);
  const group = row.slice(0, column).findLast((each) => each.words);
  return head(group?.words ?? "");
}

// A name or a rate that is merged over several rows is true of each; an amount is there once.
function filled(cell, heading) {
  if (cell.isFirst) return cell.words;
  if (cell.beside) return "";
  const isOnce = isFigure(cell.words) && !FOR_EACH.test(heading);
  return isOnce || isBlank(cell.words) ? "" : cell.words;
}
