"""Walks over links: the neighbourhood of entities, and ways between two of them.

No question here reads all links of an entity with very many: links come in pages, best first, and
only as far as they are needed. What a newcomer would get wrong: counting or sorting the links of an
entity with 100,000 of them takes longer than the whole answer may.
"""

import heapq
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

from graph.filters import EVERYTHING, Filter
from graph.identity import label_of
from graph.model import Entity, Link, Path, Subgraph
from graph.ontology import NEVER_WALKED_THROUGH, RELATION_TYPES
from graph.paths import best_ways
from graph.store import MAX_LINKS_PER_ENTITY
from graph.stores.sqlite.among import Found, best_among
from graph.stores.sqlite.columns import Row, entities_of, link_of, links_of, to_json
from graph.stores.sqlite.filtering import filtered, parameters

_FIRST_PAGE, _LARGEST_PAGE = 16, 2048
_LARGEST = 2**53

_NEXT_LINKS = """
SELECT claims, target AS other FROM links
WHERE source = :entity AND claims <= :claims AND (claims < :claims OR target > :other)
UNION ALL
SELECT claims, source AS other FROM links
WHERE target = :entity AND claims <= :claims AND (claims < :claims OR source > :other)
ORDER BY claims DESC, other LIMIT :page
"""
_NEXT_FILTERED_LINKS = filtered("""
SELECT l.claims AS claims, l.target AS other FROM links AS l
WHERE l.source = :entity AND l.claims <= :claims
    AND (l.claims < :claims OR l.target > :other) AND PASSES
UNION ALL
SELECT l.claims AS claims, l.source AS other FROM links AS l
WHERE l.target = :entity AND l.claims <= :claims
    AND (l.claims < :claims OR l.source > :other) AND PASSES
ORDER BY claims DESC, other LIMIT :page
""")
_ENTITIES = """
SELECT id, name, aliases, described, kind, links FROM entities
WHERE id IN (SELECT value FROM json_each(?))
"""
_PASSING = filtered("""
SELECT l.key FROM links AS l
WHERE l.key IN (SELECT value FROM json_each(:keys)) AND PASSES
""")
_LINKS = filtered("""
SELECT COLUMNS FROM links AS l WHERE l.key IN (SELECT value FROM json_each(?))
""")
_COUNT_BY_TYPE = filtered("""
SELECT l.type, count(*) FROM links AS l
WHERE (l.source IN (SELECT value FROM json_each(:asked))
    OR l.target IN (SELECT value FROM json_each(:asked))) AND PASSES
GROUP BY l.type
""")
_COUNT_BY_DEGREES = """
SELECT type, sum(links) FROM degrees
WHERE entity = :entity
    AND (:types IS NULL OR type IN (SELECT value FROM json_each(:types)))
    AND (:statuses IS NULL OR status IN (SELECT value FROM json_each(:statuses)))
    AND (:labels IS NULL OR lower(label) IN (SELECT value FROM json_each(:labels)))
GROUP BY type
"""
_NEIGHBOURS = filtered("""
SELECT one.value AS entity, l.target AS other, max(l.claims)
FROM json_each(:entities) AS one CROSS JOIN links AS l ON l.source = one.value
WHERE PASSES GROUP BY entity, other
UNION ALL
SELECT one.value AS entity, l.source AS other, max(l.claims)
FROM json_each(:entities) AS one CROSS JOIN links AS l ON l.target = one.value
WHERE PASSES GROUP BY entity, other
""")
_BEST_LINK = filtered("""
SELECT COLUMNS
FROM links AS l
WHERE ((l.source = :one AND l.target = :other) OR (l.source = :other AND l.target = :one))
    AND PASSES
ORDER BY l.claims DESC, l.id LIMIT 1
""")


def neighbourhood(
    connection: sqlite3.Connection,
    start: Sequence[str],
    hops: int,
    filter_: Filter,
    limit: int,
) -> Subgraph:
    """See `GraphStore.neighbourhood`; the start is resolved and without repeats."""
    walk = _Walk(connection, start, filter_)
    room = max(limit, len(start))
    reached, cut = walk.go(hops, room)
    rows = _entity_rows(connection, reached)
    degrees = {id_: rows[id_][-1] for id_ in reached}
    most = MAX_LINKS_PER_ENTITY * room
    keys, more_links = best_among(connection, degrees, most, walk.passing)
    found: list[Row] = connection.execute(_LINKS, [to_json(keys)]).fetchall()
    found.sort(key=itemgetter(0))
    found.sort(
        key=itemgetter(4), reverse=True
    )  # by id, then by claims, most first: sorts are stable
    links = links_of(found)
    fields = {
        "start": tuple(start),
        "entities": entities_of(rows[id_][:-1] for id_ in reached),
        "hops": tuple(reached.values()),
        "links": links,
        "truncated": cut or more_links,
        "more": tuple(_more(connection, start, filter_, links)),
    }
    return Subgraph.kept([fields])[0]


def paths(
    connection: sqlite3.Connection,
    ends: tuple[str, str],
    max_hops: int,
    k: int,
    filter_: Filter,
) -> list[Path]:
    """See `GraphStore.paths`; the ends are resolved and two."""
    given = parameters(filter_, ends)

    def ask(entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        found: dict[str, dict[str, int]] = {}
        rows = connection.execute(_NEIGHBOURS, given | {"entities": to_json(entities)})
        for entity, other, claims in rows:
            best = found.setdefault(entity, {})
            best[other] = max(claims, best.get(other, 0))
        return found

    source, target = ends
    ways = best_ways(source, target, ask, max_hops=max_hops, k=k)
    return [
        Path(
            entities=_in_order(connection, way),
            links=tuple(_best_links(connection, way, given)),
        )
        for way in ways
    ]


class _Walk:
    """A walk outwards from some entities, best-evidenced links first."""

    def __init__(
        self, connection: sqlite3.Connection, start: Sequence[str], filter_: Filter
    ) -> None:
        self._connection = connection
        self._start = start
        self._query = _NEXT_LINKS if filter_ == EVERYTHING else _NEXT_FILTERED_LINKS
        self.given = parameters(filter_, start)
        self._reached = dict.fromkeys(start, 0)

    def go(self, hops: int, limit: int) -> tuple[dict[str, int], bool]:
        """Return the entities reached, in order, with their hops, and whether more were left."""
        frontier: Sequence[str] = self._start
        for hop in range(1, hops + 1):
            room = limit - len(self._reached)
            fresh = self._fresh(frontier) if room else self._any_fresh(frontier)
            for other in fresh:
                if len(self._reached) == limit:
                    return self._reached, True
                self._reached[other] = hop
            frontier = [other for other, at in self._reached.items() if at == hop]
        return self._reached, False

    def passing(self, found: Sequence[Found]) -> Sequence[Found]:
        """Return those of some links that the filter keeps, in their order."""
        if self._query is _NEXT_LINKS:
            return found
        given = self.given | {"keys": to_json(key for _, key in found)}
        kept = {key for (key,) in self._connection.execute(_PASSING, given)}
        return [link for link in found if link[1] in kept]

    def _fresh(self, frontier: Sequence[str]) -> Iterator[str]:
        """Yield entities not reached yet, those with the best link to the frontier first."""
        pages = [self._ranked(entity) for entity in frontier if self._goes_on(entity)]
        for _, other in heapq.merge(*pages):
            if other not in self._reached:
                yield other

    def _any_fresh(self, frontier: Sequence[str]) -> Iterator[str]:
        """Yield entities not reached yet in any order, since none of them will be kept."""
        for entity in frontier:
            if self._goes_on(entity):
                yield from (
                    other for _, other in self._ranked(entity) if other not in self._reached
                )

    def _goes_on(self, entity: str) -> bool:
        return label_of(entity) not in NEVER_WALKED_THROUGH or entity in self._start

    def _ranked(self, entity: str) -> Iterator[tuple[int, str]]:
        """Yield the neighbours of an entity, best link first, page by page.

        A neighbour by several links comes as often. Two links with equally many claims to the same
        neighbour may fall on either side of a page's end; the second is not missed by anybody.
        """
        given = self.given if self._query is _NEXT_FILTERED_LINKS else {}
        claims, other, size = _LARGEST, "", _FIRST_PAGE
        while True:
            page = {"entity": entity, "claims": claims, "other": other, "page": size}
            rows = self._connection.execute(self._query, given | page).fetchall()
            for claims, other in rows:
                yield -claims, other
            if len(rows) < size:
                return
            size = min(2 * size, _LARGEST_PAGE)


def _entity_rows(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Row]:
    return {row[0]: row for row in connection.execute(_ENTITIES, [to_json(ids)])}


def _in_order(connection: sqlite3.Connection, ids: Sequence[str]) -> tuple[Entity, ...]:
    rows = _entity_rows(connection, ids)
    return entities_of(rows[id_][:-1] for id_ in ids)


def _more(
    connection: sqlite3.Connection,
    start: Sequence[str],
    filter_: Filter,
    shown: Iterable[Link],
) -> Iterator[tuple[str, int]]:
    """Yield per relation type how many links of the start are not shown."""
    given = parameters(filter_, start)
    if len(start) == 1 and not filter_.by_year and not filter_.documents:
        rows = connection.execute(_COUNT_BY_DEGREES, given | {"entity": start[0]})
    else:
        rows = connection.execute(_COUNT_BY_TYPE, given)
    left: dict[str, int] = dict(rows.fetchall())
    for link in shown:
        if link.source in start or link.target in start:
            left[link.type] -= 1
    return ((type_, left[type_]) for type_ in RELATION_TYPES if left.get(type_))


def _best_links(
    connection: sqlite3.Connection, way: Sequence[str], given: Mapping[str, object]
) -> Iterator[Link]:
    for one, other in pairwise(way):
        row = connection.execute(_BEST_LINK, {**given, "one": one, "other": other}).fetchone()
        yield link_of(row)
