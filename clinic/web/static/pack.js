// Shows how far a pack is, and opens the page again when it is ready.

const AGAIN_MS = 700;
const LATER_MS = 4000; // after an answer that did not come
const place = document.querySelector("[data-job-url]");
const bar = place.querySelector("progress");
const words = place.querySelector("[data-progress-text]");

async function look() {
  try {
    const answer = await fetch(place.dataset.jobUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const job = await answer.json();
    if (job.is_finished) return location.reload();
    bar.max = job.of;
    bar.value = job.done;
    words.textContent = words.dataset.text.replace("{done}", job.done).replace("{all}", job.of);
    setTimeout(look, AGAIN_MS);
  } catch {
    setTimeout(look, LATER_MS);
  }
}

setTimeout(look, AGAIN_MS);
