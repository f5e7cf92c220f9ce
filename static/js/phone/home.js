// Marks on the home page what is new since the last visit, and puts it on top.

import { fill } from "../screen/words.js";
import { keep, recall, visit } from "./visits.js";

const ON_TOP = 5;

const news = document.querySelector("[data-news]");
const entries = new Map([...document.querySelectorAll(".notices [data-version]")].map((each) => [each.dataset.version, each]));
const seen = visit(recall(), [...entries.keys()], Date.now());
keep(seen);

for (const each of seen.fresh) mark(entries.get(each).querySelector("b"));
if (seen.fresh.length) show(seen.fresh.map((each) => entries.get(each)));

function mark(title) {
  const chip = document.createElement("i");
  chip.className = "new-chip";
  chip.textContent = news.dataset.wordsNew;
  title.prepend(chip, " ");
}

function show(fresh) {
  const many = fresh.length === 1 ? news.dataset.wordsOne : news.dataset.wordsMany;
  news.querySelector("h2").textContent = fill(many, { count: fresh.length });
  news.querySelector("ul").append(...fresh.slice(0, ON_TOP).map(copyOf));
  news.hidden = false;
}

function copyOf(entry) {
  const copy = entry.cloneNode(true);
  copy.querySelector(".new-chip").nextSibling.remove();
  copy.querySelector(".new-chip").remove();
  return copy;
}
