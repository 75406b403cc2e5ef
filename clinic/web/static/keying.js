// The typing desk: one key an answer. Without this script the page is a plain form of boxes.

const MISSING = ".";
const MISSING_KEYS = [".", "-", ",", " "];

document.querySelectorAll("form[data-keying]").forEach(desk);

function desk(form) {
  const boxes = [...form.querySelectorAll("[data-key-box]")];
  const end = form.querySelector("[data-key-end]") ?? form.querySelector("[data-key-send]");
  const send = form.querySelector("[data-key-send]");
  const says = form.querySelector("[data-key-says]");
  const code = document.querySelector("[data-key-code] input");
  let waiting = null; // the box that gathers digits

  function count() {
    const filled = boxes.filter((box) => box.value !== "");
    const shown = form.querySelector("[data-key-count]");
    if (shown) shown.textContent = shown.dataset.text.replace("{done}", filled.length).replace("{all}", boxes.length);
    for (const box of boxes) {
      const row = box.closest("li");
      const words = [...row.querySelectorAll("[data-code]")].find((each) => each.dataset.code === box.value);
      row.querySelector("[data-key-word]").textContent = words?.textContent ?? "";
      row.classList.toggle("is-missing", box.value === MISSING);
    }
    total();
  }

  function total() {
    const shown = form.querySelector("[data-key-total]");
    if (!shown) return;
    const counted = boxes.filter((box) => "counts" in box.dataset && /^\d+(\.\d)?$/.test(box.value));
    const values = counted.map(counts).filter((value) => value !== undefined);
    const sum = values.reduce((some, value) => some + value, 0) * Number(shown.dataset.factor);
    const result = shown.dataset.rule === "mean" ? sum / values.length : sum;
    shown.textContent = values.length ? String(Math.round(result * 100) / 100) : "–";
    differ(values.length ? result : null);
  }

  // What an answer to a reversed question counts, the page says for each code; a half-typed one counts nothing.
  function counts(box) {
    if (box.dataset.counts === "") return coded(box);
    const turned = new Map(box.dataset.counts.trim().split(" ").map((pair) => pair.split(":").map(Number)));
    return turned.get(coded(box));
  }

  // A mark on a line is kept in millimeters; which of its numbers are centimeters, it tells or the form does.
  function coded(box) {
    const number = Number(box.value);
    if (!("marks" in box.dataset) || number > 10) return number;
    const isTenths = box.value.includes(".") || box.dataset.marks === "centimeters";
    return isTenths ? Math.round(number * 10) : number;
  }

  // The point of 9.5; behind anything else it is the key for an answer that was left open.
  function point(box) {
    const typed = `${box.value}.`;
    if (waiting !== box || !box.dataset.codes.split(" ").some((each) => each.startsWith(typed))) return settle(box, MISSING);
    return put(box, typed);
  }

  function differ(result) {
    const field = form.querySelector("input[data-key-end]");
    const told = form.querySelector("[data-key-difference]");
    if (!field || !told) return;
    const written = Number(field.value.replace(",", "."));
    const gap = Math.round((written - result) * 100) / 100;
    const isTold = field.value.trim() !== "" && result !== null && Number.isFinite(gap) && Math.abs(gap) >= 0.05;
    const words = gap > 0 ? told.dataset.text : told.dataset.textLess;
    told.textContent = isTold ? words.replace("{difference}", Math.abs(gap)) : "";
  }

  function put(box, value) {
    box.value = value;
    form.dataset.changed = "yes";
    form.dispatchEvent(new CustomEvent("hearth:typed"));
    count();
  }

  // The next box that is empty, so that one that was mended leads back to where the hand was.
  function on(box) {
    waiting = null;
    const next = boxes.slice(boxes.indexOf(box) + 1).find((each) => each.value === "") ?? end;
    next?.focus();
    if (next === end && end.select) end.select();
    return next;
  }

  function step(box, by) {
    waiting = null;
    const at = box === end ? boxes.length : boxes.indexOf(box);
    (boxes[at + by] ?? (by > 0 ? end : box))?.focus();
  }

  function digit(box, key) {
    const codes = box.dataset.codes.split(" ");
    if (box.dataset.scheme === "zero-is-ten" && key === "0") return settle(box, "10");
    const typed = waiting === box ? box.value + key : key;
    const isCode = codes.includes(typed);
    const isLonger = box.dataset.scheme === "until-clear" && codes.some((each) => each !== typed && each.startsWith(typed));
    if (isLonger) {
      waiting = box;
      put(box, typed);
    } else if (isCode) {
      settle(box, typed);
    } else if (waiting === box && codes.includes(box.value)) {
      // The key can only be the next answer.
      const next = on(box);
      if (boxes.includes(next)) digit(next, key);
      else if (next?.matches("input")) { next.value = key; total(); }
    } else {
      refuse(box);
    }
  }

  function settle(box, value) {
    put(box, value);
    on(box);
  }

  function refuse(box) {
    const row = box.closest("li");
    says.textContent = "";
    requestAnimationFrame(() => { says.textContent = says.dataset.refused.replace("{item}", row.querySelector(".key-number").textContent); });
    row.classList.add("is-refused");
    setTimeout(() => row.classList.remove("is-refused"), 400);
  }

  function back(box) {
    waiting = null;
    if (boxes.includes(box) && box.value !== "") return put(box, "");
    const before = boxes[(box === end ? boxes.length : boxes.indexOf(box)) - 1];
    if (!before) return undefined;
    before.focus();
    return put(before, "");
  }

  function enter(box) {
    if (box.value === "") return settle(box, MISSING);
    const isCode = box.value === MISSING || box.dataset.codes.split(" ").includes(box.value);
    return isCode ? on(box) : refuse(box);
  }

  function inBox(event, box) {
    if (/^\d$/.test(event.key)) digit(box, event.key);
    else if (MISSING_KEYS.includes(event.key)) [".", ","].includes(event.key) ? point(box) : settle(box, MISSING);
    else if (event.key === "Enter") enter(box);
    else if (event.key === "Backspace" || event.key === "Delete") back(box);
    else if (event.key === "ArrowUp") step(box, -1);
    else if (event.key === "ArrowDown") step(box, 1);
    else return;
    event.preventDefault();
  }

  function atEnd(event) {
    if (event.key === "ArrowUp" || (event.key === "Backspace" && !end.value)) {
      event.preventDefault();
      if (event.key === "Backspace") back(end);
      else step(end, -1);
    } else if (event.key === "Enter" && end !== send) {
      event.preventDefault();
      form.requestSubmit(send);
    }
  }

  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const box = event.target;
    // A letter is the beginning of the code of another paper; a scanner types the rest as well.
    if (/^[a-z]$/i.test(event.key) && code && box.matches("input")) {
      event.preventDefault();
      code.focus();
      code.value = event.key.toUpperCase();
    } else if (event.key === "Escape") {
      document.querySelector("[data-key-leave]")?.click();
    } else if (boxes.includes(box)) {
      inBox(event, box);
    } else if (box === end) {
      atEnd(event);
    }
  });
  // Phones send no key that can be read, only what stands in the box afterward.
  form.addEventListener("input", (event) => {
    const box = event.target;
    if (!boxes.includes(box)) return total();
    const typed = box.value.slice(-1);
    waiting = box.value.length > 1 && box.dataset.scheme === "until-clear" ? box : null;
    box.value = box.value.slice(0, -1);
    if (/^\d$/.test(typed)) digit(box, typed);
    else if (MISSING_KEYS.includes(typed)) point(box);
    return count();
  });
  form.addEventListener("focusin", (event) => {
    if (boxes.includes(event.target)) event.target.select();
    if (event.target !== waiting) waiting = null;
  });

  form.addEventListener("hearth:restored", count);
  count();
  if (!document.querySelector("[data-error-summary]")) (boxes.find((box) => box.value === "") ?? boxes[0])?.focus();
}
