"""Questions about single things and counts, each inside the caller's transaction."""

from collections.abc import Iterable, Sequence
from typing import Any, LiteralString

from neo4j import ManagedTransaction

from graph.errors import DocumentNotFoundError, EntityNotFoundError, LinkNotFoundError
from graph.filters import Filter
from graph.model import (
    Document,
    Entity,
    Extraction,
    Link,
    Mention,
    Statistics,
    TimelineYear,
)
from graph.ontology import RELATION_TYPES, Label, Status
from graph.stores.neo4j.connection import Row, pairs, rows, sendable
from graph.stores.neo4j.filtering import filtered, parameters
from graph.stores.neo4j.properties import (
    claim_of,
    document_of,
    entity_of,
    link_of,
    mention_of,
    record_of,
)
from graph.stores.neo4j.schema import on_links

_RESOLVE: LiteralString = """
UNWIND range(0, size($ids) - 1) AS place
OPTIONAL MATCH (merged:Merged {id: $ids[place]})
WITH place, coalesce(merged.entity, $ids[place]) AS id
OPTIONAL MATCH (entity:Entity {id: id})
RETURN entity.id ORDER BY place
"""
_ENTITIES: LiteralString = _RESOLVE.replace("entity.id ORDER", "properties(entity) ORDER")
_LINK = on_links("""
MATCH (claim:Claim {link: $id}) WITH claim LIMIT 1
MATCH (claim)-[:SUBJECT]->(one:Entity) MATCH (claim)-[:OBJECT]->(other:Entity)
MATCH (one)-[link:LINKS]-(other) WHERE link.id = $id
RETURN startNode(link).id, type(link), endNode(link).id, properties(link)
""")
_DOCUMENT: LiteralString = "MATCH (document:Document {id: $id}) RETURN properties(document)"
_RECORDS: LiteralString = """
MATCH (document:Document {id: $id})<-[record:MENTIONED_IN]-(entity:Entity)
RETURN entity.id, properties(record) ORDER BY record.entity
"""
_CLAIMS: LiteralString = """
MATCH (:Document {id: $id})<-[:STATED_IN]-(claim:Claim) RETURN properties(claim)
ORDER BY claim.start, claim.end, claim.source, claim.type, claim.target, claim.status
"""
_FROM: LiteralString = """
MATCH (document:Document {source: $source}) RETURN document.id ORDER BY document.id
"""
_TIMELINE = filtered("""
MATCH (:Entity)-[link:LINKS]->(:Entity) WHERE PASSES
MATCH (claim:Claim {link: link.id})
RETURN claim.year AS year, count(*), count(DISTINCT link) ORDER BY year
""")
_TIMELINE_OF_ENTITY = filtered("""
MATCH (:Entity {id: $entity})-[link:LINKS]-(:Entity) WHERE PASSES
MATCH (claim:Claim {link: link.id})
RETURN claim.year AS year, count(*), count(DISTINCT link) ORDER BY year
""")
_COUNT_ENTITIES: LiteralString = """
MATCH (entity:Entity) UNWIND labels(entity) AS label
RETURN label, count(*)
"""
_COUNT_CLAIMS: LiteralString = "MATCH (claim:Claim) RETURN claim.status, count(*)"
_COUNT_LINKS = on_links("""
MATCH (:Entity)-[link:LINKS]->(:Entity) RETURN type(link), count(*)
""")
_COUNT_DOCUMENTS: LiteralString = """
MATCH (document:Document) RETURN document.language AS language, count(*) ORDER BY language
"""
_COUNT_MENTIONS: LiteralString = """
MATCH (:Entity)-[record:MENTIONED_IN]->(:Document) RETURN sum(size(record.starts))
"""
_COUNT_MERGES: LiteralString = "MATCH (merged:Merged) RETURN count(*)"


def resolve(tx: ManagedTransaction, ids: Sequence[str]) -> list[str]:
    """Return the ids that entities have after merges.

    Raises:
        EntityNotFoundError: One of the ids is no entity's.
    """
    return _of_each(tx, _RESOLVE, ids)


def entity(tx: ManagedTransaction, entity_id: str) -> Entity:
    """See `GraphStore.entity`."""
    return entities(tx, [entity_id])[0]


def entities(tx: ManagedTransaction, entity_ids: Sequence[str]) -> list[Entity]:
    """See `GraphStore.entities`."""
    return [entity_of(kept) for kept in _of_each(tx, _ENTITIES, entity_ids)]


def counts(tx: ManagedTransaction, entity_id: str) -> dict[str, int]:
    """See `GraphStore.counts`."""
    (kept,) = _of_each(tx, _ENTITIES, [entity_id])
    return {name: kept[name] for name in ("claims", "documents", "mentions", "links")}


def link(tx: ManagedTransaction, link_id: str) -> Link:
    """See `GraphStore.link`."""
    found = rows(tx, _LINK, id=sendable(link_id))
    if not found:
        raise LinkNotFoundError(link_id)
    return link_of(found[0])


def document(tx: ManagedTransaction, document_id: str) -> Document:
    """See `GraphStore.document`."""
    found = rows(tx, _DOCUMENT, id=sendable(document_id))
    if not found:
        raise DocumentNotFoundError(document_id)
    return document_of(found[0][0])


def documents_from(tx: ManagedTransaction, source: str) -> list[str]:
    """See `GraphStore.documents_from`."""
    return [id_ for (id_,) in rows(tx, _FROM, source=sendable(source))]


def extraction(tx: ManagedTransaction, document_id: str) -> Extraction:
    """See `GraphStore.extraction`."""
    read = document(tx, document_id)
    records = rows(tx, _RECORDS, id=read.id)
    return Extraction(
        document=read,
        entities=tuple(record_of(kept) for _, kept in records),
        mentions=tuple(mention_of(read.id, *place) for place in _places(records)),
        claims=tuple(claim_of(read.id, kept) for (kept,) in rows(tx, _CLAIMS, id=read.id)),
    )


def mentions(tx: ManagedTransaction, document_id: str) -> list[Mention]:
    """See `GraphStore.mentions`."""
    read = document(tx, document_id)
    records = rows(tx, _RECORDS, id=read.id)
    return [mention_of(read.id, *place) for place in _places(records, now=True)]


def timeline(tx: ManagedTransaction, entity_id: str | None, filter_: Filter) -> list[TimelineYear]:
    """See `GraphStore.timeline`."""
    if entity_id is None:
        found = rows(tx, _TIMELINE, **parameters(filter_))
    else:
        (now,) = resolve(tx, [entity_id])
        found = rows(tx, _TIMELINE_OF_ENTITY, entity=now, **parameters(filter_, [now]))
    return [TimelineYear(year=year, claims=claims, links=links) for year, claims, links in found]


def statistics(tx: ManagedTransaction) -> Statistics:
    """See `GraphStore.statistics`."""
    by_label = pairs(tx, _COUNT_ENTITIES)
    by_status, by_type = pairs(tx, _COUNT_CLAIMS), pairs(tx, _COUNT_LINKS)
    languages = pairs(tx, _COUNT_DOCUMENTS)
    return Statistics(
        documents=sum(languages.values()),
        entities={label: by_label.get(label.value, 0) for label in Label},
        mentions=rows(tx, _COUNT_MENTIONS)[0][0],
        claims={status: by_status.get(status.value, 0) for status in Status},
        links={type_: by_type.get(type_, 0) for type_ in RELATION_TYPES},
        merges=rows(tx, _COUNT_MERGES)[0][0],
        languages=languages,
    )


def _of_each(tx: ManagedTransaction, query: LiteralString, ids: Sequence[str]) -> list[Any]:
    """Return what a query like `_RESOLVE` gives of each entity, in the order of the ids."""
    found = [value for (value,) in rows(tx, query, ids=[sendable(id_) for id_ in ids])]
    for id_, value in zip(ids, found, strict=True):
        if value is None:
            raise EntityNotFoundError(id_)
    return found


def _places(records: Iterable[Row], *, now: bool = False) -> list[tuple[int, int, str]]:
    """Return where a document speaks of whom, in order; `now` for entities as they are by now."""
    return sorted(
        {
            (start, end, entity if now else kept["entity"])
            for entity, kept in records
            for start, end in zip(kept["starts"], kept["ends"], strict=True)
        }
    )
