// The board's own page within the editor's: it lays out what the editor hands it, and turns only when it is told to.

import { clock } from "../screen/clock.js";
import { showDate } from "../screen/dates.js";
import { layOut } from "../screen/layout.js";
import { Turning } from "../screen/turning.js";
import { pageWith } from "./finding.js";

const board = document.querySelector("main[data-screen]");
const measure = document.querySelector(".measure");
const turning = new Turning(board);
turning.hold();
const skipped = new Map();

let next = null; // what came in while the last was still being laid out
let isLaying = false;

addEventListener("message", ({ origin, source, data }) => {
  if (origin !== location.origin || source !== parent) return;
  if (data.deed === "show") show(data);
  if (data.deed === "turn") turnTo((place) => place + data.step);
  if (data.deed === "find") turnTo((_, texts) => pageWith(texts, data.place));
});

async function show(asked) {
  next = asked;
  if (isLaying) return;
  isLaying = true;
  while (next) {
    const { html, date, place } = next;
    next = null;
    const begun = performance.now();
    await lay(html, date);
    turnTo((_, texts) => pageWith(texts, place));
    tell(performance.now() - begun);
  }
  isLaying = false;
}

async function lay(html, date) {
  const slides = new DOMParser().parseFromString(html, "text/html").querySelector(".slides");
  slides.dataset.rotation = "0"; // however the TV hangs, the clerk reads upright
  clock.hear(date);
  clock.zone = slides.dataset.zone;
  clock.lunarMonths = JSON.parse(slides.dataset.lunar);
  showDate(board);
  await document.fonts.ready;
  await layOut(board, measure, slides, turning, false, skipped);
}

function pages() {
  return [...board.querySelectorAll(".stage .slide")];
}

function turnTo(choose) {
  const all = pages();
  const place = all.findIndex((page) => "current" in page.dataset);
  if (place < 0) return;
  const texts = all.map((page) => page.textContent.replace(/\s+/g, ""));
  const chosen = Math.min(Math.max(choose(place, texts), 0), all.length - 1);
  if (chosen !== place) turning.goTo(all[chosen].dataset.notice, chosen);
  tell();
}

function tell(milliseconds = null) {
  const all = pages();
  const page = all.findIndex((each) => "current" in each.dataset) + 1;
  const isSkipped = skipped.size > 0;
  parent.postMessage({ deed: "shown", page, pages: all.length, isSkipped, milliseconds }, location.origin);
}

setInterval(() => showDate(board), 1000);
parent.postMessage({ deed: "ready" }, location.origin);
