// Somebody else has saved meanwhile: both texts are shown, and one is chosen. The other one stays put aside.

import { isSame, putBack, valuesOf } from "./form.js";

export function settleConflicts(form, saving) {
  document.addEventListener("htmx:oobAfterSwap", () => skipOwn(form, saving));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-conflict] button[data-choice]");
    if (!button) return;
    const conflict = button.closest("[data-conflict]");
    if (button.dataset.choice === "theirs") putBack(form, theirsIn(conflict));
    close(conflict);
    saving.resume(conflict.dataset.revision);
    form.elements.body.focus();
  });
}

function skipOwn(form, saving) {
  const conflict = document.querySelector("[data-conflict][data-revision]");
  if (!conflict) return;
  const theirs = theirsIn(conflict);
  if (saving.isOwn(theirs) || isSame(theirs, valuesOf(form))) {
    close(conflict);
    saving.resume(conflict.dataset.revision);
    return;
  }
  markLines(conflict);
  conflict.querySelector("h2").focus();
}

function theirsIn(conflict) {
  const fields = [...conflict.querySelector("template").content.querySelectorAll("textarea")];
  const given = ({ name, value }) => (name === "screens" ? value.split(/[、，,]\s*/) : [value.replaceAll("\r\n", "\n")]);
  return Object.fromEntries(fields.map((field) => [field.name, given(field)]));
}

// Of the two texts, the lines that the other one does not have.
function markLines(conflict) {
  const texts = [...conflict.querySelectorAll("[data-lines]")].map((place) => ({ place, lines: place.textContent.split("\n") }));
  texts.forEach(({ place, lines }, index) => {
    const others = new Set(texts[1 - index]?.lines);
    const marked = lines.map((line) => {
      const element = document.createElement(others.has(line) ? "span" : "mark");
      element.textContent = `${line}\n`;
      return element;
    });
    place.replaceChildren(...marked);
  });
}

function close(conflict) {
  conflict.replaceChildren();
  conflict.hidden = true;
}
