"""The stores, and the one place that knows which address means which."""

from pathlib import Path

from graph.errors import StoreURLError
from graph.store import GraphStore
from graph.stores.access import NO_ACCESS, Access
from graph.stores.sqlite.store import SQLiteStore

_SQLITE = "sqlite:///"


def open_store(url: str, *, read_only: bool = False, access: Access = NO_ACCESS) -> GraphStore:
    """Open the store at an address, and make it where there is none yet.

    Args:
        url: `sqlite:///relative/file.db`, or `sqlite:////absolute/file.db`.
        access: How to log in, for a store behind a server.
        read_only: Whether to refuse every change; the store must be there already.

    Raises:
        StoreURLError: The address names no kind of store that is known.
        StoreError: The store can't be opened; the subclass and the text say why.
    """
    path = url.removeprefix(_SQLITE)
    if path == url or not path or "\0" in path:
        msg = f"{url!r} is no address of a store; known: {_SQLITE}FILE (four slashes: absolute)"
        raise StoreURLError(msg)
    return SQLiteStore(Path(path), url=url, read_only=read_only)
