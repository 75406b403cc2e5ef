// The trial of a measure while it is typed: scored again at each pause. Nothing is saved.

const IDLE_MS = 400;
const place = document.querySelector("[data-trial]");
const form = place?.closest("form");
let timer = 0;
let asked = 0;

async function score() {
  const number = ++asked;
  const data = new FormData(form);
  data.delete("deed");
  try {
    const answer = await fetch(place.dataset.trial, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrf_token?.value ?? "" },
      body: new URLSearchParams(data),
      redirect: "manual",
    });
    if (!answer.ok || number !== asked) return;
    const page = new DOMParser().parseFromString((await answer.json()).html, "text/html");
    if (number === asked) place.replaceChildren(...page.body.childNodes);
  } catch {
    // The button scores just as well; what was typed is still here.
  }
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(score, IDLE_MS);
});
