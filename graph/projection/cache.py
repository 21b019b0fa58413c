"""The copy of a large graph, kept in a file beside its store, so that it is not made each time.

`news.db.cypher` belongs to `news.db`. It is trusted only if it was made of the very record that is
there now, by the same engine, and is whole; anything else is made again and written over. What a
newcomer would get wrong: a number of changes does not tell one store from another, so the file says
which documents and decisions it was made of.
"""

import hashlib
import os
import sqlite3
from pathlib import Path

import kglite

_MARK = b"redstring copy 1\n"
"""Begins the file; the number grows when `graph.projection.build` makes something else."""
_DIGEST_BYTES = 32
_READABLE = 0o666
KEPT_FROM_CLAIMS = 20_000
"""Smaller graphs are copied as fast as a file is read."""
_RECORD = (
    "SELECT number FROM changes",
    "SELECT key, id, extractor, ingested_at FROM documents ORDER BY key",
    "SELECT * FROM decisions ORDER BY number",
    "SELECT count(*), max(key) FROM claims",
    "SELECT count(*), max(key) FROM links",
    "SELECT count(*) FROM records",
)


def is_worth_keeping(connection: sqlite3.Connection) -> bool:
    """Tell whether a graph is so large that making its copy takes long."""
    (claims,) = connection.execute("SELECT count(*) FROM claims").fetchone()
    return claims >= KEPT_FROM_CLAIMS


def fingerprint(connection: sqlite3.Connection) -> bytes:
    """Return what tells this record, and the engine, from any other."""
    hashed = hashlib.blake2b(kglite.__version__.encode(), digest_size=_DIGEST_BYTES)
    for query in _RECORD:
        for row in connection.execute(query):
            hashed.update(repr(row).encode())
    return hashed.digest()


def kept(store: Path, mark: bytes) -> kglite.KnowledgeGraph | None:
    """Return the copy that is kept beside a store; None where there is none of this record."""
    try:
        with _file(store).open("rb") as file:
            if file.read(len(_MARK) + len(mark)) != _MARK + mark:
                return None
            digest, body = file.read(_DIGEST_BYTES), file.read()
        if digest != _digest(body):
            return None
        return kglite.from_bytes(body)
    except (OSError, kglite.KgError, ValueError):
        return None


def keep(store: Path, mark: bytes, graph: kglite.KnowledgeGraph) -> None:
    """Write a copy beside its store; where that can't be, leave it."""
    body = graph.to_bytes()
    new = store.with_name(f"{store.name}.cypher-new")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        mode = store.stat().st_mode & _READABLE
        with os.fdopen(os.open(new, flags | getattr(os, "O_BINARY", 0), mode), "wb") as file:
            file.write(_MARK + mark + _digest(body) + body)
        new.replace(_file(store))
    except OSError:
        new.unlink(missing_ok=True)


def _file(store: Path) -> Path:
    return store.with_name(f"{store.name}.cypher")


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST_BYTES).digest()
