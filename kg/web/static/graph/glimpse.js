// The picture at first sight: the same signs, lines and names on a plain canvas, there before cytoscape has been read.
import { paint, place } from "./labels.js";
import { DASHES, TIES, elements, inOrder, isHub, viewOf } from "./plan.js";

const BEND = 34, TIE = { colour: "#b9c2cd", width: 1.2, dashes: [3, 4] };
const state = ({ classes }) => classes.split(" ")[1];

/** Draws a page's picture into a box; a picture with something chosen or hidden waits for cytoscape. */
export function glimpse(box, page) {
  const { node, fact, types, hide } = page.wish;
  if (node || fact || types.length || hide.length) return false;
  const { clientWidth: width, clientHeight: height } = box, ratio = devicePixelRatio || 1;
  const { zoom, pan } = viewOf(page.drawing, { width, height }), all = elements(page, zoom);
  const nodes = all.filter((one) => one.group === "nodes"), at = new Map(nodes.map((one) => [one.data.id, one]));
  const lines = bent(all.filter((one) => one.group === "edges"), at);
  const canvas = Object.assign(document.createElement("canvas"), { className: "glimpse", width: Math.round(width * ratio), height: Math.round(height * ratio) });
  canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d");
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * pan.x, ratio * pan.y);
  lines.forEach((one) => line(context, one));
  nodes.forEach((one) => (one.data.high ? pill(context, one) : sign(context, one)));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint(context, names(page, nodes, lines, { zoom, pan, width, height }));
  box.append(canvas);
  return true;
}

/** Gives lines with their ends at the rims of signs, and a bend where several join the same two. */
function bent(edges, at) {
  const beside = new Map();
  for (const edge of edges) {
    const key = [edge.data.source, edge.data.target].sort().join("\n");
    beside.set(key, [...(beside.get(key) || []), edge]);
  }
  return [...beside.values()].flatMap((bundle) => bundle.map((edge, i) => ends(edge, at, (0.5 - bundle.length / 2 + i) * BEND, edge.data.source === bundle[0].data.source)));
}

function ends(edge, at, offset, along) {
  const one = at.get(edge.data.source), other = at.get(edge.data.target), a = one.position, b = other.position;
  const long = Math.hypot(b.x - a.x, b.y - a.y) || 1, turn = along ? -offset : offset;
  const bend = { x: (a.x + b.x) / 2 + ((b.y - a.y) / long) * turn, y: (a.y + b.y) / 2 - ((b.x - a.x) / long) * turn };
  const start = rim(one, bend), end = rim(other, bend), between = offset ? bend : { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  const middle = { x: (start.x + end.x) / 4 + between.x / 2, y: (start.y + end.y) / 4 + between.y / 2 };
  return { edge, bend, middle, start, end };
}

/** Gives the point of a sign's rim that looks to a point. */
function rim({ position: { x, y }, data }, to) {
  const dx = to.x - x, dy = to.y - y, long = Math.hypot(dx, dy) || 1;
  const r = data.high ? Math.min(data.high / 2 / (Math.abs(dy) / long || 1e-9), data.wide / 2 / (Math.abs(dx) / long || 1e-9)) : data.r + data.border / 2;
  return { x: x + (dx / long) * Math.min(r, long), y: y + (dy / long) * Math.min(r, long) };
}

function line(context, { edge, bend, start, end }) {
  const { tint = TIE.colour, width = TIE.width } = edge.data, dashes = edge.classes === "tie" ? TIE.dashes : DASHES[state(edge)] || [];
  context.strokeStyle = context.fillStyle = tint;
  context.lineWidth = width;
  context.setLineDash(dashes);
  context.beginPath();
  context.moveTo(start.x, start.y);
  context.quadraticCurveTo(bend.x, bend.y, end.x, end.y);
  context.stroke();
  context.setLineDash([]);
  if (edge.classes !== "tie") arrow(context, end, Math.atan2(end.y - bend.y, end.x - bend.x), Math.max((width * 13.37) ** 0.9, 29) * 0.8);
}

/** Draws an arrowhead as large as cytoscape does. */
function arrow(context, { x, y }, angle, size) {
  const at = (along, across) => [x + size * (along * Math.cos(angle) - across * Math.sin(angle)), y + size * (along * Math.sin(angle) + across * Math.cos(angle))];
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(...at(-0.3, 0.15));
  context.lineTo(...at(-0.3, -0.15));
  context.fill();
}

function sign(context, { position: { x, y }, data }) {
  context.beginPath();
  if (data.points) data.points.split(" ").forEach((value, i, all) => i % 2 || context.lineTo(x + value * data.r, y + all[i + 1] * data.r));
  else context.arc(x, y, data.r, 0, 7);
  context.closePath();
  context.fillStyle = data.fill;
  context.strokeStyle = data.edge;
  context.lineWidth = data.border;
  context.fill();
  context.stroke();
}

function pill(context, { position: { x, y }, data: { wide, high, letter, label } }) {
  context.beginPath();
  context.roundRect(x - wide / 2, y - high / 2, wide, high, high / 4);
  context.fillStyle = "#f2f5f8";
  context.strokeStyle = "#8a95a3";
  context.lineWidth = 1;
  context.setLineDash([4, 2]);
  context.fill();
  context.stroke();
  context.setLineDash([]);
  context.font = `${letter}px ${getComputedStyle(document.body).fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = "#17202b";
  context.fillText(label, x, y);
}

function names(page, nodes, lines, { zoom, pan, width, height }) {
  const onScreen = ({ x, y }) => ({ x: x * zoom + pan.x, y: y * zoom + pan.y });
  const signs = nodes.filter((one) => !one.data.high).sort((a, b) => inOrder(a.data, b.data)).map(({ position, data }, i) => ({
    ...onScreen(position), r: (data.r + 1) * zoom, text: data.label, weight: data.weight >= 8, chief: data.id === page.focus || isHub(i, data.weight), dim: false,
  }));
  const facts = lines.filter(({ edge }) => edge.classes !== "tie");
  const ties = (facts.length <= TIES ? facts : []).map(({ edge, middle }) => ({ ...onScreen(middle), text: page.words[edge.data.predicate] || edge.data.predicate, struck: edge.data.status === "denied", strong: false }));
  const boxes = nodes.filter((one) => one.data.high).map(({ position, data }) => {
    const { x, y } = onScreen(position), [half, tall] = [(data.wide * zoom) / 2 + 1, (data.high * zoom) / 2 + 1];
    return [x - half, y - tall, x + half, y + tall];
  });
  return place({ signs: signs.sort((a, b) => b.chief - a.chief), ties, boxes, width, height });
}
