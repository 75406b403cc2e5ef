// Without a connection: keeps help at hand on this device, and takes the wish for a call.

const meta = document.querySelector('meta[name="reader"]');
const page = document.querySelector("[data-offline]");
const AGAIN_MS = 5000;
const AWAKE_MS = 20000; // a worker that hears nothing for half a minute is put to sleep, and forgets

navigator.serviceWorker?.register("/sw.js").catch(() => {}); // there is none without TLS
// A page that was on its way while the worker began is not claimed by it: it asks to be.
navigator.serviceWorker?.ready.then(({ active }) => {
  if (!navigator.serviceWorker.controller) active.postMessage("claim");
});

// Whose wish it would be: what seals it, and nothing that opens it. Signing out takes it away.
async function remember() {
  const { on } = await import("./sealed.js");
  if (meta?.dataset.callUrl) {
    const { seal, sealUrl, callUrl } = meta.dataset;
    await on("notes", "readwrite", (store) => store.put({ name: "reader", reader: meta.content, seal, sealUrl, callUrl }));
  } else if (meta || location.pathname === "/sign-in") {
    await on("notes", "readwrite", (store) => store.delete("reader"));
  }
}

async function offerCall() {
  const { on } = await import("./sealed.js");
  const known = await on("notes", "readonly", (store) => store.get("reader"));
  if (!known) return;
  document.querySelectorAll("[data-call-offline]").forEach((place) => { place.hidden = false; });
  const form = page?.querySelector("form");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = page.querySelector("[data-call-said]");
    keepCall(form, known).then(() => { form.hidden = true; said.textContent = said.dataset.kept; })
      .catch(() => { said.textContent = said.dataset.broken; })
      .finally(() => { said.hidden = false; said.focus(); });
  });
}

// Only while somebody is signed in: the worker has the key until then, and nobody else.
async function showPlan() {
  const { on, plan, sealTo } = await import("./sealed.js");
  const known = await on("notes", "readonly", (store) => store.get("reader"));
  const worker = navigator.serviceWorker?.controller;
  if (!known || !worker) return;
  const line = new MessageChannel();
  const answer = new Promise((resolve) => { line.port1.onmessage = ({ data }) => resolve(data); });
  worker.postMessage("lend", [line.port2]);
  const keys = await answer;
  if (!keys) return;
  await sealTo(known, keys);
  const text = await plan();
  if (!text) return;
  const place = document.querySelector("[data-plan-offline]");
  place.querySelector("[data-plan-words]").textContent = text;
  place.hidden = false;
}

async function keepPlanAtHand() {
  const { canKeep, keepPlan, lend } = await import("./sealed.js");
  const own = document.querySelector("[data-own-plan]");
  if (!canKeep || !meta.dataset.callUrl) return;
  if (own) await keepPlan(own.innerText);
  const { active } = await navigator.serviceWorker.ready;
  await lend(active);
  setInterval(() => active.postMessage("here"), AWAKE_MS);
}

async function keepCall(form, known) {
  const { askToSend, sealTo, keep, idOf } = await import("./sealed.js");
  await sealTo(known);
  const other = form.elements.other.value.trim();
  const words = form.elements.words.value;
  const once = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const entries = [["once", once], ["which", other ? "other" : "known"], ["other", other], ["words", words]];
  const id = `${await idOf(known.callUrl, "0")}.${once.slice(0, 8)}`;
  await keep(id, {
    page: known.callUrl,
    title: form.dataset.title,
    changes: [["other 0", "", other], ["words 0", "", words]].filter(([, before, typed]) => typed !== before),
    press: { action: new URL(known.callUrl, location.origin).href, entries, hasLeft: false },
  });
  askToSend().catch(() => {});
}

// The page that was asked for, as soon as somebody answers; never over words that are being typed.
async function lookAgain() {
  const isTyped = [...document.querySelectorAll("textarea, input")].some((control) => !control.closest("[hidden]") && control.value && control.type !== "hidden");
  const answer = isTyped ? null : await fetch("/offline?line", { cache: "no-store", credentials: "omit" }).catch(() => null);
  if (answer?.ok) location.replace(location.href);
  else setTimeout(lookAgain, AGAIN_MS);
}

if (page) {
  const asked = page.dataset[{ "/help": "help", "/portal/call": "call" }[location.pathname] ?? ""];
  if (asked) page.querySelector("h1").textContent = asked;
  offerCall().catch(() => {});
  showPlan().catch(() => {});
  setTimeout(lookAgain, AGAIN_MS);
  window.addEventListener("online", lookAgain);
} else {
  remember().then(keepPlanAtHand).catch(() => {});
}
