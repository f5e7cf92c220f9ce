// Surviving a reload without the server: a service worker where the browser allows one, the HTTP cache elsewhere.

const ONCE_PER_MS = 600_000;

// Tells the worker which addresses the page needs, so that it keeps these and no others.
export async function guard(board, slides) {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(board.dataset.worker);
    const worker = (await navigator.serviceWorker.ready).active;
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    const pictures = [...slides.querySelectorAll("img")].map((image) => new URL(image.getAttribute("src"), location).href);
    const needed = loaded.filter((address) => new URL(address).pathname.startsWith("/static/"));
    worker.postMessage({ keep: [location.href, ...new Set([...needed, ...pictures])] });
  } catch (error) {
    console.warn("no service worker", error);
  }
}

// The server has a newer page than this one: fetch it whole first, and only then open it.
export async function renew(board, version) {
  if (!version || version === board.dataset.version) return;
  const triedAt = Number(sessionStorage.getItem("renewedAt"));
  if (triedAt && Date.now() - triedAt < ONCE_PER_MS) return;
  const page = await fetch(location.href, { cache: "reload" });
  if (!page.ok) return;
  sessionStorage.setItem("renewedAt", Date.now());
  location.replace(location.href);
}

// This screen was taken away at the desk: its page says so, and asks until it hangs again.
export async function reopen() {
  await fetch(location.href, { cache: "reload" });
  location.replace(location.href);
}
