// Keyboard and remote control: space pauses, arrows turn, Enter opens what a touch opens, Esc goes back to turning by itself.

const PAUSE_MS = 120_000;

const KEYS = {
  ArrowRight: "next",
  ArrowDown: "next",
  PageDown: "next",
  MediaTrackNext: "next",
  ArrowLeft: "previous",
  ArrowUp: "previous",
  PageUp: "previous",
  MediaTrackPrevious: "previous",
  " ": "toggle",
  MediaPlayPause: "toggle",
  Enter: "open",
  Escape: "leave",
};

export function listen(turning, browsing) {
  addEventListener("keydown", (event) => {
    const deed = KEYS[event.key];
    if (browsing.isOpen) browsing.touched();
    if (!deed || event.ctrlKey || event.altKey || event.metaKey) return;
    if (browsing.isOpen && (deed === "toggle" || deed === "open")) return; // they press the button that has the focus
    event.preventDefault();
    if (browsing.isOpen) return browse(browsing, deed);
    if (deed === "next") turning.next();
    if (deed === "previous") turning.previous();
    if (deed === "toggle") turning.isPaused ? turning.resume() : turning.pause(PAUSE_MS);
    if (deed === "open") browsing.open();
    if (deed === "leave") leave(turning);
  });
}

function browse(browsing, deed) {
  if (deed === "leave") return browsing.back();
  const step = deed === "next" ? 1 : -1;
  if (browsing.isReading) browsing.turn(step);
  else browsing.moveFocus(step);
}

function leave(turning) {
  turning.resume();
  if (document.fullscreenElement) document.exitFullscreen();
}
