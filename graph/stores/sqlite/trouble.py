"""What SQLite complains of, as the store's errors, in words that say what to do."""

import shutil
import sqlite3
from pathlib import Path

from graph.errors import (
    NotAStoreError,
    StoreBusyError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)

_LITTLE_ROOM_BYTES = 1 << 20
NOT_A_STORE = "this is no redstring store; it is left alone. Name another file"

_TROUBLES: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_READONLY: (
        StoreReadOnlyError,
        "the store may only be read; check its permissions, or name another",
    ),
    sqlite3.SQLITE_FULL: (
        StoreFullError,
        "the disk is full; nothing was changed. Make room and try again",
    ),
    sqlite3.SQLITE_BUSY: (
        StoreBusyError,
        "another writer holds the store; nothing was changed. Try again",
    ),
    sqlite3.SQLITE_NOTADB: (NotAStoreError, NOT_A_STORE),
    sqlite3.SQLITE_CORRUPT: (
        StoreError,
        "the store is damaged. Put back a copy, or ingest the articles into a new file",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        StoreError,
        "the file can't be opened; check the path and its permissions",
    ),
}
"""By SQLite's primary result code (https://www.sqlite.org/rescode.html)."""


def trouble(path: Path, code: int, said: object = None) -> StoreError:
    """Return the error that a result code of SQLite stands for, about this store file."""
    known = _TROUBLES.get(code)
    if known is None:
        return StoreError(f"{path}: SQLite says: {said}")
    kind, text = known
    return kind(f"{path}: {text}")


def explain(path: Path, error: sqlite3.Error | OSError) -> StoreError:
    """Return what an error of SQLite or of the system means for this store file."""
    if isinstance(error, OSError):
        return StoreError(f"{path}: {error.strerror or error}; name a place that can be written")
    if path.is_dir():
        return NotAStoreError(f"{path}: this is a folder; name a file")
    code = primary_code(error)
    if code == sqlite3.SQLITE_IOERR and _is_disk_full(path):
        code = sqlite3.SQLITE_FULL
    return trouble(path, code, error)


def primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code; 0 where the error is not SQLite's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_disk_full(path: Path) -> bool:
    return shutil.disk_usage(path.parent).free < _LITTLE_ROOM_BYTES
