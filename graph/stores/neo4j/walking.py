"""Walks over links: the neighbourhood of entities, and ways between two of them.

Of an entity with very many links only the best are read, as many as the answer has room for. What a
newcomer would get wrong: of each entity's neighbours the best `limit + 1` are enough, since at most
`limit` of them can be in the answer already.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import LiteralString

from neo4j import ManagedTransaction

from graph.filters import EVERYTHING, Filter
from graph.identity import label_of
from graph.model import Link, Path, Subgraph
from graph.ontology import NEVER_WALKED_THROUGH, RELATION_TYPES
from graph.paths import best_ways
from graph.store import MAX_LINKS_PER_ENTITY
from graph.stores.neo4j import hubs
from graph.stores.neo4j.connection import TornError, pairs, rows
from graph.stores.neo4j.filtering import filtered, parameters, unfiltered
from graph.stores.neo4j.properties import Properties, entities_of, link_of, links_of
from graph.stores.neo4j.schema import LINK_TYPES

_START: LiteralString = """
UNWIND $ids AS id MATCH (entity:Entity {id: id}) RETURN properties(entity)
"""
_NEXT = unfiltered("""
UNWIND $frontier AS id
MATCH (near:Entity {id: id})
CALL (near) {
    WITH near WHERE near.links <= $hub
    MATCH (near)-[link:LINKS]-(far:Entity)
    WITH far, max(link.claims) AS claims
    RETURN far.id AS other, claims ORDER BY claims DESC, other LIMIT $most
    UNION ALL
    WITH near WHERE near.links > $hub
    MATCH (hub:Hub {id: near.id})
    WITH hub.nearest AS nearest, hub.claims AS best
    UNWIND range(0, size(nearest) - 1) AS place
    RETURN nearest[place] AS other, best[place] AS claims LIMIT $most
}
WITH other, max(claims) AS claims WHERE NOT other IN $reached
WITH other, claims ORDER BY claims DESC, other LIMIT $room
MATCH (entity:Entity {id: other})
RETURN properties(entity) ORDER BY claims DESC, other
""")
_NEXT_PASSING = filtered("""
UNWIND $frontier AS id
MATCH (near:Entity {id: id})
CALL (near) {
    MATCH (near)-[link:LINKS]-(far:Entity) WHERE PASSES
    WITH far, max(link.claims) AS claims
    RETURN far.id AS other, claims ORDER BY claims DESC, other LIMIT $most
}
WITH other, max(claims) AS claims WHERE NOT other IN $reached
WITH other, claims ORDER BY claims DESC, other LIMIT $room
MATCH (entity:Entity {id: other})
RETURN properties(entity) ORDER BY claims DESC, other
""")
_AMONG: LiteralString = """
UNWIND keys($place) AS id
MATCH (entity:Entity {id: id})
WITH collect(entity) AS chosen
CALL (chosen) {
    UNWIND chosen AS source
    WITH chosen, source WHERE source.links <= $hub
    MATCH (source)-[link:LINKS]->(target:Entity) WHERE target IN chosen
    RETURN source, link, target
    UNION ALL
    UNWIND chosen AS source
    WITH chosen, source WHERE source.links > $hub
    UNWIND chosen AS target
    WITH source, target WHERE source <> target
    MATCH (source)-[link:LINKS]->(target)
    RETURN source, link, target
}
WITH source, link, target, $place[source.id] AS one, $place[target.id] AS two WHERE PASSES
WITH source, link, target,
     CASE WHEN one < two THEN one ELSE two END AS near,
     CASE WHEN one < two THEN two ELSE one END AS far
ORDER BY link.claims DESC, near, far, link.id LIMIT $most
RETURN source.id, type(link), target.id, properties(link)
"""
_AMONG_ALL, _AMONG_PASSING = unfiltered(_AMONG), filtered(_AMONG)
_COUNT_BY_TYPE = filtered("""
UNWIND $asked AS id
MATCH (:Entity {id: id})-[link:LINKS]-(:Entity) WHERE PASSES
WITH DISTINCT link RETURN type(link), count(*)
""")
_DEGREES: LiteralString = (
    "MATCH (entity:Entity {id: $id}) RETURN ["
    + ", ".join([f"COUNT {{ (entity)-[:{name}]-() }}" for name in LINK_TYPES.split("|")])
    + "]"
)
_NEIGHBOURS = filtered("""
UNWIND $entities AS id
MATCH (near:Entity {id: id})-[link:LINKS]-(far:Entity) WHERE PASSES
WITH id, far, max(link.claims) AS claims
RETURN id, collect([far.id, claims])
""")
_BETWEEN = filtered("""
UNWIND $few AS id
MATCH (near:Entity {id: id})
WITH collect(near) AS few
UNWIND $many AS id
MATCH (far:Entity {id: id})
WITH few, collect(far) AS many
CALL (few, many) {
    UNWIND few AS near
    WITH near, many WHERE near.links <= $hub
    MATCH (near)-[link:LINKS]-(far:Entity) WHERE far IN many
    RETURN near, link, far
    UNION ALL
    UNWIND few AS near
    WITH near, many WHERE near.links > $hub
    UNWIND many AS far
    WITH near, far WHERE near <> far
    MATCH (near)-[link:LINKS]-(far)
    RETURN near, link, far
}
WITH near, link, far WHERE PASSES
WITH near, far, max(link.claims) AS claims
RETURN near.id, far.id, claims
""")
_BEST_LINK = filtered("""
UNWIND $ways AS way
UNWIND range(0, size(way) - 2) AS step
MATCH (one:Entity {id: way[step]}) MATCH (other:Entity {id: way[step + 1]})
CALL (one, other) {
    MATCH (one)-[link:LINKS]-(other) WHERE PASSES
    RETURN link ORDER BY link.claims DESC, link.id LIMIT 1
}
RETURN [one.id, other.id], startNode(link).id, type(link), endNode(link).id, properties(link)
""")


def neighbourhood(
    tx: ManagedTransaction, start: Sequence[str], hops: int, filter_: Filter, limit: int
) -> Subgraph:
    """See `GraphStore.neighbourhood`; the start is resolved and without repeats."""
    given = parameters(filter_, start)
    walk = _Walk(tx, start, filter_, given)
    room = max(limit, len(start))
    cut = walk.go(hops, room)
    most = MAX_LINKS_PER_ENTITY * room
    place = {id_: number for number, id_ in enumerate(walk.reached)}
    among = _AMONG_ALL if filter_ == EVERYTHING else _AMONG_PASSING
    found = links_of(rows(tx, among, **given, place=place, hub=hubs.LINKS, most=most + 1))
    links = tuple(sorted(found[:most], key=lambda link: (-link.claims, link.id)))
    return Subgraph(
        start=tuple(start),
        entities=entities_of(walk.kept),
        hops=tuple(walk.reached.values()),
        links=links,
        truncated=cut or len(found) > most,
        more=tuple(_left(_counted(tx, walk.kept[: len(start)], given, filter_), start, links)),
    )


def paths(
    tx: ManagedTransaction, ends: tuple[str, str], max_hops: int, k: int, filter_: Filter
) -> list[Path]:
    """See `GraphStore.paths`; the ends are resolved and two."""
    given = parameters(filter_, ends) | {"hub": hubs.LINKS}

    def ask(entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        found = pairs(tx, _NEIGHBOURS, **given, entities=list(entities))
        return {id_: dict(neighbours) for id_, neighbours in found.items()}

    def between(
        entities: Collection[str], others: Collection[str]
    ) -> Mapping[str, Mapping[str, int]]:
        turned = len(entities) > len(others)
        few, many = (others, entities) if turned else (entities, others)
        found: dict[str, dict[str, int]] = {}
        for near, far, claims in rows(tx, _BETWEEN, **given, few=list(few), many=list(many)):
            one, other = (far, near) if turned else (near, far)
            found.setdefault(one, {})[other] = claims
        return found

    source, target = ends
    ways = best_ways(source, target, ask, max_hops=max_hops, k=k, between=between)
    return list(_walked(tx, ways, given))


class _Walk:
    """A walk outwards from some entities, best-evidenced links first.

    Attributes:
        reached: The entities reached, in order, each with its hops.
        kept: The properties of the same entities.
    """

    def __init__(
        self, tx: ManagedTransaction, start: Sequence[str], filter_: Filter, given: Properties
    ) -> None:
        self._tx, self._start, self._given = tx, start, given
        self._query: LiteralString = _NEXT if filter_ == EVERYTHING else _NEXT_PASSING
        self.reached = dict.fromkeys(start, 0)
        self.kept = _in_order(tx, start)

    def go(self, hops: int, limit: int) -> bool:
        """Walk so far, and return whether more entities were left than the limit has room for."""
        frontier = self._start
        for hop in range(1, hops + 1):
            room = limit - len(self.reached)
            found = self._next([one for one in frontier if self._goes_on(one)], limit, room)
            frontier = [kept["id"] for kept in found[:room]]
            self.reached |= dict.fromkeys(frontier, hop)
            self.kept += found[:room]
            if len(found) > room:
                return True
        return False

    def _next(self, frontier: Sequence[str], limit: int, room: int) -> list[Properties]:
        found = rows(
            self._tx,
            self._query,
            **self._given,
            frontier=frontier,
            reached=list(self.reached),
            hub=hubs.LINKS,
            most=limit + 1,
            room=room + 1,
        )
        return [kept for (kept,) in found]

    def _goes_on(self, entity: str) -> bool:
        return label_of(entity) not in NEVER_WALKED_THROUGH or entity in self._start


def _in_order(tx: ManagedTransaction, ids: Iterable[str]) -> list[Properties]:
    """Return the properties of entities.

    Raises:
        TornError: One of them went while it was read.
    """
    wanted = list(ids)
    kept = {one["id"]: one for (one,) in rows(tx, _START, ids=wanted)}
    if len(kept) < len(set(wanted)):
        raise TornError
    return [kept[id_] for id_ in wanted]


def _counted(
    tx: ManagedTransaction, start: Sequence[Properties], given: Properties, filter_: Filter
) -> dict[str, int]:
    """Return how many links the start has, by type; those of one hub are not read for it."""
    by_type_only = filter_ == Filter(types=filter_.types)
    if len(start) > 1 or start[0]["links"] <= hubs.LINKS or not by_type_only:
        return pairs(tx, _COUNT_BY_TYPE, **given)
    degrees = rows(tx, _DEGREES, id=start[0]["id"])[0][0]
    counted = zip(LINK_TYPES.split("|"), degrees, strict=True)
    return {type_: links for type_, links in counted if not filter_.types or type_ in filter_.types}


def _left(
    counted: Mapping[str, int], start: Collection[str], shown: Iterable[Link]
) -> Iterator[tuple[str, int]]:
    """Yield per relation type how many links of the start are not shown."""
    left = dict(counted)
    for link in shown:
        if link.source in start or link.target in start:
            left[link.type] = left.get(link.type, 0) - 1
    return ((type_, left[type_]) for type_ in RELATION_TYPES if left.get(type_, 0) > 0)


def _walked(
    tx: ManagedTransaction, ways: Sequence[Sequence[str]], given: Properties
) -> Iterator[Path]:
    """Yield each way with its entities and the best link of each step."""
    if not ways:
        return
    kept = {
        one["id"]: one for one in _in_order(tx, dict.fromkeys(id_ for way in ways for id_ in way))
    }
    found = rows(tx, _BEST_LINK, **given, ways=[list(way) for way in ways])
    best = {(one, other): link_of(link) for (one, other), *link in found}
    for way in ways:
        steps = list(pairwise(way))
        if any(step not in best for step in steps):
            raise TornError
        yield Path(
            entities=entities_of(kept[id_] for id_ in way),
            links=tuple(best[step] for step in steps),
        )
