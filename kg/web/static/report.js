// The report: marks tell what they are, open in the panel, can be switched off and jumped through; #char=START,END is shown.
const data = JSON.parse(document.getElementById("data").textContent);
const text = document.getElementById("text"), panel = document.getElementById("panel"), tip = document.getElementById("tip");
const hint = panel.firstElementChild;
const hidden = new Set((new URLSearchParams(location.search).get("hide") || "").split(" ").filter(Boolean));
const pieces = [...text.querySelectorAll("a.m")];
const words = data.words;
const WHOLE = new Set(["Problem", "Plan", "Unread", "Unresolved"]); // these have no name: what they say stands for them
let chosen = null;

const marksOf = (piece) => piece.dataset.m.split(" ").map(Number);
const thingOf = (mark) => data.things[data.marks[mark][2]];
const classOf = (mark) => thingOf(mark)[0];
const shown = (mark) => !hidden.has(classOf(mark));

// --- places in the text: characters are counted in code points (RFC 5147)

const nodes = [];
for (const run of text.querySelectorAll("[data-start]")) {
  const walker = document.createTreeWalker(run, NodeFilter.SHOW_TEXT);
  let start = Number(run.dataset.start);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = start + [...node.data].length;
    nodes.push({ node, start, end });
    start = end;
  }
}

const units = (node, points) => [...node.data].slice(0, points).join("").length;

function rangesOf(start, end) {
  return nodes.filter((one) => one.start < end && one.end > start).map(({ node, start: first }) => {
    const range = new Range();
    range.setStart(node, units(node, Math.max(start - first, 0)));
    range.setEnd(node, units(node, end - first));
    return range;
  });
}

function paint(name, spans) {
  if (!globalThis.Highlight || !CSS.highlights) return;
  CSS.highlights.set(name, new Highlight(...spans.flatMap(([a, b]) => rangesOf(a, b))));
}

function reveal(element, focus = false) {
  if (!element) return;
  element.scrollIntoView({ block: "center", behavior: "instant" });
  if (focus) element.focus({ preventScroll: true });
}

// --- the panel

function choose(piece, focus = false) {
  chosen?.classList.remove("chosen");
  chosen = piece;
  const marks = marksOf(piece).filter(shown);
  if (!marks.length) return;
  piece.classList.add("chosen");
  const [start, end] = data.marks[marks[0]];
  history.replaceState(null, "", `${location.pathname}${location.search}#char=${start},${end}`);
  paint("place", []);
  tell(marks, marks.map((mark) => data.marks[mark]));
  if (focus) panel.querySelector("button, a")?.focus();
}

function tell(marks) {
  const close = element("button", { type: "button", className: "close", textContent: "×", ariaLabel: panel.dataset.close || "×" });
  close.addEventListener("click", dismiss);
  panel.replaceChildren(close, ...marks.map(card));
  panel.classList.add("open");
}

function dismiss() {
  panel.classList.remove("open");
  panel.replaceChildren(hint);
  paint("fact", []);
  const back = chosen;
  chosen?.classList.remove("chosen");
  chosen = null;
  back?.focus({ preventScroll: true });
}

function card(mark) {
  const [start, end, number] = data.marks[mark], [cls, name, href, count] = data.things[number];
  const box = element("section", { className: `card ${cls}` });
  box.append(element("p", { className: "kind", textContent: data.classes[cls] ?? cls }));
  const figure = data.figures[number];
  const head = element("h3");
  const said = WHOLE.has(cls) ? rangesOf(start, end).join("") : name;
  head.append(element("a", { href, textContent: figure ? figure.value : said }));
  box.append(head);
  if (figure) box.append(figureList(figure));
  const facts = data.facts.filter((fact) => involves(fact, number, start, end));
  if (facts.length) box.append(element("p", { className: "n", textContent: words.facts }), factList(facts, number));
  else if (!figure && count !== 0) box.append(element("p", { className: "n", textContent: words.no_facts }));
  const more = element("p", { className: "n more" });
  if (count) more.append(element("a", { href, textContent: words.all.replace("{n}", count) }), " · ");
  more.append(element("a", { href: `#char=${start},${end}`, textContent: words.permalink }));
  box.append(more);
  return box;
}

const involves = ([subject, , object, , first, last], number, start, end) =>
  (subject === number || object === number) && first < sentenceOf(end)[1] && last > sentenceOf(start)[0];

function sentenceOf(place) {
  const at = nodes.find((one) => one.start <= place && one.end >= place);
  const run = at?.node.parentElement.closest("[data-start]");
  if (!run) return [place, place];
  const first = Number(run.dataset.start);
  return [first, first + [...run.textContent].length];
}

function factList(facts, self) {
  const list = element("ul", { className: "facts" });
  for (const [subject, relation, object, status, start, end, rule] of facts) {
    const item = element("li"), line = element("button", { type: "button", className: "fact" });
    line.append(end_(subject, self), element("b", { textContent: ` ${relation} ` }), end_(object, self));
    if (status) line.append(" ", element("span", { className: "tag planned", textContent: status }));
    line.addEventListener("click", () => showFact(subject, object, start, end));
    item.append(line, element("span", { className: "n", textContent: `${words.rule} ${rule}` }));
    const other = data.things[subject === self ? object : subject];
    item.append(" ", element("a", { href: other[2], className: "n", textContent: `${words.open} →` }));
    list.append(item);
  }
  return list;
}

function end_(number, self) {
  return element("span", { className: number === self ? "self" : `end ${data.things[number][0]}`, textContent: data.things[number][1] });
}

function showFact(subject, object, start, end) {
  const inside = data.marks.filter(([a, b, thing]) => (thing === subject || thing === object) && a >= start && b <= end);
  paint("place", [[start, end]]);
  paint("fact", inside.map(([a, b]) => [a, b]));
  reveal(nodes.find((one) => one.end > start)?.node.parentElement);
}

function figureList(figure) {
  const list = element("dl");
  const rows = [["concept", figure.concept], ["about", figure.about], ["period", figure.period], ["kind", figure.kind], ["status", figure.status]];
  const name = element("p", { className: "measure", textContent: figure.name });
  for (const [key, value] of rows) {
    if (value) list.append(element("dt", { textContent: words[key] }), element("dd", { textContent: value }));
  }
  const box = document.createDocumentFragment();
  box.append(name, list);
  return box;
}

function element(tag, values = {}) {
  return Object.assign(document.createElement(tag), values);
}

// --- hovering

function hover(event) {
  const piece = event.target.closest?.("a.m");
  if (!piece) return void (tip.hidden = true);
  const marks = marksOf(piece).filter(shown);
  if (!marks.length) return void (tip.hidden = true);
  tip.replaceChildren(...marks.slice(0, 3).map(line));
  tip.hidden = false;
  const box = piece.getClientRects()[0], width = tip.offsetWidth;
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  tip.style.top = box.top > tip.offsetHeight + 12 ? `${box.top - tip.offsetHeight - 8}px` : `${box.bottom + 8}px`;
}

function line(mark) {
  const [start, end, number] = data.marks[mark], [cls, name] = data.things[number], figure = data.figures[number];
  const row = element("div"), kind = element("b", { textContent: `${data.classes[cls] ?? cls} ` });
  row.append(kind, figure ? `${figure.name} = ${figure.value}${figure.period ? `（${figure.period}）` : ""}` : name);
  const fact = data.facts.find((one) => involves(one, number, start, end));
  if (fact) row.append(element("div", { className: "n", textContent: `${data.things[fact[0]][1]} ${fact[1]} ${data.things[fact[2]][1]}` }));
  return row;
}

for (const kind of ["pointerover", "focusin"]) text.addEventListener(kind, hover);
for (const kind of ["pointerleave", "focusout"]) text.addEventListener(kind, () => (tip.hidden = true));
addEventListener("scroll", () => (tip.hidden = true), { passive: true });

text.addEventListener("click", (event) => {
  const piece = event.target.closest("a.m");
  if (!piece || event.ctrlKey || event.metaKey || event.shiftKey || !marksOf(piece).some(shown)) return;
  event.preventDefault();
  tip.hidden = true;
  choose(piece, event.detail === 0);
});

// --- switches and jumps

function apply() {
  for (const button of document.querySelectorAll("[data-cls]")) {
    const off = hidden.has(button.dataset.cls);
    button.setAttribute("aria-pressed", String(!off));
  }
  for (const piece of pieces) look(piece);
  const query = new URLSearchParams(location.search);
  hidden.size ? query.set("hide", [...hidden].join(" ")) : query.delete("hide");
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
}

// A piece looks like the first of its marks that is shown; what else is over it shows as a line or a ground.
function look(piece) {
  const classes = [...new Set(marksOf(piece).filter(shown).map(classOf))];
  const [first, ...rest] = classes;
  piece.className = first ? `m ${first}${rest.map((cls) => ` in-${cls}`).join("")}` : "m mute";
}

for (const button of document.querySelectorAll("[data-cls]")) {
  button.addEventListener("click", () => {
    hidden.has(button.dataset.cls) ? hidden.delete(button.dataset.cls) : hidden.add(button.dataset.cls);
    apply();
  });
}
for (const button of document.querySelectorAll("[data-next]")) button.addEventListener("click", () => jump(1, button.dataset.next));
for (const button of document.querySelectorAll("[data-step]")) button.addEventListener("click", () => jump(Number(button.dataset.step)));

function jump(step, cls) {
  const fits = (piece) => marksOf(piece).some((mark) => (cls ? classOf(mark) === cls : shown(mark)) && begins(piece, mark));
  const list = pieces.filter(fits);
  if (!list.length) return;
  const here = chosen ? pieces.indexOf(chosen) : pieces.findIndex((piece) => piece.getBoundingClientRect().top > 60) - (step > 0 ? 1 : 0);
  const after = list.filter((piece) => pieces.indexOf(piece) > here), before = list.filter((piece) => pieces.indexOf(piece) < here);
  const target = step > 0 ? (after[0] ?? list[0]) : (before.at(-1) ?? list.at(-1));
  if (cls && hidden.delete(cls)) apply();
  choose(target);
  reveal(target);
}

function begins(piece, mark) {
  return (piece.dataset.b ?? "").split(" ").includes(String(mark));
}

addEventListener("keydown", (event) => {
  if (event.target.closest?.("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n" || event.key === "p") jump(event.key === "n" ? 1 : -1);
  if (event.key === "Escape" && panel.classList.contains("open")) dismiss();
});

// --- the address

function follow() {
  const found = /^#char=(\d+),(\d+)$/.exec(decodeURIComponent(location.hash));
  if (!found) return;
  const [start, end] = [Number(found[1]), Number(found[2])];
  paint("place", [[start, end]]);
  const first = nodes.find((one) => one.end > start && one.start < end);
  if (!first) return;
  reveal(first.node.parentElement);
  const exact = pieces.find((piece) => marksOf(piece).some((mark) => data.marks[mark][0] === start && data.marks[mark][1] === end));
  if (exact) tell(marksOf(exact));
}

addEventListener("hashchange", follow);
apply();
follow();
document.documentElement.dataset.ready = "";
