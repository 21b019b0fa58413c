"""The copy of a store file's graph, and how the engine is asked.

What a newcomer would get wrong: the engine's optimizer is switched off but for a few steps, since
others were seen to give wrong counts without a word.
"""

import gc
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import kglite

from graph.cypher import CypherAnswer
from graph.projection import cache
from graph.projection.build import build
from graph.projection.message import Request
from graph.projection.values import Converter

Row = tuple[Any, ...]
Rows = tuple[Row, ...]

_BUSY_TIMEOUT_S = 10
_MAPPED_BYTES = 1 << 40
"""The file is read as memory as far as SQLite can, which saves a copy."""
_WORK_UNITS = 2_000_000
"""What the engine may look at in any graph; in a large one several times what is there on top."""
_WORK_UNITS_PER_CLAIM = 10
_KEPT_PASSES = frozenset(
    {
        "push_where_into_match.1",
        "push_where_into_match.2",
        "push_limit_into_match",
        "anchor_element_id",
    }
)
_PASSES_OFF = [name for name in kglite.cypher_pass_names() if name not in _KEPT_PASSES]


class Copy:
    """The copy of one store file, made again whenever the file has changed."""

    def __init__(self, path: Path) -> None:
        """Only remember the file; `refresh` makes the copy."""
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._graph: kglite.KnowledgeGraph | None = None
        self._changes = -1
        self._work_units = _WORK_UNITS
        self._as_of = datetime.now(UTC)
        self._unkept = b""

    def refresh(self) -> None:
        """Make the copy again if the record has changed since, or there is none yet.

        Raises:
            sqlite3.Error: The file can't be read.
        """
        if self._connection is None:
            self._connection = _open(self._path)
        self._connection.execute("BEGIN")
        try:
            (changes,) = self._connection.execute("SELECT number FROM changes").fetchone()
            if changes != self._changes or self._graph is None:
                self._make(self._connection)
                self._changes = changes
        finally:
            self._connection.rollback()

    def ask(self, request: Request) -> CypherAnswer:
        """Run a statement on the copy as it is.

        Raises:
            CypherLimitError: The answer takes more room or time than it may.
            kglite.KgError: The engine's own errors.
        """
        assert self._graph is not None, "refresh comes first"  # noqa: S101 - for the type checker
        deadline = time.monotonic() + request.time_s
        found: Any = self._graph.cypher(
            request.text,
            params=dict(request.parameters),
            timeout_ms=max(1, int(request.time_s * 1000)),
            max_work_units=self._work_units,
            row_limit=request.rows,
            disabled_passes=_PASSES_OFF,
            hide_structural_keys=True,
        )
        converter = Converter(request.size_bytes, deadline)
        rows = tuple(converter.row(row.values()) for row in found)
        total = (found.diagnostics or {}).get("total_rows") or 0
        notices = (f"cut at {len(rows)} rows; there are {total}",) if total > len(rows) else ()
        fields = request.fields or ()
        if len(fields) != len(found.columns):
            fields, rows = _by_alphabet(found.columns, rows)
        return CypherAnswer(fields, rows, bool(notices), notices, self._as_of)

    def keep(self) -> None:
        """Write a large copy to a file beside the store, if it is not there yet."""
        if self._unkept and self._graph is not None:
            cache.keep(self._path, self._unkept, self._graph)
        self._unkept = b""

    def _make(self, connection: sqlite3.Connection) -> None:
        self._graph, self._unkept = None, b""
        self._as_of = datetime.now(UTC)
        (claims,) = connection.execute("SELECT count(*) FROM claims").fetchone()
        self._work_units = _WORK_UNITS + _WORK_UNITS_PER_CLAIM * claims
        mark = cache.fingerprint(connection) if cache.is_worth_keeping(connection) else b""
        if mark:
            self._graph = cache.kept(self._path, mark)
        if self._graph is None:
            self._graph, self._unkept = _built(connection), mark
        self._graph.read_only(True)  # noqa: FBT003 - the engine's own signature


def _by_alphabet(columns: Sequence[str], rows: Sequence[Row]) -> tuple[tuple[str, ...], Rows]:
    """Return the columns of `RETURN *` in the order in which Neo4j gives them."""
    names = [column.strip("`") for column in columns]
    order = sorted(range(len(names)), key=names.__getitem__)
    fields = tuple(names[place] for place in order)
    return fields, tuple(tuple(row[place] for place in order) for row in rows)


def _built(connection: sqlite3.Connection) -> kglite.KnowledgeGraph:
    gc.disable()  # millions of rows come and go, none of them in a ring
    try:
        return build(connection)
    finally:
        gc.enable()


def _open(path: Path) -> sqlite3.Connection:
    """Open a file to read it; one that lies where nobody can write is read as it is."""
    try:
        return _connect(path, "mode=ro")
    except sqlite3.OperationalError:
        if path.with_name(f"{path.name}-wal").exists():
            raise
    return _connect(path, "mode=ro&immutable=1")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=_BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        connection.execute("SELECT number FROM changes").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
