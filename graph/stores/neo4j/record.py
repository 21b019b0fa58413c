"""The whole store read from end to end, by id, inside the caller's transaction.

What a newcomer would get wrong: values are made without checking them again, though anybody who may
log in to the server may have changed what they are made of; `graph.verifying` checks it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString

from neo4j import ManagedTransaction

from graph.listing import CatalogueEntry, Derived, written_here
from graph.model import Claim, Document, Extraction, Mention
from graph.ontology import Status
from graph.stores.neo4j.connection import rows, sendable
from graph.stores.neo4j.properties import Properties, entities_of, links_of
from graph.stores.neo4j.schema import on_links
from graph.value import Span

_CATALOGUE: LiteralString = """
MATCH (document:Document) WHERE document.id > $after
RETURN document.id, document.extractor, size(document.text) ORDER BY document.id LIMIT $limit
"""
_DOCUMENTS: LiteralString = """
MATCH (document:Document) WHERE document.id IN $ids
RETURN properties(document),
    COLLECT { MATCH (document)<-[record:MENTIONED_IN]-(:Entity)
              RETURN properties(record) ORDER BY record.entity },
    COLLECT { MATCH (document)<-[:STATED_IN]-(claim:Claim) RETURN properties(claim)
              ORDER BY claim.start, claim.end, claim.source, claim.type, claim.target,
                       claim.status }
ORDER BY document.id
"""
_DERIVED = on_links("""
MATCH (entity:Entity) WHERE entity.id > $after
WITH entity ORDER BY entity.id LIMIT $limit
RETURN properties(entity), COLLECT {
    MATCH (entity)-[link:LINKS]->(target:Entity)
    RETURN [entity.id, type(link), target.id, properties(link)] ORDER BY link.id
}
ORDER BY entity.id
""")
_COUNTS = ("claims", "documents", "mentions", "links")


def catalogue(tx: ManagedTransaction, after: str, limit: int) -> list[CatalogueEntry]:
    """See `GraphStore.catalogue`."""
    names = ("id", "extractor", "characters")
    found = rows(tx, _CATALOGUE, after=sendable(after), limit=limit)
    return list(CatalogueEntry.kept(dict(zip(names, row, strict=True)) for row in found))


def extractions(tx: ManagedTransaction, ids: Sequence[str]) -> list[Extraction]:
    """See `GraphStore.extractions`."""
    found = rows(tx, _DOCUMENTS, ids=[sendable(id_) for id_ in ids])
    read: list[Extraction] = []
    for kept, records, claims in found:
        with written_here(kept["id"]):
            read.append(_extraction(_document(kept), records, claims))
    return read


def derived(tx: ManagedTransaction, after: str, limit: int) -> list[Derived]:
    """See `GraphStore.derived`."""
    found: list[Derived] = []
    for kept, links in rows(tx, _DERIVED, after=sendable(after), limit=limit):
        with written_here(kept["id"]):
            each = {
                "entity": entities_of([kept])[0],
                "counts": {name: kept[name] for name in _COUNTS},
                "links": links_of(links),
            }
            found += Derived.kept([each])
    return found


def _extraction(
    document: Document, records: Sequence[Properties], claims: Sequence[Properties]
) -> Extraction:
    extraction = {
        "document": document,
        "entities": entities_of({**kept, "id": kept["entity"]} for kept in records),
        "mentions": _mentions(document.id, records),
        "claims": _claims(document.id, claims),
    }
    return Extraction.kept([extraction])[0]


def _document(kept: Mapping[str, Any]) -> Document:
    published, ingested_at = kept.get("published"), kept.get("ingested_at")
    document = {
        "id": kept["id"],
        "title": kept["title"],
        "text": kept["text"],
        "source": kept.get("source"),
        "published": published.to_native() if published else None,
        "language": kept["language"],
        "extractor": kept["extractor"],
        "ingested_at": ingested_at.to_native() if ingested_at else None,
    }
    return Document.kept([document])[0]


def _mentions(document: str, records: Iterable[Mapping[str, Any]]) -> tuple[Mention, ...]:
    places = sorted(
        (start, end, kept["entity"])
        for kept in records
        for start, end in zip(kept["starts"], kept["ends"], strict=True)
    )
    spans = _spans((start, end) for start, end, _ in places)
    return Mention.kept(
        {"document": document, "span": span, "entity": place[2]}
        for span, place in zip(spans, places, strict=True)
    )


def _claims(document: str, found: Sequence[Mapping[str, Any]]) -> tuple[Claim, ...]:
    sources = _spans((kept["source_start"], kept["source_end"]) for kept in found)
    targets = _spans((kept["target_start"], kept["target_end"]) for kept in found)
    said = [kept for kept in found if kept.get("trigger_start") is not None]
    triggers = iter(_spans((kept["trigger_start"], kept["trigger_end"]) for kept in said))
    return Claim.kept(
        {
            "id": kept["id"],
            "document": document,
            "source": kept["source"],
            "type": kept["type"],
            "target": kept["target"],
            "status": Status(kept["status"]),
            "attributed_to": kept.get("attributed_to"),
            "year": kept.get("year"),
            "commodity": kept.get("commodity"),
            "sentence": kept["sentence"],
            "start": kept["start"],
            "end": kept["end"],
            "source_span": source,
            "target_span": target,
            "trigger": None if kept.get("trigger_start") is None else next(triggers),
            "rule": kept["rule"],
            "confidence": kept["confidence"],
        }
        for kept, source, target in zip(found, sources, targets, strict=True)
    )


def _spans(places: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return Span.kept({"start": start, "end": end} for start, end in places)
