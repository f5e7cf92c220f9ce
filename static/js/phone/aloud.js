// Reads a notice aloud with the phone's own Chinese voice, and marks what is being read.

import { linesOf } from "./saying.js";
import { pieces } from "./spoken.js";

const RATE = 0.9;
const VOICES_MS = 1000;
const voices = globalThis.speechSynthesis;

// `bar` holds the buttons and all the words; the notice is the article around it.
export function readAloud(bar) {
  const words = bar.dataset;
  const article = bar.closest("article");
  let said = null; // {pieces: [{element, text}], at}
  let utterance = null; // kept, for Chromium forgets to say that it has ended when nobody holds it

  const button = (name) => bar.querySelector(`[data-do="${name}"]`);
  button("read").addEventListener("click", () => begin());
  button("pause").addEventListener("click", () => hush("paused"));
  button("go-on").addEventListener("click", () => speak());
  button("stop").addEventListener("click", () => end());
  addEventListener("pagehide", () => end());

  if (!voices) return none(words.wordsNoReading);
  if (chineseVoice()) return show("silent");
  show("waiting"); // many browsers say only a moment later what voices they have
  voices.addEventListener?.("voiceschanged", settle);
  setTimeout(settle, VOICES_MS);

  function settle() {
    if (said) return;
    if (chineseVoice()) show("silent");
    else none(words.wordsNoVoice);
  }

  function begin() {
    const lines = linesOf(article, words);
    said = { pieces: lines.flatMap(({ element, text }) => pieces(text).map((piece) => ({ element, text: piece }))), at: 0 };
    speak();
  }

  // Going on begins the piece anew: pausing in the middle of one does not work on many phones.
  function speak() {
    const piece = said.pieces[said.at];
    if (!piece) return end();
    show("reading");
    mark(piece.element);
    if (voices.speaking || voices.pending) voices.cancel(); // else some phones swallow what is said next
    const own = new SpeechSynthesisUtterance(piece.text);
    Object.assign(own, { voice: chineseVoice(), lang: "zh-CN", rate: RATE });
    own.onend = () => own === utterance && next();
    own.onerror = () => own === utterance && none(words.wordsFailed);
    utterance = own;
    voices.speak(own);
  }

  function next() {
    said.at += 1;
    speak();
  }

  function hush(state) {
    utterance = null;
    voices?.cancel();
    show(state);
  }

  function end() {
    if (!said) return;
    said = null;
    mark(null);
    hush("silent");
  }

  function none(sentence) {
    said = utterance = null;
    mark(null);
    bar.querySelector("p").textContent = sentence;
    show("none");
  }

  function show(state) {
    const hadFocus = bar.contains(document.activeElement);
    bar.dataset.state = state;
    const shown = { silent: ["read"], reading: ["pause", "stop"], paused: ["go-on", "stop"], waiting: [], none: [] }[state];
    for (const each of bar.querySelectorAll("button")) each.hidden = !shown.includes(each.dataset.do);
    bar.querySelector("p").hidden = state !== "none";
    if (hadFocus && shown.length && document.activeElement?.hidden !== false) button(shown[0]).focus({ preventScroll: true });
  }

  function mark(element) {
    const before = article.querySelector("[data-said]");
    if (before === element) return;
    before?.removeAttribute("data-said");
    element?.setAttribute("data-said", "");
    element?.scrollIntoView({ block: "center" });
  }
}

function chineseVoice() {
  const chinese = voices.getVoices().filter((voice) => /^(zh|cmn)/i.test(voice.lang));
  const here = chinese.filter((voice) => /^(zh|cmn)[-_](CN|Hans)/i.test(voice.lang));
  return here.find((voice) => voice.localService) ?? here[0] ?? chinese[0] ?? null;
}
