"""Between values and the columns that keep them: lists as JSON, rows as tuples, rows as values."""

import json
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from graph import identity
from graph.model import Claim, Decision, Document, Entity, Extraction, Link, Mention
from graph.ontology import Status
from graph.value import Span

Row = tuple[Any, ...]

EMPTY = "[]"
_STATUSES = {status.value: status for status in Status}


def to_json(values: Iterable[object]) -> str:
    """Return values as a JSON list, the form in which lists are kept and handed to SQL."""
    listed = list(values)
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":")) if listed else EMPTY


@lru_cache(maxsize=4096)
def from_json(text: str | None) -> tuple[Any, ...]:
    """Return the values of a JSON list; NULL is an empty one."""
    return tuple(json.loads(text)) if text and text != EMPTY else ()


@lru_cache(maxsize=256)
def statuses_of(text: str) -> tuple[Status, ...]:
    """Return the statuses that a link's column lists."""
    return tuple(_STATUSES[status] for status in from_json(text))


def document_row(key: int, document: Document) -> Row:
    """Return a row of `documents`."""
    return (
        key,
        document.id,
        document.title,
        document.source,
        document.published.isoformat() if document.published else None,
        document.language,
        document.extractor,
        document.ingested_at.isoformat() if document.ingested_at else None,
        document.text,
    )


def document_of(row: Row) -> Document:
    """Return the document of a row of `documents` without its key."""
    names = ("id", "title", "source", "published", "language", "extractor", "ingested_at", "text")
    return Document.model_validate(dict(zip(names, row, strict=True)))


def record_rows(key: int, extraction: Extraction, mentions: Iterable[Row]) -> list[Row]:
    """Return the rows of `records` of a document, given its rows of `mentions`."""
    counts = Counter(row[3] for row in mentions)
    return [
        (
            key,
            entity.id,
            entity.name,
            to_json(entity.aliases) if entity.aliases else EMPTY,
            int(entity.described),
            entity.kind,
            counts[entity.id],
        )
        for entity in extraction.entities
    ]


def entity_of(id_: str, name: str, aliases: str, described: int, kind: str | None) -> Entity:
    """Return the entity of these columns of `records` or `entities`."""
    return entities_of([(id_, name, aliases, described, kind)])[0]


def entities_of(rows: Iterable[Row]) -> tuple[Entity, ...]:
    """Return the entities of rows with the columns that `entity_of` takes."""
    return Entity.kept(
        {
            "id": id_,
            "label": identity.label_of(id_),
            "name": name,
            "aliases": from_json(aliases),
            "described": bool(described),
            "kind": kind,
        }
        for id_, name, aliases, described, kind in rows
    )


def mention_rows(key: int, extraction: Extraction) -> list[Row]:
    """Return the rows of `mentions` of a document, by span; one mention told twice is one row."""
    rows: set[Row] = set()
    for mention in extraction.mentions:
        span = mention.span
        rows.add((key, span.start, span.end, mention.entity))
    return sorted(rows)


def mention_of(document: str, start: int, stop: int, entity: str) -> Mention:
    """Return the mention of these columns."""
    return Mention(document=document, span=Span(start=start, end=stop), entity=entity)


def claim_row(key: int, claim: Claim) -> Row:
    """Return a row of `claims` without its key and its link."""
    trigger = claim.trigger
    return (
        key,
        claim.source,
        claim.type,
        claim.target,
        claim.status.value,
        claim.attributed_to,
        claim.year,
        claim.commodity,
        claim.confidence,
        claim.rule,
        claim.start,
        claim.end,
        claim.source_span.start,
        claim.source_span.end,
        claim.target_span.start,
        claim.target_span.end,
        trigger.start if trigger else None,
        trigger.end if trigger else None,
    )


def claim_of(document: str, text: str, row: Row) -> Claim:
    """Return the claim of a row as `claim_row` makes it, the text being its document's."""
    source, type_, target, status, said_by, year, commodity, confidence, rule = row[1:10]
    start, stop, source_start, source_stop, target_start, target_stop = row[10:16]
    trigger_start, trigger_stop = row[16:18]
    trigger = None if trigger_start is None else Span(start=trigger_start, end=trigger_stop)
    return Claim(
        id=identity.claim_id(document, (start, stop), (source, type_, target), status),
        document=document,
        source=source,
        type=type_,
        target=target,
        status=status,
        attributed_to=said_by,
        year=year,
        commodity=commodity,
        sentence=text[start:stop],
        start=start,
        end=stop,
        source_span=Span(start=source_start, end=source_stop),
        target_span=Span(start=target_start, end=target_stop),
        trigger=trigger,
        rule=rule,
        confidence=confidence,
    )


def links_of(rows: Iterable[Row]) -> tuple[Link, ...]:
    """Return the links of rows with the columns that `filtering.filtered` puts for `COLUMNS`."""
    return Link.kept(
        {
            "id": id_,
            "source": source,
            "type": type_,
            "target": target,
            "claims": claims,
            "documents": documents,
            "years": from_json(years) if years else (),
            "status": (held := statuses_of(statuses))[0],
            "statuses": held,
            "attributed_to": from_json(said_by) if said_by else (),
            "commodities": from_json(commodities) if commodities else (),
            "confidence": confidence,
        }
        for (
            id_,
            source,
            type_,
            target,
            claims,
            documents,
            years,
            statuses,
            said_by,
            commodities,
            confidence,
        ) in rows
    )


def link_of(row: Row) -> Link:
    """Return the link of a row."""
    return links_of([row])[0]


def decision_of(row: Row) -> Decision:
    """Return the decision of a row of `decisions`."""
    names = ("number", "merged", "into", "undoes", "by", "reason", "decided_at")
    return Decision.model_validate(dict(zip(names, row, strict=True)))


def decision_row(decision: Decision) -> Row:
    """Return a row of `decisions`."""
    return (
        decision.number,
        decision.merged,
        decision.into,
        decision.undoes,
        decision.by,
        decision.reason,
        decision.decided_at.isoformat(),
    )
