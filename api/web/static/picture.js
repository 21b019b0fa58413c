// Draw the network that the server laid out, and tie it to the panel and the table.

import { announce, counted } from "./dom.js";
import { Lettering } from "./lettering.js";
import { showEntity, showHome, showLink } from "./panel.js";
import { dressed, inked } from "./shapes.js";

const MAX_ZOOM = 1.25;
const MARGIN = { side: 66, above: 30, below: 66 };
const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => (dark.matches ? "dark" : "light");
const container = document.getElementById("picture");
const picture = JSON.parse(document.getElementById("data").textContent);

const edgeOf = new Map(picture.edges.flatMap((edge) => edge.links.map((link) => [link, edge.id])));
const linksOf = new Map(picture.edges.map((edge) => [edge.id, edge.links]));

const nodes = new vis.DataSet(picture.nodes.map((node) => dressed(node, picture.paper[theme()], theme())));
const edges = new vis.DataSet(picture.edges.map((edge) => inked(edge, picture.lines, theme())));
const network = new vis.Network(container, { nodes, edges }, picture.options);
const lettering = new Lettering(network, picture);

function wear() {
  lettering.wear(theme());
  container.dataset.theme = theme();
}

function dress() {
  wear();
  nodes.update(picture.nodes.map((node) => dressed(node, picture.paper[theme()], theme())));
  edges.update(picture.edges.map((edge) => inked(edge, picture.lines, theme())));
}

/** Show all of the picture; names keep their size on the screen, so the margins do too. */
function fitAll() {
  const places = Object.values(network.getPositions());
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const wide = container.clientWidth - 2 * MARGIN.side;
  const high = container.clientHeight - MARGIN.above - MARGIN.below;
  const scale = Math.min(MAX_ZOOM, wide / (right - left), high / (bottom - top));
  const lower = (MARGIN.below - MARGIN.above) / 2 / scale;
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + lower }, scale });
}

function between(id) {
  const pair = [picture.links[id].source, picture.links[id].target].sort().join();
  return Object.keys(picture.links).filter((other) => {
    const { source, target } = picture.links[other];
    return other !== id && [source, target].sort().join() === pair;
  });
}

function chooseLink(id) {
  network.unselectAll();
  network.selectEdges([edgeOf.get(id)]);
  showLink(id, between(id), picture);
}

function chooseNothing() {
  network.unselectAll();
  showHome();
}

/** Add the rows that would have kept the picture waiting. */
function listRest() {
  const rest = document.getElementById("rest");
  if (rest) document.querySelector("#links tbody").append(rest.content);
}

function reveal() {
  const panel = document.getElementById("panel");
  if (panel.getBoundingClientRect().top > innerHeight) panel.scrollIntoView({ block: "start" });
}

network.on("click", ({ nodes: [node], edges: [edge] }) => {
  if (node) showEntity(node, picture);
  else if (edge) chooseLink(linksOf.get(edge)[0]);
  else showHome();
  if (node || edge) reveal();
});
network.on("doubleClick", ({ nodes: [node] }) => {
  if (node) location.assign(picture.entities[node].href);
});
for (const [event, kind, act] of [
  ["hoverNode", "nodes", "add"],
  ["blurNode", "nodes", "delete"],
  ["hoverEdge", "edges", "add"],
  ["blurEdge", "edges", "delete"],
]) {
  network.on(event, (what) => {
    lettering.pointed[kind][act](what.node ?? what.edge);
    container.classList.toggle("pointing", act === "add");
  });
}
network.on("afterDrawing", (ctx) => lettering.draw(ctx));
network.once("afterDrawing", () => {
  document.getElementById("loading").hidden = true;
  container.dataset.stable = "true";
  performance.mark("stable");
  setTimeout(listRest);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-link]");
  if (!button) return;
  chooseLink(button.dataset.link);
  reveal();
  if (target.closest("table")) document.getElementById("panel").focus({ preventScroll: true });
});
document.addEventListener("unselect", chooseNothing);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.target.closest("input")) chooseNothing();
});

const fit = document.getElementById("fit");
fit.hidden = false;
fit.addEventListener("click", fitAll);
const controls = document.getElementById("controls");
document.getElementById("apply").hidden = true;
controls.addEventListener("change", () => controls.requestSubmit());
dark.addEventListener("change", dress);

wear();
fitAll();
const { nodes: shown, links } = { nodes: picture.nodes.length, links: Object.keys(picture.links).length };
announce(`${counted(shown, "entity", "entities")} and ${counted(links, "link")} shown`);
if (matchMedia("(max-width: 60rem)").matches) document.getElementById("legend").open = false;
window.redstring = { network, lettering };
