"""The tables of a store file: the record, and what is derived from it.

Entities are named by their ids everywhere; documents and links by short numbers inside the file,
since millions of rows point to them. What a newcomer would get wrong: a claim's id and its sentence
are not kept, since the one is a hash of the other columns and the other a slice of the text.
"""

APPLICATION_ID = 0x72656473
"""Marks a SQLite file as a redstring store: the letters `reds` (PRAGMA application_id)."""

VERSION = 2
"""The layout below (PRAGMA user_version); a file with a larger one is refused.

1: without `changes`.
"""

RECORD = """
CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    source TEXT,
    published TEXT,
    language TEXT NOT NULL,
    extractor TEXT NOT NULL,
    ingested_at TEXT,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX documents_by_day ON documents (published DESC, id);
CREATE INDEX documents_by_source ON documents (source, id);

CREATE TABLE records (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    entity TEXT NOT NULL,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    described INTEGER NOT NULL,
    kind TEXT,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (document, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX records_by_entity ON records (entity);

CREATE TABLE mentions (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    entity TEXT NOT NULL,
    PRIMARY KEY (document, start, stop, entity)
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    source TEXT NOT NULL,
    type TEXT NOT NULL,
    target TEXT NOT NULL,
    status TEXT NOT NULL,
    attributed_to TEXT,
    year INTEGER,
    commodity TEXT,
    confidence REAL NOT NULL,
    rule TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    source_start INTEGER NOT NULL,
    source_stop INTEGER NOT NULL,
    target_start INTEGER NOT NULL,
    target_stop INTEGER NOT NULL,
    trigger_start INTEGER,
    trigger_stop INTEGER,
    link INTEGER
) STRICT;
CREATE INDEX claims_by_document ON claims (document);
CREATE INDEX claims_by_link ON claims (link);
CREATE INDEX claims_by_speaker ON claims (attributed_to) WHERE attributed_to IS NOT NULL;

CREATE TABLE decisions (
    number INTEGER PRIMARY KEY,
    merged TEXT,
    survivor TEXT,
    undoes INTEGER,
    decided_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at TEXT NOT NULL
) STRICT;
"""
"""What was read and decided; `claims.link` alone is derived."""

COUNTER = """
CREATE TABLE changes (number INTEGER NOT NULL) STRICT;
INSERT INTO changes VALUES (0);
CREATE TRIGGER document_came AFTER INSERT ON documents BEGIN
    UPDATE changes SET number = number + 1;
END;
CREATE TRIGGER document_went AFTER DELETE ON documents BEGIN
    UPDATE changes SET number = number + 1;
END;
CREATE TRIGGER decision_came AFTER INSERT ON decisions BEGIN
    UPDATE changes SET number = number + 1;
END;
"""
"""How often the record changed, so that a copy of it can tell whether it is old."""

DERIVED = """
CREATE TABLE merged (
    id TEXT PRIMARY KEY,
    entity TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entities (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    described INTEGER NOT NULL,
    kind TEXT,
    claims INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    links INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    type TEXT NOT NULL,
    target TEXT NOT NULL,
    claims INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    first_year INTEGER,
    last_year INTEGER,
    years TEXT,
    status TEXT NOT NULL,
    statuses TEXT NOT NULL,
    attributed_to TEXT,
    commodities TEXT,
    confidence REAL NOT NULL
) STRICT;
CREATE INDEX links_from ON links (source, claims DESC, target);
CREATE INDEX links_to ON links (target, claims DESC, source);
CREATE INDEX links_between ON links (source, target, claims);
CREATE INDEX links_by_claims ON links (claims DESC, id) WHERE claims > 1;

CREATE TABLE degrees (
    entity TEXT NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    label TEXT NOT NULL,
    links INTEGER NOT NULL,
    PRIMARY KEY (entity, type, status, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE names (
    key INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    name TEXT NOT NULL,
    normal TEXT NOT NULL
) STRICT;
CREATE INDEX names_by_entity ON names (entity);
CREATE INDEX names_by_normal ON names (normal);
CREATE VIRTUAL TABLE words USING fts5 (
    normal, content = 'names', content_rowid = 'key', tokenize = 'ascii', detail = 'none'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, 'row');
CREATE TRIGGER names_added AFTER INSERT ON names BEGIN
    INSERT INTO words (rowid, normal) VALUES (new.key, new.normal);
END;
CREATE TRIGGER names_removed AFTER DELETE ON names BEGIN
    INSERT INTO words (words, rowid, normal) VALUES ('delete', old.key, old.normal);
END;
"""
"""What `rebuild` makes again: entities and links after merges, link counts per entity, names."""
