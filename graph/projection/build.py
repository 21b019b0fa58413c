"""The record of a store file, made into the very graph that a Neo4j store holds.

Every label, type and property is as `graph.stores.neo4j.schema` says. SQLite writes each kind of
thing as JSON by itself and the engine reads that, so that no row is ever a Python value. What a
newcomer would get wrong: an engine's node has one label that it is found by (`Entity`); what it is
besides (`Group`) is added afterwards.
"""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter

import kglite

from graph.ontology import Label

NEO4J_SCHEMA = 1
"""What the mark of a Neo4j store says its layout is: `graph.stores.neo4j.schema.VERSION`."""

_NODES = {
    "Entity": """
        SELECT json_object('id', e.id, 'title', NULL, 'name', e.name, 'aliases', json(e.aliases),
            'normal_names', json(n.normal_names),
            'described', json(iif(e.described, 'true', 'false')), 'kind', e.kind,
            'claims', e.claims, 'documents', e.documents, 'mentions', e.mentions,
            'links', e.links)
        FROM entities AS e JOIN temp.names_of AS n ON n.entity = e.id
    """,
    "Document": """
        SELECT json_object('id', id, 'title', title, 'name', title, 'text', text,
            'source', source,
            'published', iif(published IS NULL, NULL, json_object('$date', published)),
            'language', language, 'extractor', extractor,
            'ingested_at', iif(ingested_at IS NULL, NULL, json_object('$datetime', ingested_at)))
        FROM documents
    """,
    "Claim": """
        SELECT json_object('id', CLAIM,
            'title', NULL, 'source', c.source, 'type', c.type, 'target', c.target,
            'status', c.status, 'attributed_to', c.attributed_to, 'year', c.year,
            'commodity', c.commodity, 'sentence', substr(d.text, c.start + 1, c.stop - c.start),
            'start', c.start, 'end', c.stop,
            'source_start', c.source_start, 'source_end', c.source_stop,
            'target_start', c.target_start, 'target_end', c.target_stop,
            'trigger_start', c.trigger_start, 'trigger_end', c.trigger_stop,
            'rule', c.rule, 'confidence', json(exact(c.confidence)), 'link', l.id)
        FROM claims AS c JOIN documents AS d ON d.key = c.document
        LEFT JOIN links AS l ON l.key = c.link
    """,
    "Decision": """
        SELECT json_object('number', number, 'title', NULL, 'merged', merged, 'into', survivor,
            'undoes', undoes, 'by', decided_by, 'reason', reason,
            'decided_at', json_object('$datetime', decided_at))
        FROM decisions
    """,
    "Merged": "SELECT json_object('id', id, 'title', NULL, 'entity', entity) FROM merged",
    "Word": """
        SELECT json_object('text', text, 'title', NULL, 'length', length(text), 'names', names)
        FROM temp.words_of_names
    """,
    "Redstring": """
        SELECT json_object('mark', 'redstring', 'title', NULL, 'schema', :schema,
            'changes', number)
        FROM changes
    """,
}
_ID_FIELDS = {"Decision": "number", "Word": "text", "Redstring": "mark"}
"""By what nodes without an id are told apart."""

_LINKS = """
    SELECT type, json_object('@source', source, '@target', target, 'id', id, 'claims', claims,
        'documents', documents, 'years', json(coalesce(years, '[]')), 'first_year', first_year,
        'last_year', last_year, 'status', status, 'statuses', json(statuses),
        'attributed_to', json(coalesce(attributed_to, '[]')),
        'commodities', json(coalesce(commodities, '[]')),
        'confidence', json(exact(confidence)))
    FROM links ORDER BY type
"""
_SUBJECT = """
    SELECT json_object('@source', CLAIM,
        '@target', coalesce((SELECT entity FROM merged WHERE id = c.source), c.source))
    FROM claims AS c JOIN documents AS d ON d.key = c.document
"""
_OBJECT = _SUBJECT.replace("c.source)", "c.target)").replace("= c.source", "= c.target")
_STATED_IN = """
    SELECT json_object('@source', CLAIM, '@target', d.id)
    FROM claims AS c JOIN documents AS d ON d.key = c.document
"""
_MENTIONED = """
    SELECT json_object('@source', coalesce(m.entity, r.entity), '@target', d.id,
        'entity', r.entity, 'name', r.name, 'aliases', json(r.aliases),
        'described', json(iif(r.described, 'true', 'false')), 'kind', r.kind,
        'starts', json(coalesce(s.starts, '[]')), 'ends', json(coalesce(s.ends, '[]')))
    FROM records AS r JOIN documents AS d ON d.key = r.document
    LEFT JOIN merged AS m ON m.id = r.entity
    LEFT JOIN temp.spans AS s ON s.document = r.document AND s.entity = r.entity
"""
_NAMES = """
    CREATE TEMP TABLE names_of AS
    SELECT entity, json_group_array(normal) AS normal_names
    FROM (SELECT n.entity, n.normal FROM main.names AS n JOIN main.entities AS e ON e.id = n.entity
        ORDER BY n.entity, n.name <> e.name, n.key)
    GROUP BY entity
"""
_SPANS = """
    CREATE TEMP TABLE spans AS
    SELECT document, entity, json_group_array(start) AS starts, json_group_array(stop) AS ends
    FROM (SELECT document, entity, start, stop FROM main.mentions
        ORDER BY document, entity, start, stop)
    GROUP BY document, entity
"""
_CLAIM = "claim_id(d.id, c.start, c.stop, c.source, c.type, c.target, c.status)"
_PREPARE = (
    _NAMES,
    "CREATE UNIQUE INDEX temp.names_by_entity ON names_of (entity)",
    _SPANS,
    "CREATE UNIQUE INDEX temp.spans_of ON spans (document, entity)",
    "CREATE TEMP TABLE words_of_names (text TEXT NOT NULL, names INTEGER NOT NULL)",
)
_LABELS = {label.lower(): label.value for label in Label}
_PREFIX = "claim:"
_HASH_LENGTH = 32


def build(connection: sqlite3.Connection) -> kglite.KnowledgeGraph:
    """Return the graph of a store file, for reading only.

    Args:
        connection: To the file, inside a transaction, so that all of it is of one moment.
    """
    connection.create_function("claim_id", 7, _claim_id, deterministic=True)
    connection.create_function("exact", 1, repr, deterministic=True)
    for statement in _PREPARE:
        connection.execute(statement)
    connection.executemany("INSERT INTO temp.words_of_names VALUES (?, ?)", _words(connection))
    nodes = [_nodes(connection, label) for label in _NODES]
    links = [*_links(connection), *_others(connection)]
    for table in ("spans", "names_of", "words_of_names"):
        connection.execute(f"DROP TABLE temp.{table}")
    graph = kglite.from_records(
        f'{{"nodes":[{",".join(nodes)}],"connections":[{",".join(links)}]}}',
        on_missing_endpoint="error",
    )
    for label, ids in _labels(connection).items():
        graph.add_label("Entity", ids, label)
    graph.read_only(True)  # noqa: FBT003 - the engine's own signature
    return graph


def _claim_id(*parts: object) -> str:
    """Do as `graph.identity.claim_id`, which a test holds it to, in one step less."""
    text = "\x1f".join(map(str, parts))
    return _PREFIX + hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]


def _words(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    names = connection.execute("SELECT normal FROM names")
    return list(Counter(chain.from_iterable(name.split() for (name,) in names)).items())


def _nodes(connection: sqlite3.Connection, label: str) -> str:
    query = _NODES[label].replace("CLAIM", _CLAIM)
    rows = connection.execute(query, {"schema": NEO4J_SCHEMA})
    id_field = _ID_FIELDS.get(label, "id")
    return (
        f'{{"type":"{label}","id_field":"{id_field}","title_field":"title",'
        f'"records":[{",".join(row for (row,) in rows)}]}}'
    )


def _links(connection: sqlite3.Connection) -> Iterator[str]:
    for type_, rows in groupby(connection.execute(_LINKS), key=itemgetter(0)):
        yield _relationships(type_, ("Entity", "Entity"), (row for _, row in rows))


def _others(connection: sqlite3.Connection) -> Iterator[str]:
    for type_, ends, query in (
        ("SUBJECT", ("Claim", "Entity"), _SUBJECT),
        ("OBJECT", ("Claim", "Entity"), _OBJECT),
        ("STATED_IN", ("Claim", "Document"), _STATED_IN),
        ("MENTIONED_IN", ("Entity", "Document"), _MENTIONED),
    ):
        rows = connection.execute(query.replace("CLAIM", _CLAIM))
        yield _relationships(type_, ends, (row for (row,) in rows))


def _relationships(type_: str, ends: tuple[str, str], rows: Iterable[str]) -> str:
    source, target = ends
    return (
        f'{{"type":"{type_}","source_type":"{source}","source_id_field":"@source",'
        f'"target_type":"{target}","target_id_field":"@target","records":[{",".join(rows)}]}}'
    )


def _labels(connection: sqlite3.Connection) -> dict[str, list[str]]:
    labels: dict[str, list[str]] = {}
    for (id_,) in connection.execute("SELECT id FROM entities ORDER BY id"):
        labels.setdefault(_LABELS[id_.partition(":")[0]], []).append(id_)
    return labels
