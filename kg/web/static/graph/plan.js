// What stands where in a picture, before anything is drawn: plain data.
import { widthOf } from "./labels.js";

const GREY = "#98a3af";
export const DASHES = { planned: [6, 4], denied: [2, 3] }, TIES = 70;
const HUBS = 10;

/** Sorts signs: the best connected first. */
export const inOrder = (a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1);

/** Tells whether the name of the i-th sign is always shown. */
export const isHub = (i, weight) => i < HUBS && weight >= 5;

/** Gives zoom and pan that show all of a drawing in a box of pixels. */
export function viewOf({ nodes, groups }, { width, height, hidden = new Set() }) {
  const shown = [...nodes.filter((node) => !hidden.has(node.cls)), ...groups];
  if (!shown.length) return { zoom: 1, pan: { x: width / 2, y: height / 2 } };
  const xs = shown.map((one) => one.x), ys = shown.map((one) => one.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = { x: Math.max(width - Math.min(140, width * 0.26), 120), y: Math.max(height - 110, 120) };
  const zoom = Math.min(1.3, room.x / Math.max(right - left, 1), room.y / Math.max(bottom - top, 1));
  return { zoom, pan: { x: width / 2 - ((left + right) / 2) * zoom, y: height / 2 - ((top + bottom) / 2) * zoom - 8 } };
}

/** Signs of a picture that is shown small are drawn larger, or they would not be seen. */
function radii({ drawing, wish }, zoom) {
  const most = Math.max(...drawing.nodes.map((node) => node.betweenness), 1e-9), boost = Math.min(2, Math.max(1, zoom ** -0.75));
  return (node) => boost * (wish.size === "betweenness" ? 6 + 20 * Math.sqrt(node.betweenness / most) : node.r);
}

/** Gives what cytoscape draws of a page shown at a zoom: signs, pills of groups, lines. */
export function elements(page, zoom) {
  const { drawing, looks, communities, wish, words } = page, radius = radii(page, zoom), scale = Math.min(1.8, Math.max(1, 1 / zoom));
  const tint = (cls) => mix(looks[cls]?.edge || GREY, 0.45);
  const classes = new Map(drawing.nodes.map((node) => [node.id, node.cls]));
  const nodes = drawing.nodes.map((node) => {
    const look = looks[node.cls] || looks.Other, group = communities[node.community - 1] || "#9aa5b1";
    const byClass = wish.colour === "class", hollow = look.fill === "#ffffff";
    return {
      group: "nodes", classes: `dot${look.points ? " cornered" : ""}`, position: { x: node.x, y: node.y },
      data: {
        id: node.id, label: node.label, cls: node.cls, r: radius(node), weight: node.degree, more: node.more,
        fill: byClass ? look.fill : hollow ? "#ffffff" : group, edge: byClass ? look.edge : group, border: hollow ? 2.2 : 1.2, points: look.points ? look.points.join(" ") : "",
      },
    };
  });
  const pills = drawing.groups.flatMap((group) => {
    const text = `${group.outgoing ? "" : "← "}${words[group.predicate] || group.predicate}  +${group.count}`;
    return [
      { group: "nodes", classes: "pill", position: { x: group.x, y: group.y }, data: { id: group.id, label: text, href: group.href, predicate: group.predicate, wide: (30 + widthOf(text) * 13) * scale, high: 28 * scale, letter: 13 * scale } },
      { group: "edges", classes: "tie", data: { id: `tie:${group.id}`, source: group.of, target: group.id, predicate: group.predicate } },
    ];
  });
  const facts = drawing.links.map((link) => ({
    group: "edges", classes: `fact ${link.status}`,
    data: { ...link, all: link.facts, tint: tint(classes.get(link.target)), width: Math.min(1.2 + Math.log2(link.times), 4) },
  }));
  return [...nodes, ...pills, ...facts];
}

function mix(colour, share) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return "#" + parts.map((part) => Math.round(255 - (255 - part) * share).toString(16).padStart(2, "0")).join("");
}

