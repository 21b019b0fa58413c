// Where entities that come to a picture stand: fanned out beyond the one they were expanded from.
//
// Nothing that was there moves, so a newcomer takes the first free spot of rings around the
// expanded one, beginning on the side that points away from the middle of the picture.

const NAME = { line: 17, gap: 5, width: 8.2 };
const MARGIN = 10;
const RING = { first: 170, step: 50, spot: 90, most: 60 };
const FLAT = 1.25;

/** Return the room that an entity takes with its name, in pixels at full size. */
export function roomOf(node, at) {
  const rows = (node.label || "").split("\n");
  const side = Math.max(node.size, (Math.max(...rows.map((row) => row.length)) * NAME.width) / 2) + MARGIN;
  return {
    left: at.x - side,
    right: at.x + side,
    top: at.y - node.size - MARGIN,
    bottom: at.y + node.size + NAME.gap + rows.length * NAME.line + MARGIN,
  };
}

function apart(one, other) {
  return one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
}

/** Yield spots around a place, ring by ring, those nearest to an angle first. */
function* spots(from, angle) {
  for (let ring = 0; ring < RING.most; ring += 1) {
    const radius = RING.first + ring * RING.step;
    const count = Math.floor((2 * Math.PI * radius) / RING.spot);
    for (let number = 0; number < count; number += 1) {
      const aside = Math.ceil(number / 2) * (number % 2 ? 1 : -1);
      const turn = angle + (aside * 2 * Math.PI) / count;
      yield { x: from.x + FLAT * radius * Math.cos(turn), y: from.y + radius * Math.sin(turn) };
    }
  }
}

/**
 * Return a place for each new entity, by its key.
 *
 * @param fresh The new entities, in the order in which they take their places.
 * @param standing Those that are there, with the room that each takes.
 * @param from Where the expanded entity stands.
 */
export function fanned(fresh, standing, from) {
  const taken = [...standing];
  const middle = {
    x: taken.reduce((sum, { left, right }) => sum + (left + right) / 2, 0) / (taken.length || 1),
    y: taken.reduce((sum, { top, bottom }) => sum + (top + bottom) / 2, 0) / (taken.length || 1),
  };
  const [across, down] = [from.x - middle.x, from.y - middle.y];
  const angle = Math.hypot(across, down) < 1 ? -Math.PI / 2 : Math.atan2(down, across);
  const places = new Map();
  for (const node of fresh) {
    for (const spot of spots(from, angle)) {
      const room = roomOf(node, spot);
      if (!taken.every((other) => apart(room, other))) continue;
      taken.push(room);
      places.set(node.id, { x: Math.round(spot.x), y: Math.round(spot.y) });
      break;
    }
    if (!places.has(node.id)) places.set(node.id, { x: Math.round(from.x), y: Math.round(from.y) });
  }
  return places;
}
