"use strict";
// Switches: a class that is off is no longer marked in the text.
const bar = document.querySelector(".switches");
bar.hidden = false;
bar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  document.querySelector("article").classList.toggle("no-" + button.dataset.kind, !on);
});
