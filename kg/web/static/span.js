// Highlights the characters that an address names: #char=START,END (RFC 5147), counted in code points.
"use strict";

function wanted() {
  const found = /^#char=(\d+),(\d+)$/.exec(decodeURIComponent(location.hash));
  return found ? [Number(found[1]), Number(found[2])] : null;
}

function units(text, points) {
  return [...text].slice(0, Math.max(points, 0)).join("").length;
}

function unmark() {
  for (const mark of document.querySelectorAll("#text mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

function markIn(piece, start, end) {
  const text = piece.firstChild;
  if (!text) return null;
  const first = Number(piece.dataset.start);
  const range = document.createRange();
  range.setStart(text, units(text.data, start - first));
  range.setEnd(text, units(text.data, end - first));
  if (range.collapsed) return null;
  const mark = document.createElement("mark");
  range.surroundContents(mark);
  return mark;
}

function show() {
  unmark();
  const span = wanted();
  if (!span) return;
  let shown = null;
  for (const piece of document.querySelectorAll("#text [data-start]")) {
    const first = Number(piece.dataset.start);
    const last = first + [...piece.textContent].length;
    if (first < span[1] && last > span[0]) shown = shown || markIn(piece, ...span);
    if (first >= span[1]) break;
  }
  if (shown) shown.scrollIntoView({ block: "center" });
}

addEventListener("hashchange", show);
show();
