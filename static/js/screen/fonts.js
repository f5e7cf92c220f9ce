// Whether Chinese can be shown at all: where the font is missing, every character is the same empty box.

import { fill } from "./words.js";

export function checkFonts(board) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 40;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const drawn = ["村", "务"].map((character) => {
    context.clearRect(0, 0, 40, 40);
    context.font = `32px ${getComputedStyle(board).fontFamily}`;
    context.fillText(character, 2, 34);
    return context.getImageData(0, 0, 40, 40).data.join();
  });
  if (drawn[0] !== drawn[1]) return true;
  const place = board.querySelector(".foot-through");
  place.textContent = fill(board.dataset.wordsFonts, {});
  return false;
}
