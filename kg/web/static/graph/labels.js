// Names on a picture: the same size at any zoom, those that tell most first, none over another.
const LINE = 9, OPENING = "“‘《〈（(【「『", CLOSING = "”’》〉）)】」』、，。：；？！·";
const FONT = getComputedStyle(document.documentElement).getPropertyValue("--sans") || "sans-serif";
const wrapped = new Map();

const wide = (character) => (character.codePointAt(0) < 0x2000 ? 0.58 : 1);

export function widthOf(text) {
  let sum = 0;
  for (const character of text) sum += wide(character);
  return sum;
}

/** Breaks a name into at most `lines` rows of like length, an ellipsis where it is longer. */
export function wrap(text, lines) {
  const key = lines + text;
  if (!wrapped.has(key)) wrapped.set(key, rowsOf(text, lines));
  return wrapped.get(key);
}

function rowsOf(text, lines) {
  const pieces = text.match(/[A-Za-z0-9.%+〔〕-]{1,12}|[^]/gu) || [], total = widthOf(text);
  const count = Math.min(lines, Math.ceil(total / (LINE + 0.6))), room = Math.min(LINE + 0.6, total / count + 0.5);
  const rows = [];
  let row = "", width = 0;
  for (const piece of pieces) {
    const last = rows.length === count - 1;
    if (row && width + widthOf(piece) > (last ? LINE + 1 : room) && !CLOSING.includes(piece)) {
      if (last) return [...rows, row.slice(0, -1) + "…"];
      const stray = OPENING.includes(row.at(-1)) ? row.at(-1) : "";
      rows.push(row.slice(0, row.length - stray.length));
      row = stray;
      width = stray.length;
    }
    row += piece;
    width += widthOf(piece);
  }
  return row ? [...rows, row] : rows;
}

/** Keeps track of what room on the screen is taken. */
class Room {
  constructor() { this.cells = new Map(); }
  *of([left, top, right, bottom]) {
    for (let x = Math.floor(left / 64); x <= right / 64; x++)
      for (let y = Math.floor(top / 32); y <= bottom / 32; y++) yield x * 4096 + y;
  }
  free(box) {
    for (const cell of this.of(box))
      for (const other of this.cells.get(cell) || [])
        if (box[2] > other[0] && box[0] < other[2] && box[3] > other[1] && box[1] < other[3]) return false;
    return true;
  }
  take(box) {
    for (const cell of this.of(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
  }
}

/**
 * Places names.  `signs`: {x, y, r, text, weight, chief, dim} on the screen, the most telling first; `ties`: {x, y, text,
 * struck, strong} at the middle of lines; `boxes`: room that is taken.  Gives {rows, x, y, size, weight, anchor, struck}.
 */
export function place({ signs, ties = [], boxes = [], width, height }) {
  const room = new Room(), found = [];
  boxes.forEach((box) => room.take(box));
  const disc = ({ x, y, r }) => room.take([x - r * 0.9, y - r * 0.9, x + r * 0.9, y + r * 0.9]);
  const hubs = signs.filter((sign) => sign.chief), rest = signs.filter((sign) => !sign.chief);
  hubs.forEach(disc);
  hubs.forEach(name);
  rest.forEach(disc);
  rest.filter((sign) => !sign.dim).forEach(name);
  ties.forEach(tie);
  return found;

  function name(sign) {
    const { x, y, r, chief } = sign;
    if (x < -80 || x > width + 80 || y < -40 || y > height + 20) return;
    const size = chief ? 14 : 12.5;
    for (const most of chief ? [3] : [2, 1]) {
      const rows = wrap(sign.text, most), half = (Math.max(...rows.map(widthOf)) * size) / 2 + 1, tall = rows.length * (size + 2.5);
      const spots = [
        [x, y + r + 4, "middle", x - half], [x + r + 4, y - tall / 2, "start", x + r + 3],
        [x - r - 4, y - tall / 2, "end", x - r - 3 - 2 * half], [x, y - r - tall - 2, "middle", x - half],
      ];
      const boxOf = ([, top, , left]) => [left, top - 1, left + 2 * half, top + tall];
      const fits = (box) => box[0] > 1 && box[2] < width - 1 && box[1] > 0 && box[3] < height && room.free(box);
      const spot = spots.find((one) => fits(boxOf(one))) || (chief ? spots[0] : null);
      if (!spot) continue;
      room.take(boxOf(spot));
      found.push({ rows, x: spot[0], y: spot[1], size, weight: chief || sign.weight ? 600 : 400, anchor: spot[2], colour: "#17202b" });
      return;
    }
  }

  function tie({ x, y, text, struck, strong }) {
    const half = (widthOf(text) * 11.5) / 2 + 4, box = [x - half, y - 8, x + half, y + 8];
    if (!strong && !room.free(box)) return;
    room.take(box);
    found.push({ rows: [text], x, y: y - 7, size: 11.5, weight: strong ? 600 : 400, anchor: "middle", colour: strong ? "#a3222b" : "#4b5766", struck });
  }
}

/** Paints placed names on a canvas. */
export function paint(context, labels) {
  context.textBaseline = "top";
  context.lineJoin = "round";
  for (const { rows, x, y, size, weight, anchor, colour, struck } of labels) {
    context.font = `${weight} ${size}px ${FONT}`;
    context.textAlign = { middle: "center", start: "left", end: "right" }[anchor];
    context.lineWidth = 3.5;
    context.strokeStyle = "#fffffff0";
    context.fillStyle = colour;
    rows.forEach((row, k) => {
      context.strokeText(row, x, y + k * (size + 2.5));
      context.fillText(row, x, y + k * (size + 2.5));
    });
    if (!struck) continue;
    const half = (widthOf(rows[0]) * size) / 2;
    context.strokeStyle = colour;
    context.lineWidth = 1.2;
    context.beginPath();
    context.moveTo(x - half, y + size / 2);
    context.lineTo(x + half, y + size / 2);
    context.stroke();
  }
}
