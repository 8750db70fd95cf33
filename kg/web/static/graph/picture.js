// The picture as a file: SVG with title, legend and source; PNG is the same, drawn by the browser.
const FONT = '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif';
const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const HEAD = 54, FOOT = 68;

/** Frames a drawing of some pixels: title above, classes and source below. */
export function framed(drawing, { title, source, words, looks, classes, width, height }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + HEAD + FOOT}" width="${width}" height="${height + HEAD + FOOT}" font-family='${FONT}'>
<title>${escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>
<text x="20" y="34" font-size="20" font-weight="600" fill="#17202b">${escape(title)}</text>
<svg y="${HEAD}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${drawing}</svg>
<g transform="translate(20 ${height + HEAD + 24})" font-size="12" fill="#4b5766">${legend(classes, words, looks)}
<text y="24">${escape(source)} · ${new Date().toISOString().slice(0, 10)}</text></g></svg>`;
}

export function svgOf(scene, told) {
  const { looks } = told, box = scene.cy.container(), width = box.clientWidth, height = box.clientHeight, zoom = scene.cy.zoom();
  const shown = (one) => !one.hasClass("off"), faded = (one) => (one.hasClass("dim") ? ' opacity=".22"' : "");
  const edges = scene.cy.edges().filter(shown).map((edge) => line(edge, faded(edge)));
  const nodes = scene.cy.nodes().filter(shown).map((node) => sign(node, looks, zoom, faded(node)));
  const names = scene.names(width, height).map(name);
  const classes = [...new Set(scene.page.drawing.nodes.map((node) => node.cls))].filter((cls) => !scene.hidden.classes.has(cls));
  return framed([...edges, ...nodes, ...names].join(""), { ...told, classes, width, height });
}

function line(edge, faded) {
  const start = edge.renderedSourceEndpoint(), end = edge.renderedTargetEndpoint(), [bend] = edge.controlPoints() || [];
  const zoom = edge.cy().zoom(), pan = edge.cy().pan();
  const from = bend ? { x: bend.x * zoom + pan.x, y: bend.y * zoom + pan.y } : start, through = bend ? `Q${num(from.x)} ${num(from.y)} ` : "L";
  const angle = (Math.atan2(end.y - from.y, end.x - from.x) * 180) / Math.PI;
  const colour = edge.style("line-color"), dashes = edge.style("line-style") === "dashed" ? ` stroke-dasharray="${edge.style("line-dash-pattern")}"` : "";
  const arrow = edge.style("target-arrow-shape") === "none" ? "" : `<path d="M0 0-8-3.4-8 3.4z" fill="${colour}" transform="translate(${num(end.x)} ${num(end.y)}) rotate(${num(angle)})"/>`;
  return `<g${faded}><path d="M${num(start.x)} ${num(start.y)}${through}${num(end.x)} ${num(end.y)}" fill="none" stroke="${colour}" stroke-width="${parseFloat(edge.style("width"))}"${dashes}/>${arrow}</g>`;
}

function sign(node, looks, zoom, faded) {
  const { x, y } = node.renderedPosition(), data = node.data();
  if (node.hasClass("pill")) {
    const wide = data.wide * zoom, high = data.high * zoom, letter = data.letter * zoom;
    return `<g${faded}><rect x="${num(x - wide / 2)}" y="${num(y - high / 2)}" width="${num(wide)}" height="${num(high)}" rx="${num(high * 0.28)}" fill="#f2f5f8" stroke="#8a95a3" stroke-dasharray="4 3"/><text x="${num(x)}" y="${num(y + letter * 0.36)}" text-anchor="middle" font-size="${num(letter)}" fill="#17202b">${escape(data.label)}</text></g>`;
  }
  return `<g${faded}>${shape(looks[data.cls] || looks.Other, x, y, data.r * zoom, data.fill, data.edge, data.border)}</g>`;
}

export function shape(look, x, y, r, fill, edge, border) {
  const paint = `fill="${fill}" stroke="${edge}" stroke-width="${border}"`;
  if (!look.points) return `<circle cx="${num(x)}" cy="${num(y)}" r="${num(r)}" ${paint}/>`;
  const points = look.points.map((value, i) => num((i % 2 ? y : x) + value * r)).join(" ");
  return `<polygon points="${points}" ${paint}/>`;
}

export function name({ rows, x, y, size, weight, anchor, colour, struck }) {
  const spans = rows.map((row, k) => `<tspan x="${num(x)}" y="${num(y + size * 0.88 + k * (size + 2.5))}">${escape(row)}</tspan>`).join("");
  return `<text text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${colour}" stroke="#fff" stroke-width="3" paint-order="stroke"${struck ? ' text-decoration="line-through"' : ""}>${spans}</text>`;
}

function legend(classes, words, looks) {
  let x = 0;
  return classes.map((cls) => {
    const look = looks[cls] || looks.Other, at = x;
    x += 34 + [...(words[cls] || cls)].length * 12.5;
    return `${shape(look, at + 6, -4, 6, look.fill, look.edge, 1.2)}<text x="${at + 17}">${escape(words[cls] || cls)}</text>`;
  }).join("");
}

export const num = (value) => Math.round(value * 10) / 10;

function download(href, title, ending) {
  const link = document.createElement("a");
  link.href = href;
  link.download = `${title.replace(/[\\/:*?"<>|\s]+/g, "_")}.${ending}`;
  link.click();
}

export function saveText(text, title) {
  const href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  download(href, title, "svg");
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

export const saveSVG = (scene, told) => saveText(svgOf(scene, told), told.title);

export function savePNG(scene, told) {
  const image = new Image(), text = svgOf(scene, told);
  image.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    download(canvas.toDataURL("image/png"), told.title, "png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}
