// Draw the network that the server laid out, and tie it to the panel, the table and the steps.

import { announce, ask, counted, sending, short, tellTrouble } from "./dom.js";
import { Lettering } from "./lettering.js";
import { showEntity, showHome, showLink } from "./panel.js";
import { fanned, roomOf } from "./placing.js";
import { Scene } from "./scene.js";
import { Steps, fragmentOf, stepsOf } from "./steps.js";
import { walkWithKeys } from "./walking.js";

const MAX_ZOOM = 1.25;
const MARGIN = { side: 66, above: 30, below: 66 };
const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => (dark.matches ? "dark" : "light");
const container = document.getElementById("picture");
const picture = JSON.parse(document.getElementById("data").textContent);

const scene = new Scene(picture, theme);
const network = new vis.Network(container, scene.drawn, picture.options);
const lettering = new Lettering(network, picture);
scene.lettering = lettering;

function wear() {
  lettering.wear(theme());
  container.dataset.theme = theme();
}

/** Show all of the picture; names keep their size on the screen, so the margins do too. */
function fitAll() {
  const places = Object.values(network.getPositions());
  if (!places.length) return;
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const wide = container.clientWidth - 2 * MARGIN.side;
  const high = container.clientHeight - MARGIN.above - MARGIN.below;
  const scale = Math.min(MAX_ZOOM, wide / (right - left), high / (bottom - top));
  const lower = (MARGIN.below - MARGIN.above) / 2 / scale;
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + lower }, scale });
}

function fitIfOut() {
  const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
  const { x: right, y: bottom } = network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight });
  const out = ({ x, y }) => x < left || x > right || y < top || y > bottom;
  if (Object.values(network.getPositions()).some(out)) fitAll();
}

async function grow({ id, how }) {
  const key = scene.key(id);
  if (!key) return null;
  const shown = Object.values(picture.entities).map((entity) => entity.id);
  const address = `/entities/${encodeURIComponent(id)}/growth?${picture.question}`;
  const come = await ask(address, sending(how ? { shown, type: how } : { shown }));
  const standing = [...scene.nodes.values()].map((node) => roomOf(node, node));
  const back = scene.add(come, fanned(come.nodes, standing, scene.nodes.get(key)));
  const name = short(picture.entities[key].name, 60);
  announce(`${counted(come.nodes.length, "entity", "entities")} added around ${name}`);
  fitIfOut();
  return back;
}

function act(step) {
  if (step.kind === "grow") return grow(step);
  const key = scene.key(step.id);
  if (!key) return null;
  if (step.kind === "hide") {
    if (scene.hidden.has(key)) return null;
    showHome();
    announce(`${short(picture.entities[key].name, 60)} hidden`);
    return scene.hide(key);
  }
  const [x, y] = step.how.split(",").map(Number);
  return Number.isFinite(x) && Number.isFinite(y) ? scene.move(key, { x, y }) : null;
}

const buttons = Object.fromEntries(["fit", "undo", "redo", "png", "svg", "copy"].map((id) => [id, document.getElementById(id)]));
const steps = new Steps(act, () => {
  history.replaceState(null, "", location.pathname + location.search + fragmentOf(steps.list));
  buttons.undo.disabled = !steps.done.length;
  buttons.redo.disabled = !steps.undone.length;
  for (const link of document.querySelectorAll("#legend a, #banner a")) link.hash = fragmentOf(steps.list);
  container.dataset.steps = String(steps.done.length);
  chooseAgain();
});

/** Tell of the chosen entity again what is left to expand, and leave the keyboard where it was. */
function chooseAgain() {
  const [key] = network.getSelectedNodes();
  if (!key || !scene.nodes.has(key)) return;
  const inside = document.getElementById("selected").contains(document.activeElement);
  showEntity(key, picture, scene.shownLinks);
  if (inside) document.getElementById("panel").focus({ preventScroll: true });
}

function take(step) {
  document.getElementById("trouble").hidden = true;
  return steps.do(step).catch(tellTrouble);
}

function between(id) {
  const pair = [picture.links[id].source, picture.links[id].target].sort().join();
  return scene.shownLinks.filter((other) => {
    const { source, target } = picture.links[other];
    return other !== id && [source, target].sort().join() === pair;
  });
}

function chooseLink(id) {
  network.unselectAll();
  network.selectEdges([scene.edgeOf(id)]);
  showLink(id, between(id), picture);
}

function chooseEntity(key) {
  network.selectNodes([key], false);
  showEntity(key, picture, scene.shownLinks);
}

function chooseNothing() {
  network.unselectAll();
  showHome();
}

/** Do what would have kept the picture waiting: the other rows, the address's steps, the years. */
async function goOn() {
  const rest = document.getElementById("rest");
  if (rest) document.querySelector("#links tbody").append(rest.content);
  await steps.restore(stepsOf(location.hash));
  scene.tell();
  container.dataset.restored = "true";
  const { showYears } = await import("./histogram.js");
  await showYears(picture.middle, picture.asked, controls).then(fitIfOut).catch(tellTrouble);
}

/** What saves files is fetched when it is first asked for. */
async function save(what, ...more) {
  const files = await import("./exporting.js");
  await files[what](scene, ...more);
}

function reveal() {
  const panel = document.getElementById("panel");
  if (panel.getBoundingClientRect().top > innerHeight) panel.scrollIntoView({ block: "start" });
}

network.on("click", ({ nodes: [node], edges: [edge] }) => {
  if (node) chooseEntity(node);
  else if (edge) chooseLink(scene.linksOf(edge)[0]);
  else showHome();
  if (node || edge) reveal();
});
network.on("doubleClick", ({ nodes: [node] }) => {
  if (node) take({ kind: "grow", id: picture.entities[node].id, how: "" });
});
network.on("dragEnd", ({ nodes: [node] }) => {
  if (!node) return;
  const { x, y } = network.getPosition(node);
  take({ kind: "move", id: picture.entities[node].id, how: `${Math.round(x)},${Math.round(y)}` });
});
for (const [event, kind, change] of [
  ["hoverNode", "nodes", "add"],
  ["blurNode", "nodes", "delete"],
  ["hoverEdge", "edges", "add"],
  ["blurEdge", "edges", "delete"],
]) {
  network.on(event, (what) => {
    lettering.pointed[kind][change](what.node ?? what.edge);
    container.classList.toggle("pointing", change === "add");
  });
}
network.on("afterDrawing", (ctx) => lettering.draw(ctx));
network.once("afterDrawing", () => {
  document.getElementById("loading").hidden = true;
  container.dataset.stable = "true";
  performance.mark("stable");
  setTimeout(goOn);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-link]");
  if (!button) return;
  chooseLink(button.dataset.link);
  reveal();
  if (target.closest("table")) document.getElementById("panel").focus({ preventScroll: true });
});
document.addEventListener("unselect", chooseNothing);
document.addEventListener("step", ({ detail }) => take(detail));
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === "Escape") chooseNothing();
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  if (event.shiftKey) steps.redo();
  else steps.undo();
});
walkWithKeys(container, network, scene, { chooseEntity, take });

async function copyAddress() {
  try {
    await navigator.clipboard.writeText(location.href);
    announce("The address of this picture is copied");
    buttons.copy.textContent = "Copied";
  } catch {
    announce("The browser does not let this page copy; copy the address bar instead");
    buttons.copy.textContent = "Copy the address bar";
  }
  setTimeout(() => (buttons.copy.textContent = "Copy link"), 2000);
}

for (const [name, work] of Object.entries({
  fit: fitAll,
  undo: () => steps.undo(),
  redo: () => steps.redo().catch(tellTrouble),
  png: () => save("savePng", lettering, theme()).catch(tellTrouble),
  svg: () => save("saveSvg", lettering, theme()).catch(tellTrouble),
  copy: copyAddress,
})) {
  buttons[name].addEventListener("click", work);
}
const data = document.getElementById("export");
data.addEventListener("change", async (event) => {
  event.stopPropagation(); // it is no part of the question that the form asks
  const format = data.value;
  data.value = "";
  if (format) await save("saveData", format).catch(tellTrouble);
});
document.getElementById("tools").hidden = false;
const controls = document.getElementById("controls");
document.getElementById("apply").hidden = true;
controls.addEventListener("formdata", ({ formData }) => {
  for (const name of ["from", "to"]) if (!formData.get(name)) formData.delete(name);
  if (formData.get("undated") === "1") formData.delete("undated");
});
controls.addEventListener("change", () => {
  controls.action = location.pathname + fragmentOf(steps.list);
  controls.requestSubmit();
});
dark.addEventListener("change", () => {
  wear();
  scene.dress();
});

wear();
fitAll();
const shown = counted(picture.nodes.length, "entity", "entities");
announce(`${shown} and ${counted(Object.keys(picture.links).length, "link")} shown`);
if (matchMedia("(max-width: 60rem)").matches) document.getElementById("legend").open = false;
window.redstring = { network, lettering, scene, steps };
