// Without a connection: where help is, and a way to ask for a call. Nothing that is private is kept here; what
// somebody wrote lies sealed in a store of the page's. `KEPT` and `STAMP` are set by the server above this line,
// and so are `SCRIPTS`, which the worker runs as if they stood here.

importScripts(...SCRIPTS);

const CACHE = `hearth-${STAMP}`;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

// As a stranger, so that no name and no word of anybody's stands in what is kept.
async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all(KEPT.map(async (address) => {
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
    if (!answer.ok) throw new Error(address);
    await cache.put(address, answer);
  }));
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(go(request));
  else if (KEPT.includes(pathname + search)) event.respondWith(fetch(request).catch(() => kept(pathname + search)));
});

const kept = async (address) => (await caches.open(CACHE)).match(address);

async function go(request) {
  if (await hasEnded()) {
    const answer = await fetch(request).catch(() => null);
    if (answer) return answer;
  }
  // So that nothing is sent again when the page is asked for again.
  if (request.method !== "GET") return Response.redirect("/", 303);
  return kept("/offline");
}

// ── Leaving without a connection: the sign-in ends before anything else is asked of the server ──

function on(name, mode, deed) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("hearth", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("words", { keyPath: "id" });
      asked.result.createObjectStore("notes", { keyPath: "name" });
    };
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const transaction = asked.result.transaction(name, mode);
      const told = deed(transaction.objectStore(name));
      transaction.oncomplete = () => { asked.result.close(); resolve(told.result); };
      transaction.onabort = () => reject(transaction.error);
    };
  });
}

async function hasEnded() {
  const left = await on("notes", "readonly", (store) => store.get("leave")).catch(() => undefined);
  if (!left) return true;
  try {
    const headers = { "X-CSRFToken": left.token };
    const answer = await fetch(left.url, { method: "POST", headers, credentials: "same-origin", redirect: "manual" });
    // Any answer but a breakdown: it is over now, or another sign-in is here that nobody left.
    if (answer.status >= 500) return false;
    await on("notes", "readwrite", (store) => store.delete("leave"));
    return true;
  } catch {
    return false;
  }
}

async function leave(note) {
  await on("notes", "readwrite", (store) => store.put({ name: "leave", ...note }));
  if (!(await hasEnded())) await self.registration.sync?.register("leave").catch(() => {});
}

// The reader's key, in memory alone: gone with the worker, with the time of a sign-in, with leaving and signing out.
let lent = null;

self.addEventListener("message", (event) => {
  const { data } = event;
  if (data?.leave || data === "out") lent = null;
  if (data?.leave) event.waitUntil(leave(data.leave));
  if (data?.lent) ({ lent } = data);
  if (data === "claim") event.waitUntil(self.clients.claim());
  if (data === "lend") event.ports[0].postMessage(lent && lent.until > Date.now() ? lent.keys : null);
});

self.addEventListener("sync", (event) => {
  event.waitUntil(hasEnded().then((is) => {
    if (!is) throw new Error("not yet");
    return event.tag === "send" ? sendWaiting() : null;
  }));
});
