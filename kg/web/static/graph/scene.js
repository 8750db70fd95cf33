// The picture: cytoscape draws signs and lines, a layer over it the names.  What a report says is only ever drawn as text.
import cytoscape from "/static/vendor/cytoscape-3.34.4/cytoscape.esm.min.mjs";
import { paint, place } from "./labels.js";
import { DASHES, TIES, elements, inOrder, isHub, viewOf } from "./plan.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;

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
    const wanted = elements(page, this.view().zoom);
    const ids = new Set(wanted.map((one) => one.data.id));
    this.cy.batch(() => {
      this.cy.elements().filter((one) => !ids.has(one.id())).remove();
      if (moved) for (const one of wanted) this.put(one, moved);
      else this.cy.add(wanted.filter((one) => this.cy.getElementById(one.data.id).empty() || this.put(one, moved)));
    });
    this.order = this.cy.nodes(".dot").sort((a, b) => inOrder(a.data(), b.data()));
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
    const { clientWidth: width, clientHeight: height } = this.cy.container();
    return viewOf(this.page.drawing, { width, height, hidden: this.hidden.classes });
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
        chief: hovered || node.hasClass("chosen") || node.id() === this.page.focus || (!busy && isHub(i, node.data("weight"))) || (busy && node.hasClass("lit") && cy.elements(".lit").length < 8),
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
