// The paragraphs and tables of a piece of HTML, as [{words, isMarked}] and [{table}] in order. The document it is read
// into is never shown: nothing in it runs or loads.

import { isShown, styleOf } from "./grid.js";
import { unwrapped } from "./words.js";

const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "BLOCKQUOTE", "UL", "OL", "LI", "DL", "DT", "DD", "TR", "TD", "TH", "TABLE", "HEADER", "FOOTER", "MAIN", "FIGURE", "PRE"]);
const HEADS = /^H[1-6]$/;
const SILENT = new Set(["STYLE", "SCRIPT", "TEMPLATE", "HEAD", "TITLE", "XML", "NOSCRIPT"]);
const NUMBER = /^(\d{1,3})[.)．、]$/;
const BULLET = /^[·•●○■□◆Øøl§ü\uf000-\uf0ff-]$/; // Word writes its points in letters of its own fonts
const DEPTH_MOST = 200;

// Styles are read, not applied: applying them would offend the page's own policy.
const STYLE_SHEETS = /<style\b[^]*?<\/style\s*>/gi;
const APPLIED = /(?<=[\s"'])(style|on\w+)(?=\s*=)/gi;

export function readHtml(html) {
  const harmless = html.replace(STYLE_SHEETS, "").replace(/<[^>]+>/g, (tag) => tag.replace(APPLIED, "data-$1"));
  const { body } = new DOMParser().parseFromString(harmless, "text/html");
  const reading = new Reading();
  reading.walk(body, { depth: 0, isBold: false });
  reading.end();
  return reading.pieces;
}

class Reading {
  pieces = [];
  #runs = []; // of the paragraph being read: {words, isBold}
  #mark = "";

  walk(node, state) {
    if (state.depth > DEPTH_MOST) return;
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.#say(unwrapped(child.nodeValue), state.isBold);
      else if (child.nodeType === Node.ELEMENT_NODE) this.#element(child, { ...state, depth: state.depth + 1 });
    }
  }

  #element(element, state) {
    const name = element.nodeName.toUpperCase();
    if (SILENT.has(name) || !isShown(element)) return;
    if (name === "BR") return this.#say("\n", false);
    if (isTable(element)) {
      this.end();
      this.pieces.push({ table: element });
      return;
    }
    if (/mso-list\s*:\s*ignore/i.test(styleOf(element))) return this.#listMark(element.textContent);
    const isBlock = BLOCKS.has(name) || HEADS.test(name);
    if (isBlock) this.end();
    if (HEADS.test(name)) this.#mark = name <= "H2" ? "## " : "### ";
    if (name === "LI") this.#mark = markOf(element);
    this.walk(element, { ...state, isBold: !HEADS.test(name) && isBold(element, name, state.isBold) });
    if (isBlock) this.end();
  }

  #say(words, isBold) {
    this.#runs.push({ words, isBold });
  }

  // Word's own lists have their marks in the text; 一、 and （一） stay as they are.
  #listMark(written) {
    const mark = written.replace(/[\s\u00a0]+/g, "");
    const number = mark.match(NUMBER);
    if (number) this.#mark = `${number[1]}. `;
    else if (BULLET.test(mark)) this.#mark = "- ";
    else this.#say(mark, false);
  }

  end() {
    const words = joined(this.#runs);
    const isListed = /^(?:- |\d+\. )/.test(this.#mark);
    if (words) this.pieces.push({ words: this.#mark + words, isMarked: this.#mark !== "" || words.includes("**"), isListed });
    this.#runs = [];
    this.#mark = "";
  }
}

// A table of cells; one that only places other things on a web page is read as those things.
function isTable(element) {
  if (element.nodeName !== "TABLE" || element.querySelector("table")) return false;
  return [...element.rows].some((row) => row.cells.length > 1) || element.rows.length === 0;
}

function markOf(item) {
  const list = item.parentElement;
  if (list?.nodeName !== "OL") return "- ";
  return `${[...list.children].indexOf(item) + (list.start || 1)}. `;
}

function isBold(element, name, inherited) {
  const weight = styleOf(element).match(/font-weight\s*:\s*(\w+)/i)?.[1].toLowerCase();
  if (weight) return weight === "bold" || weight === "bolder" || Number(weight) >= 600;
  return name === "B" || name === "STRONG" || inherited;
}

// Neighbouring runs of the same weight are one; spaces stand outside the stars.
function joined(runs) {
  const merged = [];
  for (const run of runs) {
    if (!run.words) continue;
    const last = merged.at(-1);
    if (last && (last.isBold === run.isBold || !run.words.trim())) last.words += run.words;
    else merged.push({ ...run });
  }
  const isAllBold = merged.length === 1 && merged[0].isBold;
  const said = merged.map((run) => (run.isBold && !isAllBold ? starred(run.words) : run.words)).join("");
  const words = said.replace(/[ \u3000]*\n[ \u3000]*/g, "\n").replace(/^[\s\u3000]+|[\s\u3000]+$/g, "").replace(/ {2,}/g, " ");
  return isAllBold && words ? starred(words) : words;
}

function starred(words) {
  if (!words.trim() || words.includes("*") || words.includes("\n")) return words;
  return words.replace(/^(\s*)(.*?)(\s*)$/s, "$1**$2**$3");
}
