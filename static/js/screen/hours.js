// Outside its open hours the screen is dark, decided here by the village's time, so that it also goes dark without the server.

import { clock } from "./clock.js";

const formats = new Map(); // zone → format, as in dates.js

function timeOf(instant, timeZone) {
  if (!formats.has(timeZone)) {
    const options = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    formats.set(timeZone, new Intl.DateTimeFormat("en-GB", options));
  }
  return formats.get(timeZone).format(instant);
}

// Times as 08:00. The hours may go over midnight; without any it is always open. The same rule: Screen.is_open.
export function isOpen(opens, closes, time) {
  if (!opens || !closes) return true;
  if (opens < closes) return opens <= time && time < closes;
  return time >= opens || time < closes;
}

export function keepHours(board, slides) {
  const { opens, closes, zone } = slides.dataset;
  const isDark = clock.isSure && !isOpen(opens, closes, timeOf(clock.now(), zone)); // rather light at night than dark by day
  board.toggleAttribute("data-closed", isDark);
}
