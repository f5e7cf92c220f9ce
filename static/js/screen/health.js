// Tells the server once a minute how this screen is doing, so that somebody at the desk sees what nobody in the hall reports.

import { clock } from "./clock.js";
import { keep, recall } from "./keeping.js";
import { tell } from "./reporting.js";

const TELL_EVERY_MS = 60_000;
const FIRST_AFTER_MS = 3000;
const ABSENCES_KEPT = 5;
const FAULT_LENGTH = 300;

export class Health {
  #openedAt = new Date().toISOString();
  #toldAt = performance.now() - TELL_EVERY_MS + FIRST_AFTER_MS * (1 + Math.random()); // not all screens of a county at once
  #isPainted = false;
  #wasPainted = false;
  #absences = []; // [from, until], until null while it lasts
  #fault = null;

  constructor(screen, board, hasFonts) {
    this.screen = screen;
    this.board = board;
    this.hasFonts = hasFonts;
    this.name = `${screen} offline`;
    addEventListener("error", (event) => this.#note(event.message));
    addEventListener("unhandledrejection", (event) => this.#note(String(event.reason)));
  }

  async begin() {
    const kept = (await recall(this.name)) ?? [];
    // A page that was closed while it was offline does not know for how long it would have been.
    this.#absences = kept.map(([from, until]) => [from, until ?? this.#now()]).slice(-ABSENCES_KEPT);
  }

  // Every second; told at once when the server is back.
  look() {
    this.#wasPainted = this.#isPainted;
    this.#isPainted = false;
    requestAnimationFrame(() => (this.#isPainted = true)); // no frame comes while nobody could see it
    const isBack = this.#followConnection();
    if (this.board.dataset.connected === "true" && (isBack || performance.now() - this.#toldAt > TELL_EVERY_MS)) this.#tell();
  }

  #followConnection() {
    const last = this.#absences.at(-1);
    const isOffline = last !== undefined && last[1] === null;
    const isConnected = this.board.dataset.connected === "true";
    if (isConnected !== isOffline) return false;
    const now = this.#now();
    if (isOffline) last[1] = now > last[0] ? now : last[0]; // the clock may have been put right by the first answer
    else this.#absences = [...this.#absences, [now, null]].slice(-ABSENCES_KEPT);
    keep(this.name, this.#absences);
    return isOffline;
  }

  #note(words) {
    this.#fault = { text: words.slice(0, FAULT_LENGTH), at: this.#now() };
  }

  #now() {
    return new Date(clock.now()).toISOString();
  }

  #tell() {
    this.#toldAt = performance.now();
    tell(this.screen, "health", this.#facts()).catch(() => {});
  }

  #facts() {
    const isCovered = this.board.dataset.browsing === "menu";
    const notice = isCovered ? null : this.board.querySelector("[data-current]")?.dataset.notice;
    return {
      page: this.board.dataset.version,
      opened: this.#openedAt,
      width: innerWidth,
      height: innerHeight,
      ratio: devicePixelRatio,
      clock: clock.ahead,
      fonts: this.hasFonts,
      seen: document.visibilityState === "visible" && this.#wasPainted,
      closed: "closed" in this.board.dataset,
      notice: notice ? Number(notice) : null,
      memory: performance.memory?.usedJSHeapSize ?? null,
      nodes: document.getElementsByTagName("*").length,
      offline: this.#absences,
      fault: this.#fault,
    };
  }
}
