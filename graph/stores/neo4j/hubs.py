"""The best neighbours of entities with very many links, kept as a list that is read at once.

Neo4j keeps no relationship in any order, so the best 300 of 100,000 links can only be found by
reading all of them, which takes longer than a whole answer may. So a `(:Hub {id, nearest, claims})`
beside such an entity lists its neighbours, best link first, then smaller id, as far as a walk can
ever ask. What a newcomer would get wrong: the list is right only because it is written in the same
transaction as the links; links that grow are taken into it, and where one of it shrinks it is made
anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import LiteralString

from neo4j import ManagedTransaction

from graph.store import MAX_ENTITIES
from graph.stores.neo4j.connection import pairs, put, rows
from graph.stores.neo4j.linking import LinkChange
from graph.stores.neo4j.schema import on_links

LINKS = 1000
"""An entity with more links than this is a hub; fewer are read and sorted in a few milliseconds.

Another number means another layout (`schema.VERSION`), since every hub must have its list.
"""
NEIGHBOURS = MAX_ENTITIES + 1
"""How many neighbours are listed: those of an answer, and one more to tell that it was cut."""

_LISTED: LiteralString = """
UNWIND $ids AS id MATCH (hub:Hub {id: id}) RETURN id, [hub.nearest, hub.claims]
"""
_ALL: LiteralString = """
MATCH (entity:Entity) WHERE entity.links > $links RETURN entity.id
"""
_BEST = on_links("""
MATCH (hub:Entity {id: $id})-[link:LINKS]-(other:Entity)
WITH other, max(link.claims) AS claims
RETURN other.id AS id, claims ORDER BY claims DESC, id LIMIT $most
""")
_WRITE: LiteralString = """
UNWIND $rows AS row MERGE (hub:Hub {id: row.id})
SET hub.nearest = row.nearest, hub.claims = row.claims
"""
_FORGET: LiteralString = "UNWIND $rows AS id MATCH (hub:Hub {id: id}) DELETE hub"
_FORGET_ALL: LiteralString = "MATCH (hub:Hub) DELETE hub"

Best = dict[str, int]
"""Neighbours, each with the claims of its best link."""


@dataclass(slots=True)
class _Touch:
    """What happened to the links of one entity: those that grew, and those that lost claims."""

    grown: Best = field(default_factory=dict[str, int])
    shrunk: set[str] = field(default_factory=set[str])

    def take(self, other: str, change: LinkChange) -> None:
        if change.fold.claims < change.claims_before:
            self.shrunk.add(other)
        else:
            self.grown[other] = max(change.fold.claims, self.grown.get(other, 0))


def write(
    tx: ManagedTransaction,
    changes: Iterable[LinkChange],
    degrees: Mapping[str, tuple[int, int]],
) -> None:
    """Bring the lists up to date after changed links and their ends are written.

    Args:
        tx: The transaction.
        changes: Of the links.
        degrees: For each end of a link that changed, how many links it had and has by now.
    """
    gone = [id_ for id_, (before, now) in degrees.items() if before > LINKS >= now]
    put(tx, _FORGET, gone)
    touched = {id_: _Touch() for id_, (_, now) in degrees.items() if now > LINKS}
    if not touched:
        return
    for change in changes:
        source, _, target = change.ends
        if source in touched:
            touched[source].take(target, change)
        if target in touched:
            touched[target].take(source, change)
    listed = pairs(tx, _LISTED, ids=list(touched))
    written: list[dict[str, object]] = []
    for id_, touch in touched.items():
        before = dict(zip(*listed[id_], strict=True)) if id_ in listed else None
        after = _after(tx, id_, before, touch)
        if after != before:
            written.append(_row(id_, after))
    put(tx, _WRITE, written)


def rebuild(tx: ManagedTransaction) -> None:
    """Make all lists anew."""
    tx.run(_FORGET_ALL).consume()
    ids = [id_ for (id_,) in rows(tx, _ALL, links=LINKS)]
    put(tx, _WRITE, [_row(id_, _best(tx, id_)) for id_ in ids])


def _after(tx: ManagedTransaction, id_: str, before: Best | None, touch: _Touch) -> Best:
    if before is None or not touch.shrunk.isdisjoint(before):
        return _best(tx, id_)
    best = dict(before)
    for other, claims in touch.grown.items():
        best[other] = max(claims, best.get(other, 0))
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(ranked[:NEIGHBOURS])


def _best(tx: ManagedTransaction, id_: str) -> Best:
    return pairs(tx, _BEST, id=id_, most=NEIGHBOURS)


def _row(id_: str, best: Mapping[str, int]) -> dict[str, object]:
    return {"id": id_, "nearest": list(best), "claims": list(best.values())}
