// Keeps the preview up with the typing: the server turns the form into slides, the board's own page in the frame lays
// them out. The latest text wins.

import { fill } from "../../screen/words.js";
import { placeOf } from "./caret.js";

const PAUSE_MS = 350;
const PAUSE_MOST_MS = 6000;
const COST_FACTOR = 3; // laying out a long roster takes the machine away from whoever types
const CARET_MS = 150;
const START = { pieces: [], share: 0 };

// Without a form it shows what the server has.
export function preview(root, form = null) {
  const area = form?.elements.body;
  const frame = root.querySelector("iframe");
  const stage = root.querySelector("[data-stage]");
  const choice = root.querySelector("[data-screens]");
  const said = root.querySelector("[data-page]");
  const problems = root.querySelector("[data-preview-problems]");
  const timers = { ask: 0, caret: 0 };
  let underWay = null;
  let latest = null; // {html, date}
  let isReady = false;
  let pause = PAUSE_MS;

  const send = (message) => isReady && frame.contentWindow.postMessage(message, location.origin);
  const screen = () => choice?.value ?? root.dataset.screen;

  async function ask() {
    underWay?.abort();
    underWay = new AbortController();
    const { signal } = underWay;
    const begun = performance.now();
    try {
      const address = new URL(root.dataset.preview, location);
      address.searchParams.set("screen", screen());
      const sent = form ? { method: "POST", body: new FormData(form) } : {};
      const answer = await fetch(address, { ...sent, headers: { "HX-Request": "true" }, signal });
      const html = await answer.text();
      if (answer.ok) show({ html, date: answer.headers.get("Date") });
      else if (answer.status === 422) complain(html);
      else throw new Error(`the server says ${answer.status}`);
      paceBy(performance.now() - begun);
    } catch (error) {
      if (error.name === "AbortError") return;
      root.dataset.state = "behind";
      problems.textContent = root.dataset.wordsBehind;
      problems.hidden = false;
    }
  }

  function show(slides) {
    latest = slides;
    problems.hidden = true;
    root.dataset.state = "shown";
    send({ deed: "show", ...latest, place: area ? placeOf(area) : START });
  }

  // The last page that could be shown stays, and says so.
  function complain(html) {
    problems.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    problems.hidden = false;
    root.dataset.state = "behind";
  }

  function paceBy(milliseconds) {
    pause = Math.min(Math.max(PAUSE_MS, milliseconds * COST_FACTOR), PAUSE_MOST_MS);
  }

  function soon() {
    clearTimeout(timers.ask);
    timers.ask = setTimeout(ask, pause);
  }

  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== location.origin || source !== frame.contentWindow) return;
    if (data.deed === "ready") {
      isReady = true;
      if (latest) show(latest);
    }
    if (data.deed !== "shown") return;
    if (data.milliseconds) paceBy(data.milliseconds);
    said.textContent = data.pages ? fill(root.dataset.wordsPage, data) : "";
    root.querySelector("[data-step='-1']").disabled = data.page <= 1;
    root.querySelector("[data-step='1']").disabled = data.page >= data.pages;
    if (!data.isSkipped) return;
    problems.textContent = root.dataset.wordsNoRoom;
    problems.hidden = false;
  });

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-step]");
    if (button) send({ deed: "turn", step: Number(button.dataset.step) });
  });

  form?.addEventListener("input", soon);
  form?.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && root.dataset.state === "behind" && soon());
  document.addEventListener("selectionchange", () => {
    if (document.activeElement !== area) return;
    clearTimeout(timers.caret);
    timers.caret = setTimeout(() => send({ deed: "find", place: placeOf(area) }), CARET_MS);
  });
  choice?.addEventListener("change", () => {
    const { width, height } = choice.selectedOptions[0].dataset;
    isReady = false;
    latest = null;
    Object.assign(frame, { width, height, src: `${root.dataset.board}${encodeURIComponent(screen())}` });
    fit();
    ask();
  });

  // The frame has all the pixels of the screen, and is made smaller as a whole.
  function fit() {
    const [width, height] = [Number(frame.width), Number(frame.height)];
    const most = parseFloat(getComputedStyle(stage).maxHeight) || Infinity;
    const scale = Math.min(stage.clientWidth / width, most / height);
    stage.style.setProperty("--scale", scale);
    stage.style.setProperty("--full-width", `${width}px`);
    stage.style.setProperty("--shown-width", `${width * scale}px`);
    stage.style.setProperty("--shown-height", `${height * scale}px`);
  }

  new ResizeObserver(fit).observe(stage);
  addEventListener("resize", fit);
  root.hidden = false;
  frame.src = `${root.dataset.board}${encodeURIComponent(screen())}`;
  fit();
  ask();
}
