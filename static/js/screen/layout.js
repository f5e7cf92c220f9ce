// From the server's slides, one a notice, to pages: what has not changed is not measured again.

import { showObjections } from "./dates.js";
import { pagesOf } from "./pages.js";
import { paceOf } from "./pace.js";
import { roomLike, shape } from "./shape.js";
import { fill } from "./words.js";

const breath = () => new Promise((resolve) => setTimeout(resolve));

export async function layOut(board, measure, slides, turning, isFresh, skipped) {
  const sizes = shape(board, measure, slides);
  frame(board, slides);
  const room = roomLike(board, measure);
  const pace = paceOf(slides);
  turning.measuredUnder(JSON.stringify([sizes, room, pace]));
  const order = JSON.parse(slides.dataset.order).map(String);
  const wanted = new Set();
  const fresh = [];
  skipped.clear();
  for (const source of slides.querySelectorAll(".slide")) {
    const { notice, version } = source.dataset;
    wanted.add(notice);
    if (turning.has(notice, version)) continue;
    try {
      const pages = pagesOf(source, measure, pace, (frame) => dress(frame, board));
      turning.put(notice, version, pages.map((page) => number(page, board)));
      if (isFresh) fresh.push(source.dataset);
      turning.follow(order); // the first ones turn while the rest is still being measured
    } catch (error) {
      console.error(`notice ${notice} passed over`, error);
      turning.drop(notice);
      skipped.set(notice, String(error?.message ?? error));
    }
    measure.replaceChildren();
    await breath();
  }
  turning.keepOnly(wanted);
  turning.follow(order);
  const first = fresh.find((each) => each.priority === "urgent") ?? fresh[0];
  if (first) turning.goTo(first.notice);
}

// All that takes room on a page is on it before anything is measured.
function dress(frame, board) {
  showObjections(board, frame);
  frame.querySelector(".slide-page").textContent = fill(board.dataset.wordsPage, { page: 88, pages: 88 });
}

function number(page, board) {
  const { page: place, pages } = page.dataset;
  page.querySelector(".slide-page").textContent = pages > 1 ? fill(board.dataset.wordsPage, { page: place, pages }) : "";
  return page;
}

// What stands around the slides comes with them, since the page itself may be an old copy.
function frame(board, slides) {
  for (const place of board.querySelectorAll(".says-village")) place.textContent = slides.dataset.village;
  sayThrough(board, slides);
  const telephones = fillList(board, ".calm-telephones", slides.querySelector(".telephones"));
  const duty = fillList(board, ".calm-duty ul", slides.querySelector(".duty"));
  board.toggleAttribute("data-duty", duty > 0);
  board.toggleAttribute("data-many", duty > 0 && Math.max(telephones, duty) > 4);
  const slogans = JSON.parse(slides.dataset.slogans);
  const strip = board.querySelector(".slogans");
  strip.hidden = slogans.length === 0;
  strip.dataset.slogans = slides.dataset.slogans;
  if (slogans.length && !slogans.includes(strip.textContent)) strip.textContent = slogans[0];
}

// Reckoned and not measured: without the network the place is hidden, and what it says stands there when it comes back.
const LETTERS_OF_NEXT = 11;
const letters = (text) => [...text].reduce((sum, sign) => sum + (sign < "\u2000" ? 0.56 : 1), 0);

function sayThrough(board, slides) {
  const place = board.querySelector(".foot-through");
  const { through, allThrough = "" } = slides.dataset;
  const room = place.parentElement.clientWidth / parseFloat(getComputedStyle(place.parentElement).fontSize) - 3;
  const phones = [...slides.querySelectorAll(".slide")].map((each) => letters(fill(board.dataset.wordsPhone, each.dataset)));
  const beside = board.dataset.shape === "portrait" ? 0 : Math.max(0, ...phones) + LETTERS_OF_NEXT;
  place.textContent = allThrough && letters(allThrough) + beside <= room ? allThrough : through;
}

// Returns how many stand in it. The page and the fragment may be of different versions for a moment.
function fillList(board, place, source) {
  const entries = source ? [...source.cloneNode(true).children] : [];
  board.querySelector(place)?.replaceChildren(...entries);
  return entries.length;
}
