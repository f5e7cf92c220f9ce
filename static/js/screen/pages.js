// One notice into pages: each slide of it at the largest size that fits one page, or else flowed over several.

import { breakHeads } from "./columns.js";
import { Flow, NoRoom } from "./flow.js";
import { breathe, fitTable } from "./tables.js";
import { secondsFor } from "./pace.js";
import { fitPictures } from "./pictures.js";

const SIZES = ["largest", "larger", "normal", "smaller", "small"];
const SIZES_WITH_TABLE = [...SIZES, "least"];
const TRIAL_CHARACTERS = 500;
const TRIAL_ROWS = 60;
const EVEN_MOST = 6; // pages: over more, one that is not full is not seen
const FILLINGS = [0.5, 0.6, 0.7, 0.8, 0.9];
const TITLE_MOST = 0.3; // of the page's height
const HEADS = new Set(["H1", "H2"]);

export function pagesOf(source, measure, pace, dress) {
  const frame = source.cloneNode(true);
  dress(frame);
  const content = frame.querySelector(".slide-body");
  const body = content.cloneNode(false);
  content.replaceWith(body);
  breakHeads(content);
  measure.replaceChildren(frame);
  fitFacts(frame);
  fitTitle(frame);
  const pages = groupsOf(content).flatMap((group) => pagesOfGroup(group, body, pace));
  return pages.map((page, index) => pageElement(frame, page, index, pages.length, pace));
}

// The day of posting stands over the title only where it pushes nothing else out.
function fitFacts(frame) {
  const facts = frame.querySelector(".slide-facts");
  const isCut = [...facts.children].some((fact) => fact.scrollWidth > fact.clientWidth + 1);
  const hasLineTooMany = facts.scrollHeight > facts.clientHeight * 1.2; // letters alone may reach a little below
  if (isCut || hasLineTooMany) facts.querySelector(".slide-posted")?.remove();
}

// As large as goes on one line; else, where there is height to spare, on two.
function fitTitle(frame) {
  const title = frame.querySelector(".slide-title");
  const isPortrait = frame.parentElement.dataset.shape === "portrait";
  const isNarrow = "narrow" in frame.parentElement.dataset; // few large letters: none to spare for the title
  const large = isPortrait ? [["large", 1], ["medium", 1], ["large", 2], ["medium", 2]] : [["large", 1], ["medium", 1]];
  const tries = [...(isNarrow && !isPortrait ? [] : large), ["small", 2], ["least", 9]];
  for (const [size, lines] of tries) {
    title.dataset.size = size;
    const { fontSize, lineHeight } = getComputedStyle(title);
    title.style.setProperty("--lines", Math.max(2, Math.floor((frame.clientHeight * TITLE_MOST) / parseFloat(lineHeight))));
    if (title.scrollHeight <= (parseFloat(lineHeight) || parseFloat(fontSize)) * (lines + 0.4)) return;
  }
}

// A second-level heading or a rule begins a new slide.
function groupsOf(content) {
  const groups = [[]];
  for (const node of [...content.childNodes]) {
    if (node.nodeType === Node.TEXT_NODE && !node.nodeValue.trim()) continue;
    if (node.nodeName === "HR") groups.push([]);
    else if (HEADS.has(node.nodeName)) groups.push([node]);
    else groups.at(-1).push(node);
  }
  const full = groups.filter((group) => group.length);
  return full.length ? full : [[]];
}

function pagesOfGroup(group, body, pace) {
  try {
    return whole(group, body, pace) ?? flowed(group, body, pace);
  } catch (error) {
    if (!group[0]?.dataset?.addition) throw error;
    console.error("a chart has no room", error); // and what it shows stands in the notice's own tables
    return [];
  }
}

function countOf(group, selector) {
  return group.reduce((sum, node) => sum + (node.matches?.(selector) ? 1 : 0) + (node.querySelectorAll?.(selector).length ?? 0), 0);
}

function charactersOf(group) {
  return group.reduce((sum, node) => sum + node.textContent.length, 0);
}

// The whole group on one page, at the largest size at which it fits; null if it does not fit at any.
function whole(group, body, pace) {
  if (countOf(group, "tbody tr") > pace.rowsPerPage || charactersOf(group) > TRIAL_CHARACTERS) return null;
  for (const size of countOf(group, "table") ? SIZES_WITH_TABLE : SIZES) {
    begin(body, size, group);
    body.append(...group.map((node) => node.cloneNode(true)));
    const tables = [...body.querySelectorAll("table")];
    if (!tables.every((table) => fitTable(table, body)) || !fitPictures(body) || !fits(body)) continue;
    if (tables.length === 1) breathe(tables[0], body);
    return [page(body, size, isProse(group))];
  }
  return null;
}

// The group over several pages: as few as the least running text allows, and those filled evenly.
function flowed(group, body, pace) {
  const isLong = countOf(group, "tbody tr") > TRIAL_ROWS || charactersOf(group) > TRIAL_CHARACTERS * 6;
  const sizes = countOf(group, "table") ? ["normal", "smaller", "least"] : ["normal", "smaller"];
  let best = null;
  for (const size of isLong ? sizes.slice(-1) : sizes) {
    const pages = flow(group, body, pace, size, 1);
    if (pages && (!best || pages.length < best.length)) best = pages;
  }
  best ??= flow(group, body, pace, "least", 1);
  if (!best) throw new Error("the page has no room for a line");
  if (isLong || best.length > EVEN_MOST) return best;
  if (countOf(group, "table")) return best; // tables fill their pages evenly by themselves
  for (const filling of FILLINGS) {
    const pages = flow(group, body, pace, best[0].size, filling);
    if (pages?.length === best.length) return pages;
  }
  return best;
}

function flow(group, body, pace, size, filling) {
  begin(body, size, group);
  if (filling < 1) body.style.setProperty("max-height", `${Math.floor(body.clientHeight * filling)}px`);
  const head = HEADS.has(group[0]?.nodeName) ? group[0].textContent : "";
  const flowing = new Flow(body, pace, head, size, () => page(body, size, false));
  try {
    for (const node of group) flowing.place(node.cloneNode(true));
    return flowing.finish();
  } catch (error) {
    if (error instanceof NoRoom) return null;
    throw error;
  } finally {
    body.style.removeProperty("max-height");
  }
}

function begin(body, size, group) {
  body.replaceChildren();
  body.dataset.size = size;
  body.toggleAttribute("data-shares", countOf(group, "table") > 0);
  delete body.dataset.continues;
  delete body.dataset.place;
}

function fits(body) {
  return body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth + 1;
}

function isProse(group) {
  return !group.some((node) => node.nodeName === "TABLE" || HEADS.has(node.nodeName));
}

function page(body, size, isAlone) {
  const nodes = document.createDocumentFragment();
  nodes.append(...body.childNodes);
  return { nodes, size, continues: body.dataset.continues, shares: body.dataset.shares, place: isAlone ? "middle" : null };
}

function pageElement(frame, { nodes, size, continues, shares, place }, index, pages, pace) {
  const element = frame.cloneNode(true);
  const body = element.querySelector(".slide-body");
  body.replaceChildren(nodes);
  body.dataset.size = size;
  for (const [name, value] of Object.entries({ continues, shares, place })) {
    if (value != null) body.dataset[name] = value;
    else delete body.dataset[name];
  }
  element.dataset.page = index + 1;
  element.dataset.pages = pages;
  element.dataset.seconds = frame.dataset.seconds ?? secondsFor(body, pace);
  return element;
}
