// A file is read in as soon as it is chosen, dropped or pasted; while that lasts, the page says how far it has got.

import { fill } from "../screen/words.js";

const ASK_MS = 500;

const form = document.querySelector("form.drop[data-reading]");
if (form) begin(form);

function begin(form) {
  const file = form.elements.file;
  const progress = form.querySelector(".drop-progress");
  file.addEventListener("change", () => take(form, file.files));
  form.addEventListener("submit", () => follow(form, progress));
  addEventListener("pageshow", () => {
    progress.hidden = true;
    forgetFiles(form); // what the browser has kept would be sent along with what is pasted next
  });
  progress.querySelector("[data-stops]").addEventListener("click", () => stop(form, progress));
  acceptDrops(form);
  acceptPastes(form);
}

function follow(form, progress) {
  progress.hidden = false;
  const says = progress.querySelector("[data-says]");
  const timer = setInterval(async () => {
    if (progress.hidden) return clearInterval(timer);
    const answer = await fetch(form.dataset.reading, { headers: { Accept: "application/json" } }).catch(() => null);
    const rows = answer?.ok ? (await answer.json()).rows : null;
    if (rows) says.textContent = fill(form.dataset.wordsRows, { rows });
  }, ASK_MS);
}

function stop(form, progress) {
  const body = new FormData();
  body.append("csrf", form.elements.csrf.value);
  fetch(form.dataset.stop, { method: "POST", body }).catch(() => {});
  progress.hidden = true;
  window.stop(); // the answer that is still awaited
  forgetFiles(form);
}

function forgetFiles(form) {
  form.elements.file.value = "";
  form.elements.others.value = "";
}

function acceptDrops(form) {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault(); // wherever it is dropped, it must not take the place of the page
    form.dataset.over = "";
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || delete form.dataset.over);
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    delete form.dataset.over;
    take(form, event.dataTransfer.files);
  });
}

// Of a table from Excel, Word or a web page the clipboard has the cells as well as the words.
function acceptPastes(form) {
  form.elements.text.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) {
      event.preventDefault();
      take(form, event.clipboardData.files);
      return;
    }
    const html = event.clipboardData.getData("text/html");
    form.elements.html.value = /<table/i.test(html) ? html : "";
  });
  form.elements.text.addEventListener("input", (event) => {
    if (event.inputType !== "insertFromPaste") form.elements.html.value = ""; // it has been written over
  });
}

// One at a time is read; of the others only the names are sent, to be told about.
function take(form, [first, ...others]) {
  if (!first) return;
  const one = new DataTransfer();
  one.items.add(first);
  form.elements.file.files = one.files;
  form.elements.others.value = others.map((file) => file.name).join("、");
  form.requestSubmit();
}
