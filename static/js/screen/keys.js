// Keyboard and remote control: space pauses, arrows turn, Esc goes back to turning by itself.

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
  Escape: "leave",
};

export function listen(turning) {
  addEventListener("keydown", (event) => {
    const deed = KEYS[event.key];
    if (!deed || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (deed === "next") turning.next();
    if (deed === "previous") turning.previous();
    if (deed === "toggle") turning.isPaused ? turning.resume() : turning.pause(PAUSE_MS);
    if (deed === "leave") leave(turning);
  });
}

function leave(turning) {
  turning.resume();
  if (document.fullscreenElement) document.exitFullscreen();
}
