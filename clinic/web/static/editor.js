// The source of a part beside what it becomes: faults while one types, previews when there are none. Nothing is saved.

const IDLE_MS = 500;
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

function edit(root) {
  const source = root.querySelector("[data-source]");
  const state = root.querySelector("[data-state]");
  const list = root.querySelector("[data-faults]");
  const previews = [...root.querySelectorAll("[data-preview]")];
  const words = root.dataset;
  let timer = 0;
  let asked = 0;
  let shown = null;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  async function check() {
    const text = source.value;
    const number = ++asked;
    state.textContent = words.textChecking;
    try {
      const answer = await fetch(words.check, {
        method: "POST",
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        body: new URLSearchParams({ source: text }),
        redirect: "manual",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      // Only the answer to what stands there now counts.
      if (number === asked) understand(told, text);
    } catch {
      if (number === asked) state.textContent = words.textAway;
    }
  }

  function understand(told, text) {
    list.replaceChildren(...told.faults.map(item));
    const isCopy = told.name !== words.name;
    const good = isCopy ? fill(words.textCopy, { name: told.name, old: words.name }) : words.textGood;
    state.textContent = told.faults.length ? fill(words.textFaults, { count: told.faults.length }) : good;
    if (told.faults.length || text === shown) return;
    shown = text;
    previews.forEach((preview) => draw(preview, text));
  }

  function item(fault) {
    const place = document.createElement("button");
    place.type = "button";
    place.className = "btn btn-quiet btn-small";
    place.textContent = fill(words.textLine, { line: fault.line });
    if (fault.file) place.textContent += ` ${fill(words.textElsewhere, { file: fault.file })}`;
    place.disabled = Boolean(fault.file);
    place.addEventListener("click", () => go(fault.line));
    const row = document.createElement("li");
    row.append(place, ` ${fault.message}`);
    return row;
  }

  function go(line) {
    const lines = source.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    source.focus();
    source.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    source.scrollTop = (source.scrollHeight * start) / source.value.length - source.clientHeight / 3;
  }

  // A new frame each time: the first page of a frame leaves no step in the browser's history.
  function draw(preview, text) {
    const place = preview.querySelector("[data-frame]");
    const before = place.querySelector("iframe");
    const scrolled = before?.contentWindow?.scrollY ?? 0;
    const frame = document.createElement("iframe");
    frame.name = `preview-${asked}-${previews.indexOf(preview)}`;
    frame.title = preview.dataset.title;
    frame.className = "is-coming";
    frame.addEventListener("load", () => {
      if (frame.contentWindow.location.href === "about:blank") return;
      frame.contentWindow.scrollTo(0, scrolled);
      frame.className = "";
      [...place.children].filter((each) => each !== frame).forEach((each) => each.remove());
    });
    place.append(frame);
    const form = document.createElement("form");
    form.method = "post";
    form.action = preview.dataset.url;
    form.target = frame.name;
    form.hidden = true;
    for (const [name, value] of Object.entries({ csrf_token: token, source: text })) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
    form.remove();
  }

  root.querySelector("[data-previews]").hidden = false;
  source.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, IDLE_MS);
  });
  check();
}

document.querySelectorAll("[data-editor]").forEach(edit);
