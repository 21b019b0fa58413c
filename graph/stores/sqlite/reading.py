"""Questions about single things, lists and counts, each inside the caller's transaction."""

import sqlite3
from collections.abc import Mapping, Sequence

from graph import paging
from graph.errors import DocumentNotFoundError, EntityNotFoundError, LinkNotFoundError
from graph.filters import EVERYTHING, Filter
from graph.identity import label_of
from graph.model import (
    Claim,
    Document,
    Entity,
    Extraction,
    Link,
    Mention,
    Page,
    Statistics,
    TimelineYear,
)
from graph.ontology import RELATION_TYPES, Label, Status
from graph.stores.sqlite.columns import (
    Row,
    claim_of,
    document_of,
    entities_of,
    entity_of,
    link_of,
    links_of,
    mention_of,
    to_json,
)
from graph.stores.sqlite.filtering import filtered, parameters

_LARGEST = 2**53
_STRENGTHS = to_json(status.value for status in Status)

_ENTITY = "SELECT id, name, aliases, described, kind FROM entities WHERE id = ?"
_ENTITIES = """
SELECT id, name, aliases, described, kind FROM entities
WHERE id IN (SELECT value FROM json_each(?))
"""
_COUNTS = "SELECT claims, documents, mentions, links FROM entities WHERE id = ?"
_LINK = filtered("SELECT COLUMNS FROM links AS l WHERE l.id = ?")
_STRONG_LINKS = filtered("""
SELECT COLUMNS
FROM links AS l INDEXED BY links_by_claims
WHERE l.claims > 1
    AND l.claims <= :claims AND (l.claims < :claims OR l.id > :id) AND PASSES
ORDER BY l.claims DESC, l.id LIMIT :limit
""")
_WEAK_LINKS = filtered("""
SELECT COLUMNS
FROM links AS l
WHERE l.id > :weak_after AND l.claims = 1 AND PASSES
ORDER BY l.id LIMIT :limit
""")
"""Most links of a large store have one claim; they are listed by the index of ids."""
_LINKS_OF_ENTITY = filtered("""
SELECT COLUMNS
FROM links AS l
WHERE (l.source = :entity OR l.target = :entity)
    AND l.claims <= :claims AND (l.claims < :claims OR l.id > :id) AND PASSES
ORDER BY l.claims DESC, l.id LIMIT :limit
""")
_COUNT_ALL_LINKS = filtered("SELECT count(*) FROM links AS l WHERE PASSES")
_COUNT_LINKS_OF_ENTITY = filtered("""
SELECT count(*) FROM links AS l WHERE (l.source = :entity OR l.target = :entity) AND PASSES
""")
_CLAIMS = """
SELECT document.id, document.key, strength.key, claim.source, claim.type, claim.target,
       claim.status, claim.attributed_to, claim.year, claim.commodity, claim.confidence,
       claim.rule, claim.start, claim.stop, claim.source_start, claim.source_stop,
       claim.target_start, claim.target_stop, claim.trigger_start, claim.trigger_stop
FROM links AS l
JOIN claims AS claim ON claim.link = l.key
JOIN documents AS document ON document.key = claim.document
JOIN json_each(:strengths) AS strength ON strength.value = claim.status
WHERE l.id = :link
    AND (strength.key, document.id, claim.start, claim.stop, claim.source, claim.target)
        > (:rank, :document, :start, :stop, :source, :target)
ORDER BY strength.key, document.id, claim.start, claim.stop, claim.source, claim.target
LIMIT :limit
"""
_CLAIMS_OF_DOCUMENT = """
SELECT document, source, type, target, status, attributed_to, year, commodity, confidence, rule,
       start, stop, source_start, source_stop, target_start, target_stop, trigger_start,
       trigger_stop
FROM claims WHERE document = ? ORDER BY start, stop, source, type, target, status
"""
_DOCUMENT = """
SELECT id, title, source, published, language, extractor, ingested_at, text
FROM documents WHERE id = ?
"""
_DOCUMENTS = """
SELECT id, title, source, published, language, extractor, ingested_at, text
FROM documents AS d
WHERE (:entity IS NULL OR d.key IN (
        SELECT document FROM records WHERE entity = :entity
            OR entity IN (SELECT id FROM merged WHERE entity = :entity)))
    AND (:id = '' OR (d.published = :day AND d.id > :id) OR d.published < :day
        OR (d.published IS NULL AND (:day IS NOT NULL OR d.id > :id)))
ORDER BY d.published DESC, d.id LIMIT :limit
"""
_MENTIONS = """
SELECT DISTINCT mention.start, mention.stop, coalesce(merged.entity, mention.entity) AS now
FROM mentions AS mention LEFT JOIN merged ON merged.id = mention.entity
WHERE mention.document = ? ORDER BY mention.start, mention.stop, now
"""
_TIMELINE = filtered("""
SELECT claim.year, count(*), count(DISTINCT claim.link)
FROM links AS l JOIN claims AS claim ON claim.link = l.key
WHERE PASSES GROUP BY claim.year ORDER BY claim.year IS NULL, claim.year
""")
_TIMELINE_OF_ENTITY = filtered("""
SELECT claim.year, count(*), count(DISTINCT claim.link)
FROM links AS l JOIN claims AS claim ON claim.link = l.key
WHERE (l.source = :entity OR l.target = :entity) AND PASSES
GROUP BY claim.year ORDER BY claim.year IS NULL, claim.year
""")


def resolve(connection: sqlite3.Connection, entity_id: str) -> str:
    """Return the id that an entity has after merges.

    Raises:
        EntityNotFoundError: No entity has that id.
    """
    id_ = bindable(entity_id)
    row = connection.execute("SELECT entity FROM merged WHERE id = ?", [id_]).fetchone()
    now: str = row[0] if row else id_
    if connection.execute("SELECT 1 FROM entities WHERE id = ?", [now]).fetchone() is None:
        raise EntityNotFoundError(entity_id)
    return now


def bindable(text: str) -> str:
    """Return a text that SQLite takes: half characters, which a shell may hand on, replaced."""
    return text.encode("utf-8", "replace").decode()


def entity(connection: sqlite3.Connection, entity_id: str) -> Entity:
    """See `GraphStore.entity`."""
    return entity_of(*connection.execute(_ENTITY, [resolve(connection, entity_id)]).fetchone())


def entities(connection: sqlite3.Connection, entity_ids: Sequence[str]) -> list[Entity]:
    """See `GraphStore.entities`."""
    ids = [resolve(connection, id_) for id_ in entity_ids]
    found = connection.execute(_ENTITIES, [to_json(set(ids))])
    by_id = {one.id: one for one in entities_of(found)}
    return [by_id[id_] for id_ in ids]


def counts(connection: sqlite3.Connection, entity_id: str) -> dict[str, int]:
    """See `GraphStore.counts`."""
    row = connection.execute(_COUNTS, [resolve(connection, entity_id)]).fetchone()
    return dict(zip(("claims", "documents", "mentions", "links"), row, strict=True))


def link(connection: sqlite3.Connection, link_id: str) -> Link:
    """See `GraphStore.link`."""
    row = connection.execute(_LINK, [bindable(link_id)]).fetchone()
    if row is None:
        raise LinkNotFoundError(link_id)
    return link_of(row)


def links(
    connection: sqlite3.Connection,
    entity_id: str | None,
    filter_: Filter,
    cursor: str | None,
    limit: int,
) -> Page[Link]:
    """See `GraphStore.links`."""
    entity = None if entity_id is None else resolve(connection, entity_id)
    asked = paging.question("links", entity, filter_.model_dump_json())
    claims, id_ = paging.place_of(cursor, asked, (int, str)) if cursor else (_LARGEST, "")
    given = parameters(filter_, [entity] if entity else []) | {"entity": entity}
    count = _COUNT_ALL_LINKS if entity is None else _COUNT_LINKS_OF_ENTITY
    (total,) = connection.execute(count, given).fetchone()
    given |= {"claims": claims, "id": id_, "limit": limit + 1}
    given["weak_after"] = id_ if claims == 1 else ""
    if entity is None:
        rows: list[Row] = connection.execute(_STRONG_LINKS, given).fetchall()
        given["limit"] = limit + 1 - len(rows)
        rows += connection.execute(_WEAK_LINKS, given).fetchall()
    else:
        rows = connection.execute(_LINKS_OF_ENTITY, given).fetchall()
    found = links_of(rows)
    items, more = found[:limit], len(found) > limit
    after = paging.cursor_after((items[-1].claims, items[-1].id), asked) if more else None
    return Page[Link](items=items, next=after, total=total)


def claims(
    connection: sqlite3.Connection, link_id: str, cursor: str | None, limit: int
) -> Page[Claim]:
    """See `GraphStore.claims`."""
    total = link(connection, link_id).claims
    asked = paging.question("claims", link_id)
    place = (-1, "", 0, 0, "", "")
    if cursor:
        place = paging.place_of(cursor, asked, (int, str, int, int, str, str))
    names = ("rank", "document", "start", "stop", "source", "target")
    given = dict(zip(names, place, strict=True))
    given |= {"strengths": _STRENGTHS, "link": link_id, "limit": limit + 1}
    rows = connection.execute(_CLAIMS, given).fetchall()
    texts = _texts(connection, {row[1] for row in rows[:limit]})
    items = tuple(claim_of(row[0], texts[row[1]], (row[1], *row[3:])) for row in rows[:limit])
    after = None
    if len(rows) > limit:
        last = rows[limit - 1]
        after = paging.cursor_after((last[2], last[0], last[12], last[13], last[3], last[5]), asked)
    return Page[Claim](items=items, next=after, total=total)


def documents(
    connection: sqlite3.Connection, entity_id: str | None, cursor: str | None, limit: int
) -> Page[Document]:
    """See `GraphStore.documents`."""
    if entity_id is None:
        entity = None
        (total,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    else:
        entity = resolve(connection, entity_id)
        total = counts(connection, entity)["documents"]
    asked = paging.question("documents", entity)
    day, id_ = None, ""
    if cursor:
        day, id_ = paging.place_of(cursor, asked, ((str, type(None)), str))
    given = {"entity": entity, "day": day, "id": id_, "limit": limit + 1}
    found = [document_of(row) for row in connection.execute(_DOCUMENTS, given)]
    items, after = tuple(found[:limit]), None
    if len(found) > limit:
        last = items[-1]
        day = last.published.isoformat() if last.published else None
        after = paging.cursor_after((day, last.id), asked)
    return Page[Document](items=items, next=after, total=total)


def document(connection: sqlite3.Connection, document_id: str) -> Document:
    """See `GraphStore.document`."""
    row = connection.execute(_DOCUMENT, [bindable(document_id)]).fetchone()
    if row is None:
        raise DocumentNotFoundError(document_id)
    return document_of(row)


def extraction(connection: sqlite3.Connection, document_id: str) -> Extraction:
    """See `GraphStore.extraction`."""
    read = document(connection, document_id)
    key = connection.execute("SELECT key FROM documents WHERE id = ?", [read.id]).fetchone()
    entities = connection.execute(
        "SELECT entity, name, aliases, described, kind FROM records WHERE document = ?"
        " ORDER BY entity",
        key,
    )
    mentions = connection.execute(
        "SELECT start, stop, entity FROM mentions WHERE document = ? ORDER BY start, stop, entity",
        key,
    )
    stated = connection.execute(_CLAIMS_OF_DOCUMENT, key)
    return Extraction(
        document=read,
        entities=entities_of(entities),
        mentions=tuple(mention_of(read.id, *row) for row in mentions),
        claims=tuple(claim_of(read.id, read.text, row) for row in stated),
    )


def mentions(connection: sqlite3.Connection, document_id: str) -> list[Mention]:
    """See `GraphStore.mentions`."""
    id_ = bindable(document_id)
    key = connection.execute("SELECT key FROM documents WHERE id = ?", [id_]).fetchone()
    if key is None:
        raise DocumentNotFoundError(document_id)
    return [mention_of(id_, *row) for row in connection.execute(_MENTIONS, key)]


def timeline(
    connection: sqlite3.Connection, entity_id: str | None, filter_: Filter = EVERYTHING
) -> list[TimelineYear]:
    """See `GraphStore.timeline`."""
    entity = None if entity_id is None else resolve(connection, entity_id)
    given = parameters(filter_, [entity] if entity else []) | {"entity": entity}
    query = _TIMELINE if entity is None else _TIMELINE_OF_ENTITY
    rows = connection.execute(query, given)
    return [TimelineYear(year=year, claims=claims, links=links) for year, claims, links in rows]


def statistics(connection: sqlite3.Connection) -> Statistics:
    """See `GraphStore.statistics`."""
    by_prefix = _tally(
        connection, "SELECT substr(id, 1, instr(id, ':')), count(*) FROM entities GROUP BY 1"
    )
    by_label = {label_of(prefix): count for prefix, count in by_prefix.items()}
    by_status = _tally(connection, "SELECT status, count(*) FROM claims GROUP BY status")
    by_type = _tally(connection, "SELECT type, count(*) FROM links GROUP BY type")
    languages = "SELECT language, count(*) FROM documents GROUP BY language ORDER BY language"
    once = "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM mentions)"
    documents, mentions = connection.execute(once).fetchone()
    (merges,) = connection.execute("SELECT count(*) FROM merged").fetchone()
    return Statistics(
        documents=documents,
        entities={label: by_label.get(label, 0) for label in Label},
        mentions=mentions,
        claims={status: by_status.get(status.value, 0) for status in Status},
        links={type_: by_type.get(type_, 0) for type_ in RELATION_TYPES},
        merges=merges,
        languages=dict(_tally(connection, languages)),
    )


def _tally(connection: sqlite3.Connection, query: str) -> Mapping[str, int]:
    return dict(connection.execute(query))


def _texts(connection: sqlite3.Connection, keys: set[int]) -> dict[int, str]:
    rows: list[Row] = connection.execute(
        "SELECT key, text FROM documents WHERE key IN (SELECT value FROM json_each(?))",
        [to_json(keys)],
    ).fetchall()
    return dict(rows)  # pyright: ignore[reportArgumentType]
