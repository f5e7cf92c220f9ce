// Tables over pages: columns are given their widths once and frozen, rows measured once, heads repeated, totals kept
// with what they sum, and what is too wide is split by columns with the first one kept.

import { columnsOf, freeze, partsOf } from "./columns.js";
import { breakText } from "./sentences.js";

const ROWS_WORTH_STARTING = 3;
const BREATH_MOST = 0.75; // of --u, above and below each cell

// Sets the table's columns for a page it shares; false when they do not fit at this size.
export function fitTable(table, body) {
  const columns = columnsOf(table, body);
  const [part, ...others] = partsOf(columns, body.clientWidth);
  if (others.length) return false;
  freeze(table, part, body.clientWidth);
  return true;
}

// Lets the rows of a table that has its page to itself take what is left of it.
export function breathe(table, body) {
  const unit = parseFloat(getComputedStyle(body).getPropertyValue("--u"));
  const left = body.clientHeight - (body.lastElementChild.getBoundingClientRect().bottom - body.getBoundingClientRect().top);
  const breath = Math.min(unit * BREATH_MOST, (left - 2) / table.tBodies[0].rows.length / 2);
  table.style.setProperty("--breath", `${Math.max(0, Math.floor(breath))}px`);
}

export class TableFlow {
  constructor(flow, table) {
    this.flow = flow;
    this.body = flow.body;
    this.table = table;
  }

  place() {
    const { body, table } = this;
    this.#fit();
    this.sheets = this.parts.map((part) => sheetOf(table, part, body.clientWidth));
    this.rows = this.sheets.map((sheet) => [...sheet.tBodies[0].rows]);
    const shared = [...body.childNodes];
    this.heights = this.#rowHeights();
    body.replaceChildren(...shared);
    this.#lay();
  }

  // Columns breathe as long as they fit; then the text goes down to the least size; then columns are split.
  #fit() {
    for (const size of [this.flow.size, "least"]) {
      this.body.dataset.size = size;
      this.isLeast = size === "least";
      this.parts = partsOf(columnsOf(this.table, this.body), this.body.clientWidth);
      if (this.parts.length === 1) break;
    }
    this.body.dataset.size = this.flow.size;
  }

  #rowHeights() {
    const tallest = [];
    this.headHeight = 0;
    this.sheets.forEach((sheet, part) => {
      if (this.isLeast) sheet.style.setProperty("--cell", "var(--u)");
      this.body.replaceChildren(sheet);
      this.headHeight = Math.max(this.headHeight, sheet.tHead.getBoundingClientRect().height);
      this.rows[part].forEach((row, index) => {
        tallest[index] = Math.max(tallest[index] ?? 0, row.getBoundingClientRect().height);
      });
    });
    return tallest;
  }

  #lay() {
    const { flow, heights } = this;
    const whole = this.body.clientHeight - this.#continuedHeight();
    const first = flow.isEmpty ? whole : flow.room - this.#gap();
    const worth = this.headHeight + sum(heights.slice(0, Math.min(ROWS_WORTH_STARTING, heights.length)));
    const startsHere = flow.isFresh || (this.parts.length === 1 && first >= worth);
    if (!startsHere) flow.turn();
    const chunks = this.#chunks(startsHere ? first : whole, whole);
    const breath = this.#breath(chunks, startsHere ? first : whole, whole);
    chunks.forEach((chunk, index) => {
      if (index) flow.turn();
      this.#layChunk(chunk, breath);
    });
  }

  // What the heading takes that is repeated over a continued slide.
  #continuedHeight() {
    const { body, flow } = this;
    if (!flow.head || body.dataset.continues) return 0;
    const nodes = [...body.childNodes];
    const probe = document.createElement("div");
    body.replaceChildren(probe);
    const before = probe.offsetTop;
    body.dataset.continues = flow.head;
    const taken = probe.offsetTop - before;
    delete body.dataset.continues;
    body.replaceChildren(...nodes);
    return taken;
  }

  #gap() {
    return parseFloat(getComputedStyle(this.body).getPropertyValue("--u")) * 0.55 || 30;
  }

  // Row numbers by page: as few pages as the heights and the most rows allow, and those filled evenly.
  #chunks(first, whole) {
    const most = this.flow.pace.rowsPerPage;
    const needed = this.#split(first, whole, most).length;
    for (let rows = Math.ceil(this.heights.length / needed); rows < most; rows += 1) {
      const chunks = this.#split(first, whole, rows);
      if (chunks.length === needed) return chunks;
    }
    return this.#split(first, whole, most);
  }

  #split(first, whole, most) {
    const rows = this.rows[0];
    const chunks = [[]];
    let room = first - this.headHeight;
    for (let index = 0; index < this.heights.length; index += 1) {
      const chunk = chunks.at(-1);
      if (chunk.length && (chunk.length >= most || this.heights[index] > room)) {
        const kept = withTotals(chunk, index, rows);
        chunks.push(kept);
        room = whole - this.headHeight - sum(kept.map((row) => this.heights[row]));
      }
      chunks.at(-1).push(index);
      room -= this.heights[index];
    }
    return chunks;
  }

  // Pixels every cell may take above and below, so that the fullest page is filled.
  #breath(chunks, first, whole) {
    const unit = parseFloat(getComputedStyle(this.body).getPropertyValue("--u"));
    const spare = chunks.map((chunk, index) => {
      const room = index ? whole : first;
      return (room - this.headHeight - sum(chunk.map((row) => this.heights[row])) - 2) / chunk.length / 2;
    });
    const sharesItsPage = chunks.length === 1 && !this.flow.isFresh;
    return sharesItsPage ? 0 : Math.max(0, Math.min(unit * BREATH_MOST, ...spare));
  }

  #layChunk(chunk, breath) {
    this.sheets.forEach((sheet, index) => {
      if (index) this.flow.turn();
      const page = withRows(sheet, chunk.map((row) => this.rows[index][row]), breath);
      this.body.append(page);
      if (!this.flow.fits) this.#splitRow(page);
    });
  }

  // What has no room after all goes on over the next pages; of a row taller than a page, cell by cell.
  #splitRow(page) {
    page.style.setProperty("--breath", "0px");
    while (!this.flow.fits) {
      const rest = takeRest(page, this.flow);
      if (!rest.length) return;
      this.flow.turn();
      page = withRows(page, rest, 0);
      this.body.append(page);
    }
  }
}

// Takes off the last rows, or of a single row the last words, that the page has no room for.
function takeRest(page, flow) {
  const rows = [...page.tBodies[0].rows];
  if (rows.length === 1) return [restOfRow(rows[0], flow.bottom)].filter(Boolean);
  const rest = [];
  while (!flow.fits && rows.length > 1) {
    rest.unshift(rows.at(-1));
    rows.pop().remove();
  }
  return rest;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

// The total, and the row above it, go to the next page together with it.
function withTotals(chunk, next, rows) {
  const kept = [];
  if (!rows[next].classList.contains("total")) return kept;
  while (chunk.length > 1 && rows[kept[0] ?? next].classList.contains("total")) kept.unshift(chunk.pop());
  return kept;
}

// The table with only the columns of one part, frozen to their widths.
function sheetOf(table, part, width) {
  const sheet = table.cloneNode(true);
  for (const row of sheet.rows) {
    [...row.cells].forEach((cell, index) => {
      const place = part.findIndex((column) => column.index === index);
      if (place < 0) cell.remove();
      else if (part[place].isEcho) echo(cell);
    });
  }
  freeze(sheet, part, width);
  return sheet;
}

// A name repeated beside its serial number: seen again, but not said again.
function echo(cell) {
  cell.dataset.again = cell.textContent;
  cell.replaceChildren();
}

function withRows(sheet, rows, breath) {
  const page = sheet.cloneNode(false);
  const bodyOfRows = document.createElement("tbody");
  bodyOfRows.append(...rows);
  const heads = [...sheet.children].filter((part) => part !== sheet.tBodies[0]);
  page.append(...heads.map((part) => part.cloneNode(true)), bodyOfRows);
  page.style.setProperty("--breath", `${Math.floor(breath)}px`);
  return page;
}

function restOfRow(row, bottom) {
  const rest = row.cloneNode(false);
  let isAnyLeft = false;
  const padding = parseFloat(getComputedStyle(row.cells[0]).paddingBottom) + 2;
  for (const cell of row.cells) {
    const overflows = contentBottom(cell) > bottom - padding;
    const left = overflows ? breakText(cell, bottom - padding, true) : null;
    isAnyLeft ||= left !== null;
    rest.append(left ?? cell.cloneNode(false));
  }
  return isAnyLeft ? rest : null;
}

function contentBottom(cell) {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return range.getBoundingClientRect().bottom;
}
