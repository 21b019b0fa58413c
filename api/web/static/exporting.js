// The picture as a file: SVG from what is shown, and PNG from that, both with the names in them.

import { SVG, clean, drawing as draw, fetched, sending } from "./dom.js";
import { INK, dressed, inked } from "./shapes.js";

const MARGIN = 70;
const ENLARGED = 2;
const MOST_PIXELS = 8000;
const FONT = "Inter, system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
const HEAD = 9;

function corners(count, size, turned = -Math.PI / 2, inner = 1) {
  const points = inner === 1 ? count : 2 * count;
  return Array.from({ length: points }, (_, number) => {
    const angle = turned + (number * 2 * Math.PI) / points;
    const radius = inner === 1 || number % 2 === 0 ? size : size * inner;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

const SHAPES = {
  triangle: (size) => corners(3, size * 1.15),
  triangleDown: (size) => corners(3, size * 1.15, Math.PI / 2),
  square: (size) => corners(4, size * 1.25, Math.PI / 4),
  target: (size) => corners(4, size * 1.25, Math.PI / 4),
  diamond: (size) => corners(4, size),
  hexagon: (size) => corners(6, size, 0),
  star: (size) => corners(5, size * 1.1, -Math.PI / 2, 0.5),
};

function shape(node, { background, border }, wide) {
  const look = { fill: background, stroke: border, "stroke-width": wide };
  const { x, y, size } = node;
  if (node.shape === "dot") return [draw("circle", { cx: x, cy: y, r: size, ...look })];
  if (node.shape === "rounded") {
    const [across, down] = [size * 1.15, size * 0.8];
    const at = { x: x - across, y: y - down, width: 2 * across, height: 2 * down, rx: down * 0.6 };
    return [draw("rect", { ...at, ...look })];
  }
  const points = SHAPES[node.shape](size).map(([right, below]) => `${x + right},${y + below}`);
  const drawn = [draw("polygon", { points: points.join(" "), ...look })];
  if (node.shape === "target") drawn.push(draw("circle", { cx: x, cy: y, r: size * 0.28, fill: border }));
  return drawn;
}

/** Return a line as points, shortened so that its head stands at the edge of the shape. */
function line(edge, nodes, lettering) {
  const { edgeType } = lettering.network.body.edges[edge.id];
  const points = Array.from({ length: 21 }, (_, number) => edgeType.getPoint(number / 20));
  const end = nodes.get(edge.to);
  const away = ({ x, y }) => Math.hypot(x - end.x, y - end.y) > end.size + 4;
  return edge.arrows.includes("to") ? points.filter(away) : points;
}

function head(points, colour) {
  const [before, tip] = points.slice(-2);
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const at = (turn) => `${tip.x - HEAD * Math.cos(angle + turn)},${tip.y - HEAD * Math.sin(angle + turn)}`;
  return draw("polygon", { points: `${tip.x},${tip.y} ${at(0.4)} ${at(-0.4)}`, fill: colour });
}

function strand(edge, nodes, lettering, colour) {
  const points = line(edge, nodes, lettering);
  if (points.length < 2) return [];
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const dashes = edge.dashes ? { "stroke-dasharray": edge.dashes.join(" ") } : {};
  const look = { fill: "none", stroke: colour, "stroke-width": edge.width, ...dashes };
  const drawn = [draw("polyline", { points: path, ...look })];
  if (edge.arrows.includes("to")) drawn.push(head(points, colour));
  const words = [edge.text, edge.sign].filter(Boolean).join(" ");
  if (lettering.namesLinks || edge.sign) {
    const { x, y } = points[Math.floor(points.length / 2)];
    drawn.push(letters([lettering.namesLinks ? words : edge.sign], x, y, 11, lettering, "italic"));
  }
  return drawn;
}

function letters(rows, x, y, size, lettering, style = "normal") {
  const ink = INK[lettering.theme];
  const look = { "font-size": size, "font-style": style, "text-anchor": "middle", fill: ink };
  const halo = { stroke: lettering.paper, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" };
  const group = draw("text", { "font-family": FONT, ...look, ...halo });
  rows.forEach((row, number) => group.append(draw("tspan", { x, y: y + number * size * 1.2 }, clean(row))));
  return group;
}

/** Return what is shown as an SVG element that stands on its own. */
export function asSvg(scene, lettering, theme) {
  const { picture, shownNodes, shownEdges } = scene;
  const paper = picture.paper[theme];
  const [xs, ys] = [shownNodes.map(({ x }) => x), shownNodes.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  const [width, height] = [Math.max(...xs) + MARGIN - left, Math.max(...ys) + MARGIN - top];
  const view = { viewBox: `${left} ${top} ${width} ${height}`, width, height };
  const svg = draw("svg", { xmlns: SVG, ...view, role: "img" });
  svg.append(draw("title", {}, clean(document.title)));
  svg.append(draw("rect", { x: left, y: top, width, height, fill: paper }));
  for (const edge of shownEdges) svg.append(...strand(edge, scene.nodes, lettering, inked(edge, picture.lines, theme).color.color));
  for (const node of shownNodes) {
    const { color, borderWidth } = dressed(node, paper, theme);
    svg.append(...shape(node, color, borderWidth));
    svg.append(letters(node.label.split("\n"), node.x, node.y + node.size + 17, 14, lettering));
  }
  return svg;
}

/** Save what is shown as data, with the claims behind it; the server writes the file. */
export async function saveData(scene, format) {
  const entities = scene.shownNodes.map(({ id }) => scene.picture.entities[id].id);
  const answer = await fetched("/api/export", sending({ entities, links: scene.shownLinks, format }));
  const named = /filename="redstring\.([a-z.]+)"/.exec(answer.headers.get("content-disposition"));
  save(await answer.blob(), named ? named[1] : format);
}

function save(blob, ending) {
  const link = document.createElement("a");
  const name = document.querySelector("h1").textContent.trim().replace(/[^\p{L}\p{N}]+/gu, "-");
  link.download = `${name.slice(0, 80) || "picture"}.${ending}`;
  link.href = URL.createObjectURL(blob);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function saveSvg(scene, lettering, theme) {
  const text = new XMLSerializer().serializeToString(asSvg(scene, lettering, theme));
  save(new Blob([text], { type: "image/svg+xml" }), "svg");
}

/** Save twice as many pixels as the picture has at full size, or as many as a browser can take. */
export async function savePng(scene, lettering, theme) {
  const svg = asSvg(scene, lettering, theme);
  const [width, height] = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
  const scale = Math.min(ENLARGED, MOST_PIXELS / Math.max(width, height));
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * scale, height * scale].map(Math.round);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  save(await new Promise((done) => canvas.toBlob(done, "image/png")), "png");
}
