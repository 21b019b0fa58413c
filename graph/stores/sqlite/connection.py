"""Connections to a store file: opened alike, lent to one caller at a time, errors put in words.

Readers never wait: each reads the state that was there when it began, while one writer at a time
writes. What a newcomer would get wrong: a connection is borrowed for one question and given back,
never kept, so that threads may come and go.
"""

import os
import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.errors import NotAStoreError, StoreError, StoreVersionError
from graph.stores.sqlite.among import TEMPORARY
from graph.stores.sqlite.schema import APPLICATION_ID, COUNTER, DERIVED, RECORD, VERSION
from graph.stores.sqlite.trouble import NOT_A_STORE, explain, primary_code, trouble

BUSY_TIMEOUT_S = 10.0
"""How long a writer waits for another one, in this process or another."""
_FILE_MARK = b"SQLite format 3\0"
"""What every SQLite file begins with (https://www.sqlite.org/fileformat.html)."""
_MAPPED_BYTES = 1 << 40
"""A file is read as memory as far as SQLite can (it has a limit of its own), which saves a copy."""
READING_CACHE_KIB = 64 * 1024
LOADING_CACHE_KIB = 512 * 1024
_LOG_KIB = 64 * 1024
_MAX_IDLE = 8


class Connections:
    """The connections to one store file.

    Attributes:
        path: The file.
        read_only: Whether no write will be tried.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        """Open the file, and make it a store where there is none.

        Raises:
            StoreError: It can't be opened; the subclass and the text say why.
        """
        self.path = path
        self.read_only = read_only
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue(_MAX_IDLE)
        self._writer = threading.Lock()
        self._closed = False
        if read_only and not path.exists():
            msg = f"{path}: there is no store yet; ingest articles into it first"
            raise StoreError(msg)
        with self._explained():
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._refuse_other_files()
            connection = self._open()
            try:
                self._recognise(connection)
            except BaseException:
                connection.close()
                raise
            self._give_back(connection)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one state of the store throughout."""
        with self._explained(), self._borrowed() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def loading(self) -> Iterator[sqlite3.Connection]:
        """Do as `writing` does, with the memory that a large change needs to be fast."""
        with self.writing() as connection:
            connection.execute(f"PRAGMA cache_size = -{LOADING_CACHE_KIB}")
            try:
                yield connection
            finally:
                connection.execute(f"PRAGMA cache_size = -{READING_CACHE_KIB}")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection whose changes are all kept, or none if anything is raised."""
        if self.read_only:
            raise trouble(self.path, sqlite3.SQLITE_READONLY)
        if not self._writer.acquire(timeout=BUSY_TIMEOUT_S):
            raise trouble(self.path, sqlite3.SQLITE_BUSY)
        try:
            with self._explained(), self._borrowed() as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        connection.rollback()
                    raise
        finally:
            self._writer.release()

    def close(self) -> None:
        """Close what is idle now, and what is lent once it comes back."""
        self._closed = True
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        if self._closed:
            msg = f"{self.path}: the store was closed; open it again"
            raise StoreError(msg)
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = self._open()
        try:
            yield connection
        except sqlite3.Error:
            connection.close()
            raise
        except BaseException:
            self._give_back(connection)
            raise
        else:
            self._give_back(connection)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if not self._closed:
            with suppress(queue.Full):
                self._idle.put_nowait(connection)
                return
        connection.close()

    def _open(self) -> sqlite3.Connection:
        address = self.path.absolute().as_uri()
        try:
            return self._connect(f"{address}?mode={'ro' if self.read_only else 'rwc'}")
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_CANTOPEN or not self._is_shelved():
                raise
            return self._connect(f"{address}?mode=ro&immutable=1")

    def _is_shelved(self) -> bool:
        """Tell whether the file lies where nobody writes, and is complete by itself.

        SQLite can't make the index of its log in a folder that can't be written. Where there is no
        log either, the file may be read as it is.
        """
        log = self.path.with_name(f"{self.path.name}-wal")
        return self.path.is_file() and not log.exists() and not os.access(self.path.parent, os.W_OK)

    def _connect(self, address: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=128,
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{READING_CACHE_KIB}")
            connection.execute(f"PRAGMA journal_size_limit = {_LOG_KIB * 1024}")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
            connection.execute(TEMPORARY)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    def _refuse_other_files(self) -> None:
        """Refuse a file that SQLite did not write; a very short one it would take for empty."""
        if self.path.is_file() and self.path.stat().st_size:
            with self.path.open("rb") as file:
                if file.read(len(_FILE_MARK)) != _FILE_MARK:
                    raise trouble(self.path, sqlite3.SQLITE_NOTADB)

    def _recognise(self, connection: sqlite3.Connection) -> None:
        """Make an empty file a store; refuse one that is anything but a store of this layout."""
        if self._is_empty(connection) and not self.read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            if self._is_empty(connection):
                for statement in _statements(RECORD + COUNTER + DERIVED):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            msg = f"{self.path}: {NOT_A_STORE}"
            raise NotAStoreError(msg)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            msg = (
                f"{self.path}: written by a newer redstring (layout {version}; this one knows "
                f"{VERSION}). Update redstring, or name another file"
            )
            raise StoreVersionError(msg)
        if version < VERSION:
            self._bring_up(connection)

    def _bring_up(self, connection: sqlite3.Connection) -> None:
        """Give a store of an older layout what it lacks; what it holds stays as it is."""
        if self.read_only:
            msg = (
                f"{self.path}: written by an older redstring, and may only be read here. Run "
                "`redstring rebuild` on it where it may be written"
            )
            raise StoreVersionError(msg)
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < VERSION:
            for statement in _statements(COUNTER):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")

    @staticmethod
    def _is_empty(connection: sqlite3.Connection) -> bool:
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        mark = connection.execute("PRAGMA application_id").fetchone()
        return tables == (0,) and mark == (0,)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise explain(self.path, error) from error


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; a trigger's inner ones stay inside it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
