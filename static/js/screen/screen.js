// The TV's page: it fetches the slides, cuts them into pages by measuring, and turns them for as long as it has power.

import { Airings } from "./airings.js";
import { Browsing } from "./browsing.js";
import { clock } from "./clock.js";
import { showDate } from "./dates.js";
import { checkFonts } from "./fonts.js";
import { listen } from "./keys.js";
import { Health } from "./health.js";
import { keep, recall } from "./keeping.js";
import { layOut } from "./layout.js";
import { keepHours } from "./hours.js";
import { guard } from "./offline.js";
import { poll } from "./polling.js";
import { report, reportShown } from "./reporting.js";
import { beginTouch } from "./touch.js";
import { Turning } from "./turning.js";

const board = document.querySelector("main[data-screen]");
const measure = document.querySelector(".measure");
const turning = new Turning(board);
const screen = board.dataset.screen;
turning.shown = reportShown(screen, board);
const airings = new Airings(screen, board);
const health = new Health(screen, board, checkFonts(board));
const browsing = new Browsing(board, turning);
const skipped = new Map(); // notice → why it could not be laid out
let slides = null; // the last fragment's root element, never shown itself
let revision = "";

async function show(html, newRevision, isFresh) {
  slides = new DOMParser().parseFromString(html, "text/html").querySelector(".slides");
  revision = newRevision;
  clock.zone = slides.dataset.zone;
  clock.lunarMonths = JSON.parse(slides.dataset.lunar);
  showDate(board);
  keepHours(board, slides);
  await document.fonts.ready;
  await relay(isFresh);
  board.dataset.revision = revision;
  guard(board, slides);
}

let laying = Promise.resolve();

function relay(isFresh) {
  laying = laying.then(() => layOut(board, measure, slides, turning, isFresh, skipped));
  laying = laying.then(tellSkipped);
  return laying;
}

// The server only remembers what the screens say, so they say it again after every change and every absence.
function tellSkipped() {
  for (const [notice, reason] of skipped) report(screen, notice, reason);
}

let settling = 0;
addEventListener("resize", () => {
  clearTimeout(settling);
  settling = setTimeout(() => slides && relay(false), 300);
});

function tick() {
  clock.tick();
  showDate(board);
  board.toggleAttribute("data-unsure", !clock.isSure);
  turning.dropExpired();
  browsing.look();
  if (slides) keepHours(board, slides);
  airings.look();
  health.look();
}

listen(turning, browsing);
beginTouch(board, browsing);
airings.begin();
health.begin();
tick();
setInterval(tick, 1000);

const kept = await recall(screen);
if (kept) {
  clock.resume(await recall(`${screen} clock`));
  const showing = show(kept.html, kept.revision, false);
  turning.begin(await recall(`${screen} notice`));
  await showing;
}
poll(board, {
  revision: () => revision,
  changed: async (html, newRevision) => {
    await show(html, newRevision, slides !== null);
    keep(screen, { html, revision: newRevision });
  },
  reconnected: tellSkipped,
  takenAway: () => airings.finish(),
  heard: () => {
    keep(`${screen} clock`, clock.state());
    keep(`${screen} notice`, turning.notice);
  },
});
