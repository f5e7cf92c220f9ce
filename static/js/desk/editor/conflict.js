// Somebody else has saved meanwhile: both texts are shown, and one is chosen. The other one stays put aside.

import { isSame, putBack, valuesOf, valuesOfTyped } from "./form.js";

export function settleConflicts(form, saving) {
  document.addEventListener("htmx:oobAfterSwap", () => skipOwn(form, saving));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-conflict] button[data-choice]");
    if (!button) return;
    const conflict = button.closest("[data-conflict]");
    const { revision, typed } = conflict.dataset;
    const isTheirs = button.dataset.choice === "theirs";
    close(conflict);
    if (isTheirs) putBack(form, valuesOfTyped(typed));
    else form.elements.body.focus();
    form.elements.over.value = isTheirs ? "" : revision;
    saving.resume(revision);
  });
  takeUpAgain(form);
}

function skipOwn(form, saving) {
  const conflict = document.querySelector("[data-conflict][data-typed]");
  if (!conflict) return;
  const theirs = valuesOfTyped(conflict.dataset.typed);
  if (saving.isOwn(theirs) || isSame(theirs, valuesOf(form))) {
    close(conflict);
    saving.resume(conflict.dataset.revision);
    return;
  }
  markLines(conflict);
  conflict.querySelector("h2").focus();
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

// Texts that were put aside before.
function takeUpAgain(form) {
  for (const button of document.querySelectorAll("button[data-put-back]")) {
    button.hidden = false;
    button.addEventListener("click", () => putBack(form, valuesOfTyped(button.dataset.typed)));
  }
}

function close(conflict) {
  delete conflict.dataset.typed;
  conflict.replaceChildren();
  conflict.hidden = true;
}
