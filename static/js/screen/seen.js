// Whether anybody who stands before the screen could see the page that is on: not at night, and not under the list from
// which somebody chooses.

export function canBeSeen(board) {
  return document.visibilityState === "visible" && !("closed" in board.dataset) && board.dataset.browsing !== "menu";
}
