"""Walks over links: the neighbourhood of entities, and ways between two of them.

Of an entity with very many links only the best are read, as many as the answer has room for: the
server sorts and cuts them. What a newcomer would get wrong: of each entity's neighbours the best
`limit + 1` are enough, since at most `limit` of them can be in the answer already.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from neo4j import ManagedTransaction

from graph.filters import EVERYTHING, Filter
from graph.identity import label_of
from graph.model import Entity, Link, Path, Subgraph
from graph.ontology import NEVER_WALKED_THROUGH, RELATION_TYPES
from graph.paths import best_ways
from graph.store import MAX_LINKS_PER_ENTITY
from graph.stores.neo4j.connection import pairs, rows
from graph.stores.neo4j.filtering import filtered, parameters, unfiltered
from graph.stores.neo4j.properties import Properties, entities_of, link_of, links_of

_NEXT = """
UNWIND $frontier AS id
MATCH (near:Entity {id: id})
CALL (near) {
    MATCH (near)-[link:LINKS]-(far:Entity) WHERE PASSES
    WITH far.id AS other, max(link.claims) AS claims
    ORDER BY claims DESC, other LIMIT $most
    RETURN other, claims
}
WITH other, max(claims) AS claims WHERE NOT other IN $reached
RETURN other ORDER BY claims DESC, other LIMIT $room
"""
_NEXT_OF_ALL, _NEXT_PASSING = unfiltered(_NEXT), filtered(_NEXT)
_ENTITIES = "UNWIND $ids AS id MATCH (entity:Entity {id: id}) RETURN properties(entity)"
_AMONG = """
UNWIND range(0, size($ids) - 1) AS place
MATCH (entity:Entity {id: $ids[place]})
WITH collect(entity) AS chosen
UNWIND chosen AS source
MATCH (source)-[link:LINKS]->(target:Entity) WHERE target IN chosen AND PASSES
RETURN link.id, link.claims, source.id, target.id
"""
_AMONG_ALL, _AMONG_PASSING = unfiltered(_AMONG), filtered(_AMONG)
_LINKS = filtered("""
UNWIND $rows AS row
MATCH (source:Entity {id: row.source}) MATCH (target:Entity {id: row.target})
MATCH (source)-[link:LINKS]->(target) WHERE link.id = row.id
RETURN source.id, type(link), target.id, properties(link)
""")
_COUNT_BY_TYPE = filtered("""
UNWIND $asked AS id
MATCH (:Entity {id: id})-[link:LINKS]-(:Entity) WHERE PASSES
WITH DISTINCT link RETURN type(link), count(*)
""")
_NEIGHBOURS = filtered("""
UNWIND $entities AS id
MATCH (near:Entity {id: id})-[link:LINKS]-(far:Entity) WHERE PASSES
RETURN id, far.id, max(link.claims)
""")
_BEST_LINK = filtered("""
MATCH (one:Entity {id: $one}) MATCH (other:Entity {id: $other})
MATCH (one)-[link:LINKS]-(other) WHERE PASSES
RETURN startNode(link).id, type(link), endNode(link).id, properties(link)
ORDER BY link.claims DESC, link.id LIMIT 1
""")


def neighbourhood(
    tx: ManagedTransaction, start: Sequence[str], hops: int, filter_: Filter, limit: int
) -> Subgraph:
    """See `GraphStore.neighbourhood`; the start is resolved and without repeats."""
    room = max(limit, len(start))
    given = parameters(filter_, start)
    reached, cut = _walk(tx, start, hops, room, given, filter_)
    chosen, more_links = _best_among(tx, list(reached), given, filter_, room)
    links = _links(tx, chosen)
    return Subgraph(
        start=tuple(start),
        entities=_in_order(tx, list(reached)),
        hops=tuple(reached.values()),
        links=links,
        truncated=cut or more_links,
        more=tuple(_more(tx, start, given, links)),
    )


def paths(
    tx: ManagedTransaction, ends: tuple[str, str], max_hops: int, k: int, filter_: Filter
) -> list[Path]:
    """See `GraphStore.paths`; the ends are resolved and two."""
    given = parameters(filter_, ends)

    def ask(entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for entity, other, claims in rows(tx, _NEIGHBOURS, **given, entities=list(entities)):
            found.setdefault(entity, {})[other] = claims
        return found

    source, target = ends
    ways = best_ways(source, target, ask, max_hops=max_hops, k=k)
    return [
        Path(entities=_in_order(tx, way), links=tuple(_best_links(tx, way, given))) for way in ways
    ]


def _walk(tx, start, hops, limit, given, filter_):
    reached = dict.fromkeys(start, 0)
    query = _NEXT_OF_ALL if filter_ == EVERYTHING else _NEXT_PASSING
    frontier = list(start)
    for hop in range(1, hops + 1):
        walked = [one for one in frontier if _goes_on(one, start)]
        room = limit - len(reached)
        found = rows(
            tx,
            query,
            **given,
            frontier=walked,
            reached=list(reached),
            most=limit + 1,
            room=room + 1,
        )
        frontier = [other for (other,) in found[:room]]
        reached |= dict.fromkeys(frontier, hop)
        if len(found) > room:
            return reached, True
    return reached, False


def _goes_on(entity: str, start: Collection[str]) -> bool:
    return label_of(entity) not in NEVER_WALKED_THROUGH or entity in start


def _best_among(tx, ids, given, filter_, room):
    query = _AMONG_ALL if filter_ == EVERYTHING else _AMONG_PASSING
    place = {id_: number for number, id_ in enumerate(ids)}
    most = MAX_LINKS_PER_ENTITY * room

    def rank(row):
        id_, claims, source, target = row
        near, far = sorted((place[source], place[target]))
        return -claims, near, far, id_

    found = sorted(rows(tx, query, **given, ids=ids), key=rank)
    return found[:most], len(found) > most


def _links(tx, chosen) -> tuple[Link, ...]:
    listed = [{"id": id_, "source": source, "target": target} for id_, _, source, target in chosen]
    found = links_of(rows(tx, _LINKS, rows=listed))
    return tuple(sorted(found, key=lambda link: (-link.claims, link.id)))


def _in_order(tx: ManagedTransaction, ids: Sequence[str]) -> tuple[Entity, ...]:
    kept = {one["id"]: one for (one,) in rows(tx, _ENTITIES, ids=list(ids))}
    return entities_of(kept[id_] for id_ in ids)


def _more(
    tx: ManagedTransaction, start: Sequence[str], given: Properties, shown: Iterable[Link]
) -> Iterator[tuple[str, int]]:
    """Yield per relation type how many links of the start are not shown."""
    left: dict[str, int] = pairs(tx, _COUNT_BY_TYPE, **given)
    for link in shown:
        if link.source in start or link.target in start:
            left[link.type] -= 1
    return ((type_, left[type_]) for type_ in RELATION_TYPES if left.get(type_))


def _best_links(tx: ManagedTransaction, way: Sequence[str], given: Properties) -> Iterator[Link]:
    for one, other in pairwise(way):
        yield link_of(rows(tx, _BEST_LINK, **given, one=one, other=other)[0])
