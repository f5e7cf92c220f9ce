// Fills one page after another with the blocks of a slide: text breaks between sentences, lists between points,
// tables between rows. Nothing is guessed: a block is put on the page, and the page is asked whether it overflows.

import { fitPictures } from "./pictures.js";
import { breakText, splitAt } from "./sentences.js";
import { TableFlow } from "./tables.js";

const CONTAINERS = new Set(["UL", "OL", "BLOCKQUOTE", "DIV", "DL", "SECTION"]);
const BLOCKS = "p, ul, ol, blockquote, table, pre, figure, h1, h2, h3, h4, h5, h6, div";
const LINES_WORTH_STARTING = 2;
const MOST_CARRIED = 0.3; // of the page's height, for an announcement that goes to the next page with what it announces
const UNIT_LINE = /^\s*[（(【]?(?:计量|金额|货币|面积|数量)?单\s*位\s*[：:][^。；]{1,12}$/; // 单位：元, over a table
const WINDOW = 400; // characters laid out at a time, so that a very long paragraph costs no more than its length
const PAGES_MOST = 5000; // more than any notice that is let in can have

// Not even one character has room: the heading over it, or a page made smaller on trial, takes it all.
export class NoRoom extends Error {}

export class Flow {
  #open = []; // containers (a list, a quote) that the next block goes into, outermost first
  #pages = [];
  #take;

  constructor(body, pace, head, size, take) {
    this.body = body;
    this.pace = pace;
    this.head = head;
    this.size = size;
    this.#take = take;
  }

  get fits() {
    return this.body.scrollHeight <= this.body.clientHeight + 1;
  }

  // Nothing stands on the page but what announces the next block.
  get isFresh() {
    return this.#standsAlone(null);
  }

  #standsAlone(node) {
    const others = [...this.body.children].filter((child) => !(node && child.contains(node)) && !announces(child));
    return others.every((child) => !child.textContent.trim() && !child.querySelector("img, table"));
  }

  // No words on the page but these and the heading over them.
  #isOnlyText(node) {
    const heads = [...this.body.children].filter((child) => isHeading(child) && !child.contains(node));
    const said = (element) => element.textContent.replace(/\s+/g, "").length;
    const known = heads.reduce((sum, head) => sum + said(head), said(node));
    return said(this.body) === known && !this.body.querySelector("img, table");
  }

  get isEmpty() {
    return !this.body.textContent.trim() && !this.body.querySelector("img, table");
  }

  get bottom() {
    return this.body.getBoundingClientRect().top + this.body.clientHeight;
  }

  // Pixels left below what stands on the page.
  get room() {
    const last = this.body.lastElementChild;
    return last ? this.bottom - last.getBoundingClientRect().bottom : this.body.clientHeight;
  }

  get #inner() {
    return this.#open.at(-1) ?? this.body;
  }

  place(node) {
    if (node.nodeName === "TABLE") return new TableFlow(this, node).place();
    if (node.querySelector?.("img") && !this.#isContainer(node)) return this.#placePicture(node);
    this.#inner.append(node);
    if (this.fits && !node.querySelector?.("img, table")) return;
    if ("whole" in (node.dataset ?? {})) return this.#placeWhole(node);
    if (this.#isContainer(node)) return this.#placeContents(node);
    if (node.nodeType === Node.TEXT_NODE) {
      const paragraph = document.createElement("p");
      node.replaceWith(paragraph);
      paragraph.append(node);
      node = paragraph;
    }
    this.#placeText(node);
  }

  finish() {
    if (!this.isEmpty || this.#pages.length === 0) this.#pages.push(this.#take());
    return this.#pages;
  }

  // The page is full: it is taken away, and a new one begun inside the same lists and quotes.
  turn() {
    if (this.#pages.length > PAGES_MOST) throw new NoRoom();
    const carried = this.#headsAtTheEnd();
    const reopened = this.#open.map((container) => this.#continued(container));
    for (const container of [...this.#open].reverse()) if (!container.childNodes.length) container.remove();
    this.#pages.push(this.#take());
    this.body.replaceChildren(...carried);
    if (this.head && !carried.length) this.body.dataset.continues = `${this.head}（续）`;
    let inner = this.body;
    for (const container of reopened) {
      inner.append(container);
      inner = container;
    }
    this.#open = reopened;
  }

  // A heading, or a line that announces what follows, does not stay behind alone; nor is a page left with nothing else.
  #headsAtTheEnd() {
    if (this.#open.length) return [];
    const heads = [];
    for (const element of [...this.body.children].reverse()) {
      if (!announces(element) || element.offsetHeight > this.body.clientHeight * MOST_CARRIED) break;
      heads.unshift(element);
    }
    if (heads.length === this.body.children.length) return [];
    for (const head of heads) head.remove();
    return heads;
  }

  #continued(container) {
    const again = container.cloneNode(false);
    if (!container.childNodes.length) return again;
    again.dataset.continued = "";
    if (container.nodeName === "OL") {
      const begun = [...container.children].filter((point) => point.childNodes.length);
      const points = begun.filter((point) => !("continued" in point.dataset)).length;
      again.start = container.start + points;
    }
    return again;
  }

  #isContainer(node) {
    return CONTAINERS.has(node.nodeName) || (node.nodeName === "LI" && node.querySelector(BLOCKS) !== null);
  }

  #placeContents(node) {
    const children = [...node.childNodes].filter((child) => child.nodeType !== Node.TEXT_NODE || child.nodeValue.trim());
    node.replaceChildren();
    this.#open.push(node);
    for (const child of inBlocks(children)) this.place(child);
    this.#open.pop();
  }

  // A line of a chart is not torn apart.
  #placeWhole(node) {
    node.remove();
    this.turn();
    this.#inner.append(node);
    if (!this.fits) throw new NoRoom();
  }

  #placePicture(node) {
    if (!this.isFresh && this.room < this.body.clientHeight * 0.5) this.turn();
    this.#inner.append(node);
    if (!fitPictures(this.body) && !this.#standsAlone(node)) {
      node.remove();
      this.turn();
      this.#inner.append(node);
      fitPictures(this.body);
    }
  }

  #placeText(node) {
    const line = parseFloat(getComputedStyle(node).lineHeight) || parseFloat(getComputedStyle(node).fontSize) * 1.5;
    while (node) {
      if (this.fits) return;
      const isShort = node.getBoundingClientRect().height <= line * (LINES_WORTH_STARTING + 0.5);
      node.remove();
      if (!this.isFresh && (this.room < line * LINES_WORTH_STARTING || isShort)) this.turn();
      node = this.#fillWith(node);
      if (node) this.turn();
      if (node) this.#inner.append(node);
    }
  }

  // Puts on as much of the node as fits; returns what is left, or null.
  #fillWith(node) {
    let span = WINDOW;
    let rest = splitAt(node, span);
    this.#inner.append(node);
    while (this.fits && rest) {
      span *= 2;
      node.append(...rest.childNodes);
      node.normalize();
      rest = splitAt(node, span);
    }
    if (this.fits) return null;
    const isAlone = this.#isOnlyText(node);
    let left = breakText(node, this.bottom, isAlone);
    if (!left && isAlone) throw new NoRoom();
    if (!left) {
      node.remove();
      left = node;
    }
    if (rest) left.append(...rest.childNodes);
    left.normalize();
    return left;
  }
}

function isHeading(element) {
  return /^H[1-6]$/.test(element.nodeName);
}

function announces(element) {
  return isHeading(element) || (element.nodeName === "P" && (/[：:]\s*$/.test(element.textContent) || UNIT_LINE.test(element.textContent)));
}

// Loose words between blocks get a paragraph of their own.
function inBlocks(nodes) {
  const blocks = [];
  let loose = null;
  for (const node of nodes) {
    if (node.nodeType === Node.ELEMENT_NODE && (node.matches(BLOCKS) || node.matches("li, dt, dd"))) {
      loose = null;
      blocks.push(node);
      continue;
    }
    if (!loose) blocks.push((loose = document.createElement("p")));
    loose.append(node);
  }
  return blocks;
}

