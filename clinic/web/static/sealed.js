// Words that wait in the browser, sealed. The page knows the public half of its reader's key, so that it can seal
// at any moment, without a line too. The private half comes from the server to that person's sign-in alone; it is
// asked for when there is something to open, lives in this page's memory, and is stored nowhere.

import "./opening.js"; // the worker loads it too

const { CURVE, IV_BYTES, agreed, fetchKeys, hashOf, opened, ownerOf } = globalThis.opening;
const FORGOTTEN_AFTER_MS = 14 * 24 * 60 * 60 * 1000;
const meta = document.querySelector('meta[name="reader"]');
const subtle = globalThis.crypto?.subtle; // there is none without TLS
const words = new TextEncoder();

export const canKeep = Boolean(meta?.dataset.seal && subtle && globalThis.indexedDB);

const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

let owner = canKeep ? ownerOf(meta.content) : null;
export const idOf = async (...parts) => hashOf(await owner, ...parts);

export const place = new Promise((resolve, reject) => {
  const asked = indexedDB.open("hearth", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("words", { keyPath: "id" });
    asked.result.createObjectStore("notes", { keyPath: "name" });
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
place.catch(() => {}); // a browser that keeps nothing; whoever asks is told

// One deed on one store; done when it is written, not when it was asked for.
export async function on(store, mode, deed) {
  const opened = await place;
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction(store, mode);
    const asked = deed(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

// One key for all that this page seals; its private half is gone when this function ends.
async function prepare(seal) {
  const pair = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const reader = await subtle.importKey("raw", bytesOf(seal), CURVE, false, []);
  return { point: await subtle.exportKey("raw", pair.publicKey), key: await agreed(reader, pair.privateKey) };
}

let lock = canKeep ? prepare(meta.dataset.seal) : null;
lock?.catch(() => {});

// On a page that knows no reader, because it is the same for everybody: whom to seal to.
export async function sealTo(known, given = null) {
  owner = ownerOf(known.reader);
  lock = prepare(known.seal);
  keys = given;
  await lock;
}

export async function keep(id, what, at = Date.now()) {
  const { point, key } = await lock;
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = words.encode(JSON.stringify(what));
  const closed = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: words.encode(id) }, key, text);
  const row = { id, owner: await owner, at, sealed: await new Blob([point, iv, closed]).arrayBuffer() };
  await on("words", "readwrite", (store) => store.put(row));
}

export const drop = (id) => on("words", "readwrite", (store) => store.delete(id));

export const stands = async (id) => Boolean(await on("words", "readonly", (store) => store.get(id)));

// The worker sends when no page of ours is open, where a browser lets it. Everywhere else the next page does.
export async function askToSend() {
  const worker = await navigator.serviceWorker?.ready;
  await worker?.sync?.register("send");
}

let keys = null;
let lasts = 0;

async function unlock() {
  keys ??= fetchKeys({ reader: meta.content, sealUrl: meta.dataset.sealUrl }).then((told) => {
    lasts = told.lasts;
    return told.keys;
  });
  try {
    await keys;
  } catch (error) {
    keys = null;
    throw error;
  }
}

// The safety plan lies here for the time without a connection, as it was last read.
const planId = async () => `plan.${await owner}`;
async function planRow() {
  const id = await planId();
  return on("words", "readonly", (store) => store.get(id));
}

export async function keepPlan(text) {
  await keep(await planId(), { text });
}

export async function plan() {
  const row = keys ? await planRow() : null;
  return row ? (await opened(row, await keys))?.text : null;
}

// Gives the key to the memory of the worker, for as long as a sign-in may lie still: pages that it shows without a
// connection cannot ask the server. The browser hands it on as it is; its bytes are readable nowhere.
export async function lend(worker) {
  if (!(await planRow())) return;
  await unlock();
  worker.postMessage({ lent: { keys: await keys, until: Date.now() + lasts } });
}

// What waits for the reader of this page, oldest first. Without a key from the server nothing can be read.
export async function waiting() {
  if (!canKeep) return [];
  const mine = await owner;
  const rows = (await on("words", "readonly", (store) => store.getAll())).filter((row) => row.owner === mine && row.sealed && !row.id.startsWith("plan."));
  if (!rows.length) return [];
  await unlock();
  const found = await Promise.all(rows.map(async (row) => opened(row, await keys)));
  return found.filter(Boolean).sort((one, other) => one.at - other.at);
}

// On every page, whoever is there: after fourteen days the words go, and a mark stays that says so to their writer.
export async function forgetOld() {
  const oldest = Date.now() - FORGOTTEN_AFTER_MS;
  const rows = await on("words", "readonly", (store) => store.getAll());
  for (const row of rows.filter((each) => each.sealed && each.at < oldest)) {
    if (row.id.startsWith("plan.") || row.isSent) {
      await drop(row.id);
      continue;
    }
    const mark = { id: row.id, owner: row.owner, at: row.at };
    await on("words", "readwrite", (store) => store.put(mark));
  }
}

// How many of the reader's own were forgotten since she was last told.
export async function takeForgotten() {
  const mine = await owner;
  const rows = await on("words", "readonly", (store) => store.getAll());
  const gone = rows.filter((row) => !row.sealed && row.owner === mine);
  for (const row of gone) await drop(row.id);
  return gone.length;
}
