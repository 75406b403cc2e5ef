"""What a browser keeps, seen from its own scripts."""

from playwright.sync_api import Page, expect

ALL_ROWS = """async () => {
  const opened = await new Promise((resolve) => {
    const asked = indexedDB.open("hearth", 1);
    asked.onsuccess = () => resolve(asked.result);
  });
  const rows = await new Promise((resolve) => {
    const asked = opened.transaction("words").objectStore("words").getAll();
    asked.onsuccess = () => resolve(asked.result);
  });
  opened.close();
  const text = (row) => row.sealed ? new TextDecoder("latin1").decode(row.sealed) : "";
  return rows.map((row) => [row.id, row.owner, text(row)]);
}"""

OPEN_WITH_OWN_KEY = """async () => {
  const { waiting, on } = await import("/static/sealed.js");
  const mine = document.querySelector('meta[name="reader"]').content;
  const bytes = new TextEncoder().encode(`drafts\\n${mine}`);
  const hash = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))];
  const owner = hash.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const rows = await on("words", "readonly", (store) => store.getAll());
  for (const row of rows) await on("words", "readwrite", (store) => store.put({ ...row, owner }));
  const found = await waiting();
  for (const row of rows) await on("words", "readwrite", (store) => store.put(row));
  return [rows.length, found.length];
}"""


def sign_out(page: Page) -> None:
    page.goto("/portal/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
