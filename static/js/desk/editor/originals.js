// The files of a notice: dropped onto their panel, and pictures put into the text where the caret stands.

import { insertBlock } from "./toolbar.js";

export function handleOriginals(area) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    button.closest("details[data-menu]")?.removeAttribute("open");
    insertBlock(area, button.dataset.insert);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("#originals input[type=file]") && target.files.length) target.form.requestSubmit();
  });
  acceptDrops();
  listInToolbar();
  document.addEventListener("htmx:afterSettle", () => {
    listInToolbar();
    putInMade(area);
  });
  document.addEventListener("htmx:xhr:progress", ({ detail, target }) => {
    const bar = target.querySelector?.("progress");
    if (bar && detail.lengthComputable) Object.assign(bar, { hidden: false, max: detail.total, value: detail.loaded });
  });
}

function acceptDrops() {
  const panelOf = (event) => (event.dataTransfer?.types.includes("Files") ? event.target.closest?.("#originals") : null);
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // a file dropped beside the panel must not take the place of the page
    const panel = panelOf(event);
    document.getElementById("originals").toggleAttribute("data-over", panel !== null);
    event.dataTransfer.dropEffect = panel ? "copy" : "none";
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.getElementById("originals").removeAttribute("data-over");
  });
  document.addEventListener("drop", (event) => {
    const panel = panelOf(event);
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.getElementById("originals").removeAttribute("data-over");
    if (!panel) return;
    const field = panel.querySelector("input[type=file]");
    field.files = event.dataTransfer.files;
    field.form.requestSubmit();
  });
}

// The pages of a PDF that have just been made into pictures.
function putInMade(area) {
  const panel = document.getElementById("originals");
  const { made } = panel.dataset;
  delete panel.dataset.made;
  if (!made) return;
  const before = area.value.slice(0, area.selectionStart).trimEnd();
  insertBlock(area, before && !before.endsWith("---") ? `---\n\n${made}` : made); // the first page of it is a page of its own too
}

// The pictures there are, below the toolbar's own button.
function listInToolbar() {
  const menu = document.querySelector("[data-pictures]");
  const buttons = [...document.querySelectorAll("#originals [data-insert]")].map((button) => {
    const copy = button.cloneNode(true);
    copy.textContent = button.dataset.name;
    return copy;
  });
  menu.querySelector("[data-list]").replaceChildren(...buttons);
  menu.querySelector("[data-none]").hidden = buttons.length > 0;
}
