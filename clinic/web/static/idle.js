// Says two minutes before a sign-in ends that it will, and covers the page when it has: a page that stays on a
// screen is read by whoever comes by. Asking how long is left keeps nobody signed in; typing and the button do.

const meta = document.querySelector('meta[name="reader"]');
const dialog = document.querySelector("dialog[data-idle]");
const [soon, over] = dialog.querySelectorAll("section");
const WARNS = 120; // seconds
const TYPED_MS = 60_000; // typed within it: at work, so that nobody is interrupted
const AGAIN_MS = 15_000;
let typedAt = -Infinity;
let timer;

const later = (ms) => {
  clearTimeout(timer);
  timer = setTimeout(() => look(), ms);
};

function say(section) {
  soon.hidden = section !== soon;
  over.hidden = section !== over;
  dialog.classList.toggle("is-over", section === over);
  if (section && !dialog.open) dialog.showModal();
  if (!section && dialog.open) dialog.close();
}

async function ask(method) {
  const headers = { Accept: "application/json", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
  const answer = await fetch(meta.dataset.idleUrl, { method, headers });
  if (!answer.ok) throw new Error(`no answer: ${answer.status}`); // nothing is known, and nothing is said
  const { seconds, reader, token } = await answer.json();
  // Somebody else has signed in here: what this page shows is not for her.
  if (seconds > 0 && reader !== meta.content) return 0;
  if (token) freshen(token);
  return seconds;
}

// After signing in again in another tab, what lies open here can be sent with the new sign-in.
function freshen(token) {
  document.querySelector('meta[name="csrf-token"]').content = token;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
}

async function look(isHere = false) {
  try {
    let seconds = await ask("GET");
    if (seconds > 0 && seconds <= WARNS && (isHere || Date.now() - typedAt < TYPED_MS)) seconds = await ask("POST");
    if (seconds > WARNS) {
      say(null);
      later((seconds - WARNS) * 1000);
    } else {
      say(seconds > 0 ? soon : over);
      later(seconds > 0 ? Math.min(seconds * 1000, AGAIN_MS) : AGAIN_MS);
    }
  } catch {
    later(AGAIN_MS); // no line: nothing is known, and nothing is said
  }
}

document.addEventListener("input", () => { typedAt = Date.now(); });
dialog.addEventListener("cancel", (event) => event.preventDefault());
dialog.querySelector("[data-stay]").addEventListener("click", () => look(true));
// Timers stand still while a device sleeps.
document.addEventListener("visibilitychange", () => { if (!document.hidden) later(500); });
later((Number(meta.dataset.idle) - WARNS) * 1000);
