"""Where each entity stands, worked out on the server so that the picture is still from the start.

Few entities stand on rings by hop; more are laid out by igraph. Either way boxes (a shape with its
label) end up apart. What a newcomer would get wrong: positions depend on nothing but the arguments,
so the same question gives the same picture; never draw a random number here.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import igraph
import numpy as np
from numpy.typing import NDArray

RING_LIMIT = 60
"""The most entities that stand on rings."""
KAMADA_KAWAI_LIMIT = 200
"""The most entities that are laid out by Kamada-Kawai; it takes too long beyond."""
ASPECT = 1.55
"""How much wider than high a picture is meant to be."""
_RING_GAP = 150.0
_RING_STEP = 12.0
_RING_TRIES = 200
_PER_LANE = 22
_LANE_GAP = 92.0
_SWEEPS = 10
_ROUNDS = 40
_PUSHES = 12
_WIDER = 1.1
_STEPS = 120
_GENERATOR = Lock()
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))

Points = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Box:
    """The room that an entity takes, from its middle, in pixels at full size.

    Attributes:
        side: To the left and to the right.
        above: Upwards.
        below: Downwards, its label included.
    """

    side: float
    above: float
    below: float


def place(
    boxes: Sequence[Box], hops: Sequence[int], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return a position for each entity, the middle of the picture being (0, 0), y downwards.

    Args:
        boxes: The room that each entity takes.
        hops: How far each is from the start; ascending.
        pairs: Which entities are linked, by their places in `boxes`; each pair once.
    """
    if not boxes:
        return []
    if len(boxes) <= RING_LIMIT:
        points = _rings(boxes, hops, pairs)
    else:
        points = _pushed_apart(_by_igraph(boxes, pairs), boxes)
    return [(round(x), round(y)) for x, y in points.tolist()]


def overlaps(points: Points, boxes: Sequence[Box]) -> NDArray[np.bool_]:
    """Tell for every two boxes, once (row before column), whether they overlap."""
    across, down = _overlap_depths(points, boxes)
    return np.triu((across > 0) & (down > 0), k=1)


def _overlap_depths(points: Points, boxes: Sequence[Box]) -> tuple[Points, Points]:
    left, right, top, bottom = _edges(points, boxes)
    across = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    down = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    return across, down


def _edges(points: Points, boxes: Sequence[Box]) -> tuple[Points, Points, Points, Points]:
    room = np.array([(box.side, box.above, box.below) for box in boxes])
    x, y = points[:, 0], points[:, 1]
    return x - room[:, 0], x + room[:, 0], y - room[:, 1], y + room[:, 2]


def _rings(boxes: Sequence[Box], hops: Sequence[int], pairs: Sequence[tuple[int, int]]) -> Points:
    points = np.zeros((len(boxes), 2))
    angles = _angles(hops, pairs)
    placed: list[int] = []
    radius = 0.0
    for hop in sorted(set(hops)):
        ring = sorted((i for i, h in enumerate(hops) if h == hop), key=lambda i: (angles[i], i))
        if len(ring) > 1 or placed:
            radius = _widen(points, boxes, (placed, ring), radius + _RING_GAP)
        placed += ring
    return points


def _widen(
    points: Points, boxes: Sequence[Box], rings: tuple[list[int], list[int]], radius: float
) -> float:
    """Set one ring's points at the least radius where no box overlaps another; return its edge.

    Every other ring is turned by half a step, or lines to the middle would run through its inside.
    """
    placed, ring = rings
    both = placed + ring
    lanes = math.ceil(len(ring) / _PER_LANE)
    turn = 2 * math.pi / len(ring)
    shift = 0.5 if len(placed) > 1 else 0
    for _ in range(_RING_TRIES):
        for number, i in enumerate(ring):
            reach = radius + (number % lanes) * _LANE_GAP
            angle = (number + shift) * turn - math.pi / 2
            points[i] = reach * ASPECT * math.cos(angle), reach * math.sin(angle)
        if not overlaps(points[both], [boxes[i] for i in both]).any():
            break
        radius += _RING_STEP
    return radius + (lanes - 1) * _LANE_GAP


def _angles(hops: Sequence[int], pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Turn each entity towards those that it is linked to, hop by hop, in a few sweeps."""
    neighbours: list[list[int]] = [[] for _ in hops]
    for one, other in pairs:
        neighbours[one].append(other)
        neighbours[other].append(one)
    rings = [[i for i, h in enumerate(hops) if h == hop] for hop in sorted(set(hops))]
    angles = [0.0] * len(hops)
    for ring in rings:
        _spread(ring, angles)
    for _ in range(_SWEEPS):
        for ring in rings[1:] or rings:
            wanted = {i: _mean_angle(i, neighbours[i], angles, hops) for i in ring}
            _spread(sorted(ring, key=lambda i: (wanted[i], angles[i], i)), angles)
    return angles


def _spread(ring: Sequence[int], angles: list[float]) -> None:
    for number, i in enumerate(ring):
        angles[i] = 2 * math.pi * number / len(ring)


def _mean_angle(
    entity: int, neighbours: Sequence[int], angles: Sequence[float], hops: Sequence[int]
) -> float:
    # Its own angle counts too, or two that are linked would change places for ever.
    seen = [angles[n] for n in (entity, *neighbours) if hops[n] > 0]
    x, y = sum(map(math.cos, seen)), sum(map(math.sin, seen))
    if math.hypot(x, y) < 1e-6:  # noqa: PLR2004 - they pull to all sides alike
        return angles[entity]
    return math.atan2(y, x) % (2 * math.pi)


def _by_igraph(boxes: Sequence[Box], pairs: Sequence[tuple[int, int]]) -> Points:
    size = len(boxes)
    graph = igraph.Graph(n=size, edges=list(pairs))
    start = [
        (math.sqrt(i) * math.cos(i * _GOLDEN_ANGLE), math.sqrt(i) * math.sin(i * _GOLDEN_ANGLE))
        for i in range(size)
    ]
    if size <= KAMADA_KAWAI_LIMIT:
        layout = graph.layout_kamada_kawai(seed=start)
    else:
        # igraph draws from one generator for the whole process, and routes run in many threads.
        with _GENERATOR:
            igraph.set_random_number_generator(random.Random(1))  # noqa: S311 - no secret
            layout = graph.layout_fruchterman_reingold(seed=start, niter=_STEPS, grid=False)
    return _scaled(np.array(layout.coords), boxes)


def _scaled(points: Points, boxes: Sequence[Box]) -> Points:
    """Centre the points, and stretch them to a few times the room that the boxes need."""
    centred = points - points.mean(axis=0)
    spread = np.maximum(np.percentile(np.abs(centred), 90, axis=0), 1e-9)
    room = sum(2 * box.side * (box.above + box.below) for box in boxes) * 2.5
    height = math.sqrt(room / ASPECT)
    return centred / spread * np.array([height * ASPECT / 2, height / 2])


def _pushed_apart(points: Points, boxes: Sequence[Box]) -> Points:
    """Move boxes that overlap away from each other; where that does not do, widen all and go on."""
    moved = points.copy()
    for _ in range(_ROUNDS):
        for _ in range(_PUSHES):
            across, down = _overlap_depths(moved, boxes)
            ones, others = np.nonzero(np.triu(np.minimum(across, down) > 0, k=1))
            if not ones.size:
                return moved
            depths = across[ones, others], down[ones, others]
            _push(moved, (ones, others), depths)
        moved *= _WIDER
    return moved


def _push(points: Points, pairs: tuple[Places, Places], depths: tuple[Points, Points]) -> None:
    """Move both of each pair half of the way that they overlap, in the direction of the less."""
    ones, others = pairs
    across, down = depths
    away = np.where(points[ones] < points[others], -0.5, 0.5)
    step = away * np.column_stack((across, down))
    step[across > down, 0] = 0
    step[across <= down, 1] = 0
    np.add.at(points, ones, step)
    np.add.at(points, others, -step)
