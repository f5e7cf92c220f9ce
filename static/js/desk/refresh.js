// Asks anew for what changes by itself, as long as somebody can see it.

const EVERY_MS = 30_000;
let askedAt = Date.now();

function ask() {
  if (document.visibilityState === "hidden" || Date.now() - askedAt < EVERY_MS) return;
  askedAt = Date.now();
  for (const place of document.querySelectorAll("[data-refresh]")) window.htmx.trigger(place, "refresh");
}

setInterval(ask, 1000);
document.addEventListener("visibilitychange", ask);
