// Brings help into sight with the mark that asks for it, and takes neither the page nor the typing away.

const panel = document.querySelector("[data-help-at-once]");
const told = panel?.querySelector("[data-told]");
const unkept = panel?.querySelector("[data-told-unkept]");
const aside = panel?.querySelector("[data-put-aside]");
const seen = new Set();
let marked = null; // the control of the last mark, until she goes on to something else

// Somebody in the middle of a word keeps the cursor; the panel is in sight and spoken all the same.
function isWriting() {
  return document.activeElement?.matches("textarea, input:not([type=checkbox], [type=radio])");
}

function show() {
  if (!panel.classList.contains("is-in-sight")) {
    panel.hidden = false;
    panel.classList.add("is-in-sight");
    aside.hidden = false;
    if (!isWriting()) panel.focus({ preventScroll: true });
  }
}

// A mark that was a slip has to be in reach: the panel leaves its control in sight, just below itself.
function clear(control) {
  const place = (control.closest("label") ?? control).getBoundingClientRect();
  const edge = panel.getBoundingClientRect().bottom + 12;
  const floor = (document.querySelector(".tabs")?.getBoundingClientRect().top ?? 0) || innerHeight;
  const isBelow = floor > edge && place.bottom > floor;
  if (place.top < edge || isBelow) scrollBy({ top: place.top - edge, behavior: "instant" });
}

// Once the browser has found where the page stands with the panel on it, and while she is at this control.
function settle() {
  const control = marked;
  if (control && panel.classList.contains("is-in-sight")) {
    requestAnimationFrame(() => requestAnimationFrame(() => clear(control)));
  }
}

function isMarked(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked && "risk" in control.dataset;
  if (control.tagName === "SELECT") return control.selectedOptions[0] && "risk" in control.selectedOptions[0].dataset;
  return "risk" in control.dataset && control.value.trim() !== "";
}

if (panel) {
  document.addEventListener("change", ({ target }) => {
    // What the server alone knows for a mark, such as an answer, is the last thing that was chosen.
    if (target.matches("[type=checkbox], [type=radio], select")) marked = target;
    if (!isMarked(target)) return;
    marked = target;
    show();
    settle();
  });
  for (const kind of ["wheel", "touchmove", "keydown", "input"]) {
    document.addEventListener(kind, ({ target }) => { if (target !== marked) marked = null; }, { passive: true });
  }
  // The server names each mark that it heard, so that one put aside does not come again with each save.
  document.addEventListener("heard", ({ detail: { places, isKept } }) => {
    told.hidden = !isKept;
    unkept.hidden = isKept;
    const isNew = places.some((place) => !seen.has(place));
    places.forEach((place) => seen.add(place));
    if (isNew) show();
    settle();
  });
  aside.addEventListener("click", () => {
    panel.classList.remove("is-in-sight");
    aside.hidden = true;
  });
  if ("focused" in panel.dataset) panel.focus();
}
