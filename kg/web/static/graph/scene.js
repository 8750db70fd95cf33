// The picture: cytoscape draws signs and lines, a layer over it the names.  What a report says is only ever drawn as text.
import cytoscape from "/static/vendor/cytoscape-3.34.4/cytoscape.esm.min.mjs";
import { paint, place, widthOf } from "./labels.js";

const GREY = "#98a3af", HUBS = 10, TIES = 70, CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;
const DASHES = { planned: [6, 4], denied: [2, 3] };

export class Scene {
  constructor(box, told) {
    this.told = told;
    this.chosen = { node: "", fact: "" };
    this.hidden = { classes: new Set(), predicates: new Set() };
    this.cy = cytoscape({ container: box, style: style(), minZoom: 0.05, maxZoom: 4, boxSelectionEnabled: false, autoungrabify: true, selectionType: "single" });
    this.layer = document.createElement("canvas");
    this.layer.className = "names";
    this.layer.setAttribute("aria-hidden", "true");
    box.append(this.layer);
    this.cy.on("render", () => this.paint());
    this.cy.on("tap", (event) => event.target === this.cy && told.nothing());
    this.cy.on("tap", "node.dot", (event) => told.node(event.target.id()));
    this.cy.on("dbltap", "node.dot", (event) => told.twice(event.target.id()));
    this.cy.on("tap", "node.pill", (event) => told.group(event.target.data("href")));
    this.cy.on("tap", "edge.fact", (event) => told.fact(event.target.id()));
    this.cy.on("mouseover", "node, edge.fact", (event) => this.hover(event.target));
    this.cy.on("mouseout", "node, edge.fact", () => this.hover(null));
    this.room = `${box.clientWidth} ${box.clientHeight}`;
    new ResizeObserver(() => this.resize(box)).observe(box);
  }

  resize({ clientWidth, clientHeight }) {
    const room = `${clientWidth} ${clientHeight}`;
    if (room === this.room) return;
    this.room = room;
    this.cy.resize();
    this.paint();
  }

  /** Shows a picture; what was there already moves to its new place. */
  show(page) {
    this.page = page;
    const moved = this.cy.nodes().nonempty() && !CALM;
    const { zoom } = this.view();
    const wanted = elements(page, this.radii(page, zoom), Math.min(1.8, Math.max(1, 1 / zoom)));
    const ids = new Set(wanted.map((one) => one.data.id));
    this.cy.batch(() => {
      this.cy.elements().filter((one) => !ids.has(one.id())).remove();
      if (moved) for (const one of wanted) this.put(one, moved);
      else this.cy.add(wanted.filter((one) => this.cy.getElementById(one.data.id).empty() || this.put(one, moved)));
    });
    this.order = this.cy.nodes(".dot").sort((a, b) => b.data("weight") - a.data("weight") || (a.id() < b.id() ? -1 : 1));
    this.choose(this.chosen);
    this.fit(moved);
  }

  put(one, moved) {
    const old = this.cy.getElementById(one.data.id);
    if (old.empty()) {
      this.cy.add(one);
      return;
    }
    old.data(one.data);
    if (!one.position) return;
    if (moved) old.animate({ position: one.position }, { duration: 350, easing: "ease-in-out-cubic" });
    else old.position(one.position);
  }

  /** Signs of a picture that is shown small are drawn larger, or they would not be seen. */
  radii({ drawing, wish }, zoom) {
    const most = Math.max(...drawing.nodes.map((node) => node.betweenness), 1e-9), boost = Math.min(2, Math.max(1, zoom ** -0.75));
    return (node) => boost * (wish.size === "betweenness" ? 6 + 20 * Math.sqrt(node.betweenness / most) : node.r);
  }

  /** Lights a node with its neighbours, or a fact with its ends; empty names light all. */
  choose(chosen) {
    this.chosen = chosen;
    const cy = this.cy, fact = chosen.fact ? cy.edges(".fact").filter((one) => one.data("all").includes(chosen.fact)) : cy.collection();
    const node = chosen.node ? cy.getElementById(chosen.node) : cy.collection();
    const lit = fact.nonempty() ? fact.union(fact.connectedNodes()) : node.nonempty() ? node.closedNeighborhood() : null;
    const idle = !lit && !this.hidden.classes.size && !this.hidden.predicates.size && cy.elements(".lit, .dim, .chosen, .off").empty();
    if (!idle) cy.batch(() => {
      cy.elements().removeClass("lit dim chosen");
      if (lit) {
        cy.elements().difference(lit).addClass("dim");
        lit.addClass("lit");
      }
      fact.addClass("chosen");
      node.addClass("chosen");
      cy.elements().forEach((one) => one.toggleClass("off", this.isHidden(one)));
    });
  }

  hide(kind, names) {
    this.hidden[kind] = names;
    this.choose(this.chosen);
  }

  isHidden(one) {
    const { classes, predicates } = this.hidden;
    if (one.isEdge()) return predicates.has(one.data("predicate")) || this.isHidden(one.source()) || this.isHidden(one.target());
    return one.hasClass("pill") ? predicates.has(one.data("predicate")) : classes.has(one.data("cls"));
  }

  counts() {
    return { nodes: this.cy.nodes(".dot").not(".off").length, links: this.cy.edges(".fact").not(".off").length };
  }

  hover(target) {
    this.hovered = target;
    this.cy.container().style.cursor = target ? "pointer" : "";
    this.paint();
  }

  /** Gives zoom and pan that show all of the picture. */
  view() {
    const { nodes, groups } = this.page.drawing, box = this.cy.container().getBoundingClientRect();
    const shown = [...nodes.filter((node) => !this.hidden.classes.has(node.cls)), ...groups];
    if (!shown.length) return { zoom: 1, pan: { x: box.width / 2, y: box.height / 2 } };
    const xs = shown.map((one) => one.x), ys = shown.map((one) => one.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const room = { x: Math.max(box.width - Math.min(140, box.width * 0.26), 120), y: Math.max(box.height - 110, 120) };
    const zoom = Math.min(1.3, room.x / Math.max(right - left, 1), room.y / Math.max(bottom - top, 1));
    return { zoom, pan: { x: box.width / 2 - ((left + right) / 2) * zoom, y: box.height / 2 - ((top + bottom) / 2) * zoom - 8 } };
  }

  fit(animated) {
    const view = this.view();
    if (animated && !CALM) this.cy.animate(view, { duration: 350, easing: "ease-in-out-cubic" });
    else this.cy.viewport(view);
  }

  zoom(factor) {
    const box = this.cy.container().getBoundingClientRect();
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: box.width / 2, y: box.height / 2 } });
  }

  /** Gives the nearest node in a direction, for the arrow keys. */
  beside(id, dx, dy) {
    const from = this.cy.getElementById(id), start = from.nonempty() ? from.position() : { x: 0, y: 0 };
    let best = null, least = Infinity;
    for (const node of this.order || []) {
      if (node.id() === id || node.hasClass("off")) continue;
      const at = node.position(), along = (at.x - start.x) * dx + (at.y - start.y) * dy;
      const across = Math.abs((at.x - start.x) * dy) + Math.abs((at.y - start.y) * dx);
      const cost = from.empty() ? 0 : along <= 0 ? Infinity : along + 2 * across;
      if (cost < least) [best, least] = [node, cost];
    }
    return best ? best.id() : null;
  }

  /** Gives what names stand where, in pixels of the screen. */
  names(width, height) {
    const cy = this.cy, zoom = cy.zoom(), busy = cy.elements(".lit").nonempty();
    const signs = (this.order || []).filter((node) => !node.hasClass("off")).map((node, i) => {
      const at = node.renderedPosition(), hovered = this.hovered && this.hovered.id() === node.id();
      return {
        x: at.x, y: at.y, r: (node.data("r") + 1) * zoom, text: node.data("label"), weight: node.data("weight") >= 8,
        chief: hovered || node.hasClass("chosen") || node.id() === this.page.focus || (!busy && i < HUBS && node.data("weight") >= 5) || (busy && node.hasClass("lit") && cy.elements(".lit").length < 8),
        dim: node.hasClass("dim") && !hovered,
      };
    });
    const edges = cy.edges(".fact").not(".off").not(".dim");
    const few = edges.length <= TIES || this.hovered;
    const ties = (few ? edges : cy.collection()).map((edge) => {
      const at = edge.renderedMidpoint(), strong = edge.hasClass("chosen") || (this.hovered && this.hovered.id() === edge.id());
      return { x: at.x, y: at.y, text: this.page.words[edge.data("predicate")] || edge.data("predicate"), struck: edge.data("status") === "denied", strong, skip: edges.length > TIES && !strong };
    }).filter((tie) => !tie.skip);
    const boxes = cy.nodes(".pill").not(".off").map((pill) => { const b = pill.renderedBoundingBox(); return [b.x1, b.y1, b.x2, b.y2]; });
    return place({ signs: [...signs].sort((a, b) => b.chief - a.chief), ties, boxes, width, height });
  }

  paint() {
    if (!this.page) return;
    const { clientWidth: width, clientHeight: height } = this.cy.container(), ratio = devicePixelRatio || 1;
    if (this.layer.width !== Math.round(width * ratio) || this.layer.height !== Math.round(height * ratio)) {
      this.layer.width = Math.round(width * ratio);
      this.layer.height = Math.round(height * ratio);
    }
    const context = this.layer.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paint(context, this.names(width, height));
  }
}

function elements({ drawing, looks, communities, wish, words }, radius, scale) {
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

function style() {
  return [
    { selector: "node", style: { "overlay-opacity": 0 } },
    { selector: ".dot", style: { width: (n) => 2 * n.data("r"), height: (n) => 2 * n.data("r"), "background-color": "data(fill)", "border-color": "data(edge)", "border-width": "data(border)" } },
    { selector: ".cornered", style: { shape: "polygon", "shape-polygon-points": "data(points)" } },
    { selector: ".pill", style: { shape: "round-rectangle", width: "data(wide)", height: "data(high)", "background-color": "#f2f5f8", "border-color": "#8a95a3", "border-width": 1, "border-style": "dashed", label: "data(label)", color: "#17202b", "font-size": "data(letter)", "text-valign": "center", "text-halign": "center", "font-family": getComputedStyle(document.body).fontFamily } },
    { selector: "edge", style: { "overlay-opacity": 0, "overlay-padding": 6, "curve-style": "bezier", "control-point-step-size": 34 } },
    { selector: ".fact", style: { "line-color": "data(tint)", "target-arrow-color": "data(tint)", "target-arrow-shape": "triangle", "arrow-scale": 0.8, width: "data(width)" } },
    { selector: ".tie", style: { "line-color": "#b9c2cd", "line-style": "dashed", "line-dash-pattern": [3, 4], width: 1.2, "target-arrow-shape": "none" } },
    ...Object.entries(DASHES).map(([status, pattern]) => ({ selector: `.${status}`, style: { "line-style": "dashed", "line-dash-pattern": pattern } })),
    { selector: "edge.lit", style: { "line-color": "#5d6977", "target-arrow-color": "#5d6977", "z-index": 5 } },
    { selector: "edge.chosen", style: { "line-color": "#c0182b", "target-arrow-color": "#c0182b", width: 3, "z-index": 9 } },
    { selector: "node.chosen", style: { "border-color": "#c0182b", "border-width": 3 } },
    { selector: ".dim", style: { opacity: 0.22 } },
    { selector: ".off", style: { display: "none" } },
  ];
}
