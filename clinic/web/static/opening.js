// Opens what waits sealed in this browser: for pages, and for their worker, which can load no module. So it leaves one
// name behind it, and imports nothing.

globalThis.opening = (() => {
  const POINT_BYTES = 65;
  const IV_BYTES = 12;
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const subtle = globalThis.crypto?.subtle; // there is none without TLS
  const words = new TextEncoder();

  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  async function hashOf(...parts) {
    return hex(await subtle.digest("SHA-256", words.encode(parts.join("\n"))));
  }

  const ownerOf = (reader) => hashOf("drafts", reader);

  async function agreed(publicKey, privateKey) {
    const bits = await subtle.deriveBits({ name: "ECDH", public: publicKey }, privateKey, 256);
    const material = await subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: words.encode("hearth drafts") };
    return subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  // The private halves come from the server to that person's sign-in alone, and stay in memory.
  async function fetchKeys({ reader, sealUrl }) {
    const answer = await fetch(sealUrl, { cache: "no-store", redirect: "manual" });
    if (!answer.ok) throw new Error(answer.status >= 500 ? "no answer" : "no key");
    const told = await answer.json();
    if (told.reader !== reader) throw new Error("somebody else is signed in");
    const keys = await Promise.all(told.keys.map((key) => subtle.importKey("jwk", key, CURVE, false, ["deriveBits"])));
    return { keys, token: told.token, lasts: told.seconds * 1000 };
  }

  async function opened(row, keys) {
    const point = row.sealed.slice(0, POINT_BYTES);
    const iv = row.sealed.slice(POINT_BYTES, POINT_BYTES + IV_BYTES);
    const sender = await subtle.importKey("raw", point, CURVE, false, []);
    for (const each of keys) {
      try {
        const how = { name: "AES-GCM", iv, additionalData: words.encode(row.id) };
        const text = await subtle.decrypt(how, await agreed(sender, each), row.sealed.slice(POINT_BYTES + IV_BYTES));
        return { ...JSON.parse(new TextDecoder().decode(text)), id: row.id, at: row.at, isSent: row.isSent };
      } catch {
        // A key from before the clinic changed its own may be the right one.
      }
    }
    return null;
  }

  // A form that counts once may be sent again, whether its answer was lost or not.
  const isOnce = (press) => press.entries.some(([name, value]) => name === "once" && value);

  return { CURVE, IV_BYTES, agreed, fetchKeys, hashOf, isOnce, opened, ownerOf };
})();
