// Looks for a household in every roster posted now. All of them are fetched whatever name is typed, and the name goes nowhere:
// into no address, no request and no memory but this page's.

import { fill } from "../screen/words.js";
import { likeness } from "./matching.js";

const ROWS_SHOWN = 30; // of one roster: who has so common a name looks for the village group there

const form = document.querySelector("[data-household]");
const said = document.querySelector("[data-said]");
const answer = document.querySelector("[data-answer]");
const words = form.dataset;
const addresses = [...document.querySelectorAll("[data-roster]")].map((each) => each.dataset.roster);
const fetched = new Map(); // address → its roster

form.hidden = false;
document.querySelector("[data-without]").hidden = true;
form.querySelector("input").addEventListener("focus", fetchAll, { once: true });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  look(form.querySelector("input").value);
});

async function look(typed) {
  answer.replaceChildren();
  if ([...typed.replace(/\s/gu, "")].length < 2) return tell(words.wordsShort);
  tell(words.wordsFetching);
  await fetchAll();
  const found = [...fetched.values()].map((roster) => ({ ...roster, rows: rowsLike(typed, roster) })).filter((each) => each.rows.length);
  answer.append(...found.map(section));
  const count = found.reduce((sum, each) => sum + each.rows.length, 0);
  const missing = addresses.length - fetched.size;
  tell(
    fill(count ? words.wordsFound : words.wordsNone, { count, rosters: count ? found.length : fetched.size }),
    found.some((each) => each.rows.some((row) => row.likeness === 1)) ? words.wordsMasked : "",
    missing ? fill(words.wordsMissing, { count: missing }) : "",
  );
}

// What could not be fetched is tried again with the next look.
function fetchAll() {
  return Promise.all(addresses.filter((each) => !fetched.has(each)).map(fetchOne));
}

async function fetchOne(address) {
  try {
    const got = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (got.ok) fetched.set(address, await got.json());
    else if (got.status === 404) fetched.set(address, { tables: [] }); // its days are over since this page came
  } catch {
    // no network just now
  }
}

function rowsLike(name, roster) {
  const rows = roster.tables.flatMap((table) =>
    table.rows.map((cells) => ({ table, cells, likeness: Math.max(...table.names.map((at) => likeness(name, cells[at] ?? ""))) })),
  );
  return rows.filter((row) => row.likeness > 0).sort((one, other) => other.likeness - one.likeness);
}

function section(roster) {
  const part = element("section", "category");
  part.dataset.category = roster.category;
  const link = element("a", "", roster.title);
  link.href = roster.address;
  const head = element("h2");
  head.append(link);
  part.append(head, ...roster.rows.slice(0, ROWS_SHOWN).map(listed));
  const more = roster.rows.length - ROWS_SHOWN;
  if (more > 0) part.append(element("p", "more", fill(words.wordsMore, { count: more })));
  return part;
}

function listed(row) {
  const list = element("dl", "household");
  row.cells.forEach((cell, at) => {
    if (!cell) return;
    const pair = element("div");
    const [head, unit] = row.table.heads[at];
    const isFigure = /^[-+]?[\d,.]+$/.test(cell);
    pair.append(element("dt", "", head), element("dd", row.table.names.includes(at) ? "name" : "", isFigure ? cell + unit : cell));
    list.append(pair);
  });
  return list;
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function tell(...sentences) {
  said.textContent = sentences.filter(Boolean).join(" ");
}
