// For the worker: sends what was pressed without a connection when no page is open to do it. Only what counts once,
// in order, and only for whoever is signed in on this device. It stays, marked as sent, until a page has said so.

async function sendWaiting() {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const known = await on("notes", "readonly", (store) => store.get("reader"));
  if (!open.length && known) await self.navigator.locks.request("hearth-sending", () => sendFor(known));
}

async function sendFor(known) {
  const owner = await self.opening.ownerOf(known.reader);
  const all = await on("words", "readonly", (store) => store.getAll());
  const rows = all.filter((row) => row.owner === owner && row.sealed && !row.isSent && !row.id.startsWith("plan."));
  if (!rows.length) return;
  const { keys, token } = await self.opening.fetchKeys(known);
  const found = await Promise.all(rows.map(async (row) => ({ row, told: await self.opening.opened(row, keys) })));
  found.sort((one, other) => one.row.at - other.row.at);
  for (const { row, told } of found) {
    if (told?.press && self.opening.isOnce(told.press)) await carry(row, told.press, token);
  }
}

async function carry(row, press, token) {
  if (new URL(press.action).origin !== self.location.origin) return;
  const body = new URLSearchParams([...press.entries, ["csrf_token", token]]);
  const answer = await fetch(press.action, { method: "POST", body, headers: { Accept: "text/html" } });
  if (answer.status >= 500 || answer.status === 429) throw new Error("not yet");
  // What cannot be taken as it is waits for its page, to be looked at.
  if (answer.redirected && answer.ok) await on("words", "readwrite", (store) => store.put({ ...row, isSent: true }));
}
