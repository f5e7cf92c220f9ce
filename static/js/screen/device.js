// The key by which the server knows this browser again. It is made here and never shown; whoever has the TV's key could say
// that the TV showed something. Kept twice, for a browser tidies up one place or the other.

import { keep, recall } from "./keeping.js";

const NAME = "kiosk device";
const FORM = /^[0-9a-f]{32}$/;

async function known() {
  try {
    const kept = localStorage.getItem(NAME);
    if (FORM.test(kept ?? "")) return kept;
  } catch {
    // a browser that keeps nothing
  }
  const kept = await recall(NAME);
  return FORM.test(kept ?? "") ? kept : null;
}

async function findOrMake() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = (await known()) ?? Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  try {
    localStorage.setItem(NAME, key);
  } catch {
    // as above: this page is another device whenever it is opened
  }
  keep(NAME, key);
  return key;
}

export const device = findOrMake();
