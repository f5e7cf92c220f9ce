// Saves a moment after the last key, and at the latest every few seconds while somebody goes on typing. htmx sends the
// form; here is decided when, and what to do when it does not arrive.

import { isSame, putBack, valuesOf } from "./form.js";
import { Keeping } from "./keeping.js";

const IDLE_MS = 2000;
const LATEST_MS = 9000;
const KEEP_MS = 800;
const RETRY_MS = [3000, 6000, 12_000, 20_000];
const SENT_ON_LEAVING_BYTES = 60_000; // what a browser still sends while a page closes

export class Saving {
  #timers = { save: 0, keep: 0 };
  #dirtySince = 0; // 0: the server has everything
  #failures = 0;
  #sent = null; // what the request under way carries
  #waiting = []; // who wants to know how the next save ends
  #unanswered = []; // sent, and nobody knows whether they arrived
  #isHalted = false; // two texts, and nobody has chosen yet

  constructor(form, trouble) {
    this.form = form;
    this.words = form.dataset;
    this.trouble = trouble;
    this.keeping = new Keeping(form);
    form.addEventListener("input", () => this.#touched());
    form.addEventListener("htmx:beforeRequest", () => this.#began());
    form.addEventListener("htmx:afterRequest", (event) => this.#ended(event.detail.xhr));
    // The answer to a save is swapped at its target, and the events of that bubble from there.
    document.addEventListener("htmx:beforeSwap", (event) => this.#choosePart(event));
    addEventListener("online", () => this.isDirty && this.save());
    document.addEventListener("visibilitychange", () => this.#comeOrGo());
    addEventListener("pagehide", () => this.#leave());
    addEventListener("beforeunload", (event) => this.isDirty && this.#failures > 0 && event.preventDefault());
    trouble.querySelector("[data-open-again]").addEventListener("click", () => {
      this.keeping.keep();
      this.#failures = 0; // so that the browser does not ask
    });
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  get isDirty() {
    return this.#dirtySince > 0;
  }

  // What this browser still holds of an earlier visit: gone on from, or offered in the box.
  goOn(box) {
    const unsaved = this.keeping.unsaved();
    if (!unsaved) return this.keeping.offer(box);
    this.#unanswered.push(unsaved);
    putBack(this.form, unsaved);
  }

  // Resolves with whether the server has it.
  save() {
    clearTimeout(this.#timers.save);
    const ended = new Promise((resolve) => this.#waiting.push(resolve));
    if (!this.#sent) htmx.trigger(this.form, "save-draft");
    return ended;
  }

  // Whether a text may have come from this very page, its answer lost on the way.
  isOwn(values) {
    return this.#unanswered.some((sent) => isSame(sent, values));
  }

  // Goes on after somebody has chosen between two texts, with the revision that the other one has.
  resume(revision) {
    this.form.elements.revision.value = revision;
    this.#isHalted = false;
    this.#touched();
    return this.save();
  }

  #touched() {
    this.#dirtySince ||= Date.now();
    clearTimeout(this.#timers.keep);
    this.#timers.keep = setTimeout(() => this.isDirty && this.keeping.keep(), KEEP_MS);
    if (!this.#failures && !this.#sent) this.#say("dirty", this.words.wordsDirty);
    if (!this.#failures) this.#schedule(Math.min(IDLE_MS, Math.max(0, this.#dirtySince + LATEST_MS - Date.now())));
  }

  #schedule(milliseconds) {
    if (this.#isHalted) return;
    clearTimeout(this.#timers.save);
    this.#timers.save = setTimeout(() => this.save(), milliseconds);
  }

  #began() {
    this.#sent = valuesOf(this.form);
    if (!this.#failures) this.#say("saving", this.words.wordsSaving);
  }

  #ended({ status, responseText }) {
    const sent = this.#sent;
    this.#sent = null;
    const isSaved = status === 200 && isOwn(responseText);
    if (isSaved) this.#saved(sent);
    else if (status === 409) this.#halt();
    else this.#failed(status, sent);
    for (const resolve of this.#waiting.splice(0)) resolve(isSaved);
  }

  #saved(sent) {
    this.form.elements.over.value = "";
    this.#failures = 0;
    this.#unanswered = [];
    this.trouble.hidden = true;
    this.#dirtySince = 0;
    clearTimeout(this.#timers.keep);
    if (isSame(sent, valuesOf(this.form))) this.keeping.drop();
    else this.#touched();
  }

  #halt() {
    this.#isHalted = true;
    this.keeping.keep();
  }

  #failed(status, sent) {
    this.#unanswered.push(sent);
    this.#dirtySince ||= Date.now();
    this.keeping.keep();
    this.#failures += 1;
    this.#schedule(RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1]);
    if (status === 401 || status === 200) this.#tell(this.words.wordsSignedOut, "sign-in");
    else if (status === 403) this.#tell(this.words.wordsStale, "open-again");
    else if (status === 0) this.#tell(this.words.wordsOffline);
    else if (status === 413) this.#tell(this.words.wordsTooLarge);
  }

  // What is not an answer of the editor's own (a sign-in page, a proxy's error) is not put into the page.
  #choosePart({ detail }) {
    if (detail.requestConfig?.elt !== this.form) return;
    const isTrouble = ![200, 409].includes(detail.xhr.status) || !isOwn(detail.serverResponse);
    detail.shouldSwap = !isTrouble;
    if (isTrouble) this.#say("failed", this.words.wordsFailed);
    if (isTrouble) this.#tell(sentenceIn(detail.serverResponse) || this.words.wordsUnavailable);
  }

  #say(state, words) {
    const place = document.getElementById("saved");
    place.dataset.state = state;
    if (place.textContent !== words) place.textContent = words;
  }

  #tell(words, way = "") {
    this.#say("failed", this.words.wordsFailed);
    const place = this.trouble.querySelector("[data-says]");
    if (place.textContent !== words) place.textContent = words;
    for (const each of ["sign-in", "open-again"]) this.trouble.querySelector(`[data-${each}]`).hidden = each !== way;
    this.trouble.hidden = false;
  }

  #comeOrGo() {
    if (!this.isDirty || this.#isHalted) return;
    if (document.visibilityState === "hidden") this.keeping.keep();
    this.save();
  }

  #leave() {
    if (!this.isDirty) return;
    this.keeping.keep();
    const body = new FormData(this.form);
    const bytes = [...body.values()].reduce((sum, value) => sum + new TextEncoder().encode(value).length + 150, 0);
    if (this.#isHalted || bytes > SENT_ON_LEAVING_BYTES) return;
    fetch(this.form.action, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } }).catch(() => {});
  }
}

function isOwn(html) {
  return html.includes('id="saved"');
}

// The server's own sentences; not a whole page, which only a proxy would send.
function sentenceIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return /<html|<!doctype/i.test(html) ? "" : page.body.textContent.replace(/\s+/g, " ").trim();
}
