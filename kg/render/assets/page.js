/* The page's behaviour.  Text from reports is only ever set as textContent or drawn on the canvas. */
(() => {
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const { nodes, edges, records, facts, figures, findings, passages, reports } = data;
const $ = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const ROLES = ["subject", "object", "figure", "entity"];
const LINE = 9, CHUNK = 60, FEW = 20, HUBS = 24;

/* words */
const TEXT = {
  zh: {
    skip: "跳到事实列表", search: "查找实体", searchHint: "查找机构、文件、改革、人物…", filters: "筛选", classes: "类别", relations: "关系",
    reset: "全部显示", lines: "线型", solid: "已做或在做", dashed: "计划", dotted: "否定", sizeHint: "图形越大，事实越多。",
    picture: "关系图", back: "返回全图", zoom: "缩放", zoomIn: "放大", zoomOut: "缩小", fit: "适应窗口", png: "PNG：保存为图片", panel: "详情与列表",
    overview: "概览", facts: "事实", figures: "数字", entities: "实体", most: "事实最多的实体", kinds: "说了些什么", alone: "没有关系的实体",
    also: "又称", out: "它做的", into: "关于它的", none: "没有找到", noFacts: "没有陈述过的关系。", more: "再显示 {n} 条", filterFacts: "在事实中查找",
    filterFigures: "在数字中查找", subject: "主体", object: "对象", source: "来源", date: "日期", report: "报告", section: "章节", position: "位置", rule: "规则", status: "状态",
    chars: "第 {a}–{b} 字", mentions: "文中出现 {n} 次", all: "全图：{n} 个实体，{f} 条事实", near: "{name}：{n} 个相邻实体，{f} 条事实", one: "一条事实及其原文",
    unbound: "未归属", degree: "{n} 条事实", evidence: "原文", shared: "共同的", other: "English",
    canvasHelp: "关系图。方向键平移，加减号缩放，Esc 返回全图；全部内容亦见右侧事实列表。", start: "点一下图形，看它的全部事实；点一条线，看报告里的原句。",
    Problem: "报告承认的问题", Plan: "报告作出的打算", telling: "比率、变化与位次", partial: "此页画出其中 {n} 条。", elided: "（本句省略主体）", again: "又见于",
  },
  en: {
    skip: "Skip to the list of facts", search: "Find an entity", searchHint: "Find a body, policy, reform, person…", filters: "Filters", classes: "Classes", relations: "Relations",
    reset: "Show all", lines: "Lines", solid: "done or under way", dashed: "planned", dotted: "denied", sizeHint: "The larger the sign, the more facts.",
    picture: "Network", back: "Whole network", zoom: "Zoom", zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Fit to window", png: "PNG: save as a picture", panel: "Details and lists",
    overview: "Overview", facts: "Facts", figures: "Figures", entities: "Entities", most: "Entities with most facts", kinds: "What is said", alone: "Entities without relations",
    also: "Also called", out: "What it does", into: "What is said of it", none: "Nothing found", noFacts: "No relation is stated.", more: "Show {n} more", filterFacts: "Search the facts",
    filterFigures: "Search the figures", subject: "subject", object: "object", source: "Source", date: "Date", report: "Report", section: "Section", position: "Position", rule: "Rule", status: "Status",
    chars: "characters {a}–{b}", mentions: "named {n} times", all: "Whole network: {n} entities, {f} facts", near: "{name}: {n} neighbours, {f} facts", one: "One fact and its sentence",
    unbound: "no subject", degree: "{n} facts", evidence: "Sentence", shared: "Shared", other: "中文",
    canvasHelp: "Network. Arrow keys pan, plus and minus zoom, Esc shows the whole; everything is in the list of facts beside it too.", start: "Click a sign for all its facts; click a line for the sentence in the report.",
    Problem: "Problems admitted", Plan: "Plans made", telling: "Ratios, changes and ranks", partial: "This page draws {n} of them.", elided: "(left out in this sentence)", again: "Also stated here",
  },
};
let lang = "zh";
const t = (key, values = {}) => TEXT[lang][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
const word = (key) => { const pair = Object.hasOwn(data.words, key) ? data.words[key] : null; return pair ? pair[lang === "zh" ? 0 : 1] : key.slice(key.lastIndexOf("/") + 1); };
const thousands = (text) => { const [whole, part] = text.split("."); return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + part : ""); };

/* small builders */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "click") element.addEventListener("click", value);
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}
const icons = new Map([...document.querySelectorAll("[data-cls]")].map((button) => [button.dataset.cls, button.querySelector("svg")]));
const icon = (cls) => (icons.has(cls) ? icons.get(cls).cloneNode(true) : "");
const label = (node) => nodes[node].label;

/* indexes */
const outOf = nodes.map(() => []), into = nodes.map(() => []), held = nodes.map(() => []);
const near = nodes.map(() => new Set());
facts.forEach((fact, i) => {
  outOf[fact.s].push(i); into[fact.o].push(i);
  near[fact.s].add(fact.o); near[fact.o].add(fact.s);
});
figures.forEach((figure, i) => { if (figure.n >= 0) held[figure.n].push(i); });
const alone = nodes.map((_, i) => near[i].size === 0 || (near[i].size === 1 && near[i].has(i)));
const byDegree = nodes.map((_, i) => i).sort((a, b) => records[b].d - records[a].d || a - b);
const idIndex = new Map(records.map((record, i) => [record.id, i]));

/* state: what is hidden, what is in focus */
const state = { classes: new Set(), predicates: new Set(), node: null, fact: null, tab: "overview" };
const nodeShown = (i) => !state.classes.has(records[i].c) && (!alone[i] || state.node === i);
const factShown = (i) => !state.predicates.has(facts[i].p) && !state.classes.has(records[facts[i].s].c) && !state.classes.has(records[facts[i].o].c);
const focused = () => state.node !== null || state.fact !== null;
function spotlight() {
  if (state.fact !== null) return { nodes: new Set([facts[state.fact].s, facts[state.fact].o]), facts: new Set([state.fact]) };
  if (state.node === null) return null;
  const lit = [...outOf[state.node], ...into[state.node]].filter(factShown);
  const around = new Set([state.node]);
  lit.forEach((i) => { around.add(facts[i].s); around.add(facts[i].o); });
  return { nodes: around, facts: new Set(lit) };
}

/* the drawing */
const HIDDEN = 0, DIM = 1, PLAIN = 2, LIT = 3;
const nodeMode = nodes.map(() => -1), edgeMode = edges.map(() => -1);
function nodeLook(i, mode) {
  const { background, border } = nodes[i].color;
  const dim = mode === DIM;
  return { id: i, hidden: mode === HIDDEN, color: dim ? { background: "#f0f0ec", border: "#dddcd6" } : { background, border } };
}
function edgeLook(i, mode) {
  const strong = mode === LIT;
  const color = mode === DIM ? "#efeee9" : strong ? data.tints[records[edges[i].to].c] || "#4a5563" : edges[i].color;
  return { id: i, hidden: mode === HIDDEN, color, width: strong ? (state.fact === i ? 3 : 1.8) : 1 };
}
const visNodes = new vis.DataSet(nodes.map(({ label: _, ...rest }, i) => ({ ...rest, ...nodeLook(i, nodeMode[i] = alone[i] ? HIDDEN : PLAIN) })));
const visEdges = new vis.DataSet(edges.map((edge, i) => ({ ...edge, ...edgeLook(i, edgeMode[i] = PLAIN) })));
const network = new vis.Network($("canvas"), { nodes: visNodes, edges: visEdges }, {
  autoResize: true,
  physics: false,
  layout: { improvedLayout: false },
  interaction: { hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, dragNodes: false, hideEdgesOnDrag: edges.length > 2500, multiselect: false, keyboard: false, tooltipDelay: 1e9, zoomSpeed: 0.7 },
  nodes: { chosen: false, font: { size: 0 }, shapeProperties: { interpolation: false } },
  edges: { chosen: false, smooth: false, selectionWidth: 0, hoverWidth: 0, arrowStrikethrough: false, arrows: { to: { enabled: true, scaleFactor: 0.38 } } },
});

function apply() {
  const lit = spotlight();
  const nodeChanges = [], edgeChanges = [];
  nodes.forEach((_, i) => {
    const mode = !nodeShown(i) ? HIDDEN : !lit ? PLAIN : lit.nodes.has(i) ? LIT : DIM;
    if (mode !== nodeMode[i]) nodeChanges.push(nodeLook(i, nodeMode[i] = mode));
  });
  edges.forEach((_, i) => {
    const mode = !factShown(i) ? HIDDEN : !lit ? PLAIN : lit.facts.has(i) ? LIT : DIM;
    if (mode !== edgeMode[i] || mode === LIT) edgeChanges.push(edgeLook(i, edgeMode[i] = mode));
  });
  if (nodeChanges.length) visNodes.update(nodeChanges);
  if (edgeChanges.length) visEdges.update(edgeChanges);
  network.redraw();
  describe(lit);
}
function describe(lit) {
  const shown = nodes.filter((_, i) => nodeShown(i)).length, said = facts.filter((_, i) => factShown(i)).length;
  $("state").textContent = state.fact !== null ? t("one") : state.node !== null ? t("near", { name: label(state.node), n: lit.nodes.size - 1, f: lit.facts.size }) : t("all", { n: thousands(String(shown)), f: thousands(String(said)) });
  $("back").hidden = !focused();
  $("reset").hidden = !(state.classes.size || state.predicates.size);
}

/* labels: always the same size on the screen; the best connected first, none over another */
const wrapped = new Map();
function wrap(text, lines) {
  const key = lines + text;
  if (wrapped.has(key)) return wrapped.get(key);
  const all = text.match(/[A-Za-z0-9.%+〔〕\-]{1,12}|[^]/gu) || [], total = widthOf(text);
  const count = Math.min(lines, Math.ceil(total / (LINE + 0.6)));
  /* rows of like length read better than a last row of one character */
  const room = Math.min(LINE + 0.6, total / count + 0.5);
  const rows = [];
  let row = "", width = 0;
  while (all.length) {
    const next = all[0], last = rows.length === count - 1;
    const full = row && !OPENING.includes(row) && width + widthOf(next) > (last ? LINE + 1 : room);
    if (full && !CLOSING.includes(next)) {
      if (last) { row = row.slice(0, -1) + "…"; break; }
      const stray = OPENING.includes(row.slice(-1)) ? row.slice(-1) : "";
      rows.push(row.slice(0, row.length - stray.length)); row = stray; width = stray.length;
      continue;
    }
    row += all.shift(); width += widthOf(next);
  }
  if (row) rows.push(row);
  wrapped.set(key, rows);
  return rows;
}
const OPENING = "“‘《〈（(【「『";
const CLOSING = "”’》〉）)】」』、，。：；？！·";
const wide = (character) => (character.codePointAt(0) < 0x2000 ? 0.58 : 1);
function widthOf(text) {
  let sum = 0;
  for (const character of text) sum += wide(character);
  return sum;
}
let drawnLabels = 0;
function drawLabels(context) {
  const canvas = context.canvas, ratio = canvas.width / canvas.clientWidth;
  const scale = network.getScale(), middle = network.getViewPosition();
  const width = canvas.clientWidth, height = canvas.clientHeight;
  const toX = (x) => (x - middle.x) * scale + width / 2, toY = (y) => (y - middle.y) * scale + height / 2;
  const lit = spotlight(), taken = new Map();
  const cells = (box) => {
    const found = [];
    for (let x = Math.floor(box[0] / 64); x <= box[2] / 64; x++) for (let y = Math.floor(box[1] / 32); y <= box[3] / 32; y++) found.push(x * 4096 + y);
    return found;
  };
  const free = (box) => cells(box).every((cell) => (taken.get(cell) || []).every((other) => box[2] <= other[0] || box[0] >= other[2] || box[3] <= other[1] || box[1] >= other[3]));
  const take = (box) => cells(box).forEach((cell) => (taken.get(cell) || taken.set(cell, []).get(cell)).push(box));
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  const write = (rows, x, y, size, weight, colour, halo) => {
    context.font = `${weight} ${size}px ${FONT}`;
    context.lineWidth = 3.5;
    context.strokeStyle = halo;
    context.fillStyle = colour;
    rows.forEach((row, k) => { context.strokeText(row, x, y + k * (size + 2.5)); context.fillText(row, x, y + k * (size + 2.5)); });
  };
  /* labels keep off the signs, but those of hubs may cover small ones: they tell most */
  const disc = (i) => { const x = toX(nodes[i].x), y = toY(nodes[i].y), r = nodes[i].size * scale * 0.9; take([x - r, y - r, x + r, y + r]); };
  const seen = byDegree.filter((i) => nodeMode[i] >= PLAIN);
  const order = lit ? [...(state.node === null ? [] : [state.node]), ...seen.filter((i) => i !== state.node)] : seen;
  const first = order.slice(0, lit ? 1 : HUBS).filter((i) => lit || records[i].d >= 5);
  drawnLabels = 0;
  first.forEach(disc);
  first.forEach(place);
  seen.filter((i) => !first.includes(i)).forEach(disc);
  order.slice(first.length).forEach(place);
  function place(i) {
    const nodeX = toX(nodes[i].x), nodeY = toY(nodes[i].y), r = nodes[i].size * scale;
    if (nodeX < -80 || nodeX > width + 80 || nodeY < -40 || nodeY > height + 20) return;
    const hub = records[i].d >= 8, chief = i === state.node || (lit && state.fact !== null);
    const size = chief || records[i].d >= 30 ? 14 : hub ? 13 : 12;
    /* in two rows if there is room, else in one, cut short */
    for (const most of chief ? [4] : [2, 1]) {
      const rows = wrap(label(i), most);
      const half = Math.max(...rows.map(widthOf)) * size / 2 + 1, tall = rows.length * (size + 2.5);
      /* under the sign if there is room, else beside it, else above */
      const spots = [[nodeX, nodeY + r + 4, "center", nodeX - half], [nodeX + r + 4, nodeY - tall / 2, "left", nodeX + r + 3], [nodeX - r - 4, nodeY - tall / 2, "right", nodeX - r - 3 - 2 * half], [nodeX, nodeY - r - tall - 2, "center", nodeX - half]];
      const boxOf = ([, y, , left]) => [left, y - 1, left + 2 * half, y + tall];
      const fits = (box) => box[0] > 1 && box[2] < width - 1 && free(box);
      const spot = spots.find((one) => fits(boxOf(one))) || (chief ? spots[0] : null);
      if (!spot) continue;
      take(boxOf(spot));
      context.textAlign = spot[2];
      write(rows, spot[0], spot[1], size, chief || hub ? 600 : 400, "#1c2630", "#fdfdfbf2");
      drawnLabels++;
      return;
    }
  }
  if (lit && lit.facts.size <= 40) for (const i of lit.facts) {
    const a = nodes[facts[i].s], b = nodes[facts[i].o], [mx, my] = middleOf(i, a, b);
    const text = word(facts[i].p), x = toX(mx), y = toY(my) - 7;
    const half = text.length * 6 + 4, box = [x - half, y - 1, x + half, y + 14];
    if (!free(box)) continue;
    take(box);
    context.textAlign = "center";
    write([text], x, y, 11.5, 400, "#46505c", "#fdfdfb");
  }
  context.restore();
}
function middleOf(i, from, to) {
  const bend = edges[i].smooth;
  const [a, b] = edges[i].from === facts[i].s ? [from, to] : [to, from];
  if (!bend) return [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const factor = bend.type === "curvedCW" ? bend.roundness : -bend.roundness;
  const dx = b.x - a.x, dy = a.y - b.y, radius = Math.hypot(dx, dy);
  const angle = (Math.atan2(dy, dx) + (factor * 0.5 + 0.5) * Math.PI) % (2 * Math.PI), reach = (factor * 0.5 + 0.5) * radius;
  return [(a.x + b.x) / 4 + (a.x + reach * Math.sin(angle)) / 2, (a.y + b.y) / 4 + (a.y + reach * Math.cos(angle)) / 2];
}
const FONT = getComputedStyle(document.body).fontFamily;

/* the view */
function frame(members, most = 1.4, animate = true) {
  if (!members.length) return;
  const xs = members.map((i) => nodes[i].x), ys = members.map((i) => nodes[i].y);
  const box = $("canvas").getBoundingClientRect();
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = { x: Math.max(box.width - Math.min(100, box.width * 0.18), 80), y: Math.max(box.height - 118, 80) };
  const scale = Math.min(most, room.x / Math.max(right - left, 1), room.y / Math.max(bottom - top, 1));
  const animation = animate && !calm ? { duration: 380, easingFunction: "easeInOutCubic" } : false;
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 - 10 / scale }, scale, animation });
}
const whole = (animate) => frame(nodes.map((_, i) => i).filter((i) => nodeShown(i)), 1.2, animate);

/* choosing */
function choose(node, fact, { move = true, record = true } = {}) {
  state.node = node; state.fact = fact;
  apply();
  const lit = spotlight();
  if (move) { if (lit) frame([...lit.nodes], 1.1); else whole(true); }
  if (record) remember();
  show();
}
const chooseNode = (i, options) => choose(i, null, options);
const chooseFact = (i, options) => choose(null, i, options);
const clear = () => choose(null, null);
function remember() {
  const hash = state.node !== null ? "#entity=" + encodeURIComponent(records[state.node].id) : state.fact !== null ? "#fact=" + (state.fact + 1) : "#";
  if (location.hash !== hash && !(hash === "#" && !location.hash)) location.hash = hash;
}
function recall(move = true) {
  const [key, value] = [location.hash.slice(1).split("=")[0], location.hash.slice(location.hash.indexOf("=") + 1)];
  let id = null;
  try { id = decodeURIComponent(value); } catch { id = null; }
  if (key === "entity" && idIndex.has(id)) { if (state.node !== idIndex.get(id)) chooseNode(idIndex.get(id), { move, record: false }); }
  else if (key === "fact" && facts[Number(value) - 1]) { if (state.fact !== Number(value) - 1) chooseFact(Number(value) - 1, { move, record: false }); }
  else if (focused()) choose(null, null, { move, record: false });
}

/* the panel */
function show() {
  const view = $("view");
  view.replaceChildren(...(state.fact !== null ? factView(state.fact) : state.node !== null ? nodeView(state.node) : TABS[state.tab]()));
  view.scrollTop = 0;
  view.setAttribute("aria-labelledby", "tab-" + state.tab);
  for (const tab of document.querySelectorAll("[data-tab]")) {
    const on = !focused() && tab.dataset.tab === state.tab;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = tab.dataset.tab === state.tab ? 0 : -1;
  }
}
const TABS = { overview: overviewView, facts: factsView, figures: figuresView };

function overviewView() {
  const total = (name, n) => h("div", {}, h("dt", {}, t(name)), h("dd", {}, thousands(String(n))));
  const parts = [h("dl", { class: "totals" }, total("entities", data.whole), total("facts", facts.length), total("figures", figures.length)),
    h("p", { class: "also" }, t("start"))];
  const top = byDegree.filter((i) => records[i].d > 0 && !state.classes.has(records[i].c)).slice(0, 12);
  if (top.length) parts.push(h("h3", {}, t("most")), ranking(top));
  for (const kind of ["Problem", "Plan"]) {
    const members = findings.map((_, i) => i).filter((i) => findings[i].k === kind);
    if (members.length) parts.push(h("h3", {}, t(kind), h("span", { class: "count" }, String(members.length))), listed(members, findingCard, 5));
  }
  const telling = figures.map((_, i) => i).filter((i) => ["ratio", "change", "rank"].includes(figures[i].k));
  if (telling.length) parts.push(h("h3", {}, t("telling"), h("span", { class: "count" }, String(telling.length))), listed(telling, (i) => figureCard(i), 6));
  const lonely = byDegree.filter((i) => alone[i] && !state.classes.has(records[i].c));
  if (lonely.length) parts.push(h("details", {}, h("summary", {}, `${t("alone")} (${lonely.length})`), chips(lonely)));
  return parts;
}
function ranking(members) {
  const most = records[members[0]].d;
  return h("ul", { class: "rank" }, members.map((i) => {
    const meter = h("span", { class: "meter", "aria-hidden": "true" });
    meter.style.width = `calc((100% - 80px) * ${records[i].d / most})`;
    meter.style.background = nodes[i].color.border;
    return h("li", {}, h("button", { type: "button", click: () => chooseNode(i), "data-node": i }, icon(records[i].c), h("span", { class: "name" }, label(i)), h("span", { class: "count" }, String(records[i].d)), meter));
  }));
}
const chips = (members) => h("div", { class: "chips" }, members.map((i) => h("button", { type: "button", click: () => chooseNode(i) }, icon(records[i].c), h("span", { class: "name" }, label(i)))));

function nodeView(i) {
  const record = records[i];
  const also = record.a.filter((name) => name !== label(i));
  const parts = [h("p", { class: "kind" }, icon(record.c), word(record.c), " · ", t("degree", { n: record.d }), record.n ? " · " + t("mentions", { n: record.n }) : ""), h("h2", {}, label(i))];
  if (also.length) parts.push(h("p", { class: "also" }, t("also") + "：" + also.join("、")));
  if (record.t.length) parts.push(h("dl", { class: "where" }, record.t.map((row) => [h("dt", {}, row[lang === "zh" ? 0 : 2]), h("dd", {}, row[lang === "zh" ? 1 : 3])])));
  const here = outOf[i].length + into[i].length;
  if (here < record.d) parts.push(h("p", { class: "also" }, t("partial", { n: here })));
  parts.push(...relationList(outOf[i].filter(factShown), i, t("out")), ...relationList(into[i].filter((f) => facts[f].s !== i && factShown(f)), i, t("into")));
  if (!outOf[i].length && !into[i].length) parts.push(h("p", { class: "also" }, t("noFacts")));
  if (held[i].length) parts.push(h("h3", {}, t("figures"), h("span", { class: "count" }, String(held[i].length))), listed(held[i], (f) => figureCard(f, i)));
  return parts;
}
function relationList(members, self, heading) {
  if (!members.length) return [];
  const order = [...new Set(members.map((f) => facts[f].p))].sort((a, b) => count(members, b) - count(members, a));
  const of = (p) => members.filter((f) => facts[f].p === p);
  const head = h("h3", {}, heading, h("span", { class: "count" }, String(members.length)));
  if (members.length <= FEW || order.length === 1) return [head, listed(order.flatMap(of), (f) => factCard(f, self))];
  return [head, ...order.map((p, k) => h("details", { class: "group", open: k ? null : "" }, h("summary", {}, h("span", { class: "rel first" }, word(p)), h("span", { class: "count" }, String(of(p).length))), listed(of(p), (f) => factCard(f, self), 8)))];
}
const count = (members, predicate) => members.filter((f) => facts[f].p === predicate).length;

function factView(i) {
  const fact = facts[i], go = (node) => h("li", {}, h("button", { type: "button", click: () => chooseNode(node) }, icon(records[node].c), h("span", { class: "name" }, label(node)), h("span", { class: "count" }, t("degree", { n: records[node].d }))));
  return [h("p", { class: "kind" }, t("evidence")), factDetails(i),
    h("h3", {}, t("entities")), h("ul", { class: "rank" }, go(fact.s), fact.o === fact.s ? null : go(fact.o))];
}
function factDetails(i) {
  const fact = facts[i];
  return h("ul", { class: "cards" }, h("li", { class: "on", "data-fact": i }, claim(fact, null, false), quotation(fact, true),
    h("p", { class: "keys" }, h("span", {}, t("subject"), fact.m.some((mark) => mark[2] === 0) ? "" : t("elided")), h("span", { class: "object" }, t("object"))), origin(fact, fact.r, fact.st), fact.sh ? h("p", { class: "where" }, t("shared") + "：" + fact.sh) : null,
    fact.also.length ? h("h3", {}, t("again"), h("span", { class: "count" }, String(fact.also.length))) : null, fact.also.map((item) => [quotation(item, true), origin(item, "", "")])));
}
function claim(fact, self, clickable, act) {
  const names = self === null ? [h("span", { class: "of" }, label(fact.s)), h("span", { class: "rel" }, word(fact.p)), h("span", { class: "of" }, label(fact.o))]
    : fact.s === self ? [h("span", { class: "rel first" }, word(fact.p)), h("span", { class: "of" }, label(fact.o))]
    : [h("span", { class: "of" }, label(fact.s)), h("span", { class: "rel" }, word(fact.p))];
  const tag = fact.st === "done" ? null : h("span", { class: "tag" }, word("status/" + fact.st));
  return clickable ? h("button", { type: "button", class: "claim", click: act }, names, tag) : h("p", { class: "claim" }, names, tag);
}
function factCard(i, self = null) {
  return h("li", { "data-fact": i }, claim(facts[i], self, true, () => chooseFact(i)), quotation(facts[i], false));
}
function figureCard(i, self = null) {
  const figure = figures[i];
  const card = h("li", { "data-figure": i });
  const qualifier = figure.ql === "exact" || !figure.ql ? null : h("small", {}, word("qualifier/" + figure.ql));
  const open = () => { const on = card.classList.toggle("on"); card.replaceChildren(...inside(on)); card.querySelector("button").focus(); };
  const inside = (on) => [
    h("button", { type: "button", class: "measure", "aria-expanded": String(on), click: open }, h("span", { class: "what" }, figure.i), h("span", { class: "value" }, qualifier, thousands(figure.v), h("small", {}, figure.u))),
    h("p", { class: "under" }, [figure.p, figure.st === "done" ? "" : word("status/" + figure.st)].filter(Boolean).join(" · "), figure.n === self ? null : figure.n < 0 ? " · " + t("unbound") : [figure.p ? " · " : "", h("button", { type: "button", click: () => chooseNode(figure.n) }, label(figure.n))]),
    on ? quotation(figure, true) : null, on ? origin(figure, "", "") : null].filter(Boolean);
  card.replaceChildren(...inside(false));
  return card;
}
function findingCard(i) {
  const finding = findings[i], card = h("li", { "data-finding": i });
  const open = () => { const on = card.classList.toggle("on"); card.replaceChildren(...inside(on)); card.querySelector("button").focus(); };
  const inside = (on) => [h("button", { type: "button", class: "claim", "aria-expanded": String(on), click: open }, passages[finding.q][2].slice(...finding.c)), on ? quotation(finding, true) : null, on ? origin(finding, "", "") : null].filter(Boolean);
  card.replaceChildren(...inside(false));
  return card;
}
/* a sentence with its marks; in short only the clause */
function quotation(item, full) {
  const text = passages[item.q][2];
  const cuts = [...item.m].sort((a, b) => a[0] - b[0]);
  let [from, to] = full ? [0, text.length] : item.c;
  if (!full && to - from < 6) { from = Math.max(0, from - 14); to = Math.min(text.length, to + 14); }
  const before = h("span"), clause = h("span", { class: "clause" }), after = h("span");
  const put = (start, end, role) => {
    for (const [a, b, target] of [[from, item.c[0], before], [item.c[0], item.c[1], clause], [item.c[1], to, after]]) {
      const [s, e] = [Math.max(start, a, from), Math.min(end, b, to)];
      if (s < e) target.append(role === null ? text.slice(s, e) : h("mark", { class: ROLES[role] }, text.slice(s, e)));
    }
  };
  let at = from;
  for (const [start, end, role] of cuts) { put(at, start, null); put(Math.max(at, start), end, role); at = Math.max(at, end); }
  put(at, to, null);
  return h("p", { class: "quote" }, from > 0 ? "…" : null, before, clause, after, to < text.length ? "…" : null);
}
function origin(item, rule, status) {
  const [reportIndex, section, , start] = passages[item.q];
  const report = reports[reportIndex];
  const line = (name, value) => (value ? [h("dt", {}, t(name)), h("dd", {}, value)] : []);
  return h("dl", { class: "where" }, line("report", report.title), line("section", section), line("position", t("chars", { a: start + item.c[0] + 1, b: start + item.c[1] })), line("status", status && word("status/" + status)), line("rule", rule));
}
/* long lists come in pieces */
function listed(members, card, chunk = CHUNK) {
  const list = h("ul", { class: "cards" });
  let next = 0;
  const more = h("button", { type: "button", class: "more" });
  const add = () => {
    const first = next;
    for (const member of members.slice(next, next + chunk)) list.append(card(member));
    next = Math.min(next + chunk, members.length);
    chunk = CHUNK;
    more.hidden = next >= members.length;
    more.textContent = t("more", { n: Math.min(CHUNK, members.length - next) });
    if (first) list.children[first].querySelector("button")?.focus();
  };
  more.addEventListener("click", add);
  add();
  const box = h("div", {}, list, more);
  box.addEventListener("all", () => { while (!more.hidden) add(); });
  return box;
}
/* what is found in the name itself comes before what is found in its sentence */
function searchable(hint, members, name, text, card) {
  const input = h("input", { class: "filter", type: "search", placeholder: t(hint), "aria-label": t(hint) });
  const box = h("div");
  const fill = () => {
    const wanted = input.value.trim().toLowerCase();
    const named = wanted ? members.filter((i) => name(i).toLowerCase().includes(wanted)) : members;
    const found = wanted ? [...new Set([...named, ...members.filter((i) => text(i).toLowerCase().includes(wanted))])] : members;
    box.replaceChildren(found.length ? listed(found, card) : h("p", { class: "empty" }, t("none")));
  };
  input.addEventListener("input", fill);
  fill();
  return [input, box];
}
function factsView() {
  return searchable("filterFacts", facts.map((_, i) => i).filter(factShown), (i) => [label(facts[i].s), word(facts[i].p), label(facts[i].o)].join("\n"), (i) => passages[facts[i].q][2], (i) => factCard(i));
}
function figuresView() {
  const members = figures.map((_, i) => i).filter((i) => figures[i].n < 0 || !state.classes.has(records[figures[i].n].c));
  return searchable("filterFigures", members, (i) => [figures[i].i, figures[i].x].join("\n"), (i) => [figures[i].n < 0 ? "" : label(figures[i].n), passages[figures[i].q][2]].join("\n"), (i) => figureCard(i));
}

/* search */
const index = records.map((record, i) => [label(i), ...record.a].map((name) => name.toLowerCase()));
let hits = [], at = -1;
function search(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const found = [];
  index.forEach((names, i) => {
    const places = names.map((name) => name.indexOf(wanted)).filter((place) => place >= 0);
    if (places.length) found.push([names.includes(wanted) ? 0 : Math.min(...places) === 0 ? 1 : 2, i]);
  });
  return found.sort((a, b) => a[0] - b[0] || records[b[1]].d - records[a[1]].d || a[1] - b[1]).slice(0, 12).map(([, i]) => i);
}
function listHits() {
  const list = $("hits"), wanted = $("search").value.trim().toLowerCase();
  hits = search(wanted);
  at = hits.length ? 0 : -1;
  list.replaceChildren(...hits.map((i, k) => {
    const other = label(i).toLowerCase().includes(wanted) ? null : records[i].a.find((name) => name.toLowerCase().includes(wanted));
    const row = h("li", { role: "option", id: "hit-" + k }, icon(records[i].c), h("span", {}, label(i), other ? h("span", { class: "alias" }, " " + other) : null), h("span", { class: "count" }, String(records[i].d)));
    row.addEventListener("pointerdown", (event) => { event.preventDefault(); pick(k); });
    return row;
  }));
  if (wanted && !hits.length) list.append(h("li", { class: "none" }, t("none")));
  list.hidden = !wanted;
  mark();
}
function mark() {
  [...$("hits").children].forEach((row, k) => { row.setAttribute("aria-selected", String(k === at)); if (k === at) row.scrollIntoView({ block: "nearest" }); });
  $("search").setAttribute("aria-expanded", String(!$("hits").hidden));
  if (at >= 0 && !$("hits").hidden) $("search").setAttribute("aria-activedescendant", "hit-" + at); else $("search").removeAttribute("aria-activedescendant");
}
function pick(k) {
  if (!(k in hits)) return;
  const node = hits[k];
  $("search").value = "";
  listHits();
  if (state.classes.delete(records[node].c)) press();
  chooseNode(node);
  $("view").focus({ preventScroll: true });
}
$("search").addEventListener("input", listHits);
$("search").addEventListener("focus", listHits);
$("search").addEventListener("blur", () => { $("hits").hidden = true; mark(); });
$("search").addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") { at = (at + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % Math.max(hits.length, 1); mark(); event.preventDefault(); }
  else if (event.key === "Enter") pick(at);
  else if (event.key === "Escape") { event.stopPropagation(); if ($("search").value) { $("search").value = ""; listHits(); } else $("search").blur(); }
});

/* filters */
function press() {
  for (const button of document.querySelectorAll("[data-cls]")) button.setAttribute("aria-pressed", String(!state.classes.has(button.dataset.cls)));
  for (const button of document.querySelectorAll("[data-predicate]")) button.setAttribute("aria-pressed", String(!state.predicates.has(button.dataset.predicate)));
}
function toggle(set, key) {
  if (!set.delete(key)) set.add(key);
  if (state.node !== null && !nodeShown(state.node)) state.node = null;
  if (state.fact !== null && !factShown(state.fact)) state.fact = null;
  press(); apply(); remember(); show();
}
function fillPredicates() {
  const total = new Map();
  facts.forEach((fact) => total.set(fact.p, (total.get(fact.p) || 0) + 1));
  const order = [...total].sort((a, b) => b[1] - a[1]);
  $("predicates").replaceChildren(...order.map(([key, n]) => h("li", {}, h("button", { type: "button", class: "toggle", "aria-pressed": "true", "data-predicate": key, click: () => toggle(state.predicates, key) }, h("span", { class: "dot", "aria-hidden": "true" }), h("span", { class: "name" }, word(key)), h("span", { class: "count" }, String(n))))));
}
$("classes").addEventListener("click", (event) => { const button = event.target.closest("[data-cls]"); if (button) toggle(state.classes, button.dataset.cls); });
$("reset").addEventListener("click", () => { state.classes.clear(); state.predicates.clear(); press(); apply(); show(); });

/* language */
function translate() {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-l]")) element.setAttribute("aria-label", t(element.dataset.l));
  for (const element of document.querySelectorAll("[data-p]")) element.placeholder = t(element.dataset.p);
  for (const element of document.querySelectorAll("[data-zh]")) element.textContent = element.dataset[lang];
  for (const button of document.querySelectorAll(".zoom button")) button.title = button.getAttribute("aria-label");
  $("lang").textContent = t("other");
  $("lang").lang = lang === "zh" ? "en" : "zh-CN";
  fillPredicates(); press(); describe(spotlight());
}
$("lang").addEventListener("click", () => { lang = lang === "zh" ? "en" : "zh"; translate(); network.redraw(); show(); });

/* pointer and keys */
const tip = $("tip");
function showTip(content, at) {
  tip.replaceChildren(...content);
  tip.hidden = false;
  const box = $("canvas").getBoundingClientRect(), own = tip.getBoundingClientRect();
  tip.style.left = Math.max(8, Math.min(at.x + 14, box.width - own.width - 8)) + "px";
  tip.style.top = (at.y + 18 + own.height > box.height ? Math.max(8, at.y - own.height - 14) : at.y + 18) + "px";
}
const hideTip = () => { tip.hidden = true; };
network.on("hoverNode", ({ node, pointer }) => {
  if (nodeMode[node] === HIDDEN) return;
  $("canvas").style.cursor = "pointer";
  showTip([h("b", {}, label(node)), h("div", { class: "what" }, [word(records[node].c), t("degree", { n: records[node].d }), held[node].length ? `${held[node].length} ${t("figures")}` : ""].filter(Boolean).join(" · "))], pointer.DOM);
});
network.on("hoverEdge", ({ edge, pointer }) => {
  const fact = facts[edge];
  $("canvas").style.cursor = "pointer";
  showTip([h("b", {}, `${label(fact.s)} — ${word(fact.p)} → ${label(fact.o)}`), quotation(fact, passages[fact.q][2].length <= 120)], pointer.DOM);
});
for (const event of ["blurNode", "blurEdge"]) network.on(event, () => { hideTip(); $("canvas").style.cursor = ""; });
for (const event of ["dragStart", "zoom"]) network.on(event, hideTip);
$("canvas").addEventListener("pointerleave", hideTip);
network.on("click", (event) => {
  hideTip();
  const node = event.nodes.find((i) => nodeMode[i] !== HIDDEN), edge = event.edges.find((i) => edgeMode[i] !== HIDDEN);
  if (node !== undefined) chooseNode(node, { move: state.node !== node });
  else if (edge !== undefined) chooseFact(edge, { move: false });
  else if (focused()) choose(null, null, { move: false });
});
network.on("afterDrawing", drawLabels);
const zoomBy = (factor) => network.moveTo({ scale: Math.min(6, Math.max(0.05, network.getScale() * factor)), animation: calm ? false : { duration: 160 } });
const panBy = (x, y) => { const p = network.getViewPosition(), s = network.getScale(); network.moveTo({ position: { x: p.x + x / s, y: p.y + y / s } }); };
$("in").addEventListener("click", () => zoomBy(1.35));
$("out").addEventListener("click", () => zoomBy(1 / 1.35));
$("fit").addEventListener("click", () => { const lit = spotlight(); if (lit) frame([...lit.nodes]); else whole(true); });
$("back").addEventListener("click", clear);
$("png").addEventListener("click", savePicture);
$("canvas").addEventListener("keydown", (event) => {
  const pan = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] }[event.key];
  if (pan) { panBy(...pan); event.preventDefault(); }
  else if (event.key === "+" || event.key === "=") zoomBy(1.35);
  else if (event.key === "-") zoomBy(1 / 1.35);
  else if (event.key === "0") whole(true);
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); $("search").focus(); $("search").select(); }
  else if (event.key === "Escape" && !(typing && typing.value)) { if (focused()) clear(); }
});
document.querySelector(".tabs").addEventListener("click", (event) => {
  const tab = event.target.closest("[data-tab]");
  if (!tab) return;
  state.tab = tab.dataset.tab;
  if (focused()) choose(null, null, { move: false }); else show();
});
document.querySelector(".tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...document.querySelectorAll("[data-tab]")];
  const next = tabs[(tabs.findIndex((tab) => tab.dataset.tab === state.tab) + step + tabs.length) % tabs.length];
  next.click(); next.focus();
});
addEventListener("hashchange", () => recall());
addEventListener("beforeprint", () => {
  if (!focused()) { state.tab = "facts"; show(); }
  for (const box of document.querySelectorAll("#view div")) box.dispatchEvent(new Event("all"));
});

/* the picture as a file, with title and source on it */
function savePicture() {
  const from = $("canvas").querySelector("canvas"), ratio = from.width / from.clientWidth, head = 64 * ratio;
  const to = h("canvas", { width: from.width, height: from.height + head }), context = to.getContext("2d");
  context.fillStyle = "#fdfdfb";
  context.fillRect(0, 0, to.width, to.height);
  context.drawImage(from, 0, head);
  context.fillStyle = "#1c2630";
  context.font = `600 ${18 * ratio}px ${FONT}`;
  context.fillText(document.title, 20 * ratio, 30 * ratio);
  context.fillStyle = "#55606d";
  context.font = `${12 * ratio}px ${FONT}`;
  context.fillText([...document.querySelectorAll(".title p span")].map((span) => span.textContent).join(" · "), 20 * ratio, 50 * ratio);
  h("a", { href: to.toDataURL("image/png"), download: "fazhi.png" }).click();
}

/* start */
$("n-facts").textContent = thousands(String(facts.length));
$("n-figures").textContent = thousands(String(figures.length));
translate();
whole(false);
let width = innerWidth;
addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; setTimeout(() => { const lit = spotlight(); if (lit) frame([...lit.nodes], 1.4, false); else whole(false); }, 60); } });
network.once("afterDrawing", () => {
  window.fazhi.picture = performance.now();
  document.documentElement.dataset.ready = "true";
});
window.fazhi = {
  data, chooseNode, chooseFact, clear, search, picture: null,
  state: () => ({ node: state.node, fact: state.fact, classes: [...state.classes], predicates: [...state.predicates], labels: drawnLabels, scale: network.getScale(), nodes: nodeMode.map((mode) => mode), edges: edgeMode.map((mode) => mode) }),
  pointOfNode: (i) => network.canvasToDOM({ x: nodes[i].x, y: nodes[i].y }),
  pointOfFact: (i) => { const [x, y] = middleOf(i, nodes[facts[i].s], nodes[facts[i].o]); return network.canvasToDOM({ x, y }); },
};
show();
recall(true);
})();
