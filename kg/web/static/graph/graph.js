// The graph page: one address is one picture.  A step fetches the page of the new address and takes over its parts.
import { attach } from "/static/search.js";
import { Scene } from "./scene.js";

const PARTS = ["rail", "tools", "panel"];
const $ = (id) => document.getElementById(id);
let page = JSON.parse($("drawing").textContent), serial = 0;
const NARROW = matchMedia("(max-width: 800px)");

const scene = new Scene($("canvas"), {
  node: (id) => choose({ node: id, fact: "" }),
  fact: (id) => choose({ fact: id, node: "" }),
  group: (href) => go(href),
  twice: (id) => expand(id),
  nothing: () => (page.wish.node || page.wish.fact) && choose({ node: "", fact: "" }),
});

/** Gives the address of this picture with some parts changed; the server reads it the same way. */
function address(changes) {
  const wish = { ...page.wish, ...changes }, pairs = [];
  const plain = { hops: 1, colour: "class", size: "degree" };
  for (const [name, value] of Object.entries(wish)) {
    const values = ["types", "hide"].includes(name) ? (value.length ? [value.join(",")] : []) : [value].flat();
    for (const one of values) if (one && one !== plain[name]) pairs.push(`${name}=${encodeURIComponent(one).replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%40", "@")}`);
  }
  return location.pathname + (pairs.length ? `?${pairs.join("&")}` : "");
}

async function choose(chosen) {
  scene.choose(chosen);
  await go(address(chosen));
  if (NARROW.matches && (chosen.node || chosen.fact)) $("panel").scrollIntoView({ block: "start" });
}

function expand(id) {
  if (page.wish.hops === 1 && page.focus && id !== page.focus) return go(address({ expand: [...new Set([...page.wish.expand, id])], node: id, fact: "" }));
  return go(address({ focus: id, to: "", report: "", hops: 1, expand: [], open: [], node: "", fact: "" }));
}

async function go(href, { push = true } = {}) {
  const mine = ++serial;
  $("canvas").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(href, { headers: { Accept: "text/html" } });
    if (mine !== serial) return;
    if (!answer.ok) return location.assign(href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (push) history.pushState(null, "", href);
    take(fresh);
  } catch {
    $("state").textContent = page.texts.failed;
  } finally {
    $("canvas").removeAttribute("aria-busy");
  }
}

function take(fresh) {
  const before = JSON.stringify(page.drawing);
  const seeking = document.activeElement?.id;
  page = JSON.parse(fresh.getElementById("drawing").textContent);
  document.title = fresh.title;
  for (const id of [...PARTS, "heading"]) $(id).replaceWith(document.adoptNode(fresh.getElementById(id)));
  document.querySelector(".asked")?.replaceWith(fresh.querySelector(".asked") || "");
  document.querySelector("a.language").href = fresh.querySelector("a.language").getAttribute("href");
  if (seeking) $(seeking)?.focus({ preventScroll: true });
  dress();
  scene.chosen = { node: page.wish.node, fact: page.wish.fact };
  if (JSON.stringify(page.drawing) !== before || scene.page.wish.colour !== page.wish.colour || scene.page.wish.size !== page.wish.size) scene.show(page);
  else {
    scene.page = page;
    scene.choose(scene.chosen);
  }
  count();
}

/** Gives the parts that the server sent their behaviour. */
function dress() {
  const focusOn = (href) => go(address({ focus: nameOf(href), to: "", report: "", hops: 1, expand: [], open: [], node: "", fact: "" }));
  const keep = (item) => item.href.startsWith("/page/") && !item.href.includes("#") && !item.href.startsWith("/page/report/");
  attach($("seek"), $("sought"), { go: focusOn, keep, slash: false });
  if ($("to")) attach($("to"), $("reached"), { go: (href) => go(address({ to: nameOf(href), node: "", fact: "", expand: [], open: [] })), keep, slash: false });
  $("sift")?.addEventListener("input", sift);
  for (const button of document.querySelectorAll("[data-cls]")) button.addEventListener("click", () => toggleClass(button));
  for (const button of document.querySelectorAll("[data-predicate]")) button.addEventListener("click", () => togglePredicate(button));
  $("everything").addEventListener("click", showAll);
  if (NARROW.matches) document.querySelector(".leaf").open = false;
  filter(false);
}

const nameOf = (href) => decodeURIComponent(href.replace(/^\/(page|id)\//, ""));
const pressed = (kind) => [...document.querySelectorAll(`[data-${kind}]`)].filter((button) => button.getAttribute("aria-pressed") === "true");
const flip = (button) => button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));

function toggleClass(button) {
  flip(button);
  const shown = pressed("cls"), all = document.querySelectorAll("[data-cls]").length;
  page.wish.types = shown.length === all ? [] : shown.map((one) => one.dataset.cls);
  filter();
}

function togglePredicate(button) {
  flip(button);
  const name = button.dataset.predicate, others = page.wish.hide.filter((one) => one !== name);
  page.wish.hide = button.getAttribute("aria-pressed") === "true" ? others : [...others, name];
  filter();
}

function showAll() {
  page.wish.types = page.wish.hide = [];
  for (const button of document.querySelectorAll("[data-cls], [data-predicate]")) button.setAttribute("aria-pressed", "true");
  filter();
}

function filter(record = true) {
  const off = [...document.querySelectorAll("[data-cls]")].filter((button) => button.getAttribute("aria-pressed") !== "true");
  const classes = new Set(off.map((button) => button.dataset.cls));
  $("everything").hidden = !classes.size && !page.wish.hide.length;
  if (record) history.replaceState(null, "", address({}));
  scene.hidden.classes = classes;
  scene.hidden.predicates = new Set(page.wish.hide);
  if (scene.page) scene.choose(scene.chosen);
  sift();
  if (record) count();
}

/** Lists the facts that the filters and the words typed leave. */
function sift() {
  const text = ($("sift")?.value || "").trim().toLowerCase();
  const classes = new Map(page.drawing.nodes.map((node) => [node.id, node.cls]));
  for (const row of document.querySelectorAll("#facts > li[data-p]")) {
    const off = scene.hidden.predicates.has(row.dataset.p) || [row.dataset.s, row.dataset.o].some((id) => scene.hidden.classes.has(classes.get(id)));
    row.hidden = off || (text !== "" && !row.textContent.toLowerCase().includes(text));
  }
}

function count() {
  const { nodes, links } = scene.counts(), whole = page.whole;
  const key = nodes < whole ? "shown" : "shown_all";
  $("state").textContent = page.texts[key].replace("{shown}", nodes).replace("{whole}", whole).replace("{links}", links);
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEYS = {
  "+": () => scene.zoom(1.25), "=": () => scene.zoom(1.25), "-": () => scene.zoom(0.8), 0: () => scene.fit(true),
  Enter: () => page.wish.node && expand(page.wish.node),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in STEPS) {
    const next = scene.beside(page.wish.node || page.focus, ...STEPS[event.key]);
    if (next) choose({ node: next, fact: "" });
  } else if (event.key in KEYS) KEYS[event.key]();
  else return;
  event.preventDefault();
}

function onClick(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("#rail a, #panel a, #tools a");
  if (!link || link.origin !== location.origin || link.pathname !== location.pathname) return;
  event.preventDefault();
  go(link.getAttribute("href"));
}

$("canvas").addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.target.matches("input") && (page.wish.node || page.wish.fact)) choose({ node: "", fact: "" });
});
addEventListener("popstate", () => go(location.pathname + location.search, { push: false }));
const saved = () => ({ title: page.title, source: page.texts.source, words: page.words, looks: page.looks });
$("in").addEventListener("click", () => scene.zoom(1.25));
$("out").addEventListener("click", () => scene.zoom(0.8));
$("fit").addEventListener("click", () => scene.fit(true));
const save = (how) => import("./picture.js").then((picture) => picture[how](scene, saved()));
$("svg").addEventListener("click", () => save("saveSVG"));
$("png").addEventListener("click", () => save("savePNG"));

scene.chosen = { node: page.wish.node, fact: page.wish.fact };
dress();
scene.show(page);
count();
scene.cy.one("render", () => requestAnimationFrame(() => {
  document.querySelector(".glimpse")?.remove();
  document.documentElement.dataset.drawn = document.documentElement.dataset.ready = "";
}));
globalThis.scene = scene;
