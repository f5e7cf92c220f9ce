// While the clerk mends, what is said beside the fields follows the summary that comes with every save.

import { reveal } from "./area.js";

export function followProblems(form) {
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
    if (detail.target?.id === "missing") mark(form);
  });
  document.addEventListener("click", (event) => {
    const line = Number(event.target.closest("#missing a")?.dataset.line);
    if (line) goToLine(form.elements.body, line, event);
    if (event.target.closest("#missing-count")) document.getElementById("problems").setAttribute("open", "");
  });
  document.querySelector("#problems.error-summary")?.focus();
}

// After a refusal every field says what it lacks; before, only those in which something wrong has been typed.
function mark(form) {
  const isRefused = document.querySelector("#problems.error-summary") !== null;
  const found = new Map([...document.querySelectorAll("#missing [data-key]")].map(({ dataset }) => [dataset.key, dataset.words]));
  for (const place of form.querySelectorAll("[data-fault-of]")) {
    const field = form.querySelector(`#${place.dataset.faultOf}`);
    const isTyped = field.value && field.nodeName === "INPUT";
    const words = isRefused || isTyped ? (found.get(place.dataset.faultOf) ?? "") : "";
    place.textContent = words;
    place.hidden = !words;
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

function goToLine(area, line, event) {
  event.preventDefault();
  let from = 0;
  for (let passed = 1; passed < line; passed += 1) from = area.value.indexOf("\n", from) + 1;
  const end = area.value.indexOf("\n", from);
  area.focus();
  area.setSelectionRange(from, from);
  reveal(area);
  area.setSelectionRange(from, end < 0 ? area.value.length : end);
}
