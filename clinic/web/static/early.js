// What somebody wrote before the scripts of a page stood is heard as if it were written now: on a bad line the page
// is there seconds before them.

const BY_THE_BROWSER = ["reload", "back_forward"]; // it fills in again what an older page said, which nobody wrote here

function isWritten(control) {
  if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
  if (!control.options) return control.value !== control.defaultValue;
  const options = [...control.options];
  const drawn = options.filter((option) => option.defaultSelected);
  const first = control.multiple || drawn.length ? drawn : options.slice(0, 1);
  return options.some((option) => option.selected !== first.includes(option));
}

const [arrival] = performance.getEntriesByType("navigation");
const written = new Set(BY_THE_BROWSER.includes(arrival?.type) ? [] : [...document.forms]
  .flatMap((form) => [...form.elements])
  .filter((control) => control.matches("input:not([type=hidden], [type=file], [type=password]), select, textarea") && isWritten(control)));

// This script is the first; the others of the page listen when the document is ready.
const note = ({ target }) => written.add(target);
document.addEventListener("input", note, true);
document.addEventListener("DOMContentLoaded", () => {
  document.removeEventListener("input", note, true);
  for (const control of written) for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
}, { once: true });
