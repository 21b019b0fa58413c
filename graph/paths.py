"""Ways from one entity to another: which of them are listed, and in what order, for every store.

A store only says who is next to whom; the walk is the same. What a newcomer would get wrong: the
ways of one length are not walked one by one, since there may be millions; the best come first out
of a heap, and the walk stops at the last one that is wanted.
"""

import heapq
from collections.abc import Callable, Collection, Iterator, Mapping

from graph.identity import label_of
from graph.ontology import NEVER_WALKED_THROUGH

Neighbours = Mapping[str, int]
"""Per neighbouring entity, how many claims the best link to it has."""
Ask = Callable[[Collection[str]], Mapping[str, Neighbours]]
"""Gives the neighbours of each of some entities, whichever way their links point."""
AskBetween = Callable[[Collection[str], Collection[str]], Mapping[str, Neighbours]]
"""Gives, for each of some entities, those of its neighbours that are among others."""
Way = tuple[str, ...]

_UNLIMITED = 2**62


def best_ways(
    source: str,
    target: str,
    ask: Ask,
    *,
    max_hops: int,
    k: int,
    between: AskBetween | None = None,
) -> list[Way]:
    """Return up to `k` ways between two entities, as ids: see `GraphStore.paths`.

    Args:
        source: Where to start.
        target: Where to end.
        ask: How to learn all neighbours of entities.
        max_hops: The longest way, in links.
        k: The most ways.
        between: How to learn which entities are next to which others, for a store that can tell
            without reading all neighbours; None to ask for all.
    """
    field = _Field(source, target, ask, between)
    ways: list[Way] = []
    for hops in range(1, max_hops + 1):
        for way in field.ways(hops):
            ways.append(way)
            if len(ways) == k:
                return ways
        if field.is_closed:
            break
    return ways


class _Field:
    """What has been seen around both ends, grown step by step from the side that is smaller.

    For ways of so many links both sides together are grown one step less; which of the outermost
    entities of one side is next to which of the other closes the gap.
    """

    def __init__(self, source: str, target: str, ask: Ask, between: AskBetween | None) -> None:
        self._source, self._target, self._ask = source, target, ask
        self._between = between or self._between_by_asking_all
        self._neighbours: dict[str, dict[str, int]] = {}
        self._forth: list[set[str]] = [{source}]
        self._back: list[dict[str, int]] = [{target: _UNLIMITED}]
        self._homeward: dict[str, dict[str, int]] = {}

    @property
    def is_closed(self) -> bool:
        """Whether one end can't be left any further, so that longer ways don't exist."""
        return not self._forth[-1] or not self._back[-1]

    def ways(self, hops: int) -> Iterator[Way]:
        """Yield the ways of exactly this many links: best weakest link first, then by ids."""
        while len(self._forth) + len(self._back) - 2 < hops - 1:
            if len(self._forth[-1]) < len(self._back[-1]):
                self._grow_forth()
            else:
                self._grow_back()
        gap = len(self._forth) - 1
        joints = self._between(self._forth[-1], self._back[-1])
        bounds = self._bounds(joints)
        if self._source not in bounds[0]:
            return
        heap: list[tuple[int, Way]] = [(-bounds[0][self._source], (self._source,))]
        while heap:
            bound, way = heapq.heappop(heap)
            if len(way) > hops:
                yield way
                continue
            step = len(way) - 1
            known = self._neighbours if step < gap else joints if step == gap else self._homeward
            for other, best in _onward(known.get(way[-1], {}), bounds[len(way)]):
                if other not in way:
                    heapq.heappush(heap, (max(bound, -best), (*way, other)))

    def _bounds(self, joints: Mapping[str, Neighbours]) -> list[dict[str, int]]:
        """Return, per step of a way, the entities on it with the best weakest link from there on.

        A walk that comes through an entity twice counts here, so these are upper bounds.
        """
        bounds = list(self._back)
        known: Mapping[str, Neighbours] = joints
        for entities in reversed(self._forth):
            ahead = bounds[-1]
            here: dict[str, int] = {}
            for entity in entities:
                onward = _onward(known.get(entity, {}), ahead)
                best = max((best for _, best in onward), default=0)
                if best:
                    here[entity] = best
            bounds.append(here)
            known = self._neighbours
        return bounds[::-1]

    def _grow_forth(self) -> None:
        self._learn(self._forth[-1])
        reached = {other for entity in self._forth[-1] for other in self._neighbours[entity]}
        self._forth.append({other for other in reached if self._is_between(other)})

    def _grow_back(self) -> None:
        last = {id_: bound for id_, bound in self._back[-1].items() if id_ != self._source}
        self._learn(last)
        grown: dict[str, int] = {}
        for entity, bound in last.items():
            for other, claims in self._neighbours[entity].items():
                if other != self._source and not self._is_between(other):
                    continue
                self._homeward.setdefault(other, {})[entity] = claims
                grown[other] = max(min(bound, claims), grown.get(other, 0))
        self._back.append(grown)

    def _is_between(self, entity: str) -> bool:
        """Tell whether a way may come through an entity."""
        ends = (self._source, self._target)
        return entity not in ends and label_of(entity) not in NEVER_WALKED_THROUGH

    def _learn(self, entities: Collection[str]) -> None:
        unknown = [entity for entity in entities if entity not in self._neighbours]
        if unknown:
            found = self._ask(unknown)
            for entity in unknown:
                self._neighbours[entity] = dict(found.get(entity, {}))

    def _between_by_asking_all(
        self, entities: Collection[str], others: Collection[str]
    ) -> Mapping[str, Neighbours]:
        """Return which entities are next to which others, by the neighbours of the fewer."""
        if len(entities) < len(others):
            self._learn(entities)
            return self._neighbours
        self._learn(others)
        turned: dict[str, dict[str, int]] = {}
        for other in others:
            for entity, claims in self._neighbours[other].items():
                if entity in entities:
                    turned.setdefault(entity, {})[other] = claims
        return turned


def _onward(neighbours: Mapping[str, int], ahead: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield the neighbours that are ahead, each with the weakest link of the best way by it."""
    fewer = neighbours if len(neighbours) < len(ahead) else ahead
    for other in fewer:
        if other in neighbours and other in ahead:
            yield other, min(neighbours[other], ahead[other])
