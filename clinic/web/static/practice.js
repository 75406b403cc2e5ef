// A week of home practice from paper: a line a day, its figures by the number pad.

const MARKS = { "/": "has_stepped_down", "*": "felt_worse", "+": "memories_broke_in" };
const MOST = 10;

document.querySelectorAll("form[data-practice]").forEach(grid);

function grid(form) {
  const lines = [...form.querySelectorAll("[data-practice-line]")];
  const send = form.querySelector("[data-practice-send]");
  const code = document.querySelector("[data-key-code] input");
  const boxesOf = (line) => [...line.querySelectorAll("[data-practice-box]")];
  const ticksOf = (line) => [...line.querySelectorAll("[data-practice-tick]")];
  const lineOf = (field) => field.closest("[data-practice-line]");
  let waiting = null; // the box in which a 1 may become a 10

  function count() {
    const filled = lines.filter((line) => boxesOf(line)[0].value.trim() !== "");
    form.querySelector("[data-practice-count]").textContent = filled.length;
  }

  function changed() {
    form.dataset.changed = "yes";
    form.dispatchEvent(new CustomEvent("hearth:typed"));
    count();
  }

  function go(field) {
    waiting = null;
    (field ?? send).focus();
  }

  const begin = (line) => go(line && boxesOf(line)[0]);
  const next = (line) => begin(lines[lines.indexOf(line) + 1]);

  // After the last figure the hand rests on the ticks: the next digit begins the next day.
  function on(box) {
    const line = lineOf(box);
    const boxes = boxesOf(line);
    if (box.dataset.practiceBox === "minutes" && box.value.trim() === "" && isEmpty(line)) return next(line);
    return go(boxes[boxes.indexOf(box) + 1] ?? ticksOf(line)[0]);
  }

  const isEmpty = (line) => boxesOf(line).every((box) => box.value === "") && ticksOf(line).every((tick) => !tick.checked);

  function figure(box, key) {
    if (waiting === box && box.value === "1" && key !== "0") {
      on(box);
      return document.activeElement.matches("[data-practice-box]") ? figure(document.activeElement, key) : tick(document.activeElement, key);
    }
    box.value = waiting === box ? box.value + key : key;
    changed();
    if (box.value === "1") waiting = box;
    else if (Number(box.value) <= MOST) on(box);
    return undefined;
  }

  function tick(field, key) {
    const line = lines[lines.indexOf(lineOf(field)) + 1];
    begin(line);
    if (line) {
      boxesOf(line)[0].value = key;
      changed();
    }
  }

  function mark(field, name) {
    const box = lineOf(field).querySelector(`[data-practice-tick="${name}"]`);
    box.checked = !box.checked;
    changed();
  }

  function back(field) {
    const places = lines.flatMap((line) => [...boxesOf(line), ticksOf(line)[0]]);
    const before = places[places.indexOf(field) - 1];
    if (!before) return;
    go(before);
    if (before.matches("[data-practice-box]")) before.select();
  }

  function step(field, by) {
    const line = lines[lines.indexOf(lineOf(field)) + by];
    const at = boxesOf(lineOf(field)).indexOf(field);
    if (line) go(boxesOf(line)[Math.max(at, 0)]);
  }

  function pressed(event, field) {
    const { key } = event;
    const isBox = field.matches("[data-practice-box]");
    if (key in MARKS) mark(field, MARKS[key]);
    else if (key === "Enter") isBox ? on(field) : next(lineOf(field));
    else if (key === "ArrowUp") step(field, -1);
    else if (key === "ArrowDown") step(field, 1);
    else if (/^\d$/.test(key) && !isBox) tick(field, key);
    else if (/^\d$/.test(key) && field.dataset.practiceBox !== "minutes") figure(field, key);
    else if (key === "Backspace" && (!isBox || field.value === "")) back(field);
    else return;
    event.preventDefault();
  }

  form.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing) return;
    const field = event.target;
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "Enter") {
        event.preventDefault();
        form.requestSubmit(send);
      }
      return;
    }
    if (event.key === "Escape") document.querySelector("[data-key-leave]")?.click();
    if (!field.matches("[data-practice-box], [data-practice-tick]")) return;
    // A letter is the beginning of the code of another paper; a scanner types the rest as well.
    if (/^[a-z]$/i.test(event.key) && code) {
      event.preventDefault();
      code.focus();
      code.value = event.key.toUpperCase();
      return;
    }
    pressed(event, field);
  });
  form.addEventListener("input", count);
  form.addEventListener("change", count);
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-practice-box]")) event.target.select();
    if (event.target !== waiting) waiting = null;
  });
  form.addEventListener("hearth:restored", count);
  count();
  if (!document.querySelector("[data-error-summary]")) begin(lines.find((line) => isEmpty(line)) ?? lines[0]);
}
