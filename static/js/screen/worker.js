// Keeps the page, its style and its pictures for the day the server does not answer. The slides themselves are kept
// by the page. Always the server first for the page, always the copy first for what never changes under its address.

const CACHE = "kiosk";
const WAIT_MS = 4000;
const CALM = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="10"><title>村务公开</title>
<body bgcolor="#fbf8f1" text="#8e1b16"><center><br><br><br><h1><font size="7">村务公开</font></h1></center></body>`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (/^\/(static|pictures)\//.test(address.pathname)) event.respondWith(unchanging(request));
});

self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});

async function page(request) {
  const kept = caches.match(request.url, { ignoreSearch: true });
  try {
    const answer = await fetch(request.url, { cache: "no-cache", signal: AbortSignal.timeout(WAIT_MS) });
    if (answer.status < 500) return answer;
  } catch {
    // no answer: the copy, if there is one
  }
  return (await kept) ?? new Response(CALM, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function unchanging(request) {
  return (await caches.match(request.url)) ?? fetch(request);
}

async function keep(addresses) {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) if (!addresses.includes(request.url)) await cache.delete(request);
  for (const address of addresses) if (!(await cache.match(address))) await cache.add(address).catch(() => {});
  // The page itself may have changed under its address.
  await cache.add(new Request(addresses[0], { cache: "no-cache" })).catch(() => {});
}
