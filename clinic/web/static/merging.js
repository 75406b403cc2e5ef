// A sheet that is open on two pages: what the other one changed is shown here, and what both changed is asked about.

const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

function rowsFor(form, key, value) {
  const table = form.querySelector(`[name^="${key}-"]`)?.closest("[data-rows]");
  const button = table?.querySelector("[data-add-row]");
  while (button && !button.hidden && table.querySelector("tbody").rows.length < value.length) button.click();
}

// Names say where an answer belongs, as autosave.js reads them: `key`, `key-part` or `key-row-column`.
function partOf(answers, name) {
  const [key, row, column] = name.split("-");
  if (column !== undefined) return answers[key]?.[Number(row)]?.[column];
  return row === undefined ? answers[key] : answers[key]?.[row];
}

// A place that waits for a choice is sent as it stood, so that nothing is decided on the way.
function holdBack(base, answers, name) {
  const [key, row, column] = name.split("-");
  const part = partOf(base, name);
  const parts = column === undefined ? answers : answers[key]?.[Number(row)];
  const last = column ?? (row === undefined ? key : row);
  const place = column === undefined && row !== undefined ? answers[key] : parts;
  if (!place) return;
  if (part === undefined) delete place[last];
  else place[last] = part;
}

const raw = (control) => (["radio", "checkbox"].includes(control.type) ? control.checked : control.value);

function put(control, part) {
  if ("many" in control.dataset) control.checked = (part ?? []).includes(control.value);
  else if (control.type === "radio") control.checked = control.value === String(part ?? "");
  else if (control.type === "checkbox") control.checked = "option" in control.dataset ? part === control.value : Boolean(part);
  else control.value = part ?? "";
}

const controlsOf = (form) => [...form.elements].filter((control) => control.name && control.type !== "hidden" && control.tagName !== "BUTTON");

// Shows what was changed elsewhere, wherever nobody has written on this page since it was last the same.
function show(form, answers, known) {
  const { base, undecided } = form.merging;
  const focused = document.activeElement;
  for (const [key, value] of Object.entries(answers)) {
    if (Array.isArray(value) && value.some((row) => typeof row === "object")) rowsFor(form, key, value);
  }
  for (const control of controlsOf(form)) {
    const now = partOf(answers, control.name);
    const isUntouched = !known.has(control) || known.get(control) === raw(control);
    if (isUntouched && !undecided[control.name] && !same(partOf(base, control.name), now)) put(control, now);
  }
  focused?.focus({ preventScroll: true });
}

function choice(label, deed) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn-small", textContent: label });
  button.addEventListener("click", deed);
  return button;
}

function ask(form, name, words, theirs) {
  const status = form.querySelector("[data-autosave-status]");
  const controls = controlsOf(form).filter((control) => control.name === name);
  const place = controls[0]?.closest("td, .field");
  if (!place || place.querySelector("[data-clash]")) return;
  const box = document.createElement("div");
  box.className = "field-error clash";
  box.dataset.clash = name;
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words;
  const settle = (deed) => () => {
    delete form.merging.undecided[name];
    deed();
    box.remove();
    form.dispatchEvent(new Event("change"));
  };
  box.append(
    text,
    choice(status.dataset.keepMine, settle(() => {})),
    choice(status.dataset.takeTheirs, settle(() => controls.forEach((control) => put(control, theirs)))),
  );
  place.prepend(box);
}

document.querySelectorAll("form[data-autosave-url]").forEach((form) => {
  const known = new Map(); // what each control held when page and server last had the same
  const sent = new Map();
  const remember = (into) => controlsOf(form).forEach((control) => into.set(control, raw(control)));
  remember(known);
  form.merging.holdBack = (answers, name) => holdBack(form.merging.base, answers, name);
  form.addEventListener("sending", () => remember(sent));
  form.addEventListener("kept", ({ detail: { answers, clashes } }) => {
    for (const [name, words] of Object.entries(clashes)) {
      form.merging.undecided[name] = true;
      ask(form, name, words, partOf(answers, name));
    }
    show(form, answers, known);
    for (const control of controlsOf(form)) {
      if (!sent.has(control) || sent.get(control) === raw(control)) known.set(control, raw(control));
      else if (known.get(control) === sent.get(control)) known.set(control, raw(control));
    }
    form.merging.base = answers;
    form.elements.base.value = JSON.stringify(answers); // for the form when it is sent whole
  });
});
