// What stands on every page of the board, measured while the board turns through one whole round by its own key.
// Returns {round, pages, sources}: the pages in the order shown, each page's facts by name, and what the server sent.
async (address) => {
  const board = document.querySelector("main[data-screen]");
  const stage = board.querySelector(".stage");
  const LEAF = "p, li, h1, h2, h3, h4, h5, h6, dt, dd, pre, th, td, figcaption, .slide-facts > *, .foot > *, .band > *, .objection";
  const SENTENCE_END = /[。！？；!?;…][”’」』）)】》]*$/;
  const squeeze = (text) => text.replace(/\s+/g, "");

  // The picture may hang turned: rectangles as the board itself sees them, its own corner at 0, 0.
  const degrees = Number(getComputedStyle(board).getPropertyValue("--turned").replace("deg", "")) || 0;
  const [width, height] = [board.offsetWidth, board.offsetHeight];
  function upright(rectangle) {
    const [x, y] = [innerWidth / 2, innerHeight / 2];
    let [left, top, right, bottom] = [rectangle.left - x, rectangle.top - y, rectangle.right - x, rectangle.bottom - y];
    for (let turned = 0; turned < degrees; turned += 90) [left, top, right, bottom] = [top, -right, bottom, -left];
    return { left: left + width / 2, top: top + height / 2, right: right + width / 2, bottom: bottom + height / 2 };
  }

  // Of a line's rectangle, the part that letters are drawn in: fonts for Chinese claim half as much again.
  function ink(rectangle, size, isVertical) {
    if (isVertical) {
      const spare = Math.max(0, rectangle.right - rectangle.left - size);
      return { ...rectangle, left: rectangle.left + spare / 2, right: rectangle.right - spare / 2 };
    }
    const spare = Math.max(0, rectangle.bottom - rectangle.top - size);
    return { ...rectangle, top: rectangle.top + spare * 0.625, bottom: rectangle.bottom - spare * 0.375 };
  }

  const isInside = (inner, outer, slack) =>
    inner.left >= outer.left - slack && inner.top >= outer.top - slack && inner.right <= outer.right + slack && inner.bottom <= outer.bottom + slack;
  const meet = (one, other, slack) =>
    one.left < other.right - slack && other.left < one.right - slack && one.top < other.bottom - slack && other.top < one.bottom - slack;

  function scaleOf(element) {
    let scale = 1;
    for (let at = element; at; at = at.parentElement) {
      const { transform } = getComputedStyle(at);
      if (transform !== "none") {
        const { a, b } = new DOMMatrix(transform);
        scale *= Math.hypot(a, b);
      }
    }
    return scale;
  }

  function* texts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (walker.currentNode.nodeValue.trim()) yield walker.currentNode;
  }

  // Every line of visible text under the root: {text, block, size, box}.
  function linesOf(root) {
    const lines = [];
    const range = document.createRange();
    for (const node of texts(root)) {
      const parent = node.parentElement;
      if (!parent.checkVisibility()) continue;
      const size = parseFloat(getComputedStyle(parent).fontSize) * scaleOf(parent);
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((each) => each.width > 0 && each.height > 0).map(upright);
      const isVertical = getComputedStyle(parent).writingMode.startsWith("vertical");
      const ellipsis = parent.closest(".slide-facts span, .foot-next");
      for (const box of boxes) {
        const line = { text: node.nodeValue.trim().slice(0, 30), block: parent.closest(LEAF) ?? parent, size, box: ink(box, size, isVertical) };
        if (ellipsis) line.box.right = Math.min(line.box.right, upright(ellipsis.getBoundingClientRect()).right);
        lines.push(line);
      }
    }
    return lines;
  }

  function faultsOf(slide, body) {
    const clipped = [];
    const small = [];
    const overlapping = [];
    const screen = { left: 0, top: 0, right: width, bottom: height };
    const [slideBox, bodyBox] = [upright(slide.getBoundingClientRect()), upright(body.getBoundingClientRect())];
    const inSlide = linesOf(slide);
    for (const line of inSlide) {
      const room = body.contains(line.block) ? bodyBox : slideBox;
      if (!isInside(line.box, room, 1) || !isInside(line.box, slideBox, 1)) clipped.push(line.text);
    }
    const all = [...inSlide, ...linesOf(board.querySelector(".band")), ...linesOf(board.querySelector(".foot"))];
    const least = Number(board.dataset.minimumPx);
    for (const line of all) {
      if (!isInside(line.box, screen, 1)) clipped.push(line.text);
      if (line.size < least - 0.01) small.push(`${line.text} ${line.size}`);
    }
    for (const [index, line] of all.entries()) {
      for (const other of all.slice(index + 1)) {
        if (line.block !== other.block && !line.block.contains(other.block) && !other.block.contains(line.block) && meet(line.box, other.box, 1.5)) {
          overlapping.push(`${line.text} / ${other.text}`);
        }
      }
    }
    for (const qr of slide.querySelectorAll(".qr svg")) {
      const box = upright(qr.getBoundingClientRect());
      if (!isInside(box, slideBox, 1)) clipped.push("QR");
      for (const line of inSlide) if (meet(line.box, box, 1)) overlapping.push(`QR / ${line.text}`);
    }
    for (const image of body.querySelectorAll("img")) {
      const box = upright(image.getBoundingClientRect());
      if (!isInside(box, bodyBox, 1) || box.bottom - box.top < 40) clipped.push(`picture ${JSON.stringify(box)}`);
      for (const line of inSlide) if (meet(line.box, box, 1)) overlapping.push(`picture / ${line.text}`);
    }
    const isOverflowing = body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1;
    return { clipped, small, overlapping, isOverflowing };
  }

  // The body as a stream of words and tables.
  function streamOf(body) {
    const stream = [];
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
      node.parentElement.closest("table") && body.contains(node.parentElement.closest("table")) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeName === "TABLE") stream.push({ table: tableOf(node) });
      else if (node.nodeType === Node.TEXT_NODE && squeeze(node.nodeValue)) stream.push({ words: squeeze(node.nodeValue) });
    }
    return stream;
  }

  const cellOf = (cell) => ({ text: squeeze(cell.textContent), again: cell.dataset.again === undefined ? null : squeeze(cell.dataset.again) });

  function tableOf(element) {
    return {
      heads: [...(element.tHead?.rows[0]?.cells ?? [])].map(cellOf),
      // What is really to be read in a head, said again by style or not.
      headsShown: [...(element.tHead?.rows[0]?.cells ?? [])].map((cell) => squeeze(cell.textContent) || squeeze(saidByStyle(cell))),
      rows: [...element.tBodies].flatMap((part) => [...part.rows]).map((row) => [...row.cells].map(cellOf)),
      totals: [...element.tBodies].flatMap((part) => [...part.rows]).map((row) => row.classList.contains("total")),
    };
  }

  function saidByStyle(element) {
    const { content } = getComputedStyle(element, "::before");
    return /^["“]/.test(content) ? content.slice(1, -1) : "";
  }

  // Offsets, in characters, in the words outside tables at which a page may end: after a sentence, after a block.
  function endsOf(body) {
    const ends = [];
    let offset = 0;
    let block = null;
    for (const node of texts(body)) {
      if (node.parentElement.closest("table")) continue;
      const own = node.parentElement.closest(LEAF);
      if (own !== block && offset) ends.push(offset);
      block = own;
      let said = "";
      for (const character of node.nodeValue) {
        if (character === "\n" && offset) ends.push(offset);
        if (!character.trim()) continue;
        said += character;
        offset += 1;
        if (SENTENCE_END.test(said)) ends.push(offset);
      }
    }
    return [...new Set([...ends, offset])];
  }

  // Each point of an ordered list with the number that stands before it; null where it only goes on.
  function numbered(body) {
    const points = [];
    for (const list of body.querySelectorAll("ol")) {
      if (list.closest(".footnote")) continue;
      let number = list.start - 1;
      for (const point of list.children) {
        const style = getComputedStyle(point);
        const counts = !/list-item 0/.test(style.counterIncrement);
        if (counts) number += 1;
        points.push({ number: counts ? number : null, isMarked: style.listStyleType !== "none", text: squeeze(point.textContent).slice(0, 12) });
      }
    }
    return points;
  }

  function pageOf(slide) {
    const body = slide.querySelector(".slide-body");
    const stream = streamOf(body);
    return {
      ...slide.dataset,
      title: squeeze(slide.querySelector(".slide-title").textContent),
      stream,
      headings: squeeze([...body.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((each) => each.textContent).join("")),
      endsWithHeading: /^H[1-6]$/.test(body.lastElementChild?.nodeName ?? ""),
      numbered: numbered(body),
      chart: { rows: body.querySelectorAll(".account-row:not(.account-heads)").length, words: squeeze(body.querySelector(".account")?.textContent ?? "").length },
      ellipsized: [...slide.querySelectorAll(".slide-facts span")].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent),
      ...faultsOf(slide, body),
    };
  }

  const fragment = new DOMParser().parseFromString(await (await fetch(address, { cache: "no-store" })).text(), "text/html").querySelector(".slides");
  const sources = {};
  for (const slide of fragment.querySelectorAll(".slide")) {
    const body = slide.querySelector(".slide-body");
    const tables = streamOf(body);
    sources[slide.dataset.notice] = { title: squeeze(slide.querySelector(".slide-title").textContent), stream: tables, ends: endsOf(body), seconds: slide.dataset.seconds ?? null, numbered: body.querySelectorAll("ol > li").length };
  }

  const nameOf = (slide) => `${slide.dataset.notice}/${slide.dataset.page}`;
  const length = JSON.parse(fragment.dataset.order).reduce((sum, notice) => sum + stage.querySelectorAll(`.slide[data-notice="${notice}"]`).length, 0);
  const pages = {};
  const round = [];
  const currents = [];
  for (let turn = 0; turn < length; turn += 1) {
    const current = [...document.querySelectorAll("[data-current]")];
    currents.push(current.length);
    const name = nameOf(current[0]);
    round.push(name);
    pages[name] ??= pageOf(current[0]);
    dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
  }
  const isRoundClosed = nameOf(document.querySelector("[data-current]")) === round[0];
  const standing = [...stage.querySelectorAll(".slide")].map(nameOf);
  return { minimum: Number(board.dataset.minimumPx), order: JSON.parse(fragment.dataset.order), round, currents, isRoundClosed, standing, pages, sources };
}
