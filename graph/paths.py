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
Way = tuple[str, ...]

_UNLIMITED = 2**62


def best_ways(source: str, target: str, ask: Ask, *, max_hops: int, k: int) -> list[Way]:
    """Return up to `k` ways between two entities, as ids: see `GraphStore.paths`."""
    field = _Field(source, target, ask)
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
    """What has been seen around both ends, grown step by step from the side that is smaller."""

    def __init__(self, source: str, target: str, ask: Ask) -> None:
        self._source, self._target, self._ask = source, target, ask
        self._neighbours: dict[str, dict[str, int]] = {}
        self._forth: list[set[str]] = [{source}]
        self._back: list[dict[str, int]] = [{target: _UNLIMITED}]

    @property
    def is_closed(self) -> bool:
        """Whether one end can't be left any further, so that longer ways don't exist."""
        return not self._forth[-1] or not self._back[-1]

    def ways(self, hops: int) -> Iterator[Way]:
        """Yield the ways of exactly this many links: best weakest link first, then by ids."""
        while len(self._forth) + len(self._back) - 2 < hops:
            if len(self._forth[-1]) < len(self._back[-1]):
                self._grow_forth()
            else:
                self._grow_back()
        bounds = self._bounds(hops)
        if self._source not in bounds[0]:
            return
        heap: list[tuple[int, Way]] = [(-bounds[0][self._source], (self._source,))]
        while heap:
            bound, way = heapq.heappop(heap)
            if len(way) > hops:
                yield way
                continue
            self._learn([way[-1]])
            for other, best in _onward(self._neighbours[way[-1]], bounds[len(way)]):
                if other not in way:
                    heapq.heappush(heap, (max(bound, -best), (*way, other)))

    def _bounds(self, hops: int) -> list[dict[str, int]]:
        """Return, per step of a way, the entities on it with the best weakest link from there on.

        A walk that comes through an entity twice counts here, so these are upper bounds.
        """
        backward = min(len(self._back) - 1, hops)
        bounds = [self._back[step] for step in range(backward + 1)]
        for step in range(hops - backward - 1, -1, -1):
            ahead = bounds[-1]
            here: dict[str, int] = {}
            for entity in self._forth[step]:
                onward = _onward(self._neighbours[entity], ahead)
                best = max((best for _, best in onward), default=0)
                if best:
                    here[entity] = best
            bounds.append(here)
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
                best = min(bound, claims)
                if best > grown.get(other, 0) and (
                    other == self._source or self._is_between(other)
                ):
                    grown[other] = best
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


def _onward(neighbours: Mapping[str, int], ahead: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield the neighbours that are ahead, each with the weakest link of the best way by it."""
    fewer = neighbours if len(neighbours) < len(ahead) else ahead
    for other in fewer:
        if other in neighbours and other in ahead:
            yield other, min(neighbours[other], ahead[other])
