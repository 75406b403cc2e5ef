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

function placesOf(form) {
  return [...form.elements].filter((control) => control.name && !control.disabled
    && control.matches("input, select, textarea")
    && !["hidden", "file", "submit", "button", "password"].includes(control.type));
}

const isTick = (control) => ["checkbox", "radio"].includes(control.type);

// A name for each place that is the same when the page is drawn again: of ticks by their value, of others by their turn.
function* named(form) {
  const turns = new Map();
  for (const control of placesOf(form)) {
    const turn = turns.get(control.name) ?? 0;
    turns.set(control.name, turn + 1);
    yield [`${control.name} ${isTick(control) ? `=${control.value}` : turn}`, control];
  }
}

function valueOf(control) {
  if (isTick(control)) return control.checked;
  if (control.multiple) return [...control.selectedOptions].map((option) => option.value).join("\n");
  return control.value;
}

// A choice in which nothing is marked as chosen shows its first option.
function drawnWith(control) {
  if (isTick(control)) return control.defaultChecked;
  if (!control.options) return control.defaultValue;
  const chosen = [...control.options].filter((option) => option.defaultSelected).map((option) => option.value);
  return control.multiple ? chosen.join("\n") : chosen.pop() ?? control.options[0]?.value ?? "";
}

function put(control, value) {
  if (isTick(control)) control.checked = value;
  else if (control.multiple) for (const option of control.options) option.selected = value.split("\n").includes(option.value);
  else control.value = value;
}

// Every place in which the page says something else than it was drawn with.
function changes(form, drawn) {
  const found = [];
  for (const [name, control] of named(form)) {
    const before = drawn.has(name) ? drawn.get(name) : drawnWith(control);
    if (valueOf(control) !== before) found.push([name, before, valueOf(control)]);
  }
  return found;
}

async function hashFor(form) {
  const same = [...document.forms].filter((other) => other.action === form.action);
  return idOf(new URL(form.action).pathname, String(same.indexOf(form)));
}

// What is to be sent as if it were pressed now; the token of the page that sends is added then.
function pressOf(form, { submitter, hasLeft }) {
  const entries = [...new FormData(form, submitter)].filter(([name, value]) => typeof value === "string" && !["csrf_token", "draft"].includes(name));
  return { action: form.action, entries, hasLeft };
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
  mine.writing ??= (async () => {
    while (mine.isStale) {
      mine.isStale = false;
      const found = changes(form, mine.drawn);
      const id = `${await mine.hash}.${life}`;
      if (!found.length && !mine.press) await drop(id);
      else await keep(id, rowOf(form, mine, found));
    }
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

export function tell(state, { row, count, link } = {}) {
  if (!note) return;
  afterPress(() => {
    const line = document.createElement("p");
    const at = row ? new Date(row.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }) : "";
    line.textContent = note.dataset[state].replace("{at}", at).replace("{title}", row?.title ?? "").replace("{count}", count ?? "");
    if (link) line.append(" ", Object.assign(document.createElement("a"), { href: link, textContent: note.dataset.open }));
    if (row && state !== "sent") {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-small", textContent: note.dataset.drop });
      button.addEventListener("click", async () => { await drop(row.id); line.remove(); if (state === "restored") location.reload(); });
      line.append(" ", button);
    }
    if (note.hidden) document.querySelector("#main").prepend(note);
    note.append(line);
    note.hidden = false;
  });
}

// A table in which one writes gets the rows that it had.
function find(form, name) {
  const look = () => [...named(form)].find(([each]) => each === name)?.[1];
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
    const control = find(form, name);
    if (isRefused) drawn.set(name, before);
    if (control && valueOf(control) === typed) continue;
    if (!control || (valueOf(control) !== before && !isTick(control))) {
      if (typeof typed === "string" && typed.trim()) clashes.push(typed);
      continue;
    }
    put(control, typed);
    isChanged = true;
    if (!isTick(control) || control.checked) control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (row.press?.hasLeft && row.once && form.elements.once) form.elements.once.value = row.once;
  // The server lays it over what stands by what the older page was drawn from, and asks where both changed the same.
  if (isChanged && !isRefused && row.drawn && form.elements.drawn) form.elements.drawn.value = row.drawn;
  form.dispatchEvent(new CustomEvent("hearth:restored"));
  if (isChanged && !form.dataset.autosaveUrl) form.dataset.changed = "yes";
  for (const words of clashes) tell("clash", { row: { ...row, title: words } });
  if (isChanged) tell("restored", { row });
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
    for (const [name, control] of named(form)) mine.drawn.set(name, valueOf(control));
    if (!mine.press) write(form);
  });
  // Whoever chooses the way back beside the button does not want what was typed.
  form.addEventListener("click", (event) => { if (event.target.closest(".form-actions a:not([target])")) mine.hash.then((hash) => drop(`${hash}.${life}`)); });
}

// `send` is asked first for what was pressed; what it has sent needs no place in a form any more.
export async function begin(send) {
  document.querySelectorAll('form[method="post"]').forEach((form) => {
    if (placesOf(form).length && !form.querySelector("[type=password]") && canKeep) watch(form);
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
    await takeOver(form, left.filter((row) => formOf(row) === hash));
  }
  const here = new Set(await Promise.all([...kept.values()].map((mine) => mine.hash)));
  for (const row of left) if (!here.has(formOf(row)) && (row.changes.length || row.press)) tell("waits", { row, link: row.page });
}

export const isKept = (form) => kept.has(form) && !kept.get(form).isBroken;
