"""The record of a store file, made into the graph that a Neo4j store holds.

Every label, type and property is as `graph.stores.neo4j.schema` says, without the nodes that the
Neo4j store keeps for its own use. What a newcomer would get wrong: a node of the engine has one
label that it is found by (`Entity`); what it is besides (`Group`) is added afterwards.
"""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import kglite

from graph.ontology import Label
from graph.projection.ahead import Ahead
from graph.projection.table import Table, columns_of, table_of, table_of_rows


def _words(text: str) -> list[str]:
    return text.split()


_NAMES = """
    CREATE TEMP TABLE names_of AS
    SELECT entity, json_group_array(normal) AS normal_names
    FROM (SELECT n.entity, n.normal FROM main.names AS n JOIN main.entities AS e ON e.id = n.entity
        ORDER BY n.entity, n.name <> e.name, n.key)
    GROUP BY entity
"""
_NAMES_INDEX = "CREATE UNIQUE INDEX temp.names_by_entity ON names_of (entity)"
_ENTITIES = """
    SELECT e.id AS "id!", NULL AS "title", e.name AS "name!", e.aliases AS "aliases:list",
        n.normal_names AS "normal_names:list", e.described AS "described:boolean",
        e.kind AS "kind", e.claims AS "claims:integer!", e.documents AS "documents:integer!",
        e.mentions AS "mentions:integer!", e.links AS "links:integer!"
    FROM entities AS e JOIN temp.names_of AS n ON n.entity = e.id
    ORDER BY e.id
"""
_DOCUMENTS = """
    SELECT id AS "id!", title AS "title!", title AS "name!", text AS "text!", source AS "source",
        published AS "published:datetime", language AS "language!", extractor AS "extractor!",
        ingested_at AS "ingested_at:zoneddatetime"
    FROM documents ORDER BY key
"""
_DECISIONS = """
    SELECT number AS "number:integer!", NULL AS "title", merged AS "merged", survivor AS "into",
        undoes AS "undoes:integer", decided_by AS "by!", reason AS "reason!",
        decided_at AS "decided_at:zoneddatetime!"
    FROM decisions ORDER BY number
"""
_CLAIMS = """
    SELECT c.document, c.start, c.stop, c.source, c.type, c.target, c.status, c.attributed_to,
        c.year, c.commodity, c.source_start, c.source_stop, c.target_start, c.target_stop,
        c.trigger_start, c.trigger_stop, c.rule, c.confidence, c.link
    FROM claims AS c ORDER BY c.key
"""
_CLAIM_COLUMNS = _words(
    "id! sentence! start:integer! end:integer! source! type! target! status! attributed_to "
    "year:integer commodity source_start:integer! source_end:integer! target_start:integer! "
    "target_end:integer! trigger_start:integer trigger_end:integer rule! confidence:float! link "
    "title"
)
_CLAIM_WIDTH, _LINK_WIDTH, _RECORD_WIDTH = 19, 15, 7
_LINKS = """
    SELECT key, type, source, target, id, claims, documents, years, first_year, last_year, status,
        statuses, attributed_to, commodities, confidence
    FROM links
"""
_LINK_COLUMNS = _words(
    "@source! @target! id! claims:integer! documents:integer! years:list first_year:integer "
    "last_year:integer status! statuses:list attributed_to:list commodities:list confidence:float!"
)
_RECORDS = """
    SELECT r.document, coalesce(m.entity, r.entity), r.entity, r.name, r.aliases, r.described,
        r.kind
    FROM records AS r LEFT JOIN merged AS m ON m.id = r.entity
"""
_RECORD_COLUMNS = _words(
    "@source! entity! name! aliases:list described:boolean kind @target! starts:lists ends:lists"
)
_TEXTS = "SELECT key, id, text FROM documents"
_MERGED = "SELECT id, entity FROM merged"
_MENTIONS = "SELECT document, entity, start, stop FROM mentions ORDER BY document, start, stop"
_LABELS = {label.lower(): label.value for label in Label}
_HASH_LENGTH = 32
_IN_ORDER = (
    _NAMES,
    _NAMES_INDEX,
    _ENTITIES,
    _DOCUMENTS,
    _DECISIONS,
    _LINKS,
    _TEXTS,
    _MERGED,
    _CLAIMS,
    _MENTIONS,
    _RECORDS,
)
_INDEXES = (("Claim", "link"), ("Claim", "attributed_to"), ("Document", "source"))


def build(connection: sqlite3.Connection) -> kglite.KnowledgeGraph:
    """Return the graph of a store file.

    Args:
        connection: To the file, inside a transaction, so that all of it is of one moment; what is
            made for the purpose goes when the transaction is rolled back.

    Raises:
        RuntimeError: A relationship has no end, which no sound file has.
        sqlite3.Error: The file can't be read.
    """
    graph = kglite.KnowledgeGraph()
    with Ahead(connection, _IN_ORDER) as ahead:
        ahead.take(_NAMES)
        ahead.take(_NAMES_INDEX)
        _add_entities(graph, ahead)
        for query, label, id_field in (
            (_DOCUMENTS, "Document", "id"),
            (_DECISIONS, "Decision", "number"),
        ):
            found = ahead.take(query)
            _add_nodes(graph, table_of_rows(found.names, found.rows), label, id_field)
        links = _add_links(graph, ahead)
        documents = ahead.take(_TEXTS).rows
        _add_claims(graph, ahead, documents, links)
        _add_records(graph, ahead, {key: id_ for key, id_, _ in documents})
    for label, name in _INDEXES:
        graph.create_index(label, name)
    return graph


def claim_id(document: str, *said: object) -> str:
    """Return what `graph.identity.claim_id` does, without all that its module needs.

    Args:
        document: Id of the document.
        *said: Start, end, source, type, target and status.
    """
    start, end, source, type_, target, status = said
    text = f"{document}\x1f{start}\x1f{end}\x1f{source}\x1f{type_}\x1f{target}\x1f{status}"
    return f"claim:{hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]}"


def _add_entities(graph: kglite.KnowledgeGraph, ahead: Ahead) -> None:
    found = ahead.take(_ENTITIES)
    entities = table_of_rows(found.names, found.rows)
    _add_nodes(graph, entities, "Entity", "id")
    labels: dict[str, list[str]] = {}
    for id_ in entities["id"].tolist():
        labels.setdefault(_LABELS[id_.partition(":")[0]], []).append(id_)
    for label, ids in labels.items():
        graph.add_label("Entity", ids, label)


def _add_links(graph: kglite.KnowledgeGraph, ahead: Ahead) -> dict[int, str]:
    """Add the links, and return their ids by key."""
    found = ahead.take(_LINKS).rows
    by_type: dict[str, list[tuple[Any, ...]]] = {}
    for link in found:
        by_type.setdefault(link[1], []).append(link)
    for type_, links in sorted(by_type.items()):
        table = table_of(_LINK_COLUMNS, columns_of(_LINK_WIDTH, links)[2:])
        _add_relationships(graph, table, type_, ("Entity", "Entity"))
    return {link[0]: link[4] for link in found}


def _add_claims(
    graph: kglite.KnowledgeGraph,
    ahead: Ahead,
    documents: Sequence[tuple[int, str, str]],
    links: Mapping[int, str],
) -> None:
    ids = {key: id_ for key, id_, _ in documents}
    texts = {key: text for key, _, text in documents}
    now: dict[str, str] = dict(ahead.take(_MERGED).rows)
    keys, *columns, links_of = columns_of(_CLAIM_WIDTH, ahead.take(_CLAIMS).rows)
    starts, ends, sources, _, targets, *_ = columns
    where = [ids[key] for key in keys]
    claims = list(map(claim_id, where, *columns[:6]))
    sentences = [texts[key][start:end] for key, start, end in zip(keys, starts, ends, strict=True)]
    columns = (claims, sentences, *columns, list(map(links.get, links_of)), [None] * len(claims))
    _add_nodes(graph, table_of(_CLAIM_COLUMNS, columns), "Claim", "id")
    for type_, label, others in (
        ("SUBJECT", "Entity", [now.get(id_, id_) for id_ in sources] if now else sources),
        ("OBJECT", "Entity", [now.get(id_, id_) for id_ in targets] if now else targets),
        ("STATED_IN", "Document", where),
    ):
        table = table_of(("@source!", "@target!"), (claims, others))
        _add_relationships(graph, table, type_, ("Claim", label))


def _add_records(graph: kglite.KnowledgeGraph, ahead: Ahead, ids: Mapping[int, str]) -> None:
    spans: dict[tuple[int, str], tuple[list[int], list[int]]] = {}
    for document, entity, start, end in ahead.take(_MENTIONS).rows:
        starts, ends = spans.setdefault((document, entity), ([], []))
        starts.append(start)
        ends.append(end)
    keys, *columns = columns_of(_RECORD_WIDTH, ahead.take(_RECORDS).rows)
    found = [spans.get((key, id_), ([], [])) for key, id_ in zip(keys, columns[1], strict=True)]
    starts, ends = columns_of(2, found)
    table = table_of(_RECORD_COLUMNS, (*columns, [ids[key] for key in keys], starts, ends))
    _add_relationships(graph, table, "MENTIONED_IN", ("Entity", "Document"))


def _add_nodes(graph: kglite.KnowledgeGraph, table: Table, label: str, id_field: str) -> None:
    # Without a title of its own the engine gives a node its id as a title.
    if len(table[id_field]):
        graph.add_nodes(table, label, id_field, "title", column_types=table.kinds)  # pyright: ignore[reportArgumentType]


def _add_relationships(
    graph: kglite.KnowledgeGraph, table: Table, type_: str, labels: tuple[str, str]
) -> None:
    source, target = labels
    if not len(table["@source"]):
        return
    done = graph.add_relationships(
        table,  # pyright: ignore[reportArgumentType]
        type_,
        source,
        "@source",
        target,
        "@target",
        column_types=table.kinds,
    )
    if done["connections_created"] != len(table["@source"]) or done["stubs_vivified"]:
        msg = f"{type_}: a relationship has no end"
        raise RuntimeError(msg)
