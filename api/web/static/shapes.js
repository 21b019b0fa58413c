// The shapes that vis-network does not have, and the colours of shapes and lines in both themes.

export const INK = { light: "#1c2128", dark: "#e8eaee" };
export const THREAD = { light: "#d11a2a", dark: "#ff6b6e" };
const OUTLINE_ON_DARK = "#cfd4dc";

function begin({ ctx, style }) {
  ctx.beginPath();
  ctx.fillStyle = style.color;
  ctx.strokeStyle = style.borderColor;
  ctx.lineWidth = style.borderWidth;
}

function finish({ ctx }) {
  ctx.fill();
  ctx.stroke();
}

function rounded(given) {
  const { ctx, x, y, style } = given;
  const [across, down] = [style.size * 1.15, style.size * 0.8];
  const drawNode = () => {
    begin(given);
    ctx.roundRect(x - across, y - down, 2 * across, 2 * down, down * 0.6);
    finish(given);
  };
  return { drawNode, nodeDimensions: { width: 2 * across, height: 2 * down } };
}

function target(given) {
  const { ctx, x, y, style } = given;
  const half = style.size * 0.88;
  const drawNode = () => {
    begin(given);
    ctx.rect(x - half, y - half, 2 * half, 2 * half);
    finish(given);
    ctx.beginPath();
    ctx.arc(x, y, half * 0.32, 0, 2 * Math.PI);
    ctx.fillStyle = style.borderColor;
    ctx.fill();
  };
  return { drawNode, nodeDimensions: { width: 2 * half, height: 2 * half } };
}

const OWN = { rounded, target };

/** Return a node as vis-network is to draw it: without its label, which this page letters itself. */
export function dressed(node, paper, theme) {
  const { background, border } = node.color;
  const outline = theme === "dark" ? OUTLINE_ON_DARK : border;
  const edge = node.hollow ? (theme === "dark" ? background : border) : outline;
  const colour = { background: node.hollow ? paper : background, border: edge };
  const chosen = { background: colour.background, border: THREAD[theme] };
  const own = OWN[node.shape];
  return {
    ...node,
    label: undefined,
    shape: own ? "custom" : node.shape,
    ctxRenderer: own,
    borderWidth: node.hollow ? 3 : 1.5,
    color: { ...colour, highlight: chosen, hover: { ...colour, border: THREAD[theme] } },
  };
}

/** Return an edge as vis-network is to draw it, in its family's colour as strong as its status. */
export function inked(edge, lines, theme) {
  const colour = lines[theme][edge.family][edge.status];
  return { ...edge, color: { color: colour, hover: colour, highlight: THREAD[theme], inherit: false } };
}
