"""Entities, their names and the words of them, brought up to date with what a change touched.

As with links, a change is worked out first (`absorb`, `refold`) and written once (`write`). What a
newcomer would get wrong: an entity that others were merged into is always folded anew, since its
own names go before theirs.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString

from neo4j import ManagedTransaction

from graph.folding import EntityFold
from graph.identity import label_of
from graph.search import normal
from graph.stores.neo4j.connection import batches, put, rows
from graph.stores.neo4j.linking import Canonical, Shift
from graph.stores.neo4j.properties import Properties

_LOAD: LiteralString = """
UNWIND $ids AS id MATCH (entity:Entity {id: id}) RETURN properties(entity)
"""
_RECORDS: LiteralString = """
UNWIND $ids AS id
MATCH (entity:Entity {id: id})-[record:MENTIONED_IN]->(document:Document)
RETURN id, document.id, properties(record)
"""
_CREATE: LiteralString = """
UNWIND $rows AS row CREATE (entity:Entity:$(row.label)) SET entity = row.entity
"""
_UPDATE: LiteralString = """
UNWIND $rows AS row MATCH (entity:Entity {id: row.id}) SET entity += row.changed
"""
_DELETE: LiteralString = "UNWIND $rows AS id MATCH (entity:Entity {id: id}) DETACH DELETE entity"
_COUNT_WORDS: LiteralString = """
UNWIND $rows AS row
MERGE (word:Word {text: row.text})
ON CREATE SET word.length = size(row.text), word.names = 0
SET word.names = word.names + row.names
"""
_FORGET_WORDS: LiteralString = """
UNWIND $rows AS text MATCH (word:Word {text: text}) WHERE word.names = 0 DELETE word
"""
_FORGET_ALL_WORDS: LiteralString = "MATCH (word:Word) DELETE word"
_ALL_NAMES: LiteralString = "MATCH (entity:Entity) RETURN entity.normal_names"


@dataclass(slots=True)
class EntityChange:
    """An entity before and after a change.

    Attributes:
        id: By `graph.identity`, after merges.
        before: The properties that its node has; None where it is new.
        fold: What it is to be.
        documents: In how many documents it is to be; in none, it goes.
        mentions: How many mentions it is to have.
        claims: How many claims its links had before.
        links: How many links it had before.
    """

    id: str
    before: Properties | None = None
    fold: EntityFold = field(default_factory=EntityFold)
    documents: int = 0
    mentions: int = 0
    claims: int = 0
    links: int = 0

    def take(self, record: Mapping[str, Any], *, own: bool = True) -> None:
        """Take in what a document says; its documents are not counted."""
        self.fold.take(
            record["name"],
            record["aliases"],
            record.get("kind"),
            described=record["described"],
            own=own,
        )
        self.mentions += len(record["starts"])

    def after(self, shift: Shift) -> Properties:
        """Return the properties that its node is to have."""
        names = (self.fold.name, *self.fold.aliases)
        before = self.before or {}
        return {
            "id": self.id,
            "name": names[0],
            "aliases": list(names[1:]),
            "normal_names": _normal_names(before, names),
            "described": self.fold.described,
            "kind": self.fold.kind,
            "claims": self.claims + shift.claims,
            "documents": self.documents,
            "mentions": self.mentions,
            "links": self.links + shift.links,
        }


def absorb(
    tx: ManagedTransaction, records: Sequence[tuple[str, Properties]], canonical: Canonical
) -> dict[str, EntityChange]:
    """Work out the entities after records of new documents have joined them.

    Args:
        tx: The transaction.
        records: Document and properties of `MENTIONED_IN`, none of them written yet.
        canonical: What ids that were merged away are now.
    """
    touched = {canonical.get(record["entity"], record["entity"]) for _, record in records}
    changes = _stored(tx, touched)
    counted: set[tuple[str, str]] = set()
    anew = touched.intersection(canonical.values())
    for id_ in touched - changes.keys():
        changes[id_] = EntityChange(id_)
    for id_, change in refold(tx, anew).items():
        changes[id_] = change
    for document, record in records:
        id_ = canonical.get(record["entity"], record["entity"])
        changes[id_].take(record, own=id_ == record["entity"])
        if (document, id_) not in counted:
            counted.add((document, id_))
            changes[id_].documents += 1
    return changes


def refold(
    tx: ManagedTransaction, ids: Collection[str], *, uncounted: bool = False
) -> dict[str, EntityChange]:
    """Work out these entities anew from the documents that mention them.

    Args:
        tx: The transaction.
        ids: Of the entities.
        uncounted: Whether their counts of claims and links start from nothing, too.
    """
    changes = {id_: EntityChange(id_) for id_ in ids}
    for id_, change in _stored(tx, ids).items():
        changes[id_].before = change.before
        if not uncounted:
            changes[id_].claims, changes[id_].links = change.claims, change.links
    documents: dict[str, set[str]] = {id_: set() for id_ in ids}
    for batch in batches(list(ids)):
        for id_, document, record in rows(tx, _RECORDS, ids=batch):
            changes[id_].take(record, own=id_ == record["entity"])
            documents[id_].add(document)
    for id_, change in changes.items():
        change.documents = len(documents[id_])
    return changes


def write(
    tx: ManagedTransaction, changes: Mapping[str, EntityChange], shifts: Mapping[str, Shift]
) -> dict[str, tuple[int, int]]:
    """Write changed entities, and others of which only the counts shift; those in no document go.

    Entities that are new get no relationships here, and those that go lose all they have.

    Returns:
        For each of them, how many links it had and how many it has by now.
    """
    degrees: dict[str, tuple[int, int]] = {}
    changes = dict(changes) | _stored(tx, shifts.keys() - changes.keys())
    created: list[Properties] = []
    updated: list[Properties] = []
    gone: list[str] = []
    words: Counter[str] = Counter()
    for change in changes.values():
        after = change.after(shifts.get(change.id, Shift())) if change.documents else None
        _count_words(words, change.before, after)
        degrees[change.id] = (change.links, after["links"] if after else 0)
        if after is None:
            gone.append(change.id)
        elif change.before is None:
            created.append({"label": str(label_of(change.id)), "entity": after})
        elif changed := _changed(change.before, after):
            updated.append({"id": change.id, "changed": changed})
    put(tx, _CREATE, created)
    put(tx, _UPDATE, updated)
    put(tx, _DELETE, gone)
    _write_words(tx, words)
    return degrees


def count_words_anew(tx: ManagedTransaction) -> None:
    """Make the list of words again from the names of all entities."""
    tx.run(_FORGET_ALL_WORDS).consume()
    words: Counter[str] = Counter()
    for (names,) in rows(tx, _ALL_NAMES):
        words.update(word for name in names for word in name.split())
    _write_words(tx, words)


def _changed(before: Properties, after: Properties) -> Properties:
    return {name: value for name, value in after.items() if before.get(name) != value}


def _normal_names(before: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """Return names as searches compare them, those of before where they are still the same."""
    if before and [before["name"], *before["aliases"]] == list(names):
        return before["normal_names"]
    return [normal(name) for name in names]


def _count_words(words: Counter[str], before: Properties | None, after: Properties | None) -> None:
    old = before["normal_names"] if before else []
    new = after["normal_names"] if after else []
    if old == new:
        return
    words.update(word for name in new for word in name.split())
    words.subtract(word for name in old for word in name.split())


def _write_words(tx: ManagedTransaction, words: Counter[str]) -> None:
    counted = [{"text": word, "names": by} for word, by in sorted(words.items()) if by]
    put(tx, _COUNT_WORDS, counted)
    put(tx, _FORGET_WORDS, [row["text"] for row in counted if row["names"] < 0])


def _stored(tx: ManagedTransaction, ids: Iterable[str]) -> dict[str, EntityChange]:
    changes: dict[str, EntityChange] = {}
    for batch in batches(list(ids)):
        for (kept,) in rows(tx, _LOAD, ids=batch):
            change = EntityChange(kept["id"], kept)
            change.documents, change.mentions = kept["documents"], kept["mentions"]
            change.claims, change.links = kept["claims"], kept["links"]
            change.fold.take(
                kept["name"],
                kept["aliases"],
                kept.get("kind"),
                described=kept["described"],
                own=True,
            )
            changes[kept["id"]] = change
    return changes
