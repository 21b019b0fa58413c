"""The record of a store file, made into the graph that a Neo4j store holds.

Every label, type and property is as `graph.stores.neo4j.schema` says, without the nodes that the
Neo4j store keeps for its own use. What a newcomer would get wrong: a node of the engine has one
label that it is found by (`Entity`); what it is besides (`Group`) is added afterwards.
"""

import hashlib
import sqlite3
from itertools import groupby
from operator import itemgetter

import kglite

from graph.ontology import Label
from graph.projection.table import Table, columns_of, select, table_of


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
    SELECT e.id AS "id", NULL AS "title", e.name AS "name", e.aliases AS "aliases:list",
        n.normal_names AS "normal_names:list", e.described AS "described:boolean",
        e.kind AS "kind", e.claims AS "claims:integer", e.documents AS "documents:integer",
        e.mentions AS "mentions:integer", e.links AS "links:integer"
    FROM entities AS e JOIN temp.names_of AS n ON n.entity = e.id
    ORDER BY e.id
"""
_DOCUMENTS = """
    SELECT id AS "id", title AS "title", title AS "name", text AS "text", source AS "source",
        published AS "published:datetime", language AS "language", extractor AS "extractor",
        ingested_at AS "ingested_at:zoneddatetime"
    FROM documents ORDER BY key
"""
_DECISIONS = """
    SELECT number AS "number:integer", NULL AS "title", merged AS "merged", survivor AS "into",
        undoes AS "undoes:integer", decided_by AS "by", reason AS "reason",
        decided_at AS "decided_at:zoneddatetime"
    FROM decisions ORDER BY number
"""
_CLAIMS = """
    SELECT c.document, c.start, c.stop, c.source, c.type, c.target, c.status, c.attributed_to,
        c.year, c.commodity, c.source_start, c.source_stop, c.target_start, c.target_stop,
        c.trigger_start, c.trigger_stop, c.rule, c.confidence, l.id, NULL
    FROM claims AS c LEFT JOIN links AS l ON l.key = c.link
    ORDER BY c.key
"""
_CLAIM_COLUMNS = _words(
    "id sentence start:integer end:integer source type target status attributed_to year:integer "
    "commodity source_start:integer source_end:integer target_start:integer target_end:integer "
    "trigger_start:integer trigger_end:integer rule confidence:float link title"
)
_CLAIM_WIDTH = len(_CLAIM_COLUMNS) - 1
_LINKS = """
    SELECT type, source, target, id, claims, documents, years, first_year, last_year, status,
        statuses, attributed_to, commodities, confidence
    FROM links ORDER BY type, key
"""
_LINK_COLUMNS = _words(
    "@source @target id claims:integer documents:integer years:list first_year:integer "
    "last_year:integer status statuses:list attributed_to:list commodities:list confidence:float"
)
_MENTIONED = """
    SELECT coalesce(m.entity, r.entity) AS "@source", d.id AS "@target", r.entity AS "entity",
        r.name AS "name", r.aliases AS "aliases:list", r.described AS "described:boolean",
        r.kind AS "kind", s.starts AS "starts:list", s.ends AS "ends:list"
    FROM records AS r JOIN documents AS d ON d.key = r.document
    LEFT JOIN merged AS m ON m.id = r.entity
    LEFT JOIN temp.spans AS s ON s.document = r.document AND s.entity = r.entity
"""
_SPANS = """
    CREATE TEMP TABLE spans AS
    SELECT document, entity, json_group_array(start) AS starts, json_group_array(stop) AS ends
    FROM (SELECT document, entity, start, stop FROM main.mentions
        ORDER BY document, entity, start, stop)
    GROUP BY document, entity
"""
_SPANS_INDEX = "CREATE UNIQUE INDEX temp.spans_of ON spans (document, entity)"
_LABELS = {label.lower(): label.value for label in Label}
_HASH_LENGTH = 32
_INDEXES = (("Claim", "link"), ("Claim", "attributed_to"), ("Document", "source"))


def build(connection: sqlite3.Connection) -> kglite.KnowledgeGraph:
    """Return the graph of a store file.

    Args:
        connection: To the file, inside a transaction, so that all of it is of one moment; what is
            made for the purpose goes when the transaction is rolled back.

    Raises:
        RuntimeError: A relationship has no end, which no sound file has.
    """
    graph = kglite.KnowledgeGraph()
    for statement in (_NAMES, _NAMES_INDEX, _SPANS, _SPANS_INDEX):
        connection.execute(statement)
    entities = select(connection, _ENTITIES)
    _add_nodes(graph, entities, "Entity")
    for label, ids in _labels(entities).items():
        graph.add_label("Entity", ids, label)
    _add_nodes(graph, select(connection, _DOCUMENTS), "Document")
    _add_nodes(graph, select(connection, _DECISIONS), "Decision", id_field="number")
    _add_claims(graph, connection)
    for type_, rows in groupby(connection.execute(_LINKS), key=itemgetter(0)):
        _, *columns = columns_of(len(_LINK_COLUMNS) + 1, list(rows))
        links = table_of(_LINK_COLUMNS, columns)
        _add_relationships(graph, links, type_, ("Entity", "Entity"))
    mentioned = select(connection, _MENTIONED)
    _add_relationships(graph, mentioned, "MENTIONED_IN", ("Entity", "Document"))
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


def _add_claims(graph: kglite.KnowledgeGraph, connection: sqlite3.Connection) -> None:
    ids: dict[int, str] = {}
    texts: dict[int, str] = {}
    for key, id_, text in connection.execute("SELECT key, id, text FROM documents"):
        ids[key], texts[key] = id_, text
    now: dict[str, str] = dict(connection.execute("SELECT id, entity FROM merged"))
    found = connection.execute(_CLAIMS).fetchall()
    keys, *columns = columns_of(_CLAIM_WIDTH, found)
    starts, ends, sources, _, targets, *_ = columns
    where = [ids[key] for key in keys]
    claims = list(map(claim_id, where, *columns[:6]))
    sentences = [texts[key][start:end] for key, start, end in zip(keys, starts, ends, strict=True)]
    _add_nodes(graph, table_of(_CLAIM_COLUMNS, (claims, sentences, *columns)), "Claim")
    for type_, label, others in (
        ("SUBJECT", "Entity", [now.get(id_, id_) for id_ in sources]),
        ("OBJECT", "Entity", [now.get(id_, id_) for id_ in targets]),
        ("STATED_IN", "Document", where),
    ):
        table = table_of(("@source", "@target"), (claims, others))
        _add_relationships(graph, table, type_, ("Claim", label))


def _add_nodes(
    graph: kglite.KnowledgeGraph, table: Table, label: str, *, id_field: str = "id"
) -> None:
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
    if done["connections_created"] != len(table["@source"]):
        msg = f"{type_}: a relationship has no end"
        raise RuntimeError(msg)


def _labels(entities: Table) -> dict[str, list[str]]:
    labels: dict[str, list[str]] = {}
    for id_ in entities["id"].tolist():
        labels.setdefault(_LABELS[id_.partition(":")[0]], []).append(id_)
    return labels
