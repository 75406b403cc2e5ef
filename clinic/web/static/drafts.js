// Keeps what is typed and ticked in any form, at every sign, until the server has it. Knows nothing of what a form
// is about: a form that saves itself says `hearth:saved`, one that writes its fields by script `hearth:typed`.

import { afterPress } from "./press.js";
import { canKeep, drop, forgetOld, idOf, keep, takeForgotten, waiting } from "./sealed.js";

const note = document.querySelector("[data-kept]");
const kept = new Map(); // by form: its hash, its row, what it was drawn with, the press that waits
// Each page writes rows of its own, so that words typed before older ones were found never cover them.
const life = canKeep ? [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("") : "";
// Other scripts of the page listen by then to what is filled in again.
const ready = new Promise((done) => { document.addEventListener("DOMContentLoaded", done, { once: true }); });
const formOf = (row) => row.id.split(".")[0];
export const isOwn = (row) => row.id.endsWith(`.${life}`);

function controlsOf(form) {
  return [...form.elements].filter((control) => control.name && !control.disabled
    && control.matches("input, select, textarea")
    && !["hidden", "file", "submit", "button", "password"].includes(control.type));
}

// One place to write or to choose. What it was drawn with is what the server said.
function single(control) {
  return {
    control,
    value: () => (control.type === "checkbox" ? String(control.checked) : chosen(control, "selected") ?? control.value),
    drawn: () => (control.type === "checkbox" ? String(control.defaultChecked) : chosen(control, "defaultSelected") ?? control.defaultValue),
    put: (value) => {
      if (control.type === "checkbox") control.checked = value === "true";
      else if (control.options) for (const option of control.options) option.selected = value.split("\n").includes(option.value);
      else writeInto(control, value);
    },
    words: (value) => (control.type === "checkbox" ? control.labels[0]?.textContent.trim() ?? "" : value),
  };
}

// A picker takes nothing that it cannot read: then what the page says stays, which the server has read from it.
function writeInto(control, value) {
  const stood = control.value;
  control.value = value;
  if (value && !control.value) control.value = stood;
}

// A list in which nothing is marked shows its first line.
function chosen(control, how) {
  if (!control.options) return null;
  const marked = [...control.options].filter((option) => option[how]).map((option) => option.value);
  return control.multiple ? marked.join("\n") : marked.pop() ?? control.options[0]?.value ?? "";
}

function group(options) {
  const found = (is) => options.find(is)?.value ?? "";
  return {
    control: options[0],
    value: () => found((option) => option.checked),
    drawn: () => found((option) => option.defaultChecked),
    put: (value) => options.forEach((option) => { option.checked = option.value === value; }),
    words: (value) => options.find((option) => option.value === value)?.labels[0]?.textContent.trim() ?? value,
  };
}

// Each place under a name that is the same when the page is drawn again.
function* placesOf(form) {
  const turns = new Map();
  const controls = controlsOf(form);
  for (const control of controls) {
    const turn = turns.get(control.name) ?? 0;
    turns.set(control.name, turn + 1);
    if (control.type === "checkbox") yield [`${control.name} =${control.value}`, single(control)];
    else if (control.type !== "radio") yield [`${control.name} ${turn}`, single(control)];
    else if (!turn) yield [control.name, group(controls.filter((other) => other.name === control.name))];
  }
}

// Every place in which the page says something else than it was drawn with.
function changes(form, drawn) {
  return [...placesOf(form)]
    .map(([name, place]) => [name, drawn.get(name) ?? place.drawn(), place.value()])
    .filter(([, before, typed]) => typed !== before);
}

// Not `form.action`: a field of the form may bear that name.
const addressOf = (form) => new URL(form.getAttribute("action") || location.href, location.href);

async function hashFor(form) {
  const { pathname } = addressOf(form);
  const same = [...document.forms].filter((other) => addressOf(other).pathname === pathname);
  return idOf(pathname, String(same.indexOf(form)));
}

// What is to be sent as if it were pressed now; the token of the page that sends is added then.
function pressOf(form, { submitter, hasLeft }) {
  const entries = [...new FormData(form, submitter)].filter(([name, value]) => typeof value === "string" && !["csrf_token", "draft"].includes(name));
  return { action: addressOf(form).href, entries, hasLeft };
}

function rowOf(form, mine, found) {
  return {
    page: location.pathname + location.search,
    title: document.querySelector("h1")?.textContent.trim() ?? "",
    changes: found,
    press: mine.press ? pressOf(form, mine.press) : null,
    once: form.elements.once?.value,
    drawn: form.elements.drawn?.value,
  };
}

// One writing after another, and only the last of those that wait: an older state never comes later.
function write(form) {
  const mine = kept.get(form);
  if (!mine) return Promise.resolve();
  mine.isStale = true;
  form.dataset.draft = "writing";
  mine.writing ??= (async () => {
    while (mine.isStale) {
      mine.isStale = false;
      const found = changes(form, mine.drawn);
      const id = `${await mine.hash}.${life}`;
      if (!found.length && !mine.press) await drop(id);
      else await keep(id, rowOf(form, mine, found));
    }
    form.dataset.draft = "kept";
  })().catch(() => { mine.isBroken = true; }).finally(() => { mine.writing = null; });
  return mine.writing;
}

// A press that found no line, or whose answer has not come: `hasLeft` says that it may have reached the server.
export async function keepPress(form, submitter, hasLeft) {
  const mine = kept.get(form);
  if (!mine) return false;
  mine.press = { submitter, hasLeft };
  await write(form);
  if (hasLeft) {
    mine.mark ??= form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "draft" }));
    mine.mark.value = `${await mine.hash}.${life}`;
  }
  return !mine.isBroken;
}

function dropButton(line, row, form) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-small", textContent: note.dataset.drop });
  button.addEventListener("click", async () => {
    await drop(row.id);
    line.remove();
    if (!form) return;
    await drop(`${await kept.get(form).hash}.${life}`);
    document.documentElement.dataset.leaving = "yes";
    location.reload();
  });
  return button;
}

export function tell(state, { row, form, count, link } = {}) {
  if (!note) return;
  afterPress(() => {
    const line = document.createElement("p");
    line.dataset.state = state;
    // What waited has come to something: only that is true now.
    if (row) note.querySelectorAll(`[data-waiting="${row.id}"]`).forEach((older) => older.remove());
    if (["waits", "unsure"].includes(state)) line.dataset.waiting = row.id;
    const at = row ? new Date(row.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }) : "";
    line.textContent = note.dataset[state].replace("{at}", at).replace("{title}", row?.title ?? "").replace("{count}", count ?? "");
    if (link) line.append(" ", Object.assign(document.createElement("a"), { href: link, textContent: note.dataset.open }));
    // What a sheet has taken up again is saved with it at once, and is changed there.
    if (row && !["sent", "arrived"].includes(state) && !form?.dataset.autosaveUrl) line.append(" ", dropButton(line, row, form));
    if (note.hidden) document.querySelector("#main").prepend(note);
    note.append(line);
    note.hidden = false;
  });
}

// A table in which one writes gets the rows that it had.
function find(form, name) {
  const look = () => [...placesOf(form)].find(([each]) => each === name)?.[1];
  const table = form.querySelector(`[data-rows="${CSS.escape(name.split("-")[0])}"]`);
  const button = table?.querySelector("[data-add-row]");
  while (!look() && button && !button.hidden) button.click();
  return look();
}

// Nothing newer is overwritten: where the page says something else by now, both are shown.
function restore(form, row) {
  const { drawn } = kept.get(form);
  const isRefused = Boolean(form.querySelector("[data-error-summary]")); // drawn with the words that came back
  const clashes = [];
  let isChanged = false;
  for (const [name, before, typed] of row.changes) {
    const place = find(form, name);
    if (isRefused) drawn.set(name, before);
    if (place?.value() === typed) continue;
    if (place?.value() === before) {
      place.put(typed);
      place.control.dispatchEvent(new Event("change", { bubbles: true }));
      isChanged = true;
    } else if (typed.trim()) {
      clashes.push(place?.words(typed) ?? typed);
    }
  }
  if (row.press?.hasLeft && row.once && form.elements.once) form.elements.once.value = row.once;
  // The server lays it over what stands by what the older page was drawn from, and asks where both changed the same.
  if (isChanged && !isRefused && row.drawn && form.elements.drawn) form.elements.drawn.value = row.drawn;
  form.dispatchEvent(new CustomEvent("hearth:restored"));
  if (isChanged && !form.dataset.autosaveUrl) form.dataset.changed = "yes";
  for (const words of clashes) tell("clash", { row: { ...row, title: words } });
  if (isChanged) tell("restored", { row, form });
  else if (row.isUnsure && !clashes.length && !isRefused) tell("arrived", { row, form });
  return clashes.length > 0;
}

// What the older rows of a form say stands in it now, and in the row of this page.
async function takeOver(form, rows) {
  const left = rows.map((row) => restore(form, row));
  await write(form);
  for (const [turn, row] of rows.entries()) if (!left[turn] && !isOwn(row)) await drop(row.id);
}

function watch(form) {
  const mine = { hash: hashFor(form), drawn: new Map() };
  kept.set(form, mine);
  for (const event of ["input", "change", "hearth:typed"]) form.addEventListener(event, () => write(form));
  form.addEventListener("hearth:saved", () => {
    for (const [name, place] of placesOf(form)) mine.drawn.set(name, place.value());
    if (!mine.press) write(form);
  });
  // Whoever chooses the way back beside the button does not want what was typed.
  form.addEventListener("click", (event) => { if (event.target.closest(".form-actions a:not([target])")) mine.hash.then((hash) => drop(`${hash}.${life}`)); });
}

// `send` is asked first for what was pressed; what it has sent needs no place in a form any more.
export async function begin(send) {
  document.querySelectorAll('form[method="post"]').forEach((form) => {
    if (controlsOf(form).length && !form.querySelector("[type=password]") && canKeep) watch(form);
  });
  await forgetOld().catch(() => {});
  if (!canKeep) return;
  await ready;
  const forgotten = await takeForgotten();
  if (forgotten) tell("forgotten", { count: forgotten });
  const left = await send(await waiting());
  for (const row of left.filter((each) => !each.changes.length && !each.press)) await drop(row.id);
  for (const [form, mine] of kept) {
    const hash = await mine.hash;
    await takeOver(form, left.filter((row) => formOf(row) === hash && !row.press));
  }
  const here = new Set(await Promise.all([...kept.values()].map((mine) => mine.hash)));
  for (const row of left) if ((row.press || !here.has(formOf(row))) && (row.changes.length || row.press)) tell(row.isUnsure ? "unsure" : "waits", { row, link: row.page });
}

export const isKept = (form) => kept.has(form) && !kept.get(form).isBroken;
