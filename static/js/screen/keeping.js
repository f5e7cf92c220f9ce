// The last content, kept in the browser so that a reload without the server still has something true to show.

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("kiosk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("screens");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opened = null;

// A browser that keeps nothing (a private window, a full disk) still shows the board while the server is there.
async function store(mode) {
  opened ??= open();
  return (await opened).transaction("screens", mode).objectStore("screens");
}

export async function recall(screen) {
  try {
    return await done((await store("readonly")).get(screen));
  } catch {
    return null;
  }
}

export async function keep(screen, parts) {
  try {
    const known = (await recall(screen)) ?? {};
    await done((await store("readwrite")).put({ ...known, ...parts }, screen));
  } catch (error) {
    console.warn("the content could not be kept", error);
  }
}
