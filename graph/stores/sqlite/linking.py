"""The table of links, brought up to date with the claims that a change touched.

A change is worked out first (`absorb` takes new claims into the links that are there, `refold`
folds links anew) and written once (`write`), which also keeps the counts that depend on links. What
a newcomer would get wrong: only `absorb` is fast for a link with many claims, and it is right only
for claims of documents that were not there before.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from graph import identity
from graph.folding import LinkFold, Triple, by_strength, canonical_triple
from graph.stores.sqlite.columns import EMPTY, Row, from_json, to_json

Canonical = Mapping[str, str]

_LOAD = """
SELECT id, key, claims, documents, years, status, statuses, attributed_to, commodities,
       confidence, source, type, target
FROM links
WHERE id IN (SELECT value FROM json_each(:ids)) OR key IN (SELECT value FROM json_each(:keys))
"""
_CLAIMS_OF_LINKS = """
SELECT document, source, type, target, status, attributed_to, year, commodity, confidence,
       key, link
FROM claims WHERE link IN (SELECT value FROM json_each(?))
"""
_CLAIMS_INSIDE = """
SELECT document, source, type, target, status, attributed_to, year, commodity, confidence,
       key, link
FROM claims WHERE link IS NULL
"""
_WRITE = """
INSERT INTO links (key, id, source, type, target, claims, documents, first_year, last_year, years,
                   status, statuses, attributed_to, commodities, confidence)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    claims = excluded.claims, documents = excluded.documents, first_year = excluded.first_year,
    last_year = excluded.last_year, years = excluded.years, status = excluded.status,
    statuses = excluded.statuses, attributed_to = excluded.attributed_to,
    commodities = excluded.commodities, confidence = excluded.confidence
"""
_COUNT_DEGREE = """
INSERT INTO degrees (entity, type, status, label, links) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET links = links + excluded.links
"""
_FORGET_DEGREE = """
DELETE FROM degrees WHERE entity = ? AND type = ? AND status = ? AND label = ? AND links = 0
"""


@dataclass(slots=True)
class LinkChange:
    """A link before and after a change.

    Attributes:
        key: Its number in the file.
        id: By `graph.identity`.
        ends: Source, type, target.
        claims_before: How many claims it had; 0 where it is new.
        status_before: What it was held as; None where it is new.
        fold: What it is to be; without claims, it goes.
    """

    key: int
    id: str
    ends: Triple
    claims_before: int = 0
    status_before: str | None = None
    fold: LinkFold = field(default_factory=LinkFold)


@dataclass(slots=True)
class Shift:
    """By how much an entity's `claims` and `links` change."""

    claims: int = 0
    links: int = 0


def fold_rows(
    rows: Iterable[Row], canonical: Canonical
) -> tuple[dict[Triple, LinkFold], list[Triple | None]]:
    """Fold rows of `claims`; those of one document must follow each other.

    Returns:
        The folds by ends and type, and for each row the ends and type that it went to; None for a
        claim whose ends are one entity by now.
    """
    folds: dict[Triple, LinkFold] = {}
    went: list[Triple | None] = []
    for document, source, type_, target, status, said_by, year, commodity, confidence, *_ in rows:
        ends = canonical_triple(source, type_, target, canonical)
        went.append(ends)
        if ends is None:
            continue
        fold = folds.get(ends)
        if fold is None:
            fold = folds[ends] = LinkFold()
        others = (canonical.get(said_by, said_by), commodity)
        fold.take(document, status, year, others, confidence)
    return folds, went


def absorb(
    connection: sqlite3.Connection, folds: Mapping[Triple, LinkFold]
) -> dict[Triple, LinkChange]:
    """Work out the links after claims of new documents, folded already, have joined them."""
    ids = {identity.link_id(*ends): ends for ends in folds}
    changes: dict[Triple, LinkChange] = {}
    for change in _stored(connection.execute(_LOAD, {"ids": to_json(ids), "keys": EMPTY})):
        changes[change.ends] = change
    keys = _new_keys(connection)
    for id_, ends in ids.items():
        change = changes.get(ends)
        if change is None:
            changes[ends] = LinkChange(next(keys), id_, ends, fold=folds[ends])
        else:
            change.fold.join(folds[ends])
    return changes


def refold(
    connection: sqlite3.Connection, link_keys: Iterable[int], canonical: Canonical
) -> dict[Triple, LinkChange]:
    """Work out these links anew from their claims, and move claims whose link is another by now.

    Claims inside one entity are looked at too, since a merge taken back brings them out.
    """
    listed = to_json(link_keys)
    rows = connection.execute(_CLAIMS_OF_LINKS, [listed]).fetchall()
    rows += connection.execute(_CLAIMS_INSIDE).fetchall()
    rows.sort(key=lambda row: (row[0], row[9]))
    folds, went = fold_rows(rows, canonical)
    changes: dict[Triple, LinkChange] = {}
    for change in _stored(connection.execute(_LOAD, {"ids": EMPTY, "keys": listed})):
        change.fold = LinkFold()
        changes[change.ends] = change
    keys = _new_keys(connection)
    for ends, fold in folds.items():
        if ends not in changes:
            changes[ends] = LinkChange(next(keys), identity.link_id(*ends), ends)
        changes[ends].fold = fold
    _move_claims(connection, rows, [changes[ends].key if ends else None for ends in went])
    return changes


def write(connection: sqlite3.Connection, changes: Iterable[LinkChange]) -> dict[str, Shift]:
    """Write changed links and the counts per entity and type; return how entities' counts shift."""
    shifts: dict[str, Shift] = {}
    degrees: dict[tuple[str, str, str, str], int] = {}
    gone: list[tuple[int]] = []
    rows: list[Row] = []
    for change in changes:
        status_after = None
        if change.fold.claims:
            rows.append(_row(change))
            status_after = rows[-1][10]
        else:
            gone.append((change.key,))
        _shift(shifts, change)
        if change.status_before != status_after:
            _count(degrees, change.ends, change.status_before, -1)
            _count(degrees, change.ends, status_after, 1)
    connection.executemany("DELETE FROM links WHERE key = ?", gone)
    connection.executemany(_WRITE, rows)
    counted = sorted((*key, by) for key, by in degrees.items() if by)
    connection.executemany(_COUNT_DEGREE, counted)
    connection.executemany(_FORGET_DEGREE, [row[:4] for row in counted if row[4] < 0])
    return shifts


def _stored(rows: Iterable[Row]) -> Iterator[LinkChange]:
    for id_, key, claims, documents, years, status, statuses, *rest in rows:
        said_by, commodities, confidence, source, type_, target = rest
        change = LinkChange(key, id_, (source, type_, target), claims, status)
        fold = change.fold
        fold.claims, fold.documents, fold.confidence = claims, documents, confidence
        fold.years, fold.statuses = frozenset(from_json(years)), frozenset(from_json(statuses))
        fold.attributed_to = frozenset(from_json(said_by))
        fold.commodities = frozenset(from_json(commodities))
        yield change


def _new_keys(connection: sqlite3.Connection) -> Iterator[int]:
    (last,) = connection.execute("SELECT coalesce(max(key), 0) FROM links").fetchone()
    while True:
        last += 1
        yield last


def _move_claims(
    connection: sqlite3.Connection, rows: Sequence[Row], links: Sequence[int | None]
) -> None:
    moved = [(link, row[9]) for row, link in zip(rows, links, strict=True) if link != row[10]]
    connection.executemany("UPDATE claims SET link = ? WHERE key = ?", moved)


def _row(change: LinkChange) -> Row:
    fold = change.fold
    years = sorted(fold.years)
    status, statuses = _ranked(fold.statuses)
    return (
        change.key,
        change.id,
        *change.ends,
        fold.claims,
        fold.documents,
        years[0] if years else None,
        years[-1] if years else None,
        to_json(years) if years else None,
        status,
        statuses,
        to_json(sorted(fold.attributed_to)) if fold.attributed_to else None,
        to_json(sorted(fold.commodities)) if fold.commodities else None,
        fold.confidence,
    )


@lru_cache
def _ranked(statuses: frozenset[str]) -> tuple[str, str]:
    """Return the strongest status, and all of them as JSON, strongest first."""
    ranked = by_strength(statuses)
    return ranked[0].value, to_json(ranked)


def _shift(shifts: dict[str, Shift], change: LinkChange) -> None:
    claims = change.fold.claims - change.claims_before
    links = bool(change.fold.claims) - bool(change.claims_before)
    for end in (change.ends[0], change.ends[2]):
        shift = shifts.get(end)
        if shift is None:
            shift = shifts[end] = Shift()
        shift.claims += claims
        shift.links += links


@lru_cache(maxsize=1 << 16)
def _label(entity: str) -> str:
    return str(identity.label_of(entity))


def _count(
    degrees: dict[tuple[str, str, str, str], int], ends: Triple, status: str | None, by: int
) -> None:
    if status is None:
        return
    source, type_, target = ends
    for end, other in ((source, target), (target, source)):
        key = (end, type_, status, _label(other))
        degrees[key] = degrees.get(key, 0) + by
