// Words that wait in the browser, sealed. The page knows the public half of its reader's key, so that it can seal
// at any moment, without a line too. The private half comes from the server to that person's sign-in alone; it is
// asked for when there is something to open, lives in this page's memory, and is stored nowhere.

const FORGOTTEN_AFTER_MS = 14 * 24 * 60 * 60 * 1000;
const POINT_BYTES = 65;
const IV_BYTES = 12;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const meta = document.querySelector('meta[name="reader"]');
const subtle = globalThis.crypto?.subtle; // there is none without TLS
const words = new TextEncoder();

export const canKeep = Boolean(meta?.dataset.seal && subtle && globalThis.indexedDB);

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

async function hashOf(...parts) {
  return hex(await subtle.digest("SHA-256", words.encode(parts.join("\n"))));
}

let owner = canKeep ? hashOf("drafts", meta.content) : null;
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

async function agreed(publicKey, privateKey) {
  const bits = await subtle.deriveBits({ name: "ECDH", public: publicKey }, privateKey, 256);
  const material = await subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: words.encode("hearth drafts") };
  return subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
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
  owner = hashOf("drafts", known.reader);
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

let keys = null;
let lasts = 0;

async function fetchKeys() {
  const answer = await fetch(meta.dataset.sealUrl, { cache: "no-store", redirect: "manual" });
  if (!answer.ok) throw new Error("no key");
  const told = await answer.json();
  if (told.reader !== meta.content) throw new Error("somebody else is signed in");
  lasts = told.seconds * 1000;
  return Promise.all(told.keys.map((key) => subtle.importKey("jwk", key, CURVE, false, ["deriveBits"])));
}

async function opened(row) {
  const point = row.sealed.slice(0, POINT_BYTES);
  const iv = row.sealed.slice(POINT_BYTES, POINT_BYTES + IV_BYTES);
  const sender = await subtle.importKey("raw", point, CURVE, false, []);
  for (const each of await keys) {
    try {
      const how = { name: "AES-GCM", iv, additionalData: words.encode(row.id) };
      const text = await subtle.decrypt(how, await agreed(sender, each), row.sealed.slice(POINT_BYTES + IV_BYTES));
      return { ...JSON.parse(new TextDecoder().decode(text)), id: row.id, at: row.at };
    } catch {
      // A key from before the clinic changed its own may be the right one.
    }
  }
  return null;
}

async function unlock() {
  keys ??= fetchKeys();
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
  return row ? (await opened(row))?.text : null;
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
  const found = await Promise.all(rows.map(opened));
  return found.filter(Boolean).sort((one, other) => one.at - other.at);
}

// On every page, whoever is there: after fourteen days the words go, and a mark stays that says so to their writer.
export async function forgetOld() {
  const oldest = Date.now() - FORGOTTEN_AFTER_MS;
  const rows = await on("words", "readonly", (store) => store.getAll());
  for (const row of rows.filter((each) => each.sealed && each.at < oldest)) {
    if (row.id.startsWith("plan.")) {
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
