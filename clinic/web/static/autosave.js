// Sends a worksheet's answers while they are written. Nothing typed is ever cleared here; `drafts.js` keeps it.

import { afterPress } from "./press.js";

const IDLE_MS = 800;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60000;
// Browsers refuse a request that may outlive its page when all those of the page hold more than this, in bytes.
const KEEPALIVE_BYTES = 60000;
let keptAlive = 0;
let token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

function valueOf(control) {
  if ("option" in control.dataset) return control.checked ? control.value : null;
  if (control.type === "checkbox") return control.checked;
  if (control.value === "") return null;
  if (control.type === "number" || "number" in control.dataset) return Number(control.value);
  return control.value;
}

// Names say where an answer belongs: `key`, `key-part` (circles) or `key-row-column` (tables).
// A row that was left blank is sent too, so that no row below it moves up.
function place(answers, name, value) {
  const [key, row, column] = name.split("-");
  if (column !== undefined) {
    answers[key] ??= [];
    answers[key][Number(row)] = { ...answers[key][Number(row)], ...(value === null ? {} : { [column]: value }) };
  } else if (row !== undefined) {
    answers[key] ??= {};
    if (value !== null) answers[key][row] = value;
  } else if (value !== null) {
    answers[key] = value;
  }
}

function answersOf(form) {
  const answers = {};
  for (const control of form.elements) {
    if (!control.name || control.name === "csrf_token" || control.type === "hidden" || control.tagName === "BUTTON") continue;
    if (control.type === "radio" && !control.checked) continue;
    if ("many" in control.dataset) {
      answers[control.name] ??= [];
      if (control.checked) answers[control.name].push(control.value);
    } else {
      place(answers, control.name, valueOf(control));
    }
  }
  return answers;
}

function watch(form) {
  const status = form.querySelector("[data-autosave-status]");
  let version = form.dataset.version;
  let timer = 0;
  let retry = FIRST_RETRY_MS;
  let changed = false;
  let sending = false;
  let stopped = false;
  let isWaiting = false;
  let isRenewed = false;
  // What the page was drawn from, and the fields that wait for somebody to choose: see merging.js.
  const base = form.elements.base ? JSON.parse(form.elements.base.value) : null;
  const shared = form.merging = { base, undecided: {}, holdBack() {} };

  function say(state, words) {
    if (status) afterPress(() => show(state, words));
  }

  function show(state, words) {
    status.dataset.state = state;
    const key = state.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
    const text = words || status.dataset[key];
    if (status.textContent !== text) status.textContent = text;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }

  function tryAgain() {
    changed = true;
    say("failed");
    later(retry);
    retry = Math.min(retry * 2, LAST_RETRY_MS);
  }

  async function send() {
    clearTimeout(timer);
    if (!changed || sending || stopped || isWaiting) return;
    changed = false;
    sending = true;
    say("saving");
    const sent = { answers: answersOf(form), version: Number(version), base: shared.base, drawn: form.elements.drawn?.value };
    for (const name of Object.keys(shared.undecided)) shared.holdBack(sent.answers, name);
    const body = new TextEncoder().encode(JSON.stringify(sent));
    const keepalive = keptAlive + body.length <= KEEPALIVE_BYTES;
    if (keepalive) keptAlive += body.length;
    form.dispatchEvent(new CustomEvent("sending"));
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: form.dataset.autosaveMethod || "PUT",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
        body,
        redirect: "manual",
        keepalive,
      });
      await understand(answer);
    } catch {
      tryAgain();
    } finally {
      if (keepalive) keptAlive -= body.length;
      sending = false;
    }
    if (changed && !stopped && !isWaiting && retry === FIRST_RETRY_MS) later(IDLE_MS);
  }

  // Signed out: what was typed stays, and is sent as soon as somebody comes back who may.
  function wait() {
    changed = true;
    isWaiting = true;
    say("signed-out");
  }

  async function comeBack() {
    if (isWaiting && await renewToken()) {
      isWaiting = false;
      isRenewed = true;
      later(0);
    }
  }

  // The sheet's own page has the token of whoever is signed in now; it opens to nobody else's.
  async function renewToken() {
    const page = await fetch(form.dataset.autosaveUrl, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
    if (!page?.ok) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    token = fresh.querySelector('meta[name="csrf-token"]')?.content ?? token;
    if (form.elements.csrf_token) form.elements.csrf_token.value = token; // for the form when it is sent whole
    return true;
  }

  async function understand(answer) {
    const told = await answer.json().catch(() => ({}));
    if (told.heard?.length) document.dispatchEvent(new CustomEvent("heard", { detail: { places: told.heard, isKept: answer.ok } }));
    if (answer.ok) {
      version = told.version ?? version;
      form.dataset.version = version;
      if (form.elements.version) form.elements.version.value = version; // for the form when it is sent whole
      if (form.elements.drawn && told.drawn) form.elements.drawn.value = told.drawn; // what it shows is what stands
      retry = FIRST_RETRY_MS;
      isRenewed = false;
      if (told.answers) form.dispatchEvent(new CustomEvent("kept", { detail: told }));
      if (changed) return;
      say(Object.keys(told.faults ?? {}).length ? "odd" : "saved");
      // A place that waits for a choice stands nowhere but here.
      if (!Object.keys(shared.undecided).length) form.dispatchEvent(new CustomEvent("hearth:saved"));
    } else if ([401, 403].includes(answer.status) || answer.type === "opaqueredirect") {
      wait();
    } else if (answer.status === 400 && !isRenewed) {
      // This page's token is of a sign-in that has ended; somebody may have signed in again since.
      wait();
      await comeBack();
    } else if (answer.status === 409) {
      stopped = true;
      say("conflict", told.message);
    } else if ([400, 413, 422].includes(answer.status)) {
      say("refused", told.message);
    } else {
      tryAgain();
    }
  }

  // From the first letter on the line no longer says that all is saved.
  function touch() {
    changed = true;
    if (["saved", "odd"].includes(status?.dataset.state)) say("saving");
    later(IDLE_MS);
  }

  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  form.addEventListener("focusout", send);
  form.addEventListener("submit", () => { clearTimeout(timer); changed = false; });
  window.addEventListener("online", send);
  window.addEventListener("focus", comeBack);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(); else comeBack(); });
  window.addEventListener("pagehide", send);
  window.addEventListener("beforeunload", (event) => {
    if ((changed || sending || isWaiting) && !document.documentElement.dataset.leaving) {
      send();
      event.preventDefault();
    }
  });
}

function growable(table) {
  const body = table.querySelector("tbody");
  const button = table.querySelector("[data-add-row]");
  const maximum = Number(table.dataset.maximum);
  const full = () => { button.hidden = body.rows.length >= maximum; };
  full();
  button.addEventListener("click", () => {
    const copy = table.querySelector("template").content.cloneNode(true);
    for (const part of copy.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
      for (const attribute of ["name", "id", "for", "aria-describedby"]) {
        if (part.hasAttribute(attribute)) part.setAttribute(attribute, part.getAttribute(attribute).replaceAll("INDEX", body.rows.length));
      }
    }
    body.append(copy);
    body.rows[body.rows.length - 1].querySelector("input, textarea, select")?.focus();
    full();
  });
}

// A line shows all that was written in it; where the browser cannot do it by style, its height follows.
function showAll(control) {
  control.style.height = "auto";
  control.style.height = `${control.scrollHeight + control.offsetHeight - control.clientHeight}px`;
}

if (!CSS.supports("field-sizing", "content")) {
  document.querySelectorAll("textarea.grows").forEach(showAll);
  document.addEventListener("input", ({ target }) => { if (target.matches("textarea.grows")) showAll(target); });
}

document.querySelectorAll("form[data-autosave-url]").forEach(watch);
document.querySelectorAll("[data-rows]").forEach(growable);
