// What was found in the text: going to where it stands, and mending it so that it can be taken back with Ctrl+Z.

import { replace, reveal } from "./area.js";

export function followFindings(form) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#findings a");
    if (link) {
      event.preventDefault();
      if (link.dataset.from) goToPlace(form.elements.body, link.dataset);
      else goToField(document.getElementById(link.hash.slice(1)));
    }
    const button = event.target.closest("#findings [data-mend]");
    if (button) {
      event.preventDefault();
      mend(form, button);
    }
  });
}

function goToPlace(area, { from, to }) {
  const [start, end] = [from, to].map((place) => unitsUpTo(area.value, Number(place)));
  area.focus();
  area.setSelectionRange(start, start);
  reveal(area);
  area.setSelectionRange(start, end);
}

function goToField(field) {
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

// The server says what to change in what was sent; where somebody has typed on meanwhile, it is asked again.
async function mend(form, button) {
  button.disabled = true;
  const body = new FormData(form);
  body.append("mend", button.value);
  try {
    const answer = await fetch(button.formAction, { method: "POST", body, headers: { Accept: "application/json", "HX-Request": "true" } });
    if (!answer.ok) throw new Error(`the server says ${answer.status}`);
    const edits = await answer.json();
    for (const name of new Set(edits.map(({ key }) => key))) apply(form, name, body.get(name), edits.filter(({ key }) => key === name));
  } catch (error) {
    console.warn("nothing was mended", error);
    form.requestSubmit(button); // the page's own way says what is wrong
  } finally {
    button.disabled = false;
  }
}

function apply(form, name, sent, edits) {
  const field = form.elements[name];
  const text = sent.replaceAll("\r\n", "\n");
  if (field.value !== text) return; // typed on meanwhile: the findings come anew with the next save
  const mended = mendedText(name === "body" ? text : text.trim(), edits);
  if (name === "body") {
    const [from, to, words] = difference(text, mended);
    replace(field, from, to, words, [from, from + words.length]);
  } else {
    field.value = mended;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// As kiosk/rules/findings.py does it. Places are counted in characters there, in halves of them here.
function mendedText(text, edits) {
  const characters = Array.from(text);
  const pieces = [];
  let at = 0;
  for (const { start, end, text: words } of edits.toSorted((one, other) => one.start - other.start || other.end - one.end)) {
    if (start < at) continue;
    pieces.push(characters.slice(at, start).join(""), words);
    at = end;
  }
  return [...pieces, characters.slice(at).join("")].join("");
}

// Rare characters take two places of a text area, and one of the server's.
function unitsUpTo(text, characters) {
  return Array.from(text).slice(0, characters).join("").length;
}

// The stretch in which two texts differ: from, to, and what comes there.
function difference(before, after) {
  let from = 0;
  while (from < Math.min(before.length, after.length) && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - from && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [from, before.length - end, after.slice(from, after.length - end)];
}
