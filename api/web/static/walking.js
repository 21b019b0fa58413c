// Walk along links with the arrow keys: to the neighbour that lies in that direction.

const ARROWS = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };
const WIDEST = Math.PI / 2.2;

function turn(one, other) {
  return Math.abs(((one - other + 3 * Math.PI) % (2 * Math.PI)) - Math.PI);
}

/** Return the neighbour that an arrow points to, nearest to its direction first; undefined for none. */
export function towards(angle, from, neighbours) {
  return neighbours
    .map(({ key, x, y }) => {
      const off = turn(Math.atan2(y - from.y, x - from.x), angle);
      return { key, off, cost: Math.hypot(x - from.x, y - from.y) * (1 + 2 * off) };
    })
    .filter(({ off }) => off < WIDEST)
    .sort((a, b) => a.cost - b.cost)[0]?.key;
}

/** Listen for keys on the picture: arrows walk, `+` expands, Delete hides, Enter goes to the panel. */
export function walkWithKeys(container, network, scene, { chooseEntity, take }) {
  const id = (key) => scene.picture.entities[key].id;
  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [chosen] = network.getSelectedNodes();
    if (event.key in ARROWS) {
      event.preventDefault();
      const places = network.getPositions();
      if (!chosen) {
        const [first] = scene.shownNodes;
        if (first) chooseEntity(first.id);
        return;
      }
      const joined = network.getConnectedNodes(chosen).filter((key) => key !== chosen);
      const neighbours = [...new Set(joined)].map((key) => ({ key, ...places[key] }));
      const next = towards(ARROWS[event.key], places[chosen], neighbours);
      if (next) chooseEntity(next);
      return;
    }
    if (!chosen) return;
    if (event.key === "+") take({ kind: "grow", id: id(chosen), how: "" });
    else if (event.key === "Delete") take({ kind: "hide", id: id(chosen), how: "" });
    else if (event.key === "Enter") document.getElementById("panel").focus();
  });
}
