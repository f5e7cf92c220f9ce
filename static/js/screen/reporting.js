// What a screen tells the server: which notice it could not lay out, and which text it has really shown.

import { device } from "./device.js";
import { canBeSeen } from "./seen.js";

export async function tell(screen, what, facts) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ device: await device, ...facts });
  return fetch(`/screen/${encodeURIComponent(screen)}/${what}`, { method: "POST", headers, body });
}

export function report(screen, notice, reason) {
  tell(screen, "skipped", { notice: Number(notice), reason }).catch(() => {});
}

export const WALL = "0"; // the replies to residents, put together by the server: no notice, so nothing is proved of it

// Once for each text, when it has been on the glass for a moment; again the next time round if the server did not hear.
export function reportShown(screen, board) {
  const heard = new Set();
  const WHILE_MS = 400;
  return ({ notice, edition }) => {
    if (notice === WALL) return;
    const key = `${notice}/${edition}`;
    if (heard.has(key)) return;
    setTimeout(async () => {
      const isOn = board.querySelector(`[data-current][data-notice="${CSS.escape(notice)}"][data-edition="${CSS.escape(edition)}"]`);
      if (!isOn || !canBeSeen(board) || heard.has(key)) return;
      heard.add(key);
      try {
        const answer = await tell(screen, "shown", { notice: Number(notice), version: Number(edition) });
        if (answer.status !== 204) heard.delete(key); // not known yet whether this is the TV
      } catch {
        heard.delete(key);
      }
    }, WHILE_MS);
  };
}
