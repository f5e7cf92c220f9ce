// Whoever touches the screen looks for themselves: categories, a category's notices, one of them page by page, or finding
// by initials. A minute after the last touch the board turns again. While nobody touches it nothing of this is there.

import { categories, notices, search } from "./choosing.js";
import { fill } from "./words.js";

const STAYS_MS = 60_000; // after the last touch
const DOUBLE_TAP_MS = 700; // on the button that closes: an unsure hand does not want it open again
const COUNTS_DOWN_FROM = 10; // seconds
const MANY = 10; // pages: over more, one may leap by ten
const HOME = { view: "home", page: 0 };

const isUsable = (button) => button.checkVisibility() && button.getAttribute("aria-disabled") !== "true";

export class Browsing {
  #state = null; // {view, page, …, from}; null while the board turns
  #pages = 1; // of the list, or of the notice
  #touchedAt = 0;
  #closedAt = -Infinity;

  constructor(board, turning) {
    this.board = board;
    this.turning = turning;
    this.browse = board.querySelector(".browse");
    this.middle = board.querySelector(".browse-middle");
    this.words = this.browse.dataset;
    this.browse.addEventListener("click", (event) => {
      const button = event.target.closest("[data-deed]");
      if (button && button.getAttribute("aria-disabled") !== "true") this.#do(button);
    });
    turning.changed = () => this.#follow();
  }

  get isOpen() {
    return this.#state !== null;
  }

  get isReading() {
    return this.#state?.view === "notice";
  }

  open() {
    const isDoubleTap = performance.now() - this.#closedAt < DOUBLE_TAP_MS;
    if (this.isOpen || isDoubleTap || "closed" in this.board.dataset || !this.turning.firstPages.length) return;
    this.touched();
    this.turning.hold();
    this.#go(HOME);
  }

  close() {
    this.#state = null;
    this.#closedAt = performance.now();
    delete this.board.dataset.browsing;
    this.browse.hidden = true;
    this.middle.replaceChildren();
    this.turning.release();
  }

  touched() {
    this.#touchedAt = performance.now();
    this.#countDown();
  }

  // Every second.
  look() {
    if (!this.isOpen) return;
    if (performance.now() - this.#touchedAt >= STAYS_MS) this.close();
    else this.#countDown();
  }

  back() {
    if (this.#state.from) this.#go(this.#state.from);
    else this.close();
  }

  turn(step) {
    const page = Math.min(Math.max(this.#state.page + step, 0), this.#pages - 1);
    if (page !== this.#state.page) this.#go({ ...this.#state, page });
  }

  // By the arrows of a keyboard or a remote control, round and round.
  moveFocus(step) {
    const buttons = [...this.browse.querySelectorAll("button")].filter(isUsable);
    const place = buttons.indexOf(document.activeElement);
    buttons[(place + step + buttons.length) % buttons.length].focus();
  }

  #do({ dataset }) {
    const state = this.#state;
    if (dataset.deed === "leave") this.close();
    if (dataset.deed === "back") this.back();
    if (dataset.deed === "turn") this.turn(Number(dataset.step));
    if (dataset.deed === "search") this.#go({ view: "search", typed: "", page: 0, from: HOME });
    if (dataset.deed === "category") this.#go({ view: "category", category: dataset.category, page: 0, from: HOME });
    if (dataset.deed === "notice") this.#read(dataset.notice);
    if (dataset.deed === "urgent") this.#read(this.turning.waiting.dataset.notice);
    if (dataset.deed === "key") this.#go({ ...state, typed: state.typed + dataset.key, page: 0 });
    if (dataset.deed === "erase") this.#go({ ...state, typed: state.typed.slice(0, -1), page: 0 });
    if (dataset.deed === "clear") this.#go({ ...state, typed: "", page: 0 });
  }

  #read(notice) {
    this.#go({ view: "notice", notice, page: 0, from: this.isReading ? this.#state.from : this.#state });
  }

  #go(state) {
    const isOther = state.view !== this.#state?.view;
    this.#state = state;
    this.browse.hidden = false;
    this.board.dataset.browsing = this.isReading ? "notice" : "menu";
    this.browse.dataset.view = state.view;
    this.browse.setAttribute("aria-modal", !this.isReading);
    if (this.isReading) this.turning.goTo(state.notice, state.page);
    this.#draw();
    if (isOther || !this.browse.contains(document.activeElement)) this.#firstButton()?.focus();
  }

  #firstButton() {
    if (this.isReading) return [...this.browse.querySelectorAll("[data-step='1'], .browse-back")].reverse().find(isUsable);
    return [...this.middle.querySelectorAll("button"), ...this.browse.querySelectorAll(".browse-bar button")].find(isUsable);
  }

  // Something was posted, changed or taken down meanwhile.
  #follow() {
    if (!this.isOpen) return;
    if (!this.turning.firstPages.length) this.close();
    else if (this.isReading && this.turning.notice !== this.#state.notice) this.back();
    else this.#draw();
  }

  #draw() {
    const focused = document.activeElement?.dataset;
    this.#pages = this.#drawMiddle();
    this.#state.page = Math.min(this.#state.page, this.#pages - 1);
    this.#drawBar();
    if (focused?.notice) this.middle.querySelector(`[data-notice="${CSS.escape(focused.notice)}"]`)?.focus();
  }

  #drawMiddle() {
    const { view, category, page } = this.#state;
    const { browse, middle } = this;
    const all = this.turning.firstPages;
    if (view === "notice") {
      this.#head(all.find((each) => each.dataset.notice === this.#state.notice)?.dataset.title ?? "", "");
      middle.replaceChildren();
      return Number(all.find((each) => each.dataset.notice === this.#state.notice)?.dataset.pages ?? 1);
    }
    if (view === "category") {
      const inIt = all.filter((each) => each.dataset.category === category);
      const facts = { category: inIt[0]?.querySelector(".chip").textContent ?? "", count: inIt.length };
      this.#head(fill(this.words.wordsCategory, facts), this.words.wordsCategoryHint);
      return notices(browse, middle, inIt, page);
    }
    if (view === "search") {
      this.#head(this.words.wordsSearch, this.words.wordsSearchHint);
      return search(browse, middle, all, this.#state);
    }
    this.#head(this.words.wordsHome, this.words.wordsHomeHint);
    return categories(browse, middle, all);
  }

  #head(title, hint) {
    this.browse.querySelector(".browse-title").textContent = title;
    this.browse.querySelector(".browse-hint").textContent = hint;
  }

  #drawBar() {
    const { view, page } = this.#state;
    const place = fill(this.words.wordsPage, { page: page + 1, pages: this.#pages });
    const waiting = this.turning.waiting;
    const isUrgent = waiting?.dataset.priority === "urgent" && waiting.dataset.notice !== this.#state.notice;
    const button = (name) => this.browse.querySelector(name);
    button(".browse-back").hidden = view === "home";
    button(".browse-search").hidden = view === "search" || this.isReading;
    button(".browse-urgent").hidden = !isUrgent;
    button(".browse-urgent").textContent = isUrgent ? fill(this.words.wordsUrgent, waiting.dataset) : "";
    button(".browse-turn").hidden = this.#pages < 2;
    button(".browse-page").textContent = place;
    for (const each of this.browse.querySelectorAll("[data-step]")) {
      const step = Number(each.dataset.step);
      each.hidden = Math.abs(step) > 1 && (!this.isReading || this.#pages <= MANY);
      each.setAttribute("aria-disabled", step < 0 ? page === 0 : page === this.#pages - 1);
    }
    button(".browse-said").textContent = this.#pages > 1 ? place : "";
  }

  #countDown() {
    const left = Math.ceil((STAYS_MS - (performance.now() - this.#touchedAt)) / 1000);
    const isSoon = left <= COUNTS_DOWN_FROM;
    const leave = this.browse.querySelector(".browse-leave");
    const words = isSoon ? fill(this.words.wordsLeaving, { seconds: left }) : this.words.wordsLeave;
    if (leave.textContent !== words) leave.textContent = words;
    leave.toggleAttribute("data-soon", isSoon);
    if (left === COUNTS_DOWN_FROM) this.browse.querySelector(".browse-said").textContent = words;
  }
}
