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

export async function recall(key) {
  try {
    return await done((await store("readonly")).get(key));
  } catch {
    return null;
  }
}

export async function keep(key, value) {
  try {
    await done((await store("readwrite")).put(value, key));
  } catch (error) {
    console.warn("this browser keeps nothing", error);
  }
}
