// The map of all entities: sigma draws it, the panel is that of the graph page.  What a report says is only drawn as text.
import { DirectedGraph, EdgeLineProgram, Sigma } from "/static/vendor/sigma-3.0.3/sigma.mjs";
import { attach } from "/static/search.js";
import { paint, place } from "/static/graph/labels.js";
import { Shapes } from "./shapes.js";

const $ = (id) => document.getElementById(id), CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;
const page = JSON.parse($("page").textContent);
const MOST = 220, GREY = "#a7b0ba", FAINT = "#e3e7ec";
const NEAR = 6; // pixels from a line that count as on it
const state = { node: null, to: null, near: new Set(), classes: new Set(), colour: "community", hovered: null };
const layer = Object.assign(document.createElement("canvas"), { className: "names" });
let columns, graph, sigma, byDegree, serial = 0;

start();

async function start() {
  const answer = await fetch(page.data);
  if (!answer.ok) return say(await answer.text());
  columns = await answer.json();
  graph = build();
  try {
    sigma = new Sigma(graph, $("canvas"), settings());
  } catch {
    return say(page.texts.no_webgl);
  }
  layer.setAttribute("aria-hidden", "true");
  $("canvas").append(layer);
  byDegree = graph.nodes().sort((a, b) => graph.getNodeAttribute(b, "degree") - graph.getNodeAttribute(a, "degree"));
  sigma.on("afterRender", names);
  listen();
  recall();
  count();
  names();
  requestAnimationFrame(() => {
    performance.mark("picture");
    document.documentElement.dataset.ready = "";
  });
  globalThis.map = { sigma, graph, columns, state };
}

function say(text) {
  $("state").textContent = text;
}

function build() {
  const made = new DirectedGraph(), { names, labels, cls, x, y, r, degree, community, links } = columns;
  const scale = names.length > 3000 ? 0.28 : names.length > 600 ? 0.4 : 0.6;
  names.forEach((name, i) => made.addNode(name, {
    x: x[i], y: y[i], label: labels[i], cls: cls[i], community: community[i], degree: degree[i], size: r[i] * scale, shape: columns.classes[cls[i]],
    color: community[i] < 0 ? GREY : columns.colours[community[i]],
  }));
  for (let i = 0; i < links.length; i += 2) made.addEdge(names[links[i]], names[links[i + 1]]);
  return made;
}

function settings() {
  return {
    defaultNodeType: "shape", nodeProgramClasses: { shape: Shapes },
    edgeProgramClasses: { line: EdgeLineProgram }, // a third of the time of the default on software rendering
    defaultEdgeColor: columns.names.length > 3000 ? "#ccd4dc" : "#b3bec9",
    renderLabels: false, defaultDrawNodeHover: () => {}, hideEdgesOnMove: true,
    minCameraRatio: 0.008, maxCameraRatio: 1.6, stagePadding: 40, zoomToSizeRatioFunction: (ratio) => ratio ** 0.45,
    allowInvalidContainer: true,
  };
}

function dressed(name, data) {
  const cls = columns.classes[data.cls];
  if (state.classes.has(cls)) return { ...data, hidden: true };
  const look = page.looks[cls];
  const colour = state.colour === "class" ? look.edge : data.color;
  if (!state.node || state.near.has(name)) {
    const chosen = name === state.node;
    return { ...data, color: colour, zIndex: state.node ? 2 : 1, size: chosen ? data.size * 1.5 : data.size };
  }
  return { ...data, color: FAINT, zIndex: 0 };
}

function tied(edge) {
  if (!state.node) return {};
  if (state.to) return graph.hasExtremity(edge, state.node) && graph.hasExtremity(edge, state.to) ? { color: "#c0182b", size: 2.5, zIndex: 3 } : { hidden: true };
  return graph.hasExtremity(edge, state.node) ? { color: "#7d8895", zIndex: 2 } : { hidden: true };
}

/** Draws anew what was chosen, hidden or coloured; the plain map needs none of that, which halves its time. */
function redraw() {
  const plain = !state.node && !state.classes.size && state.colour === "community";
  sigma.setSetting("zIndex", Boolean(state.node));
  sigma.setSetting("nodeReducer", plain ? null : dressed);
  sigma.setSetting("edgeReducer", state.node ? tied : null);
  sigma.refresh(); // at once: where signs stand is not known in between
}

/** Paints names over the map. */
function names() {
  const { width, height } = sigma.getDimensions(), ratio = devicePixelRatio || 1;
  if (layer.width !== Math.round(width * ratio) || layer.height !== Math.round(height * ratio)) {
    [layer.width, layer.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  }
  const context = layer.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  paint(context, placed(width, height));
}

/** Places names: those of the best connected in view, none over another. */
function placed(width, height) {
  const signs = [];
  const order = state.node ? [state.node, ...byDegree.filter((name) => name !== state.node && state.near.has(name))] : byDegree;
  for (const name of state.hovered ? [state.hovered, ...order] : order) {
    const data = sigma.getNodeDisplayData(name);
    if (!data || data.hidden) continue;
    const { x, y } = sigma.framedGraphToViewport(data), r = sigma.scaleSize(data.size);
    if (x < -60 || y < -20 || x > width + 60 || y > height + 20) continue;
    const chief = name === state.node || name === state.to || name === state.hovered;
    if (r < 3.2 && !chief && !state.node && signs.length > 40) break; // those that follow are no larger
    signs.push({ x, y, r: Math.min(r, 22), text: graph.getNodeAttribute(name, "label"), weight: r > 6, chief, dim: false });
    if (signs.length >= MOST) break;
  }
  return place({ signs, width, height });
}

const coded = (name) => encodeURIComponent(name).replaceAll("%2F", "/");

/** Chooses an entity, or the line between two. */
async function choose(name, { to = null, move = false, push = true } = {}) {
  state.node = name && graph.hasNode(name) ? name : null;
  state.to = state.node && to && graph.hasNode(to) ? to : null;
  state.near = new Set(state.node ? [state.node, ...(state.to ? [state.to] : graph.neighbors(state.node))] : []);
  redraw();
  if (push) history.pushState(null, "", !state.node ? "/map" : `/map?node=${coded(name)}${state.to ? `&to=${coded(state.to)}` : ""}`);
  if (move && state.node) travel(state.node);
  await tell();
}

function travel(name) {
  const { x, y } = sigma.getNodeDisplayData(name), ratio = Math.min(sigma.getCamera().ratio, 0.18);
  if (CALM) sigma.getCamera().setState({ x, y, ratio });
  else sigma.getCamera().animate({ x, y, ratio }, { duration: 450 });
}

/** Gives the two ends of the line that is drawn nearest to a point of the screen, if one is near. */
function lineAt(x, y) {
  const at = (name) => {
    const data = sigma.getNodeDisplayData(name);
    return data.hidden ? null : sigma.framedGraphToViewport(data);
  };
  let found = null, least = NEAR;
  graph.forEachEdge((edge, _, source, target) => {
    if (sigma.getEdgeDisplayData(edge).hidden) return;
    const a = at(source), b = at(target);
    if (!a || !b) return;
    const dx = b.x - a.x, dy = b.y - a.y, t = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    const far = Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
    if (far < least) [found, least] = [[source, target], far];
  });
  return found;
}

function onStage({ event: { x, y } }) {
  const [source, target] = lineAt(x, y) || [null];
  if (source || state.node) choose(source, { to: target });
}

/** Shows in the panel what the graph page says of an entity, or of the line between two. */
async function tell() {
  const mine = ++serial, told = $("told");
  if (!state.node) return told.replaceChildren(Object.assign(document.createElement("p"), { className: "hint", textContent: page.hint }));
  const href = `/graph?focus=${coded(state.node)}${state.to ? `&to=${coded(state.to)}` : ""}`;
  const answer = await fetch(state.to ? href : `${href}&node=${coded(state.node)}`, { headers: { Accept: "text/html" } });
  if (mine !== serial || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const link = Object.assign(document.createElement("a"), { className: "button main", href, textContent: page.open });
  const parts = [...document.adoptNode(fresh.getElementById("panel")).childNodes];
  told.replaceChildren(...parts);
  told.querySelector("#sift")?.remove();
  (told.querySelector(".slip .actions") || told).prepend(link);
  for (const one of told.querySelectorAll("[data-go]")) one.removeAttribute("data-go");
}

function listen() {
  sigma.on("clickNode", ({ node }) => choose(node));
  sigma.on("clickStage", onStage);
  sigma.on("enterNode", ({ node }) => hover(node));
  sigma.on("leaveNode", () => hover(null));
  attach($("seek"), $("sought"), {
    slash: false, go: (href) => choose(decodeURIComponent(href.replace(/^\/(page|id)\//, "")), { move: true }),
    keep: (item) => item.href.startsWith("/page/") && !item.href.includes("#") && !item.href.startsWith("/page/report/"),
  });
  for (const button of document.querySelectorAll("[data-cls]")) button.addEventListener("click", () => toggle(button));
  for (const button of document.querySelectorAll("[data-hub]")) button.addEventListener("click", () => choose(button.dataset.hub, { move: true }));
  for (const button of document.querySelectorAll("[data-colour]")) button.addEventListener("click", () => colour(button));
  $("everything").addEventListener("click", () => document.querySelectorAll('[data-cls][aria-pressed="false"]').forEach(toggle));
  $("in").addEventListener("click", () => sigma.getCamera().animatedZoom({ duration: CALM ? 0 : 200 }));
  $("out").addEventListener("click", () => sigma.getCamera().animatedUnzoom({ duration: CALM ? 0 : 200 }));
  $("fit").addEventListener("click", () => sigma.getCamera().animatedReset({ duration: CALM ? 0 : 300 }));
  $("png").addEventListener("click", save);
  $("svg").addEventListener("click", saveSVG);
  $("canvas").addEventListener("keydown", onKey);
  document.addEventListener("keydown", (event) => event.key === "Escape" && !event.target.matches("input") && state.node && choose(null));
  addEventListener("popstate", recall);
  if (matchMedia("(max-width: 800px)").matches) document.querySelector(".leaf").open = false;
}

function hover(name) {
  state.hovered = name;
  $("canvas").style.cursor = name ? "pointer" : "";
  names();
}

function recall() {
  const asked = new URLSearchParams(location.search), name = asked.get("node"), to = asked.get("to");
  if (name !== state.node || to !== state.to) choose(name, { to, move: name !== null, push: false });
}

function toggle(button) {
  const on = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", String(!on));
  state.classes[on ? "add" : "delete"](button.dataset.cls);
  $("everything").hidden = !state.classes.size;
  redraw();
  count();
}

function colour(button) {
  state.colour = button.dataset.colour;
  for (const one of document.querySelectorAll("[data-colour]")) one.setAttribute("aria-pressed", String(one === button));
  redraw();
}

function count() {
  const off = columns.classes.map((cls) => state.classes.has(cls));
  const nodes = columns.cls.filter((cls) => !off[cls]).length;
  let links = 0;
  for (let i = 0; i < columns.links.length; i += 2) if (!off[columns.cls[columns.links[i]]] && !off[columns.cls[columns.links[i + 1]]]) links++;
  say(page.shown.replace("{entities}", nodes.toLocaleString("en")).replace("{links}", links.toLocaleString("en")));
}

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const camera = sigma.getCamera(), { x, y, ratio } = camera.getState();
  if (event.key in MOVES) camera.setState({ x: x + MOVES[event.key][0] * ratio * 0.12, y: y + MOVES[event.key][1] * ratio * 0.12 });
  else if (event.key === "+" || event.key === "=") camera.setState({ ratio: ratio / 1.3 });
  else if (event.key === "-") camera.setState({ ratio: ratio * 1.3 });
  else if (event.key === "0") camera.setState({ x: 0.5, y: 0.5, ratio: 1 });
  else return;
  event.preventDefault();
}

/** Puts sigma's layers on one canvas, right after they are drawn. */
function save() {
  sigma.refresh({ skipIndexation: true });
  const layers = [...Object.values(sigma.getCanvases()), layer], all = document.createElement("canvas");
  [all.width, all.height] = [layers[0].width, layers[0].height];
  const context = all.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, all.width, all.height);
  for (const layer of layers) context.drawImage(layer, 0, 0);
  Object.assign(document.createElement("a"), { href: all.toDataURL("image/png"), download: "map.png" }).click();
}

function saveSVG() {
  const { width, height } = sigma.getDimensions(), classOf = (name) => columns.classes[graph.getNodeAttribute(name, "cls")];
  const told = { title: document.querySelector(".state b").textContent, source: page.source, words: page.words, looks: page.looks, classOf };
  import("./still.js").then((still) => still.saveSVG({ sigma, graph }, placed(width, height), told));
}
