// Where text may break: after a sentence, else after a clause, else, in a sentence longer than a page, after any character.

const SENTENCE = /[。！？；!?;…]+[”’」』）)】》]*|\n/g;
const CLAUSE = /[，、：,:]|[”’」』）)】》]/g;
const WORD = /[\w.,%+\-/@:]/;

function* textNodes(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) yield walker.currentNode;
}

// The text node and the offset in it at which `offset` characters of the element's text have passed.
function pointAt(element, offset) {
  let before = 0;
  let last = null;
  for (const node of textNodes(element)) {
    if (offset <= before + node.length) return [node, offset - before];
    before += node.length;
    last = node;
  }
  return [last, last?.length ?? 0];
}

// Cuts the element after so many characters; the rest comes back as a continued copy, or null if there is none.
export function splitAt(element, wanted) {
  const text = element.textContent;
  if (wanted >= text.length) return null;
  const offset = isInPair(text, wanted) ? wanted - 1 : wanted;
  const [node, inner] = pointAt(element, offset);
  const range = document.createRange();
  range.setStart(node, inner);
  range.setEndAfter(element.lastChild);
  const rest = element.cloneNode(false);
  rest.removeAttribute("id");
  rest.dataset.continued = "";
  rest.append(range.extractContents());
  return rest;
}

// The lowest point of the text before `offset`, in the viewport.
function bottomAt(element, offset) {
  const [node, inner] = pointAt(element, offset);
  if (!node || inner === 0) return -Infinity;
  const range = document.createRange();
  range.setStart(node, inner - 1);
  range.setEnd(node, inner);
  const rectangles = range.getClientRects();
  return rectangles.length ? rectangles[rectangles.length - 1].bottom : -Infinity;
}

// The last of the offsets at which the text before still stands above `bottom`; 0 if there is none.
function lastAbove(element, offsets, bottom) {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bottomAt(element, offsets[middle]) <= bottom) low = middle + 1;
    else high = middle;
  }
  return low ? offsets[low - 1] : 0;
}

function offsetsAfter(text, pattern) {
  return [...text.matchAll(pattern)].map((found) => found.index + found[0].length).filter((offset) => offset < text.length);
}

// Between the two halves of a rare character.
function isInPair(text, offset) {
  return /[\ud800-\udbff]/.test(text[offset - 1] ?? "");
}

function everyOffset(text) {
  const offsets = [];
  for (let offset = 1; offset < text.length; offset += 1) {
    const isInWord = WORD.test(text[offset - 1]) && WORD.test(text[offset]);
    if (!isInPair(text, offset) && !isInWord) offsets.push(offset);
  }
  return offsets.length ? offsets : Array.from({ length: text.length - 1 }, (_, index) => index + 1);
}

// Leaves in the element what stands above `bottom`; the rest comes back. Null if nothing can be left:
// only where `anywhere` is allowed does text break inside a sentence.
export function breakText(element, bottom, anywhere) {
  const offset = breakAfter(element, bottom, anywhere);
  return offset ? splitAt(element, offset) : null;
}

export function breakAfter(element, bottom, anywhere) {
  const text = element.textContent;
  const atSentence = lastAbove(element, offsetsAfter(text, SENTENCE), bottom);
  if (atSentence || !anywhere) return atSentence;
  const anyPlace = lastAbove(element, everyOffset(text), bottom);
  const atClause = lastAbove(element, offsetsAfter(text, CLAUSE), bottom);
  return atClause > anyPlace * 0.6 ? atClause : anyPlace || [...text][0]?.length || 0;
}
