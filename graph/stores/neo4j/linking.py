"""Links as relationships, brought up to date with the claims that a change touched.

A change is worked out first (`absorb` takes new claims into the links that are there, `refold`
folds links anew) and written once (`write`). What a newcomer would get wrong: only `absorb` is fast
for a link with many claims, and it is right only for claims of documents that were not there
before.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import LiteralString

from neo4j import ManagedTransaction

from graph import identity
from graph.folding import LinkFold, Triple, canonical_triple
from graph.model import Claim
from graph.stores.neo4j.connection import Row, batches, put, rows
from graph.stores.neo4j.properties import Properties, ends_row, fold_of, of_link
from graph.stores.neo4j.schema import on_links

Canonical = Mapping[str, str]

_LOAD = on_links("""
UNWIND $rows AS row
MATCH (source:Entity {id: row.source}) MATCH (target:Entity {id: row.target})
MATCH (source)-[link:LINKS]->(target) WHERE link.id = row.id
RETURN row.id, properties(link)
""")
_CREATE: LiteralString = """
UNWIND $rows AS row
MATCH (source:Entity {id: row.source}) MATCH (target:Entity {id: row.target})
CREATE (source)-[link:$(row.type)]->(target) SET link = row.link
"""
_UPDATE = on_links("""
UNWIND $rows AS row
MATCH (source:Entity {id: row.source}) MATCH (target:Entity {id: row.target})
MATCH (source)-[link:LINKS]->(target) WHERE link.id = row.link.id
SET link = row.link
""")
_DELETE = on_links("""
UNWIND $rows AS row
MATCH (source:Entity {id: row.source}) MATCH (target:Entity {id: row.target})
MATCH (source)-[link:LINKS]->(target) WHERE link.id = row.id
DELETE link
""")


@dataclass(slots=True)
class LinkChange:
    """A link before and after a change.

    Attributes:
        id: By `graph.identity`.
        ends: Source, type, target.
        claims_before: How many claims it had; 0 where it is new.
        fold: What it is to be; without claims, it goes.
    """

    id: str
    ends: Triple
    claims_before: int = 0
    fold: LinkFold = field(default_factory=LinkFold)


@dataclass(slots=True)
class Shift:
    """By how much an entity's `claims` and `links` change."""

    claims: int = 0
    links: int = 0


@dataclass(frozen=True, slots=True)
class Stated:
    """What folding needs to know of a claim that is kept, and where it is now.

    Attributes:
        node: The server's id of its node, good within the transaction.
        document: Id of its document.
        ends: Its source, type and target as they were read.
        said: Status, who says so, year, commodity, confidence.
        place: Ids of its subject, its object and its link as they are now.
    """

    node: str
    document: str
    ends: Triple
    said: tuple[str, str | None, int | None, str | None, float]
    place: tuple[str | None, str | None, str | None]


def stated(claim: Claim) -> Stated:
    """Return what folding needs to know of a claim that is new."""
    said = (claim.status.value, claim.attributed_to, claim.year, claim.commodity, claim.confidence)
    ends = (claim.source, claim.type, claim.target)
    return Stated("", claim.document, ends, said, (None, None, None))


def fold_claims(
    claims: Iterable[Stated], canonical: Canonical
) -> tuple[dict[Triple, LinkFold], list[Triple | None]]:
    """Fold claims; those of one document must follow each other.

    Returns:
        The folds by ends and type, and for each claim the ends and type that it went to; None for
        one whose ends are one entity by now.
    """
    folds: dict[Triple, LinkFold] = {}
    went: list[Triple | None] = []
    for claim in claims:
        ends = canonical_triple(*claim.ends, canonical)
        went.append(ends)
        if ends is None:
            continue
        fold = folds.get(ends)
        if fold is None:
            fold = folds[ends] = LinkFold()
        status, said_by, year, commodity, confidence = claim.said
        said_by = canonical.get(said_by, said_by) if said_by else None
        fold.take(claim.document, status, year, (said_by, commodity), confidence)
    return folds, went


def absorb(
    tx: ManagedTransaction, folds: Mapping[Triple, LinkFold], known: Collection[str]
) -> list[LinkChange]:
    """Work out the links after claims of new documents, folded already, have joined them.

    Args:
        tx: The transaction.
        folds: What the new claims make.
        known: Those of the entities that were there before; no others can have links.
    """
    changes = [LinkChange(identity.link_id(*ends), ends, fold=fold) for ends, fold in folds.items()]
    old = [change for change in changes if change.ends[0] in known and change.ends[2] in known]
    for change, kept in _stored(tx, old):
        change.claims_before = kept.claims
        kept.join(change.fold)
        change.fold = kept
    return changes


def refold(
    tx: ManagedTransaction, old: Iterable[Triple], folds: Mapping[Triple, LinkFold]
) -> list[LinkChange]:
    """Work out what becomes of links that were there, and of those that their claims make now."""
    changes = {
        ends: LinkChange(identity.link_id(*ends), ends, fold=folds.get(ends, LinkFold()))
        for ends in {*old, *folds}
    }
    for change, kept in _stored(tx, changes.values()):
        change.claims_before = kept.claims
    return list(changes.values())


def write(tx: ManagedTransaction, changes: Iterable[LinkChange]) -> None:
    """Write changed links between entities that are there."""
    created: list[Properties] = []
    updated: list[Properties] = []
    deleted: list[Properties] = []
    for change in changes:
        row: Properties = ends_row(change.ends)
        if change.fold.claims:
            row["link"] = of_link(change.id, change.fold)
            (updated if change.claims_before else created).append(row)
        elif change.claims_before:
            deleted.append(row | {"id": change.id})
    put(tx, _DELETE, deleted)
    put(tx, _UPDATE, updated)
    put(tx, _CREATE, created)


def shifts_of(changes: Iterable[LinkChange]) -> dict[str, Shift]:
    """Return how the counts of entities shift as links change."""
    shifts: dict[str, Shift] = {}
    for change in changes:
        claims = change.fold.claims - change.claims_before
        links = bool(change.fold.claims) - bool(change.claims_before)
        for end in (change.ends[0], change.ends[2]):
            shift = shifts.get(end)
            if shift is None:
                shift = shifts[end] = Shift()
            shift.claims += claims
            shift.links += links
    return shifts


def _stored(
    tx: ManagedTransaction, changes: Iterable[LinkChange]
) -> list[tuple[LinkChange, LinkFold]]:
    """Return those of the links that are there, with what they are folded of."""
    by_id = {change.id: change for change in changes}
    listed = [{"id": id_, **ends_row(change.ends)} for id_, change in by_id.items()]
    found: list[Row] = []
    for batch in batches(listed):
        found += rows(tx, _LOAD, rows=batch)
    return [(by_id[id_], fold_of(kept)) for id_, kept in found]
