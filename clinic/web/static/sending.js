// Before a form with words of somebody's own is sent: is there a way, and is it still the same person?
// A browser that sends without asking shows its own error page, and the words are gone.

const PATIENCE_MS = 10000;
const meta = document.querySelector('meta[name="reader"]');
const note = document.querySelector("[data-unsent]");
const canAsk = meta && note && "requestSubmit" in HTMLFormElement.prototype; // old phones send at once

// The page of a sheet opens to its owner alone; any other form asks a page that everybody has.
async function knock(form) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(form.dataset.autosaveUrl || meta.dataset.url, {
      headers: { Accept: "text/html" },
      redirect: "manual",
      cache: "no-store",
      signal: patience.signal,
    });
    if (answer.status >= 500 || answer.status === 429) return "away";
    if (!answer.ok) return "signedOut";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector('meta[name="reader"]')?.content !== meta.content) return "signedOut";
    const token = page.querySelector('meta[name="csrf-token"]')?.content;
    if (token && form.elements.csrf_token) form.elements.csrf_token.value = token;
    return "open";
  } catch {
    return "away";
  } finally {
    clearTimeout(timer);
  }
}

function tell(form, state) {
  const actions = [...form.querySelectorAll(".form-actions")].pop();
  if (actions) actions.before(note);
  else form.append(note);
  note.hidden = false;
  note.textContent = note.dataset[state];
  if (state !== "signedOut") return;
  const link = document.createElement("a");
  Object.assign(link, { href: note.dataset.signInUrl, target: "_blank", textContent: note.dataset.signIn });
  note.append(" ", link);
}

// A tick is soon made again; only words are worth the wait of a question on a slow line.
function hasWords(form) {
  return [...form.elements].some((control) => control.value !== "" && (control.type === "textarea" || control.type === "text"));
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!canAsk || !form.matches("[data-guard-unsaved], [data-autosave-url]")) return;
  if (!form.dataset.autosaveUrl && !hasWords(form)) return;
  if (form.dataset.reached) {
    delete form.dataset.reached;
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if (form.dataset.asking) return;
  form.dataset.asking = "yes";
  const { submitter } = event;
  const state = await knock(form);
  delete form.dataset.asking;
  if (state !== "open") {
    tell(form, state);
    return;
  }
  note.hidden = true;
  form.dataset.reached = "yes";
  form.requestSubmit(submitter);
}, true);
