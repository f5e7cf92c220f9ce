// What is typed lies in this browser until the server has it: for the network that fails, the session that ends, the
// machine that is switched off. Opened again, the page goes on from it where nobody else has saved meanwhile, and offers
// it back where somebody has.

import { fill } from "../../screen/words.js";
import { isSame, putBack, valuesOf } from "./form.js";

const DAYS_MOST = 30;

export class Keeping {
  #name;
  #form;

  constructor(form) {
    this.#form = form;
    this.#name = `kiosk ${form.dataset.editor}`;
  }

  keep() {
    write(this.#name, { at: Date.now(), values: valuesOf(this.#form), over: this.#form.elements.revision.value });
  }

  drop() {
    remove(this.#name);
  }

  // What was typed over the very text that this page shows: its save is still under way, or never arrived.
  unsaved() {
    const fresh = read(this.#name);
    const isOfThisText = fresh?.over === this.#form.elements.revision.value;
    return isOfThisText && !isSame(fresh.values, valuesOf(this.#form)) ? fresh.values : null;
  }

  // Shows the box if words lie here that the server does not have. Nothing overwrites them until somebody has chosen.
  offer(box) {
    const name = `${this.#name} found`;
    const fresh = read(this.#name);
    if (fresh) write(name, fresh);
    this.drop();
    const found = read(name);
    if (!found) return;
    const isOld = Date.now() - found.at > DAYS_MOST * 86400_000;
    if (isOld || isSame(found.values, valuesOf(this.#form))) return remove(name);
    const at = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
    box.querySelector("[data-says]").textContent = fill(box.dataset.wordsKept, { time: at.format(found.at) });
    box.querySelector("[data-shows]").textContent = (found.values.body ?? [""])[0].trim();
    box.hidden = false;
    box.addEventListener("click", (event) => {
      const choice = event.target.closest("button")?.dataset.choice;
      if (!choice) return;
      box.hidden = true;
      remove(name);
      if (choice === "restore") putBack(this.#form, found.values);
    });
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // a browser that keeps nothing
  }
}

function write(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch (error) {
    console.warn("this browser keeps nothing", error);
  }
}

function remove(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}
