"""The whole store read from end to end, by id: for copies, checksums and checks of all of it.

What a newcomer would get wrong: values are made without checking them again, as for any answer of
many values; `graph.verifying` checks what a store holds.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from graph import identity
from graph.listing import CatalogueEntry, Derived, written_here
from graph.model import Claim, Document, Extraction, Link, Mention
from graph.ontology import Status
from graph.stores.sqlite.columns import Row, entities_of, links_of, to_json
from graph.stores.sqlite.filtering import filtered
from graph.value import Span

_CATALOGUE = """
SELECT id, extractor, length(text) FROM documents WHERE id > ? ORDER BY id LIMIT ?
"""
_DOCUMENTS = """
SELECT key, id, title, source, published, language, extractor, ingested_at, text
FROM documents WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id
"""
_RECORDS = """
SELECT entity, name, aliases, described, kind FROM records WHERE document = ? ORDER BY entity
"""
_MENTIONS = """
SELECT start, stop, entity FROM mentions WHERE document = ? ORDER BY start, stop, entity
"""
_CLAIMS = """
SELECT source, type, target, status, attributed_to, year, commodity, confidence, rule, start, stop,
       source_start, source_stop, target_start, target_stop, trigger_start, trigger_stop
FROM claims WHERE document = ? ORDER BY start, stop, source, type, target, status
"""
_ENTITIES = """
SELECT id, name, aliases, described, kind, claims, documents, mentions, links
FROM entities WHERE id > ? ORDER BY id LIMIT ?
"""
_LINKS = filtered("""
SELECT COLUMNS FROM links AS l
WHERE l.source IN (SELECT value FROM json_each(?)) ORDER BY l.source, l.id
""")
_COUNTS = ("claims", "documents", "mentions", "links")


def catalogue(connection: sqlite3.Connection, after: str, limit: int) -> list[CatalogueEntry]:
    """See `GraphStore.catalogue`."""
    rows = connection.execute(_CATALOGUE, [after, limit])
    names = ("id", "extractor", "characters")
    return list(CatalogueEntry.kept(dict(zip(names, row, strict=True)) for row in rows))


def extractions(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Extraction]:
    """See `GraphStore.extractions`."""
    rows = connection.execute(_DOCUMENTS, [to_json(ids)]).fetchall()
    found: list[Extraction] = []
    for row in rows:
        with written_here(row[1]):
            found.append(_extraction(connection, row[0], _document(row)))
    return found


def derived(connection: sqlite3.Connection, after: str, limit: int) -> list[Derived]:
    """See `GraphStore.derived`."""
    rows = connection.execute(_ENTITIES, [after, limit]).fetchall()
    found = links_of(connection.execute(_LINKS, [to_json(row[0] for row in rows)]))
    links = {source: tuple(each) for source, each in groupby(found, key=_source)}
    entities = entities_of(row[:5] for row in rows)
    return list(
        Derived.kept(
            {
                "entity": entity,
                "counts": dict(zip(_COUNTS, row[5:], strict=True)),
                "links": links.get(entity.id, ()),
            }
            for entity, row in zip(entities, rows, strict=True)
        )
    )


def _source(link: Link) -> str:
    return link.source


def _extraction(connection: sqlite3.Connection, key: int, document: Document) -> Extraction:
    mentions: list[Row] = connection.execute(_MENTIONS, [key]).fetchall()
    claims: list[Row] = connection.execute(_CLAIMS, [key]).fetchall()
    extraction = {
        "document": document,
        "entities": entities_of(connection.execute(_RECORDS, [key])),
        "mentions": _mentions(document.id, mentions),
        "claims": _claims(document, claims),
    }
    return Extraction.kept([extraction])[0]


def _document(row: Row) -> Document:
    _, id_, title, source, published, language, extractor, ingested_at, text = row
    document = {
        "id": id_,
        "title": title,
        "text": text,
        "source": source,
        "published": date.fromisoformat(published) if published else None,
        "language": language,
        "extractor": extractor,
        "ingested_at": datetime.fromisoformat(ingested_at) if ingested_at else None,
    }
    return Document.kept([document])[0]


def _mentions(document: str, rows: Sequence[Row]) -> tuple[Mention, ...]:
    spans = _spans((start, stop) for start, stop, _ in rows)
    return Mention.kept(
        {"document": document, "span": span, "entity": row[2]}
        for span, row in zip(spans, rows, strict=True)
    )


def _claims(document: Document, rows: Sequence[Row]) -> tuple[Claim, ...]:
    sources = _spans((row[11], row[12]) for row in rows)
    targets = _spans((row[13], row[14]) for row in rows)
    triggers = iter(_spans((row[15], row[16]) for row in rows if row[15] is not None))
    return Claim.kept(
        {
            "id": identity.claim_id(document.id, (row[9], row[10]), row[:3], row[3]),
            "document": document.id,
            "source": row[0],
            "type": row[1],
            "target": row[2],
            "status": Status(row[3]),
            "attributed_to": row[4],
            "year": row[5],
            "commodity": row[6],
            "sentence": document.text[row[9] : row[10]],
            "start": row[9],
            "end": row[10],
            "source_span": source,
            "target_span": target,
            "trigger": None if row[15] is None else next(triggers),
            "rule": row[8],
            "confidence": row[7],
        }
        for row, source, target in zip(rows, sources, targets, strict=True)
    )


def _spans(places: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return Span.kept({"start": start, "end": end} for start, end in places)
