// A screen that can be touched says so in its foot; one that cannot shows nothing of it.

export function beginTouch(board, browsing) {
  let isOpening = false; // the finger that opened the list still rests on the glass
  const canBeTouched = navigator.maxTouchPoints > 0 && matchMedia("(any-pointer: coarse)").matches;
  board.toggleAttribute("data-touch", canBeTouched);
  board.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse") board.toggleAttribute("data-touch", true);
    isOpening = !browsing.isOpen;
    if (isOpening) browsing.open();
    else browsing.touched();
  });
  // Its click would press what has come up under it. A key's click has no detail.
  const swallow = (event) => isOpening && event.detail > 0 && event.stopPropagation();
  board.addEventListener("click", swallow, { capture: true });
  board.addEventListener("contextmenu", (event) => event.preventDefault()); // a finger that rests on the glass
}
