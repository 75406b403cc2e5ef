// What every page does: come back fresh, send once, ask before losing words, and leave at once.

const root = document.documentElement;
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const RELEASE_AFTER_MS = 5000; // an answer that is a file leaves the page standing

// A private page that the browser kept in memory is fetched again, so that it never outlives a sign-out.
// It is out of sight meanwhile, also where there is no connection to fetch it.
window.addEventListener("pagehide", () => { if (document.querySelector('meta[name="reader"]')) root.dataset.away = "yes"; });
window.addEventListener("pageshow", (event) => {
  document.querySelectorAll("form[data-sent]").forEach(release);
  if (event.persisted) location.reload();
});

document.querySelector("[data-error-summary]")?.focus();

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  delete form.dataset.changed;
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), RELEASE_AFTER_MS);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard-unsaved]");
  if (form) form.dataset.changed = "yes";
});

window.addEventListener("beforeunload", (event) => {
  if (!root.dataset.leaving && document.querySelector("form[data-changed]")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.defaultPrevented || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  // Only where the words that follow have a place: a page that still had to come would lose them.
  const search = document.querySelector("[data-search]");
  if (!search?.checkVisibility()) return;
  event.preventDefault();
  search.focus();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
  event.target.closest("[data-dialog-close]")?.closest("dialog")?.close();
  if (event.target.closest("[data-print]")) window.print();
  const leave = event.target.closest("[data-leave]");
  if (leave) {
    event.preventDefault();
    leaveQuickly(leave);
  }
});

document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });

// The screen is blank before anything is asked of the network; no question may stand in the way.
function leaveQuickly(link) {
  root.dataset.leaving = "yes";
  const cover = document.createElement("div");
  cover.className = "leave-cover";
  root.append(cover);
  document.title = "\u00a0";
  if (link.dataset.endUrl) {
    tellWindows();
    // The worker ends the sign-in as soon as there is a connection, and before it shows any page.
    const leave = { url: link.dataset.endUrl, token };
    navigator.serviceWorker?.controller?.postMessage({ leave });
    fetch(link.dataset.endUrl, {
      method: "POST",
      keepalive: true,
      redirect: "manual",
      headers: { "X-CSRFToken": token },
    }).catch(() => {});
  }
  location.replace(link.dataset.leaveUrl || link.href);
}

// What may be pressed from a moment on comes alive at that moment, also on a page that was open before.
document.querySelectorAll("[data-live-in]").forEach((part) => {
  const from = Date.now() + Number(part.dataset.liveIn) * 1000;
  const look = setInterval(() => {
    if (Date.now() < from) return;
    clearInterval(look);
    part.querySelectorAll("[data-waits]").forEach((button) => { button.disabled = false; });
    part.querySelectorAll("[data-until-live]").forEach((words) => words.remove());
  }, 1000);
});

// A clock that nobody has set is offered by this device; one that hides where it is says UTC.
document.querySelectorAll("[data-own-zone]").forEach((field) => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = [...(field.list ?? field).options].some((option) => option.value === zone);
  if (!known || zone === "UTC") return;
  field.value = zone;
  field.form.querySelector("[data-own-zone-said]").hidden = false;
});

// A progress line follows the questions of the form it stands in.
document.querySelectorAll("form progress").forEach((bar) => {
  const form = bar.closest("form");
  const text = bar.parentElement.querySelector("[data-progress-text]");
  const count = () => {
    const names = new Set([...form.querySelectorAll("input[type=radio]")].map((radio) => radio.name));
    const done = [...names].filter((name) => {
      const chosen = form.elements[name];
      return chosen && chosen.value !== "";
    }).length;
    bar.value = done;
    if (text) text.textContent = text.dataset.text.replace("{done}", done).replace("{all}", bar.max);
  };
  form.addEventListener("change", count);
});

// Signed out or left here: what other windows show goes as well.
const windows = "BroadcastChannel" in window ? new BroadcastChannel("hearth") : null;

function tellWindows() {
  navigator.serviceWorker?.controller?.postMessage("out");
  windows?.postMessage("out");
}

windows?.addEventListener("message", () => {
  if (!document.querySelector('meta[name="reader"]')) return;
  root.dataset.leaving = root.dataset.away = "yes";
  location.replace("/");
});

document.addEventListener("submit", ({ target }) => {
  if (target.getAttribute("action")?.endsWith("/sign-out")) sessionStorage.setItem("hearth-out", "yes");
});

if (!document.querySelector('meta[name="reader"]') && sessionStorage.getItem("hearth-out")) {
  sessionStorage.removeItem("hearth-out");
  tellWindows();
}
