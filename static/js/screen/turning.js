// Which page is shown, for how long, and what comes next. Turning moves one attribute and one timer: nothing is made
// or thrown away, so that a year of it leaves nothing behind.

import { clock } from "./clock.js";
import { fill } from "./words.js";

const JUMPS = 8; // of the line of time left, where no motion is wanted

export class Turning {
  #notices = new Map(); // number → {version, pages}
  #order = [];
  #at = -1; // place in the order
  #page = 0;
  #conditions = "";
  #timer = 0;
  #current = null;
  #pausedUntil = 0;
  #isHeld = false;
  #first = null; // the notice to begin with, or to go on with, once it has been laid out
  #heldAt = null; // {place, notice, page} from which it goes on when it is no longer held
  #waiting = null; // the notice that came in while it was held
  #line;
  shown = () => {}; // told the dataset of every page that comes on
  changed = () => {}; // told when other notices, or other pages of them, are up

  constructor(board) {
    this.board = board;
    this.stage = board.querySelector(".stage");
    this.words = board.dataset;
    const bar = board.querySelector(".timeline i");
    const easing = matchMedia("(prefers-reduced-motion: reduce)").matches ? `steps(${JUMPS})` : "linear";
    this.#line = bar.animate({ transform: ["scaleX(0)", "scaleX(1)"] }, { duration: 1, fill: "both", easing });
    this.#line.pause();
  }

  has(notice, version) {
    return this.#notices.get(notice)?.version === version;
  }

  put(notice, version, pages) {
    const before = this.#notices.get(notice);
    const wasCurrent = before?.pages.includes(this.#current);
    before?.pages.forEach((page) => page.remove());
    this.#notices.set(notice, { version, pages });
    this.stage.append(...pages);
    if (wasCurrent) this.#show(Math.max(this.#at, 0), this.#isHeld ? Math.min(this.#page, pages.length - 1) : 0);
  }

  drop(notice) {
    const gone = this.#notices.get(notice);
    this.#notices.delete(notice);
    gone?.pages.forEach((page) => page.remove());
    if (gone?.pages.includes(this.#current)) this.#current = null;
  }

  keepOnly(wanted) {
    for (const notice of [...this.#notices.keys()]) if (!wanted.has(notice)) this.drop(notice);
  }

  // Pages measured under other conditions (another window, a strip of slogans, more rows a page) are measured again.
  measuredUnder(conditions) {
    if (conditions === this.#conditions) return;
    this.#conditions = conditions;
    this.#first = this.notice ?? this.#first;
    this.keepOnly(new Set());
  }

  follow(order) {
    const shown = this.notice;
    this.#order = order.filter((notice) => this.#notices.has(notice));
    this.#at = Math.min(this.#at, this.#order.length - 1);
    if (shown && this.#order[this.#at] !== shown) {
      const again = this.#order.indexOf(shown);
      if (again >= 0) this.#at = again;
    }
    if (!this.#current) this.#show(Math.max(this.#at, 0), 0);
    else this.#sayNext();
    if (this.#first && this.#notices.has(this.#first)) {
      this.goTo(this.#first);
      this.#first = null;
    }
    this.changed();
  }

  get notice() {
    return this.#current?.dataset.notice;
  }

  // Where the screen was before it was switched off: a board that is on for an hour a day still comes to its end.
  begin(notice) {
    this.#first = notice;
  }

  goTo(notice, page = 0) {
    const place = this.#order.indexOf(notice);
    if (place >= 0) this.#show(place, page);
  }

  // What has come in is shown at once, or, while somebody reads, when they are done.
  bring(notice) {
    if (!this.#isHeld) return this.goTo(notice);
    if (this.waiting?.dataset.priority !== "urgent") this.#waiting = notice;
    this.changed();
  }

  get waiting() {
    return this.#notices.get(this.#waiting)?.pages[0];
  }

  // Each notice once, as its first page, in the order they come on.
  get firstPages() {
    return [...new Set(this.#order)].map((notice) => this.#notices.get(notice).pages[0]);
  }

  // From now on it turns only when told to: as in the preview at the desk, and while somebody looks for themselves.
  hold() {
    this.resume();
    this.#isHeld = true;
    this.#heldAt = { place: this.#at, notice: this.notice, page: this.#page };
    this.#rest();
  }

  // It goes on where it was, whatever was looked at meanwhile: else what comes late in the round would be shown less.
  release() {
    const { place, notice, page } = this.#heldAt;
    const again = this.#order[place] === notice ? place : this.#order.indexOf(notice);
    const waiting = this.#order.indexOf(this.#waiting);
    this.#isHeld = false;
    this.#heldAt = this.#waiting = null;
    if (waiting >= 0) this.#show(waiting, 0);
    else if (again >= 0) this.#show(again, Math.min(page, this.#pagesAt(again).length - 1));
    else this.#show(Math.max(place, 0), 0);
  }

  next() {
    const pages = this.#pagesAt(this.#at);
    if (this.#page + 1 < pages.length) this.#show(this.#at, this.#page + 1);
    else this.#show(this.#at + 1, 0);
  }

  previous() {
    if (this.#page > 0) return this.#show(this.#at, this.#page - 1);
    const place = (this.#at - 1 + this.#order.length) % this.#order.length;
    this.#show(place, this.#pagesAt(place).length - 1);
  }

  pause(milliseconds) {
    this.#pausedUntil = performance.now() + milliseconds;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.resume(), milliseconds);
    this.#line.pause();
    this.#sayPaused(true);
  }

  resume() {
    if (!this.isPaused) return;
    this.#pausedUntil = 0;
    this.#sayPaused(false);
    this.#time();
  }

  get isPaused() {
    return this.#pausedUntil > 0;
  }

  // Expired is gone, also while the server is away.
  dropExpired() {
    const now = clock.now();
    let isAnyGone = false;
    for (const [notice, { pages }] of this.#notices) {
      const until = pages[0]?.dataset.until;
      if (until && Date.parse(until) <= now) {
        this.drop(notice);
        isAnyGone = true;
      }
    }
    if (isAnyGone) this.follow(this.#order);
  }

  #pagesAt(place) {
    return this.#notices.get(this.#order[place])?.pages ?? [];
  }

  #show(place, page) {
    const length = this.#order.length;
    this.board.toggleAttribute("data-empty", length === 0);
    this.#current?.removeAttribute("data-current");
    this.#current = null;
    if (!length) return this.#stop();
    this.#at = place % length;
    this.#page = page;
    this.#current = this.#pagesAt(this.#at)[page] ?? null;
    if (!this.#current) return this.#stop();
    this.#current.setAttribute("data-current", "");
    this.board.dataset.category = this.#current.dataset.category;
    this.board.toggleAttribute("data-urgent", this.#current.dataset.priority === "urgent");
    this.#say(".foot-phone", this.#current.dataset.phone && fill(this.words.wordsPhone, this.#current.dataset));
    this.#turnSlogan();
    this.#sayNext();
    this.shown(this.#current.dataset);
    if (this.isPaused) this.pause(this.#pausedUntil - performance.now());
    else this.#time();
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#line.pause();
    this.#line.currentTime = 0;
  }

  #stop() {
    this.#rest();
    this.board.toggleAttribute("data-urgent", false);
    for (const place of [".foot-next", ".foot-phone"]) this.#say(place, "");
  }

  #time() {
    clearTimeout(this.#timer);
    if (!this.#current || this.#isHeld) return;
    const duration = Number(this.#current.dataset.seconds) * 1000;
    this.#timer = setTimeout(() => this.next(), duration);
    this.#line.effect.updateTiming({ duration });
    this.#line.currentTime = 0;
    this.#line.play();
  }

  #sayNext() {
    const page = this.#pagesAt((this.#at + 1) % this.#order.length)[0];
    const isOther = page && page.dataset.notice !== this.notice;
    this.#say(".foot-next", isOther ? fill(this.words.wordsNext, page.dataset) : "");
  }

  #sayPaused(isPaused) {
    this.board.querySelector(".foot-paused").hidden = !isPaused;
  }

  #turnSlogan() {
    const strip = this.board.querySelector(".slogans");
    if (strip.hidden) return;
    const slogans = JSON.parse(strip.dataset.slogans);
    this.#say(".slogans", slogans[(slogans.indexOf(strip.textContent) + 1) % slogans.length]);
  }

  #say(where, words) {
    const place = this.board.querySelector(where);
    if (place.firstChild) place.firstChild.nodeValue = words;
    else if (words) place.textContent = words;
  }
}
