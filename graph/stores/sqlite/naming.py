"""The tables of entities and their names, brought up to date with the documents a change touched.

As with links, a change is worked out first (`absorb`, `refold`) and written once (`write`). What a
newcomer would get wrong: an entity that others were merged into is always folded anew, since its
own names go before theirs.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.folding import EntityFold
from graph.search import normal
from graph.stores.sqlite.columns import Row, from_json, to_json
from graph.stores.sqlite.linking import Canonical, Shift

_LOAD = """
SELECT id, name, aliases, described, kind, claims, documents, mentions, links FROM entities
WHERE id IN (SELECT value FROM json_each(?))
"""
_RECORDS = """
SELECT document, entity, name, aliases, described, kind, mentions FROM records
WHERE entity IN (SELECT value FROM json_each(?))
"""
_WRITE = """
INSERT INTO entities (id, name, aliases, described, kind, claims, documents, mentions, links)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, aliases = excluded.aliases, described = excluded.described,
    kind = excluded.kind, claims = excluded.claims, documents = excluded.documents,
    mentions = excluded.mentions, links = excluded.links
"""


@dataclass(slots=True)
class EntityChange:
    """An entity before and after a change.

    Attributes:
        id: By `graph.identity`, after merges.
        names_before: Its name and its aliases (as JSON); None where it is new.
        fold: What it is to be.
        documents: In how many documents it is to be; in none, it goes.
        mentions: How many mentions it is to have.
        claims: How many claims it had before.
        links: How many links it had before.
    """

    id: str
    names_before: tuple[str, str] | None = None
    fold: EntityFold = field(default_factory=EntityFold)
    documents: int = 0
    mentions: int = 0
    claims: int = 0
    links: int = 0

    def take(self, row: Row, *, own: bool = True) -> None:
        """Take in what a document says, from a row of `records`; its documents are not counted."""
        _, _, name, aliases, described, kind, mentions = row
        self.fold.take(name, from_json(aliases), kind, described=bool(described), own=own)
        self.mentions += mentions


def absorb(
    connection: sqlite3.Connection, records: Sequence[Row], canonical: Canonical
) -> dict[str, EntityChange]:
    """Work out the entities after rows of `records`, of new documents, have joined them."""
    touched = {canonical.get(row[1], row[1]) for row in records}
    anew = touched.intersection(canonical.values())
    changes = _stored(connection, touched - anew)
    counted: set[tuple[int, str]] = set()
    for row in records:
        id_ = canonical.get(row[1], row[1])
        if id_ in anew:
            continue
        change = changes.get(id_)
        if change is None:
            change = changes[id_] = EntityChange(id_)
        change.take(row)
        if (row[0], id_) not in counted:
            counted.add((row[0], id_))
            change.documents += 1
    return changes | refold(connection, anew, canonical)


def refold(
    connection: sqlite3.Connection, ids: Collection[str], canonical: Canonical
) -> dict[str, EntityChange]:
    """Work out these entities anew from all documents; one that was merged away has none left."""
    if not ids:
        return {}
    changes = {id_: EntityChange(id_) for id_ in ids}
    for id_, change in _stored(connection, ids).items():
        anew = changes[id_]
        anew.names_before, anew.claims, anew.links = (
            change.names_before,
            change.claims,
            change.links,
        )
    members = {id_ for id_ in ids if id_ not in canonical}
    members |= {merged for merged, entity in canonical.items() if entity in members}
    documents: dict[str, set[int]] = {id_: set() for id_ in ids}
    for row in connection.execute(_RECORDS, [to_json(members)]):
        id_ = canonical.get(row[1], row[1])
        changes[id_].take(row, own=id_ == row[1])
        documents[id_].add(row[0])
    for id_, change in changes.items():
        change.documents = len(documents[id_])
    return changes


def write(
    connection: sqlite3.Connection,
    changes: dict[str, EntityChange],
    shifts: Mapping[str, Shift],
) -> None:
    """Write changed entities, and others of which only the counts shift."""
    changes = changes | _stored(connection, shifts.keys() - changes.keys())
    rows: list[Row] = []
    renamed: list[EntityChange] = []
    for change in changes.values():
        shift = shifts.get(change.id, Shift())
        names = (change.fold.name, to_json(change.fold.aliases))
        if change.documents:
            rows.append(
                (
                    change.id,
                    *names,
                    int(change.fold.described),
                    change.fold.kind,
                    change.claims + shift.claims,
                    change.documents,
                    change.mentions,
                    change.links + shift.links,
                )
            )
        if not change.documents or names != change.names_before:
            renamed.append(change)
    gone = [(change.id,) for change in changes.values() if not change.documents]
    connection.executemany("DELETE FROM entities WHERE id = ?", gone)
    connection.executemany(_WRITE, sorted(rows))
    _write_names(connection, renamed)


def _stored(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, EntityChange]:
    changes: dict[str, EntityChange] = {}
    for id_, name, aliases, described, kind, *counts in connection.execute(_LOAD, [to_json(ids)]):
        claims, documents, mentions, links = counts
        change = EntityChange(id_, (name, aliases), claims=claims, links=links)
        change.documents, change.mentions = documents, mentions
        change.fold.take(name, from_json(aliases), kind, described=bool(described), own=True)
        changes[id_] = change
    return changes


def _write_names(connection: sqlite3.Connection, renamed: Sequence[EntityChange]) -> None:
    known = [(change.id,) for change in renamed if change.names_before]
    connection.executemany("DELETE FROM names WHERE entity = ?", known)
    rows = [
        (change.id, name, normal(name))
        for change in renamed
        if change.documents
        for name in sorted(change.fold.names)
    ]
    connection.executemany("INSERT INTO names (entity, name, normal) VALUES (?, ?, ?)", rows)
