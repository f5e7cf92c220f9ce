// Whether anybody who stands before the screen could see what is on it.

export function canBeSeen(board) {
  return document.visibilityState === "visible" && !("closed" in board.dataset);
}
