// Asks, where this device runs on another clock than the one that hours are told on. It changes nothing by itself.

const question = document.querySelector("[data-clock-question]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

function wall(timeZone) {
  return new Date().toLocaleString("en-US", { timeZone, dateStyle: "short", timeStyle: "short" });
}

function isElsewhere(zone) {
  try {
    return wall(here) !== wall(zone);
  } catch {
    return false; // a zone that this browser does not know
  }
}

if (question && here?.includes("/") && here !== question.dataset.declined && isElsewhere(question.dataset.zone)) {
  question.querySelector("[data-clock-name]").textContent = here.split("/").pop().replaceAll("_", " ");
  question.querySelector('input[name="zone"]').value = here;
  question.hidden = false;
}
