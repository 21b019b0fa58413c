import math
import random
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from api.views.layout import ASPECT, RING_LIMIT, Box, overlaps, place

Shape = Callable[[int], tuple[list[int], list[tuple[int, int]]]]


def drawn_boxes(count: int) -> list[Box]:
    chance = random.Random(count)
    return [Box(chance.uniform(20, 75), 20, chance.choice([40, 57, 74])) for _ in range(count)]


def star(count: int) -> tuple[list[int], list[tuple[int, int]]]:
    hops = [0, *[1] * (count - 1)]
    return hops, [(0, other) for other in range(1, count)]


def chain(count: int) -> tuple[list[int], list[tuple[int, int]]]:
    hops = [min(3, at * 4 // count) for at in range(count)]
    return [0, *[max(1, hop) for hop in hops[1:]]], list(pairwise(range(count)))


def test_nothing_is_placed_nowhere() -> None:
    assert place([], [], []) == []


def test_one_entity_stands_in_the_middle() -> None:
    assert place(drawn_boxes(1), [0], []) == [(0, 0)]


@pytest.mark.parametrize("shape", [star, chain])
@pytest.mark.parametrize("count", [2, 13, 37, RING_LIMIT, 120, 300])
def test_no_box_overlaps_another(shape: Shape, count: int) -> None:
    boxes = drawn_boxes(count)
    places = np.array(place(boxes, *shape(count)), dtype=float)
    apart = [Box(b.side - 1, b.above - 1, b.below - 1) for b in boxes]  # places are whole numbers
    assert not overlaps(places, apart).any()


@pytest.mark.parametrize("count", [40, 150, 250])
def test_the_same_question_gives_the_same_places(count: int) -> None:
    boxes = drawn_boxes(count)
    random.seed(1)
    first = place(boxes, *chain(count))
    random.seed(2)
    assert place(boxes, *chain(count)) == first


def test_farther_entities_stand_farther_out() -> None:
    hops = [0, *[1] * 8, *[2] * 12]
    pairs = [(0, n) for n in range(1, 9)] + [(1 + n % 8, 9 + n) for n in range(12)]
    places = place(drawn_boxes(21), hops, pairs)
    reach = [math.hypot(x / ASPECT, y) for x, y in places]
    assert max(reach[1:9]) < min(reach[9:])


def test_entities_that_are_linked_come_near_each_other_on_their_ring() -> None:
    hops = [0, *[1] * 12]
    pairs = [(0, n) for n in range(1, 13)] + [(1, 7), (7, 4)]
    places = place([Box(30, 30, 40)] * 13, hops, pairs)
    ring = sorted(range(1, 13), key=lambda n: math.atan2(places[n][1], places[n][0] / ASPECT))
    steps = [abs(ring.index(one) - ring.index(other)) for one, other in pairs[12:]]
    assert max(min(step, 12 - step) for step in steps) <= 3
