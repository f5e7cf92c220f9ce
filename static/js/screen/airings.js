// Counts the seconds for which each text has truly stood on the glass, hour by hour, and tells the server; what the server
// has not heard is kept by this browser, also while it is switched off.

import { clock } from "./clock.js";
import { keep, recall } from "./keeping.js";
import { WALL, tell } from "./reporting.js";
import { canBeSeen } from "./seen.js";

const STALL_MS = 5000; // between two looks: a page that stood still that long was asleep, not shown
const TELL_EVERY_MS = 60_000;
const KEEP_EVERY_MS = 10_000;
const MANY = 1000; // entries, after days without a server: these take a while to be written
const AT_ONCE = 100;
const HOURS_KEPT = 60 * 24; // what is older the server does not believe any more

export class Airings {
  #counts = new Map(); // run, hour, notice and version → what was shown
  #run = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  #page = null; // on the glass at the last look
  #lookedAt = performance.now();
  #isPainted = false;
  #toldAt = performance.now() - Math.random() * TELL_EVERY_MS; // not all screens of a county in the same second
  #keptAt = performance.now();
  #isTelling = false;

  constructor(screen, board) {
    this.screen = screen;
    this.name = `${screen} airings`;
    this.board = board;
  }

  async begin() {
    for (const entry of (await recall(this.name)) ?? []) this.#counts.set(keyOf(entry), entry);
  }

  // Every second: what was on since the last look counts if it was painted, to be seen, and at an hour that is known.
  look() {
    const now = performance.now();
    const passed = now - this.#lookedAt;
    const wasOn = this.#isPainted && passed < STALL_MS ? this.#page : null;
    if (wasOn && clock.isSure) this.#count(wasOn, passed / 1000);
    this.#lookedAt = now;
    this.#isPainted = false;
    requestAnimationFrame(() => (this.#isPainted = true)); // no frame comes while nobody could see it
    this.#page = this.#shownNow();
    if (now - this.#keptAt > (this.#counts.size > MANY ? TELL_EVERY_MS : KEEP_EVERY_MS)) this.#keep(now);
    if (now - this.#toldAt > TELL_EVERY_MS) this.#tell(now);
  }

  #shownNow() {
    if (!canBeSeen(this.board)) return null;
    const { notice, edition, page } = this.board.querySelector("[data-current]")?.dataset ?? {};
    return notice && notice !== WALL ? { notice: Number(notice), version: Number(edition), page: Number(page) } : null;
  }

  #count({ notice, version, page }, seconds) {
    const at = new Date(clock.now());
    const hour = at.toISOString().slice(0, 13);
    const began = new Date(Math.max(at - seconds * 1000, Date.parse(`${hour}:00:00Z`))).toISOString();
    const fresh = { run: this.#run, hour, notice, version, seconds: 0, first: began, last: began, pages: [] };
    const entry = this.#counts.get(keyOf(fresh)) ?? fresh;
    if (began < entry.first) entry.first = began;
    if (at.toISOString() > entry.last) entry.last = at.toISOString();
    const wentBy = (Date.parse(entry.last) - Date.parse(entry.first)) / 1000; // less, where the clock was put right meanwhile
    entry.seconds = Math.min(wentBy, entry.seconds + (at - Date.parse(began)) / 1000);
    if (!entry.pages.includes(page)) entry.pages.push(page);
    this.#counts.set(keyOf(entry), entry);
  }

  #keep(now) {
    this.#keptAt = now;
    const oldest = new Date(clock.now() - HOURS_KEPT * 3600_000).toISOString().slice(0, 13);
    for (const [key, { hour }] of this.#counts) if (hour < oldest) this.#counts.delete(key);
    keep(this.name, [...this.#counts.values()]);
  }

  // Before the page goes for good.
  finish() {
    return this.#tell(performance.now());
  }

  async #tell(now) {
    this.#toldAt = now;
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (const [run, entries] of byRun(this.#counts.values())) {
        for (let from = 0; from < entries.length; from += AT_ONCE) await this.#send(run, entries.slice(from, from + AT_ONCE));
      }
    } catch {
      // told the next time
    }
    this.#isTelling = false;
  }

  // The hour that is over, once it has been heard, is done with; the present one is told again with what it has become.
  async #send(run, entries) {
    const airings = entries.map(({ run: _, seconds, ...rest }) => ({ ...rest, seconds: Math.floor(seconds) }));
    const answer = await tell(this.screen, "airings", { run, airings });
    if (!answer.ok) throw new Error(`the server says ${answer.status}`);
    const present = new Date(clock.now()).toISOString().slice(0, 13);
    for (const entry of entries) if (entry.hour < present || entry.run !== this.#run) this.#counts.delete(keyOf(entry));
  }
}

function keyOf({ run, hour, notice, version }) {
  return `${run} ${hour} ${notice}/${version}`;
}

function byRun(entries) {
  const groups = new Map();
  for (const entry of entries) {
    if (entry.seconds < 1) continue;
    if (!groups.has(entry.run)) groups.set(entry.run, []);
    groups.get(entry.run).push(entry);
  }
  return groups;
}
