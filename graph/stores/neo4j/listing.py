"""Lists in pages: links, claims, documents, each inside the caller's transaction."""

from typing import Any, LiteralString

from neo4j import ManagedTransaction

from graph import paging
from graph.filters import Filter
from graph.model import Claim, Document, Link, Page
from graph.ontology import Status
from graph.stores.neo4j.connection import rows
from graph.stores.neo4j.filtering import filtered, parameters
from graph.stores.neo4j.properties import claim_of, document_of, links_of
from graph.stores.neo4j.reading import counts, link, resolve

_LARGEST = 2**53
_STRENGTHS = [status.value for status in Status]

_LINKS = filtered("""
MATCH (source:Entity)-[link:LINKS]->(target:Entity)
WHERE link.claims <= $claims AND (link.claims < $claims OR link.id > $id) AND PASSES
WITH source, link, target ORDER BY link.claims DESC, link.id LIMIT $limit
RETURN source.id, type(link), target.id, properties(link)
ORDER BY link.claims DESC, link.id
""")
_LINKS_OF_ENTITY = filtered("""
MATCH (entity:Entity {id: $entity})-[link:LINKS]-(:Entity)
WHERE link.claims <= $claims AND (link.claims < $claims OR link.id > $id) AND PASSES
WITH link ORDER BY link.claims DESC, link.id LIMIT $limit
RETURN startNode(link).id, type(link), endNode(link).id, properties(link)
ORDER BY link.claims DESC, link.id
""")
_COUNT_LINKS = filtered("MATCH (:Entity)-[link:LINKS]->(:Entity) WHERE PASSES RETURN count(*)")
_COUNT_LINKS_OF_ENTITY = filtered("""
MATCH (:Entity {id: $entity})-[link:LINKS]-(:Entity) WHERE PASSES RETURN count(*)
""")
_CLAIMS: LiteralString = """
MATCH (claim:Claim {link: $link})-[:STATED_IN]->(document:Document)
WITH claim, document.id AS document,
     [rank IN range(0, size($strengths) - 1) WHERE $strengths[rank] = claim.status][0] AS rank
WITH claim, document, rank, CASE
    WHEN rank <> $rank THEN rank > $rank
    WHEN document <> $document THEN document > $document
    WHEN claim.start <> $start THEN claim.start > $start
    WHEN claim.end <> $end THEN claim.end > $end
    WHEN claim.source <> $source THEN claim.source > $source
    ELSE claim.target > $target
END AS follows WHERE follows
RETURN rank, document, properties(claim)
ORDER BY rank, document, claim.start, claim.end, claim.source, claim.target LIMIT $limit
"""
_DOCUMENTS: LiteralString = """
MATCH (document:Document)
WITH document, toString(document.published) AS day WHERE FOLLOWS
WITH document, day ORDER BY day IS NULL, day DESC, document.id LIMIT $limit
RETURN properties(document) ORDER BY day IS NULL, day DESC, document.id
"""
_DOCUMENTS_OF_ENTITY: LiteralString = """
MATCH (:Entity {id: $entity})-[:MENTIONED_IN]->(document:Document)
WITH DISTINCT document, toString(document.published) AS day WHERE FOLLOWS
WITH document, day ORDER BY day IS NULL, day DESC, document.id LIMIT $limit
RETURN properties(document) ORDER BY day IS NULL, day DESC, document.id
"""
_FOLLOWS: LiteralString = """
$id = '' OR (day = $day AND document.id > $id) OR day < $day
OR (day IS NULL AND ($day IS NOT NULL OR document.id > $id))
"""
_COUNT_DOCUMENTS: LiteralString = "MATCH (document:Document) RETURN count(*)"


def links(
    tx: ManagedTransaction, entity_id: str | None, filter_: Filter, cursor: str | None, limit: int
) -> Page[Link]:
    """See `GraphStore.links`."""
    entity = None if entity_id is None else resolve(tx, [entity_id])[0]
    asked = paging.question("links", entity, filter_.model_dump_json())
    claims, id_ = paging.place_of(cursor, asked, (int, str)) if cursor else (_LARGEST, "")
    given = parameters(filter_, [entity] if entity else []) | {"entity": entity}
    listed, counted = (
        (_LINKS, _COUNT_LINKS) if entity is None else (_LINKS_OF_ENTITY, _COUNT_LINKS_OF_ENTITY)
    )
    total = rows(tx, counted, **given)[0][0]
    found = links_of(rows(tx, listed, **given, claims=claims, id=id_, limit=limit + 1))
    items, more = found[:limit], len(found) > limit
    after = paging.cursor_after((items[-1].claims, items[-1].id), asked) if more else None
    return Page[Link](items=items, next=after, total=total)


def claims(tx: ManagedTransaction, link_id: str, cursor: str | None, limit: int) -> Page[Claim]:
    """See `GraphStore.claims`."""
    total = link(tx, link_id).claims
    asked = paging.question("claims", link_id)
    place = (-1, "", 0, 0, "", "")
    if cursor:
        place = paging.place_of(cursor, asked, (int, str, int, int, str, str))
    names = ("rank", "document", "start", "end", "source", "target")
    given: dict[str, Any] = dict(zip(names, place, strict=True))
    given |= {"strengths": _STRENGTHS, "link": link_id, "limit": limit + 1}
    found = rows(tx, _CLAIMS, **given)
    items = tuple(claim_of(document, kept) for _, document, kept in found[:limit])
    after = None
    if len(found) > limit:
        rank, document, kept = found[limit - 1]
        spot = (kept["start"], kept["end"], kept["source"], kept["target"])
        after = paging.cursor_after((rank, document, *spot), asked)
    return Page[Claim](items=items, next=after, total=total)


def documents(
    tx: ManagedTransaction, entity_id: str | None, cursor: str | None, limit: int
) -> Page[Document]:
    """See `GraphStore.documents`."""
    if entity_id is None:
        entity, query = None, _DOCUMENTS
        total = rows(tx, _COUNT_DOCUMENTS)[0][0]
    else:
        entity, query = resolve(tx, [entity_id])[0], _DOCUMENTS_OF_ENTITY
        total = counts(tx, entity)["documents"]
    asked = paging.question("documents", entity)
    day, id_ = None, ""
    if cursor:
        day, id_ = paging.place_of(cursor, asked, ((str, type(None)), str))
    given = {"entity": entity, "day": day, "id": id_, "limit": limit + 1}
    found = [document_of(kept) for (kept,) in rows(tx, query.replace("FOLLOWS", _FOLLOWS), **given)]
    items, after = tuple(found[:limit]), None
    if len(found) > limit:
        last = items[-1]
        day = last.published.isoformat() if last.published else None
        after = paging.cursor_after((day, last.id), asked)
    return Page[Document](items=items, next=after, total=total)
