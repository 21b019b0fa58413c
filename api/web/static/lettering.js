// Letter the picture: names under shapes, relations along lines, never one over another.
//
// Letters keep their size on the screen within bounds, so what has room depends on the zoom: the
// best evidenced are lettered first, and what has no room appears when one comes nearer or points.

import { INK, THREAD } from "./shapes.js";

const FAMILY = '"Inter", system-ui, "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
const NAME = { size: 14, least: 10.5, most: 17, line: 1.2 };
const RELATION = { size: 12, least: 10, most: 14 };
const GAP = 5;
const CELL = 160;
const STOPS = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8, 0.15, 0.85];
// Below this zoom, words that do not stand on their line would be read as another's.
const CROWDED = 0.7;
const ASIDE = [0, -0.75, 0.75, -1.4, 1.4];

function between(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function corners(box) {
  const [cos, sin] = [Math.cos(box.angle), Math.sin(box.angle)];
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([across, down]) => [
    box.x + across * box.across * cos - down * box.down * sin,
    box.y + across * box.across * sin + down * box.down * cos,
  ]);
}

function apartAlong(axis, one, other) {
  const reach = (points) => {
    const along = points.map(([x, y]) => x * axis[0] + y * axis[1]);
    return [Math.min(...along), Math.max(...along)];
  };
  const [low, high] = reach(one);
  const [from, to] = reach(other);
  return high <= from || to <= low;
}

/** Tell whether two boxes, each turned by its angle, have a point in common. */
export function overlap(one, other) {
  const far = one.radius + other.radius;
  if (Math.abs(one.x - other.x) >= far || Math.abs(one.y - other.y) >= far) return false;
  const axes = [one.angle, one.angle + Math.PI / 2, other.angle, other.angle + Math.PI / 2];
  return !axes.some((a) => apartAlong([Math.cos(a), Math.sin(a)], one.corners, other.corners));
}

function box(x, y, across, down, angle = 0) {
  const made = { x, y, across, down, angle, radius: Math.hypot(across, down) };
  made.corners = corners(made);
  return made;
}

/** Boxes by where they are, so that a new one is held against its neighbours only. */
class Room {
  constructor(scale) {
    this.cell = CELL / scale;
    this.cells = new Map();
  }

  *around(made) {
    const number = (at) => Math.floor(at / this.cell);
    for (let i = number(made.x - made.radius); i <= number(made.x + made.radius); i += 1)
      for (let j = number(made.y - made.radius); j <= number(made.y + made.radius); j += 1)
        yield `${i},${j}`;
  }

  free(made) {
    for (const key of this.around(made))
      for (const taken of this.cells.get(key) ?? []) if (overlap(made, taken)) return false;
    return true;
  }

  take(made) {
    for (const key of this.around(made)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(made);
    }
  }
}

export class Lettering {
  constructor(network, picture) {
    this.network = network;
    this.show(picture.nodes, picture.edges, picture.names_links);
    this.widths = new Map();
    this.papers = picture.paper;
    this.pointed = { nodes: new Set(), edges: new Set() };
    this.written = [];
  }

  /** Letter these from now on; `namesLinks` tells whether relations are always written. */
  show(nodes, edges, namesLinks) {
    this.nodes = [...nodes].sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1));
    this.edges = edges;
    this.namesLinks = namesLinks;
  }

  /** Take on a theme's ink and paper. */
  wear(theme) {
    this.theme = theme;
    this.paper = this.papers[theme];
  }

  /** Draw all letters that have room; `ctx` is in the picture's own units. */
  draw(ctx) {
    this.ctx = ctx;
    this.scale = this.network.getScale();
    this.room = new Room(this.scale);
    this.written = [];
    const places = this.network.getPositions();
    const chosen = this.#chosen();
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    for (const { id, size } of this.nodes) this.room.take(box(places[id].x, places[id].y, size, size));
    const first = (items, set) => [...items].sort((a, b) => set.has(b.id) - set.has(a.id));
    for (const node of first(this.nodes, chosen.nodes))
      this.#name(node, places[node.id], chosen.nodes.has(node.id));
    // Short lines have the fewest places for their words, so they come first.
    const lines = this.edges.map((edge) => ({ edge, length: between(places[edge.from], places[edge.to]) }));
    lines.sort((a, b) => a.length - b.length || (a.edge.id < b.edge.id ? -1 : 1));
    for (const edge of first(lines.map((line) => line.edge), chosen.edges))
      this.#relation(edge, chosen.edges.has(edge.id));
  }

  #chosen() {
    const { nodes, edges } = this.network.getSelection();
    const lines = nodes.length ? [] : edges;
    return {
      nodes: new Set([...nodes, ...this.pointed.nodes]),
      edges: new Set([...lines, ...this.pointed.edges]),
    };
  }

  #size({ size, least, most }) {
    return Math.min(Math.max(size * this.scale, least), most) / this.scale;
  }

  #width(text) {
    if (!this.widths.has(text)) {
      this.ctx.font = `100px ${FAMILY}`;
      this.widths.set(text, this.ctx.measureText(text).width / 100);
    }
    return this.widths.get(text);
  }

  #name(node, at, forced) {
    const size = this.#size(NAME);
    const rows = node.label.split("\n");
    const across = (Math.max(...rows.map((row) => this.#width(row))) * size) / 2;
    const down = (rows.length * size * NAME.line) / 2;
    const away = node.size + GAP / this.scale + down;
    const below = box(at.x, at.y + away, across, down);
    const spot = [below, box(at.x, at.y - away, across, down)].find((made) => this.room.free(made));
    if (!spot && !forced) return;
    this.room.take(spot ?? below);
    this.#write(rows, spot ?? below, size, { owner: node.id, forced: !spot });
  }

  #relation(edge, forced) {
    const whole = this.namesLinks || forced;
    const text = [whole ? edge.text : "", edge.sign].filter(Boolean).join(" ");
    if (!text) return;
    const size = this.#size(RELATION);
    const spot = this.#freeAlong(edge, text, size);
    if (!spot && !forced) return;
    const taken = spot ?? this.#along(edge, { stop: STOPS[0], aside: 0 }, text, size);
    this.room.take(taken);
    this.#write([text], taken, size, { owner: edge.id, forced: !spot, along: true });
  }

  #freeAlong(edge, text, size) {
    for (const aside of this.scale < CROWDED ? [0] : ASIDE) {
      for (const stop of STOPS) {
        const spot = this.#along(edge, { stop, aside }, text, size);
        if (this.room.free(spot)) return spot;
      }
    }
    return this.scale < CROWDED ? null : this.#freeBeside(edge, text, size);
  }

  /** A line may be too short for words along it; then they stand upright beside it. */
  #freeBeside(edge, text, size) {
    const across = (this.#width(text) * size) / 2 + 2;
    for (const stop of STOPS) {
      const at = this.network.body.edges[edge.id].edgeType.getPoint(stop);
      for (const side of [-1, 1]) {
        const spot = box(at.x + side * (across + size * 0.4), at.y, across, size * 0.6);
        if (this.room.free(spot)) return spot;
      }
    }
    return null;
  }

  #along(edge, { stop, aside }, text, size) {
    const { edgeType } = this.network.body.edges[edge.id];
    const [at, before, after] = [stop, stop - 0.02, stop + 0.02].map((s) => edgeType.getPoint(s));
    const slope = Math.atan2(after.y - before.y, after.x - before.x);
    const upright = Math.abs(slope) > Math.PI / 2 ? slope - Math.sign(slope) * Math.PI : slope;
    const [x, y] = [at.x - Math.sin(upright) * aside * size, at.y + Math.cos(upright) * aside * size];
    return box(x, y, (this.#width(text) * size) / 2 + 2, size * 0.6, upright);
  }

  #write(rows, spot, size, { owner, forced, along = false }) {
    const { ctx } = this;
    const chosen = this.network.getSelection();
    const picked = along ? !chosen.nodes.length && chosen.edges.includes(owner) : chosen.nodes.includes(owner);
    ctx.save();
    ctx.translate(spot.x, spot.y);
    ctx.rotate(spot.angle);
    ctx.font = `${along ? "italic " : ""}${size}px ${FAMILY}`;
    ctx.strokeStyle = this.paper;
    ctx.lineWidth = size * (forced ? 0.7 : 0.35);
    ctx.fillStyle = picked ? THREAD[this.theme] : INK[this.theme];
    if (along) this.#clear(spot);
    rows.forEach((row, number) => {
      const y = (number - (rows.length - 1) / 2) * size * NAME.line;
      ctx.strokeText(row, 0, y);
      ctx.fillText(row, 0, y);
    });
    ctx.restore();
    this.written.push({ owner, forced, corners: spot.corners, along });
  }

  #clear({ across, down }) {
    const { ctx } = this;
    const ink = ctx.fillStyle;
    ctx.fillStyle = this.paper;
    ctx.fillRect(-across, -down, 2 * across, 2 * down);
    ctx.fillStyle = ink;
  }
}
