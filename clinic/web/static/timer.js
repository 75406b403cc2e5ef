// A breathing pacer and a countdown: shown, said in words, and stopped whenever somebody likes.

const still = matchMedia("(prefers-reduced-motion: reduce)");
const SMALL = "scale(0.4)";
const LARGE = "scale(1)";

function phasesOf(data) {
  return [
    { name: "in", seconds: Number(data.in), from: SMALL, to: LARGE },
    { name: "hold", seconds: Number(data.hold), from: LARGE, to: LARGE },
    { name: "out", seconds: Number(data.out), from: LARGE, to: SMALL },
  ].filter((phase) => phase.seconds > 0);
}

function prepare(timer) {
  const data = timer.dataset;
  const find = (name) => timer.querySelector(`[data-${name}]`);
  const [word, left, voice, breath] = ["phase", "left", "say", "breath"].map(find);
  const [start, pause, stop] = ["start", "pause", "stop"].map(find);
  const phases = data.timer === "breath" ? phasesOf(data) : [];
  const whole = Number(data.minutes) * 60;
  let seconds = 0; // of practice, pauses not counted
  let phase = null;
  let phaseEnds = 0;
  let ticking = 0;
  let movement = null;
  let lock = null;
  let last = 0;

  const say = (text, minutes) => text.replace("{minutes}", minutes);
  const minutes = () => Math.round(seconds / 60); // to the nearest: six seconds are none

  function move(next) {
    movement?.cancel();
    movement = null;
    if (!next || still.matches) return;
    movement = breath.animate([{ transform: next.from }, { transform: next.to }],
      { duration: next.seconds * 1000, easing: "ease-in-out", fill: "forwards" });
  }

  function nameThePhase() {
    word.textContent = data[`text${phase.name[0].toUpperCase()}${phase.name.slice(1)}`];
  }

  function nextPhase() {
    phase = phases[(phases.indexOf(phase) + 1) % phases.length];
    phaseEnds = seconds + phase.seconds;
    nameThePhase();
    move(phase);
  }

  function tick() {
    const now = performance.now();
    const before = seconds;
    seconds += (now - last) / 1000;
    last = now;
    if (phases.length && seconds >= phaseEnds) nextPhase();
    if (before < whole && seconds >= whole) {
      left.textContent = say(data.textDone, data.minutes);
      voice.textContent = left.textContent;
    } else if (seconds < whole) {
      left.textContent = say(data.textLeft, Math.ceil((whole - seconds) / 60));
    }
  }

  async function stayAwake(wanted) {
    try {
      if (wanted) lock = await navigator.wakeLock?.request("screen");
      else await lock?.release();
    } catch { /* a screen that goes dark stops nothing */ }
  }

  function run() {
    last = performance.now();
    ticking = setInterval(tick, 200);
    if (!phases.length) word.textContent = data.textRunning;
    else if (!phase) nextPhase();
    else {
      nameThePhase();
      movement?.play();
    }
    start.hidden = true;
    pause.hidden = stop.hidden = false;
    pause.focus();
    stayAwake(true);
  }

  function rest(label, text) {
    if (ticking) tick(); // what passed since the last tick, which is long in a tab out of sight
    clearInterval(ticking);
    ticking = 0;
    movement?.pause();
    word.textContent = text;
    start.textContent = label;
    start.hidden = false;
    pause.hidden = true;
    start.focus();
    stayAwake(false);
  }

  function finish() {
    const first = start.dataset.label;
    rest(first, data.textReady);
    stop.hidden = true;
    move(null);
    const field = document.getElementById(data.fills);
    if (field) {
      field.value = minutes();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    left.textContent = minutes() ? say(data.textStopped, minutes()) : data.textMoment;
    voice.textContent = left.textContent;
    phase = null;
    phaseEnds = seconds = 0;
  }

  start.dataset.label = start.textContent;
  start.addEventListener("click", run);
  pause.addEventListener("click", () => rest(data.textResume, data.textPaused));
  stop.addEventListener("click", finish);
  if (!phases.length) timer.querySelector(".pacer").hidden = true;
  timer.hidden = false;
}

document.querySelectorAll("[data-timer]").forEach(prepare);
