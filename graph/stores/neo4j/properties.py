"""Between values and the properties that keep them, and back."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from graph import identity
from graph.folding import LinkFold, Triple, by_strength
from graph.model import Claim, Decision, Document, Entity, Extraction, Link, Mention
from graph.ontology import Status
from graph.value import Span

Properties = dict[str, Any]

_STATUSES = {status.value: status for status in Status}


def of_document(document: Document) -> Properties:
    """Return what a `Document` node holds; `name` is its title, as pictures of graphs expect."""
    return {
        "id": document.id,
        "title": document.title,
        "name": document.title,
        "text": document.text,
        "source": document.source,
        "published": document.published,
        "language": document.language,
        "extractor": document.extractor,
        "ingested_at": document.ingested_at,
    }


def document_of(kept: Mapping[str, Any]) -> Document:
    """Return the document of a node's properties."""
    published, ingested_at = kept.get("published"), kept.get("ingested_at")
    return Document.model_validate(
        {
            "id": kept["id"],
            "title": kept["title"],
            "text": kept["text"],
            "source": kept.get("source"),
            "published": published.to_native() if published else None,
            "language": kept["language"],
            "extractor": kept["extractor"],
            "ingested_at": ingested_at.to_native() if ingested_at else None,
        }
    )


def of_records(extraction: Extraction) -> list[Properties]:
    """Return what a document's `MENTIONED_IN` hold; a mention told twice counts once."""
    spans: dict[str, list[tuple[int, int]]] = {entity.id: [] for entity in extraction.entities}
    mentions = {(m.span.start, m.span.end, m.entity) for m in extraction.mentions}
    for start, end, id_ in sorted(mentions):
        spans[id_].append((start, end))
    return [
        {
            "entity": entity.id,
            "name": entity.name,
            "aliases": list(entity.aliases),
            "described": entity.described,
            "kind": entity.kind,
            "starts": [start for start, _ in spans[entity.id]],
            "ends": [end for _, end in spans[entity.id]],
        }
        for entity in extraction.entities
    ]


def record_of(kept: Mapping[str, Any]) -> Entity:
    """Return what a document says of an entity, from a `MENTIONED_IN`."""
    return entity_of({**kept, "id": kept["entity"]})


def mention_of(document: str, start: int, end: int, entity: str) -> Mention:
    """Return the mention of an entity at a place of a document."""
    return Mention(document=document, span=Span(start=start, end=end), entity=entity)


def entity_of(kept: Mapping[str, Any]) -> Entity:
    """Return the entity of a node's properties."""
    return entities_of([kept])[0]


def entities_of(each: Iterable[Mapping[str, Any]]) -> tuple[Entity, ...]:
    """Return the entities of nodes' properties."""
    return Entity.kept(
        {
            "id": kept["id"],
            "label": identity.label_of(kept["id"]),
            "name": kept["name"],
            "aliases": tuple(kept["aliases"]),
            "described": kept["described"],
            "kind": kept.get("kind"),
        }
        for kept in each
    )


def of_claim(claim: Claim, link: str | None) -> Properties:
    """Return what a `Claim` node holds."""
    trigger = claim.trigger
    return {
        "id": claim.id,
        "source": claim.source,
        "type": claim.type,
        "target": claim.target,
        "status": claim.status.value,
        "attributed_to": claim.attributed_to,
        "year": claim.year,
        "commodity": claim.commodity,
        "sentence": claim.sentence,
        "start": claim.start,
        "end": claim.end,
        "source_start": claim.source_span.start,
        "source_end": claim.source_span.end,
        "target_start": claim.target_span.start,
        "target_end": claim.target_span.end,
        "trigger_start": trigger.start if trigger else None,
        "trigger_end": trigger.end if trigger else None,
        "rule": claim.rule,
        "confidence": claim.confidence,
        "link": link,
    }


def claim_of(document: str, kept: Mapping[str, Any]) -> Claim:
    """Return the claim of a node's properties, stated in this document."""
    trigger = kept.get("trigger_start")
    return Claim(
        id=kept["id"],
        document=document,
        source=kept["source"],
        type=kept["type"],
        target=kept["target"],
        status=kept["status"],
        attributed_to=kept.get("attributed_to"),
        year=kept.get("year"),
        commodity=kept.get("commodity"),
        sentence=kept["sentence"],
        start=kept["start"],
        end=kept["end"],
        source_span=Span(start=kept["source_start"], end=kept["source_end"]),
        target_span=Span(start=kept["target_start"], end=kept["target_end"]),
        trigger=None if trigger is None else Span(start=trigger, end=kept["trigger_end"]),
        rule=kept["rule"],
        confidence=kept["confidence"],
    )


def of_link(id_: str, fold: LinkFold) -> Properties:
    """Return what a link's relationship holds."""
    years = sorted(fold.years)
    statuses = _ranked(fold.statuses)
    return {
        "id": id_,
        "claims": fold.claims,
        "documents": fold.documents,
        "years": years,
        "first_year": years[0] if years else None,
        "last_year": years[-1] if years else None,
        "status": statuses[0],
        "statuses": statuses,
        "attributed_to": sorted(fold.attributed_to),
        "commodities": sorted(fold.commodities),
        "confidence": fold.confidence,
    }


@lru_cache
def _ranked(statuses: frozenset[str]) -> tuple[str, ...]:
    return tuple(status.value for status in by_strength(statuses))


def fold_of(kept: Mapping[str, Any]) -> LinkFold:
    """Return the fold that a link's relationship was made of, to take in more claims."""
    fold = LinkFold()
    fold.claims, fold.documents = kept["claims"], kept["documents"]
    fold.confidence = kept["confidence"]
    fold.years, fold.statuses = frozenset(kept["years"]), frozenset(kept["statuses"])
    fold.attributed_to = frozenset(kept["attributed_to"])
    fold.commodities = frozenset(kept["commodities"])
    return fold


def link_of(found: Sequence[Any]) -> Link:
    """Return the link of a row as `links_of` takes them."""
    return links_of([found])[0]


def links_of(found: Iterable[Sequence[Any]]) -> tuple[Link, ...]:
    """Return the links of rows: source, type, target, and the relationship's properties."""
    return Link.kept(
        {
            "id": kept["id"],
            "source": source,
            "type": type_,
            "target": target,
            "claims": kept["claims"],
            "documents": kept["documents"],
            "years": tuple(kept["years"]),
            "status": _STATUSES[kept["status"]],
            "statuses": tuple(_STATUSES[status] for status in kept["statuses"]),
            "attributed_to": tuple(kept["attributed_to"]),
            "commodities": tuple(kept["commodities"]),
            "confidence": kept["confidence"],
        }
        for source, type_, target, kept in found
    )


def of_decision(decision: Decision) -> Properties:
    """Return what a `Decision` node holds."""
    return decision.model_dump()


def decision_of(kept: Mapping[str, Any]) -> Decision:
    """Return the decision of a node's properties."""
    return Decision.model_validate({**kept, "decided_at": kept["decided_at"].to_native()})


def ends_row(ends: Triple) -> Properties:
    """Return a link's ends and type as the parameters that statements name them by."""
    source, type_, target = ends
    return {"source": source, "type": type_, "target": target}
