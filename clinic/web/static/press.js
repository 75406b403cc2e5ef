// A page never moves under a finger: what would change its layout waits until the press is over.

const GRACE_MS = 60; // the click comes after the finger is gone
let isPressed = false;
let waiting = [];

function release() {
  setTimeout(() => {
    isPressed = false;
    const deeds = waiting;
    waiting = [];
    deeds.forEach((deed) => deed());
  }, GRACE_MS);
}

document.addEventListener("pointerdown", () => { isPressed = true; }, true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, release, true);

export function afterPress(deed) {
  if (isPressed) waiting.push(deed);
  else deed();
}
