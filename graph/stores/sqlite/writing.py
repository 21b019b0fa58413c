"""Changes of the record, each folding again what it touched, inside the caller's transaction."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain

from graph.errors import DecisionNotFoundError, DocumentNotFoundError, MergeError
from graph.folding import canonical_ids, in_force, may_be_one
from graph.identity import label_of
from graph.model import Decision, Extraction
from graph.store import Change
from graph.stores.sqlite import linking, naming
from graph.stores.sqlite.columns import (
    Row,
    claim_row,
    decision_of,
    decision_row,
    document_row,
    mention_rows,
    record_rows,
    to_json,
)

_DERIVED_TABLES = ("merged", "entities", "links", "degrees", "names")
_REBUILD_STEP = 2000

_ADD_DOCUMENT = "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_RECORD = "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)"
_ADD_MENTION = "INSERT INTO mentions VALUES (?, ?, ?, ?)"
_ADD_CLAIM = """
INSERT INTO claims (document, source, type, target, status, attributed_to, year, commodity,
                    confidence, rule, start, stop, source_start, source_stop, target_start,
                    target_stop, trigger_start, trigger_stop, link)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ADD_DECISION = "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?)"
_LINKS_OF_ENTITIES = """
SELECT key FROM links WHERE source IN (SELECT value FROM json_each(:entities))
UNION SELECT key FROM links WHERE target IN (SELECT value FROM json_each(:entities))
UNION SELECT link FROM claims
    WHERE attributed_to IN (SELECT value FROM json_each(:speakers)) AND link IS NOT NULL
"""
_DECISIONS = """
SELECT number, merged, survivor, undoes, decided_by, reason, decided_at FROM decisions
ORDER BY number
"""


def known_documents(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return, of these ids, those of documents that are there, each with its extractor."""
    query = "SELECT id, extractor FROM documents WHERE id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, [to_json(ids)]))


def add_documents(connection: sqlite3.Connection, extractions: Sequence[Extraction]) -> None:
    """Keep documents that are not there yet, and fold them into entities and links."""
    canonical = merged_ids(connection)
    (last,) = connection.execute("SELECT coalesce(max(key), 0) FROM documents").fetchone()
    keyed = list(enumerate(extractions, start=last + 1))
    claims = [claim_row(key, claim) for key, read in keyed for claim in read.claims]
    mentions = [mention_rows(key, read) for key, read in keyed]
    records = [
        row
        for (key, read), found in zip(keyed, mentions, strict=True)
        for row in record_rows(key, read, found)
    ]
    folds, went = linking.fold_rows(claims, canonical)
    changes = linking.absorb(connection, folds)
    links = [changes[ends].key if ends else None for ends in went]

    documents = [document_row(key, stamped(read).document) for key, read in keyed]
    connection.executemany(_ADD_DOCUMENT, documents)
    connection.executemany(_ADD_RECORD, records)
    connection.executemany(_ADD_MENTION, chain.from_iterable(mentions))
    linked = ((*row, link) for row, link in zip(claims, links, strict=True))
    connection.executemany(_ADD_CLAIM, linked)
    shifts = linking.write(connection, changes.values())
    naming.write(connection, naming.absorb(connection, records, canonical), shifts)


def stamped(extraction: Extraction) -> Extraction:
    """Return an extraction whose document says when it was taken in."""
    if extraction.document.ingested_at:
        return extraction
    now = datetime.now(UTC).replace(microsecond=0)
    document = extraction.document.model_copy(update={"ingested_at": now})
    return extraction.model_copy(update={"document": document})


def add_document(
    connection: sqlite3.Connection, extraction: Extraction, replaces: str | None
) -> Change:
    """Keep one document, in the place of an earlier version where there is one."""
    id_ = extraction.document.id
    known = known_documents(connection, [id_, *([replaces] if replaces else [])])
    unchanged = known.get(id_) == extraction.document.extractor
    old = [other for other in known if other != id_ or not unchanged]
    for other in old:
        remove_document(connection, other)
    if not unchanged:
        add_documents(connection, [extraction])
    if old:
        return Change.REPLACED
    return Change.UNCHANGED if unchanged else Change.ADDED


def add_step(connection: sqlite3.Connection, step: Sequence[Extraction]) -> list[Change]:
    """Keep a step of a large load: documents that are new together, others one by one."""
    known = known_documents(connection, [extraction.document.id for extraction in step])
    fresh: dict[str, Extraction] = {}
    later: list[Extraction] = []
    for extraction in step:
        id_ = extraction.document.id
        if id_ in known or id_ in fresh:
            later.append(extraction)
        else:
            fresh[id_] = extraction
    add_documents(connection, list(fresh.values()))
    changes = [Change.ADDED] * len(fresh)
    return changes + [add_document(connection, extraction, None) for extraction in later]


def remove_document(connection: sqlite3.Connection, document_id: str) -> None:
    """Forget a document, and fold again the links and entities that it spoke of."""
    found = connection.execute("SELECT key FROM documents WHERE id = ?", [document_id]).fetchone()
    if found is None:
        raise DocumentNotFoundError(document_id)
    canonical = merged_ids(connection)
    links = _column(
        connection.execute(
            "SELECT DISTINCT link FROM claims WHERE document = ? AND link IS NOT NULL", found
        )
    )
    spoken_of: list[tuple[str]] = connection.execute(
        "SELECT entity FROM records WHERE document = ?", found
    ).fetchall()
    entities = {canonical.get(id_, id_) for (id_,) in spoken_of}
    connection.execute("DELETE FROM documents WHERE key = ?", found)
    _refold(connection, links, entities, canonical)


def merge(
    connection: sqlite3.Connection, pair: tuple[str, str], *, by: str, reason: str
) -> Decision:
    """Decide that the first of two entities, known to be there, is the second."""
    canonical = merged_ids(connection)
    first, into = pair
    merged, survivor = canonical.get(first, first), canonical.get(into, into)
    if merged == survivor:
        msg = f"{first!r} and {into!r} are one entity already"
        raise MergeError(msg)
    if not may_be_one(label_of(merged), label_of(survivor)):
        msg = f"{merged!r} can't be made {survivor!r}: their labels can't be one"
        raise MergeError(msg)
    members = _members(merged, canonical)
    touched = (merged, survivor)
    return _decide(connection, (merged, into, None, by, reason), touched, members)


def unmerge(connection: sqlite3.Connection, number: int, *, by: str, reason: str) -> Decision:
    """Take back a merge that is in force."""
    taken = {decision.number: decision for decision in in_force(decisions(connection))}
    if number not in taken or taken[number].merged is None:
        raise DecisionNotFoundError(number)
    canonical = merged_ids(connection)
    merged = str(taken[number].merged)
    survivor = canonical[merged]
    members = _members(survivor, canonical)
    return _decide(connection, (None, None, number, by, reason), (merged, survivor), members)


def decisions(connection: sqlite3.Connection) -> list[Decision]:
    """Return every decision by number."""
    return [decision_of(row) for row in connection.execute(_DECISIONS)]


def adopt(connection: sqlite3.Connection, adopted: Sequence[Decision]) -> None:
    """Write down decisions as another store took them, and derive everything again."""
    taken = {decision.number: decision for decision in decisions(connection)}
    fresh = sorted((d for d in adopted if d != taken.get(d.number)), key=lambda d: d.number)
    for number, decision in enumerate(fresh, start=len(taken) + 1):
        if decision.number != number:
            msg = f"decision {decision.number} of the other store does not follow on those here"
            raise MergeError(msg)
        connection.execute(_ADD_DECISION, decision_row(decision))
    if fresh:
        rebuild(connection)


def merged_ids(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what each id that was merged away is now."""
    return dict(connection.execute("SELECT id, entity FROM merged"))


def rebuild(connection: sqlite3.Connection) -> None:
    """Forget all that is derived and fold the whole record again."""
    taken = decisions(connection)
    for table in _DERIVED_TABLES:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own constants
    _write_merged(connection, canonical_ids(taken))
    canonical = merged_ids(connection)
    keys = _column(connection.execute("SELECT key FROM documents ORDER BY key"))
    for start in range(0, len(keys), _REBUILD_STEP):
        _fold_range(connection, keys[start : start + _REBUILD_STEP], canonical)


def _fold_range(
    connection: sqlite3.Connection, keys: Sequence[int], canonical: linking.Canonical
) -> None:
    span = [keys[0], keys[-1]]
    claims = connection.execute(
        "SELECT document, source, type, target, status, attributed_to, year, commodity, confidence,"
        " key FROM claims WHERE document BETWEEN ? AND ? ORDER BY document, key",
        span,
    ).fetchall()
    records = connection.execute(
        "SELECT * FROM records WHERE document BETWEEN ? AND ? ORDER BY document", span
    ).fetchall()
    folds, went = linking.fold_rows(claims, canonical)
    changes = linking.absorb(connection, folds)
    moved = [
        (changes[ends].key if ends else None, row[9])
        for row, ends in zip(claims, went, strict=True)
    ]
    connection.executemany("UPDATE claims SET link = ? WHERE key = ?", moved)
    shifts = linking.write(connection, changes.values())
    naming.write(connection, naming.absorb(connection, records, canonical), shifts)


def _decide(
    connection: sqlite3.Connection, decision: Row, touched: Collection[str], speakers: Iterable[str]
) -> Decision:
    """Write down a decision and fold again the entities that it touches and all their links."""
    taken = decisions(connection)
    number = taken[-1].number + 1 if taken else 1
    now = datetime.now(UTC).replace(microsecond=0)
    row = (number, *decision, now.isoformat())
    links = _column(
        connection.execute(
            _LINKS_OF_ENTITIES, {"entities": to_json(touched), "speakers": to_json(speakers)}
        )
    )
    connection.execute(_ADD_DECISION, row)
    _write_merged(connection, canonical_ids([*taken, decision_of(row)]))
    _refold(connection, links, touched, merged_ids(connection))
    return decision_of(row)


def _refold(
    connection: sqlite3.Connection,
    links: Iterable[int],
    entities: Collection[str],
    canonical: linking.Canonical,
) -> None:
    shifts = linking.write(connection, linking.refold(connection, links, canonical).values())
    naming.write(connection, naming.refold(connection, entities, canonical), shifts)


def _write_merged(connection: sqlite3.Connection, canonical: linking.Canonical) -> None:
    connection.execute("DELETE FROM merged")
    connection.executemany("INSERT INTO merged VALUES (?, ?)", canonical.items())


def _members(entity: str, canonical: linking.Canonical) -> set[str]:
    return {entity} | {merged for merged, end in canonical.items() if end == entity}


def _column(rows: Iterable[Row]) -> list[int]:
    return [row[0] for row in rows]
