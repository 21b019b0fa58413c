"""Documents come and go, each time folding again what they touch, inside the caller's transaction.

Every change holds the store's mark from its first statement on, so one writer at a time works here.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, LiteralString

from neo4j import ManagedTransaction

from graph.errors import DocumentNotFoundError
from graph.folding import Triple, canonical_triple
from graph.identity import link_id
from graph.model import Document, Extraction
from graph.store import Change
from graph.stores.neo4j import hubs, linking, naming, schema
from graph.stores.neo4j.connection import batches, pairs, put, rows, sendable
from graph.stores.neo4j.linking import Canonical, Stated
from graph.stores.neo4j.properties import Properties, of_claim, of_document, of_records

_KNOWN: LiteralString = """
UNWIND $ids AS id MATCH (document:Document {id: id}) RETURN id, document.extractor
"""
_ADD_DOCUMENTS: LiteralString = """
UNWIND $rows AS row CREATE (document:Document) SET document = row
"""
_ADD_RECORDS: LiteralString = """
UNWIND $rows AS row
MATCH (entity:Entity {id: row.now}) MATCH (document:Document {id: row.document})
CREATE (entity)-[record:MENTIONED_IN]->(document) SET record = row.record
"""
_ADD_CLAIMS: LiteralString = """
UNWIND $rows AS row
MATCH (document:Document {id: row.document})
MATCH (subject:Entity {id: row.subject}) MATCH (object:Entity {id: row.object})
CREATE (claim:Claim) SET claim = row.claim
CREATE (claim)-[:SUBJECT]->(subject)
CREATE (claim)-[:OBJECT]->(object)
CREATE (claim)-[:STATED_IN]->(document)
"""
_CLAIMS_OF_LINKS: LiteralString = """
UNWIND $links AS link
MATCH (claim:Claim {link: link})-[:STATED_IN]->(document:Document)
MATCH (claim)-[:SUBJECT]->(subject:Entity) MATCH (claim)-[:OBJECT]->(object:Entity)
RETURN elementId(claim), document.id, [claim.source, claim.type, claim.target],
       [claim.status, claim.attributed_to, claim.year, claim.commodity, claim.confidence],
       [subject.id, object.id, claim.link]
"""
_TOUCHED: LiteralString = """
MATCH (document:Document {id: $document})
RETURN COLLECT {
        MATCH (document)<-[:STATED_IN]-(claim:Claim) WHERE claim.link IS NOT NULL
        RETURN DISTINCT [claim.source, claim.type, claim.target]
    },
    COLLECT { MATCH (document)<-[:MENTIONED_IN]-(entity:Entity) RETURN DISTINCT entity.id }
"""
_REMOVE: LiteralString = """
MATCH (document:Document {id: $document})
CALL (document) { MATCH (document)<-[:STATED_IN]-(claim:Claim) DETACH DELETE claim }
DETACH DELETE document
"""
_MERGED: LiteralString = "MATCH (merged:Merged) RETURN merged.id, merged.entity"


def known_documents(tx: ManagedTransaction, ids: Sequence[str]) -> dict[str, str]:
    """Return, of these ids, those of documents that are there, each with its extractor."""
    return pairs(tx, _KNOWN, ids=ids)


def merged_ids(tx: ManagedTransaction) -> dict[str, str]:
    """Return what each id that was merged away is now."""
    return pairs(tx, _MERGED)


def count_changes(tx: ManagedTransaction, changes: int) -> None:
    """Let everybody know that documents or decisions came or went."""
    tx.run(schema.COUNT_CHANGES, changes=changes).consume()


def add_documents(tx: ManagedTransaction, extractions: Sequence[Extraction]) -> None:
    """Keep documents that are not there yet, and fold them into entities and links."""
    if not extractions:
        return
    canonical = merged_ids(tx)
    records = [(read.document.id, record) for read in extractions for record in of_records(read)]
    claims = [claim for read in extractions for claim in read.claims]
    folds, went = linking.fold_claims(map(linking.stated, claims), canonical)
    entities = naming.absorb(tx, records, canonical)
    known = {id_ for id_, change in entities.items() if change.before}
    changes = linking.absorb(tx, folds, known)
    degrees = naming.write(tx, entities, linking.shifts_of(changes))
    linking.write(tx, changes)
    put(tx, _ADD_DOCUMENTS, [of_document(stamped(read.document)) for read in extractions])
    put(tx, _ADD_RECORDS, [_record_row(*record, canonical) for record in records])
    links = {change.ends: change.id for change in changes}
    listed = [
        {
            "document": claim.document,
            "subject": canonical.get(claim.source, claim.source),
            "object": canonical.get(claim.target, claim.target),
            "claim": of_claim(claim, links[ends] if ends else None),
        }
        for claim, ends in zip(claims, went, strict=True)
    ]
    put(tx, _ADD_CLAIMS, listed)
    hubs.write(tx, changes, degrees)
    count_changes(tx, len(extractions))


def stamped(document: Document) -> Document:
    """Return a document that says when it was taken in."""
    if document.ingested_at:
        return document
    now = datetime.now(UTC).replace(microsecond=0)
    return document.model_copy(update={"ingested_at": now})


def add_document(tx: ManagedTransaction, extraction: Extraction, replaces: str | None) -> Change:
    """Keep one document, in the place of an earlier version where there is one."""
    id_ = extraction.document.id
    known = known_documents(tx, [id_, *([replaces] if replaces else [])])
    unchanged = known.get(id_) == extraction.document.extractor
    old = [other for other in known if other != id_ or not unchanged]
    for other in old:
        remove_document(tx, other)
    if not unchanged:
        add_documents(tx, [extraction])
    if old:
        return Change.REPLACED
    return Change.UNCHANGED if unchanged else Change.ADDED


def add_step(tx: ManagedTransaction, step: Sequence[Extraction]) -> list[Change]:
    """Keep a step of a large load: documents that are new together, others one by one."""
    known = known_documents(tx, [extraction.document.id for extraction in step])
    fresh: dict[str, Extraction] = {}
    later: list[Extraction] = []
    for extraction in step:
        id_ = extraction.document.id
        if id_ in known or id_ in fresh:
            later.append(extraction)
        else:
            fresh[id_] = extraction
    add_documents(tx, list(fresh.values()))
    changes = [Change.ADDED] * len(fresh)
    return changes + [add_document(tx, extraction, None) for extraction in later]


def remove_document(tx: ManagedTransaction, document_id: str) -> None:
    """Forget a document, and fold again the links and entities that it spoke of."""
    id_ = sendable(document_id)
    found = rows(tx, _TOUCHED, document=id_)
    if not found:
        raise DocumentNotFoundError(document_id)
    ((stated, entities),) = found
    canonical = merged_ids(tx)
    old = _distinct(canonical_triple(*_triple(ends), canonical) for ends in stated)
    tx.run(_REMOVE, document=id_).consume()
    folds, _ = linking.fold_claims(claims_of_links(tx, old), canonical)
    changes = linking.refold(tx, old, folds)
    linking.write(tx, changes)
    degrees = naming.write(tx, naming.refold(tx, entities), linking.shifts_of(changes))
    hubs.write(tx, changes, degrees)
    count_changes(tx, 1)


def claims_of_links(tx: ManagedTransaction, links: Iterable[Triple]) -> list[Stated]:
    """Return the claims that some links are folded of, those of one document together."""
    found: list[Stated] = []
    for batch in batches([link_id(*ends) for ends in links]):
        found += stated_of(rows(tx, _CLAIMS_OF_LINKS, links=batch))
    return sorted(found, key=lambda claim: claim.document)


def stated_of(found: Iterable[Sequence[Any]]) -> list[Stated]:
    """Return claims of rows: node, document, ends, what is said, place."""
    return [
        Stated(node, document, tuple(ends), tuple(said), tuple(place))  # pyright: ignore[reportArgumentType]
        for node, document, ends, said, place in found
    ]


def _record_row(document: str, record: Properties, canonical: Canonical) -> Properties:
    now = canonical.get(record["entity"], record["entity"])
    return {"now": now, "document": document, "record": record}


def _triple(ends: Sequence[str]) -> Triple:
    source, type_, target = ends
    return source, type_, target


def _distinct(ends: Iterable[Triple | None]) -> list[Triple]:
    return list(dict.fromkeys(one for one in ends if one))
