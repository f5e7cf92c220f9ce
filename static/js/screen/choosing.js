// What stands between head and bar while somebody chooses: categories, notices, or keys and what they find. Each returns
// how many pages its list has.

import { foundBy, keysAfter } from "./finding.js";
import { fill } from "./words.js";

const ROW = 4.2; // of the least letters: a title of two lines, and its facts
const FOUND_ROW = 2.85; // a title of two lines, its category beside it
const GAP = 0.4;
const WIDE = 36; // in least letters, for two notices side by side

const copyOf = (browse, name) => browse.querySelector(`template.${name}`).content.cloneNode(true);

export function categories(browse, middle, pages) {
  const counts = new Map(); // category → {word, count}
  for (const page of pages) {
    const { category } = page.dataset;
    const known = counts.get(category) ?? { word: page.querySelector(".chip").textContent, count: 0 };
    counts.set(category, { ...known, count: known.count + 1 });
  }
  const tiles = [...counts].map(([category, { word, count }]) => {
    const tile = copyOf(browse, "browse-category");
    tile.firstChild.dataset.category = category;
    tile.querySelector("b").textContent = word;
    tile.querySelector("span").textContent = fill(browse.dataset.wordsCount, { count });
    return tile;
  });
  middle.dataset.view = "home";
  middle.replaceChildren(...tiles);
  return 1;
}

export function notices(browse, middle, pages, at) {
  middle.dataset.view = "notices";
  const place = document.createElement("div");
  place.className = "rows";
  middle.replaceChildren(place);
  return list(browse, place, pages, at, ROW);
}

export function search(browse, middle, pages, { typed, page }) {
  if (middle.dataset.view !== "search" || !middle.firstChild) {
    middle.dataset.view = "search";
    middle.replaceChildren(copyOf(browse, "browse-keys"));
  }
  middle.querySelector(".keys-typed").textContent = typed.toUpperCase();
  const next = keysAfter(pages, typed);
  for (const key of middle.querySelectorAll("[data-key]")) key.setAttribute("aria-disabled", !next.has(key.dataset.key));
  for (const key of middle.querySelectorAll("[data-deed='erase'], [data-deed='clear']")) key.setAttribute("aria-disabled", !typed);
  const place = middle.querySelector(".found");
  const found = foundBy(pages, typed);
  place.replaceChildren();
  if (!found.length) place.textContent = browse.dataset.wordsNothing;
  return list(browse, place, found, page, FOUND_ROW);
}

// As many rows as there is room for; two beside one another only where one column is not enough.
function list(browse, place, pages, at, row) {
  const least = parseFloat(getComputedStyle(browse).fontSize);
  const rows = Math.max(1, Math.floor((place.clientHeight / least + GAP) / (row + GAP)));
  const columns = place.clientWidth >= least * WIDE && pages.length > rows ? 2 : 1;
  const room = rows * columns;
  const count = Math.max(1, Math.ceil(pages.length / room));
  const from = Math.min(at, count - 1) * room;
  place.style.setProperty("--rows", columns > 1 && count === 1 ? Math.ceil(pages.length / columns) : rows);
  place.style.setProperty("--columns", columns);
  place.append(...pages.slice(from, from + room).map((page) => entryOf(browse, page)));
  return count;
}

function entryOf(browse, page) {
  const entry = copyOf(browse, "browse-notice");
  const { notice, category, pages } = page.dataset;
  Object.assign(entry.firstChild.dataset, { notice, category });
  entry.querySelector("i").textContent = page.querySelector(".chip").textContent;
  const title = page.querySelector(".slide-title").textContent;
  entry.querySelector("b").textContent = page.dataset.priority === "urgent" ? fill(browse.dataset.wordsUrgent, { title }) : title;
  const facts = [...page.querySelectorAll(".slide-facts > :not(.chip, .slide-unit, .slide-page)")].map((each) => each.textContent);
  if (pages > 1) facts.push(fill(browse.dataset.wordsPages, { pages }));
  entry.querySelector("span").textContent = facts.filter(Boolean).join("　");
  return entry;
}
