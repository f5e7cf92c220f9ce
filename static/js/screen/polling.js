// Asks the server every second or so whether anything has changed, and says so quietly when it does not answer.

import { clock } from "./clock.js";
import { momentOf } from "./dates.js";
import { renew, reopen } from "./offline.js";
import { fill } from "./words.js";

const GONE = 410; // not 404: a server that has lost its data knows no screen, and what was shown last must stay
const EVERY_MS = 1200;
const WAIT_MS = 5000;
const FAILURES_BEFORE_OFFLINE = 2;
const REMEMBER_EVERY_MS = 60_000;

export function poll(board, { revision, changed, reconnected, takenAway, heard }) {
  const address = `/screen/${encodeURIComponent(board.dataset.screen)}/slides`;
  const tell = board.querySelector(".foot-offline");
  let failures = 0;
  let rememberedAt = -Infinity;

  async function once() {
    const held = revision();
    const headers = held ? { "If-None-Match": `"${held}"` } : {};
    const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(WAIT_MS) });
    if (answer.status === GONE) {
      await takenAway();
      await reopen();
    }
    if (answer.status !== 304 && !answer.ok) throw new Error(`the server says ${answer.status}`);
    clock.hear(answer.headers.get("Date"), !answer.headers.has("X-Kiosk-Clock"));
    if (answer.status !== 304) await changed(await answer.text(), answer.headers.get("ETag")?.replace(/^(?:W\/)?"|"$/g, "") ?? "");
    await renew(board, answer.headers.get("X-Kiosk-Page"));
  }

  function connected(isConnected) {
    board.dataset.connected = isConnected;
    tell.hidden = isConnected;
    if (!isConnected) tell.textContent = fill(board.dataset.wordsOffline, { time: momentOf(clock.heardAt) });
  }

  async function again() {
    try {
      await once();
      if (failures) reconnected();
      failures = 0;
      connected(true);
      if (performance.now() - rememberedAt > REMEMBER_EVERY_MS) {
        rememberedAt = performance.now();
        heard();
      }
    } catch {
      failures += 1;
      if (failures >= FAILURES_BEFORE_OFFLINE) connected(false);
    }
    setTimeout(again, EVERY_MS);
  }

  again();
}
