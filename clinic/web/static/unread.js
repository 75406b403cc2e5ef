// A browser sends as nothing what it cannot read in a date's or a time's own control. Then nothing is sent: the words
// stay, the browser says at the field what it cannot read, and everything else is still there.

document.addEventListener("submit", (event) => {
  const odd = [...event.target.elements].find((control) => control.validity?.badInput);
  if (!odd) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  odd.scrollIntoView({ block: "center" });
  odd.reportValidity();
}, true);
