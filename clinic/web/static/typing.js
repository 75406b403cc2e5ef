// Typing a sheet in from paper: Enter goes to the next place to write, Ctrl and Enter keeps the sheet.

const PLACES = "input:not([type=hidden]), select, textarea";

document.querySelectorAll("form[data-typing]").forEach((form) => {
  form.querySelector(PLACES)?.focus();
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=done]"));
      return;
    }
    // In a box of several lines Enter is a new line; a button and a link do their own deed.
    if (!event.target.matches("input, select")) return;
    event.preventDefault();
    const places = [...form.querySelectorAll(`${PLACES}, button`)];
    places[places.indexOf(event.target) + 1]?.focus();
  });
});
