"""Fills a small disk through a store, then says what the store still holds.

Run as `python -m tests.stores.filling FOLDER` on a disk of a few megabytes.
"""

import sys
from collections.abc import Iterator

from graph.errors import StoreFullError
from graph.stores import open_store
from tests.builders import article, state


def observations(folder: str) -> Iterator[object]:
    """Add one article, then larger ones until the disk is full, and yield what can be seen."""
    store = open_store(f"sqlite:///{folder}/store.db")
    store.add(article(state("group:a", "PAID", "group:b"), title="Kept"))
    added = 0
    try:
        for number in range(200):
            store.add(article(title=f"Large {number} " + "text " * 40_000))
            added += 1
    except StoreFullError as error:
        yield error
    yield f"some added: {0 < added < 200}"
    yield f"all kept: {store.documents(limit=1000).total == added + 1}"
    try:
        store.add_all(article(title=f"More {number} " + "x" * 200_000) for number in range(99))
    except StoreFullError as error:
        yield error
    yield f"all kept: {store.documents(limit=1000).total == added + 1}"
    yield f"links: {[link.type for link in store.links().items]}"
    store.close()
    again = open_store(f"sqlite:///{folder}/store.db")
    yield f"claims: {again.counts('group:a')['claims']}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{seen}\n" for seen in observations(sys.argv[1]))
