from collections.abc import Iterable
from itertools import combinations
from typing import Any

from playwright.sync_api import Page

from api.views.network import node_key

Corners = list[list[float]]


def draw(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("#picture[data-stable]")
    return page


def click_entity(page: Page, entity_id: str) -> None:
    at = page.evaluate(
        "key => { const n = redstring.network; return n.canvasToDOM(n.getPosition(key)); }",
        node_key(entity_id),
    )
    _click(page, at)


def click_link(page: Page, link_id: str) -> None:
    at = page.evaluate(
        """id => {
            const { network, lettering } = redstring;
            const edge = lettering.edges.find(({ links }) => links.includes(id));
            return network.canvasToDOM(network.body.edges[edge.id].edgeType.getPoint(0.5));
        }""",
        link_id,
    )
    _click(page, at)


def pixel(page: Page, entity_id: str, *, aside: tuple[int, int] = (0, 0)) -> str:
    """Return the colour at an entity's middle, or so many pixels beside it."""
    return page.evaluate(
        """([key, [right, down]]) => {
            const { network } = redstring;
            const { x, y } = network.canvasToDOM(network.getPosition(key));
            const canvas = document.querySelector("#picture canvas");
            const copy = new OffscreenCanvas(canvas.width, canvas.height);
            const ink = copy.getContext("2d", { willReadFrequently: true });
            ink.drawImage(canvas, 0, 0);
            const [r, g, b] = ink.getImageData(x + right, y + down, 1, 1).data;
            return "#" + [r, g, b].map((c) => c.toString(16).padStart(2, "0")).join("");
        }""",
        [node_key(entity_id), list(aside)],
    )


def written(page: Page) -> list[dict[str, Any]]:
    """Return what is lettered: whose it is, whether along a line, and its four corners."""
    return page.evaluate("redstring.lettering.written")


def shapes(page: Page) -> list[Corners]:
    """Return the box of every entity's shape."""
    return page.evaluate(
        """() => redstring.lettering.nodes.map(({ id, size }) => {
            const { x, y } = redstring.network.getPosition(id);
            const [left, right, top, bottom] = [x - size, x + size, y - size, y + size];
            return [[left, top], [right, top], [right, bottom], [left, bottom]];
        })"""
    )


def overlapping(boxes: Iterable[Corners]) -> list[tuple[Corners, Corners]]:
    """Return the pairs of boxes, turned or not, that have more than an edge in common."""
    return [pair for pair in combinations(boxes, 2) if not _apart(*pair)]


def _apart(one: Corners, other: Corners) -> bool:
    sides = [*zip(one, [*one[1:], one[0]], strict=True)]
    sides += [*zip(other, [*other[1:], other[0]], strict=True)]
    return any(_separates((y2 - y1, x1 - x2), one, other) for (x1, y1), (x2, y2) in sides)


def _separates(axis: tuple[float, float], one: Corners, other: Corners) -> bool:
    low, high = ([x * axis[0] + y * axis[1] for x, y in box] for box in (one, other))
    slack = 1e-6
    return max(low) <= min(high) + slack or max(high) <= min(low) + slack


def _click(page: Page, at: dict[str, float]) -> None:
    box = page.locator("#picture").bounding_box()
    assert box
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
