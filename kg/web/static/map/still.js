// The map as an SVG file: what is in view, drawn as the screen shows it.
import { framed, name, num, saveText, shape } from "/static/graph/picture.js";

/** Saves the view; `names` are the placed names, `told` holds title, source, words, looks and hidden classes. */
export function saveSVG({ sigma, graph }, names, told) {
  const { width, height } = sigma.getDimensions(), seen = new Map();
  const inside = ({ x, y }, room = 0) => x > -room && y > -room && x < width + room && y < height + room;
  graph.forEachNode((id) => {
    const data = sigma.getNodeDisplayData(id);
    if (!data.hidden) seen.set(id, { ...sigma.framedGraphToViewport(data), r: sigma.scaleSize(data.size), colour: data.color });
  });
  const lines = [], signs = [], classes = new Set();
  graph.forEachEdge((edge, _, source, target) => {
    const a = seen.get(source), b = seen.get(target), data = sigma.getEdgeDisplayData(edge);
    if (a && b && !data.hidden && (inside(a) || inside(b))) lines.push(`<path d="M${num(a.x)} ${num(a.y)}L${num(b.x)} ${num(b.y)}" stroke="${data.color}"/>`);
  });
  for (const [id, one] of seen) {
    if (!inside(one, one.r)) continue;
    const cls = told.classOf(id), look = told.looks[cls], hollow = look.fill === "#ffffff";
    classes.add(cls);
    signs.push(shape(look, one.x, one.y, one.r, hollow ? "#ffffff" : one.colour, one.colour, hollow ? 1.5 : 0));
  }
  const drawing = `<g stroke-width=".7">${lines.join("")}</g>${signs.join("")}${names.map(name).join("")}`;
  saveText(framed(drawing, { ...told, classes: Object.keys(told.looks).filter((cls) => classes.has(cls)), width, height }), told.title);
}
