// Before a form is sent: is there a way, and is it still the same person? A browser that sends without asking shows
// its own error page. What finds no way is kept sealed, and sent once and in order when there is a line.

import "./unread.js"; // first: what it holds back is no press
import { begin, isKept, isOwn, keepPress, tell as notice } from "./drafts.js";
import { afterPress } from "./press.js";
import { askToSend, drop, keep, stands, waiting } from "./sealed.js";

const { isOnce } = globalThis.opening;
const PATIENCE_MS = 10000;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60000;
const meta = document.querySelector('meta[name="reader"]');
const note = document.querySelector("[data-unsent]");
const canAsk = meta && note && "requestSubmit" in HTMLFormElement.prototype; // old phones send at once
const pressed = new Map(); // forms of this page whose press waits for a line
let token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
let refused = "";
let retry = FIRST_RETRY_MS;
let timer = 0;

// The page of a sheet opens to its owner alone; any other form asks a page that everybody has.
async function knock(url = meta.dataset.url) {
  const patience = new AbortController();
  const alarm = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" }, redirect: "manual", cache: "no-store", signal: patience.signal });
    if (answer.status >= 500 || answer.status === 429) return "away";
    if (!answer.ok) return "signedOut";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector('meta[name="reader"]')?.content !== meta.content) return "signedOut";
    token = page.querySelector('meta[name="csrf-token"]')?.content ?? token;
    return "open";
  } catch {
    return "away";
  } finally {
    clearTimeout(alarm);
  }
}

// Below the buttons, so that nothing moves under the finger that has just pressed.
function tell(form, state) {
  const actions = [...form.querySelectorAll(".form-actions")].pop();
  if (actions) actions.after(note);
  else form.append(note);
  note.hidden = false;
  note.dataset.state = state;
  const also = form.closest("[data-unsent-also]")?.dataset.unsentAlso ?? "";
  note.textContent = `${note.dataset[isKept(form) ? state : `${state}Here`]} ${also}`;
  if (state === "signedOut") {
    const link = document.createElement("a");
    Object.assign(link, { href: note.dataset.signInUrl, target: "_blank", textContent: note.dataset.signIn });
    note.append(" ", link);
  }
  note.scrollIntoView({ block: "nearest" });
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(goOn, retry);
  retry = Math.min(retry * 2, LAST_RETRY_MS);
}

async function submit(form, submitter) {
  if (form.elements.csrf_token) form.elements.csrf_token.value = token;
  await keepPress(form, submitter, true);
  pressed.delete(form);
  note.hidden = true;
  form.dataset.reached = "yes";
  form.requestSubmit(submitter);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!canAsk || !(form.matches("[data-guard-unsaved], [data-autosave-url]") || isKept(form))) return;
  if (form.dataset.reached) {
    delete form.dataset.reached;
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if (form.dataset.asking) return;
  form.dataset.asking = "yes";
  const { submitter } = event;
  // Kept before anything is asked, so that a press counts also when its page goes away meanwhile.
  await keepPress(form, submitter, false);
  const state = await knock(form.dataset.autosaveUrl);
  if (state === "open") {
    await submit(form, submitter);
  } else {
    pressed.set(form, submitter);
    delete form.dataset.changed;
    tell(form, state);
    later();
    askToSend().catch(() => {});
  }
  delete form.dataset.asking;
}, true);

// Sends what was pressed on a page that is gone. Only what surely never arrived, or counts once, goes by itself.
// In order: what finds no way keeps all that was pressed after it waiting.
async function send(rows) {
  const left = [];
  let state = "";
  for (const row of rows.filter((each) => !isOwn(each))) {
    if (!(await stands(row.id))) continue; // another tab was faster
    if (row.isSent) {
      await drop(row.id);
      notice("sent", { row, link: row.page });
      continue;
    }
    if (row.id === refused || (row.press?.hasLeft && !isOnce(row.press))) {
      Object.assign(row, { isUnsure: row.id !== refused, press: null });
      await keep(row.id, row, row.at);
    }
    if (row.press) state = state && state !== "open" ? state : await knock();
    if (row.press && state === "open") state = await post(row);
    else if (row.press) later();
    if (state === "sent") state = "open";
    else left.push(row);
  }
  return left;
}

async function post(row) {
  if (new URL(row.press.action).origin !== location.origin) return "open";
  const body = new URLSearchParams([...row.press.entries, ["csrf_token", token]]);
  row.press.hasLeft = true;
  await keep(row.id, row, row.at);
  const answer = await fetch(row.press.action, { method: "POST", body, headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer || answer.status >= 500 || answer.status === 429) {
    later();
    return "away";
  }
  if (answer.redirected && answer.ok) {
    await drop(row.id);
    notice("sent", { row, link: answer.url });
    return "sent";
  }
  if ([400, 401, 403].includes(answer.status)) row.press.hasLeft = false;
  else row.press = null; // it cannot be taken as it is; it stands in its form again, to be looked at
  await keep(row.id, row, row.at);
  return "open";
}

// One page at a time, or two tabs would send the same.
function alone(deed) {
  return navigator.locks ? navigator.locks.request("hearth-sending", deed) : deed();
}

async function goOn() {
  const rows = await waiting().catch(() => []);
  if (rows.some((row) => row.press && !isOwn(row))) await alone(async () => send(await waiting().catch(() => [])));
  if (![...pressed].length) return;
  const [form, submitter] = [...pressed][0];
  const state = await knock(form.dataset.autosaveUrl);
  if (state === "open") await submit(form, submitter);
  else {
    afterPress(() => tell(form, state));
    later();
  }
}

function hurry() {
  retry = FIRST_RETRY_MS;
  goOn();
}

// The server names in a cookie what it has taken from the page before, or could not take.
async function hear() {
  const [, id, answer] = document.cookie.match(/(?:^|; )hearth-draft=([0-9a-f]{64}\.[0-9a-f]{8})\.(taken|refused)/) ?? [];
  if (!id) return;
  document.cookie = "hearth-draft=; Max-Age=0; Path=/; SameSite=Lax";
  if (answer === "taken") await drop(id).catch(() => {});
  else refused = id;
}

hear().then(() => begin((rows) => alone(() => send(rows)))).catch(() => {});
window.addEventListener("online", hurry);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") hurry(); });
