"""The stores, and the one place that knows which address means which."""

import re
from pathlib import Path

from graph.errors import StoreURLError
from graph.store import GraphStore
from graph.stores.access import NO_ACCESS, Access
from graph.stores.sqlite.store import SQLiteStore

_SQLITE = "sqlite:///"
_NEO4J = frozenset({"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"})
_LOG_IN = re.compile(r"(?<=://)[^/]*@")
"""What an address should never hold, so that no message shows it."""


def open_store(url: str, *, read_only: bool = False, access: Access = NO_ACCESS) -> GraphStore:
    """Open the store at an address, and make it where there is none yet.

    Args:
        url: `sqlite:///relative/file.db`, `sqlite:////absolute/file.db`, or the address of a Neo4j
            server: `neo4j://host:7687`, `bolt://…`, with encryption `neo4j+s://…`, `bolt+s://…`.
        access: How to log in, for a store behind a server.
        read_only: Whether to refuse every change; the store must be there already.

    Raises:
        StoreURLError: The address names no kind of store that is known.
        StoreError: The store can't be opened; the subclass and the text say why.
    """
    if url.partition("://")[0] in _NEO4J:
        # Costs a third of a second, which `--help` and a store in a file need not pay.
        from graph.stores.neo4j.store import Neo4jStore  # noqa: PLC0415 - as said above

        return Neo4jStore(url, access=access, read_only=read_only)
    path = url.removeprefix(_SQLITE)
    if path == url or not path or "\0" in path:
        msg = (
            f"{_LOG_IN.sub('', url)!r} is no address of a store; known: {_SQLITE}FILE (four "
            "slashes: absolute) and neo4j://HOST:7687"
        )
        raise StoreURLError(msg)
    return SQLiteStore(Path(path), url=url, read_only=read_only)
