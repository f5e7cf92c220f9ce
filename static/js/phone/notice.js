// A notice on a phone: it is new no more once it is opened, and it can be read aloud.

import { readAloud } from "./aloud.js";
import { keep, opened, recall } from "./visits.js";

const article = document.querySelector("article[data-version]");
if (article) {
  const kept = opened(recall(), article.dataset.version);
  if (kept) keep(kept);
}
const bar = document.querySelector("[data-aloud]");
if (bar) readAloud(bar);
