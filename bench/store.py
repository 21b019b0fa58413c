"""The embedded store at 200,000 entities and 1,000,000 links: loading, and neighbourhoods.

Only the store's own work is timed: the made-up extractions are built while the clock stands still.
The bare load writes the very same rows, read back from the store, into a second file with the same
tables and indexes, in one transaction, and derives nothing.
"""

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import quantiles

from bench.figure import Figure
from bench.graph import HUB, GraphMaker, entity_of
from graph.model import Extraction
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.sqlite.connection import LOADING_CACHE_KIB
from graph.stores.sqlite.schema import DERIVED, RECORD

MOST_TIMES_BARE = 3
MOST_MS = 15
_TABLES = {
    "documents": 9,
    "records": 7,
    "mentions": 4,
    "claims": 20,
    "entities": 9,
    "links": 15,
    "degrees": 5,
    "names": 4,
}
_BATCH = 50_000
_ASKED = 200
_HUBS = 200


class Stopwatch:
    """Counts seconds except those that somebody else takes."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self.seconds = 0.0
        self._since: float | None = None

    def start(self) -> None:
        """Count from now on."""
        self._since = time.perf_counter()

    def stop(self) -> None:
        """Stop counting."""
        if self._since is not None:
            self.seconds += time.perf_counter() - self._since
            self._since = None

    def leaving_out(self, extractions: Iterable[Extraction]) -> Iterator[Extraction]:
        """Yield what an iterable yields, not counting the time that it takes to make it."""
        for extraction in extractions:
            self.start()
            yield extraction
            self.stop()
        self.start()


def make_store(path: Path, maker: GraphMaker | None = None) -> float:
    """Load the made-up graph into a new store file, and return the seconds of the store's work."""
    store = open_store(f"sqlite:///{path}")
    watch = Stopwatch()
    watch.start()
    extractions = (maker or GraphMaker()).extractions()
    watch.stop()
    store.add_all(watch.leaving_out(extractions))
    watch.stop()
    store.close()
    return watch.seconds


def load_bare(source: Path, path: Path) -> float:
    """Write the rows of a store into a new file by `executemany`, and return the seconds."""
    reading, writing = sqlite3.connect(source), sqlite3.connect(path, isolation_level=None)
    writing.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
    writing.execute(f"PRAGMA cache_size = -{LOADING_CACHE_KIB}")
    writing.executescript(RECORD + DERIVED)
    watch = Stopwatch()
    writing.execute("BEGIN")
    for table, columns in _TABLES.items():
        rows = reading.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own constants
        insert = f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"  # noqa: S608 - the same
        while batch := rows.fetchmany(_BATCH):
            watch.start()
            writing.executemany(insert, batch)
            watch.stop()
    watch.start()
    writing.execute("COMMIT")
    watch.stop()
    reading.close()
    writing.close()
    return watch.seconds


def walk_ms(store: GraphStore, ids: list[str], hops: int) -> list[float]:
    """Return how many milliseconds a neighbourhood limited to 300 takes, for each entity."""
    times: list[float] = []
    for id_ in ids:
        start = time.perf_counter()
        store.neighbourhood([id_], hops=hops, limit=300)
        times.append((time.perf_counter() - start) * 1000)
    return times


def asked_about(maker: GraphMaker) -> dict[str, list[str]]:
    """Return ids of random entities, and of those with the most links."""
    chance = random.Random(5)
    indexes = [chance.randrange(maker.entities) for _ in range(_ASKED)]
    return {
        "random": [entity_of(index).id for index in indexes],
        "hub": [entity_of(index).id for index in range(HUB, _HUBS)],
    }


def run() -> list[Figure]:
    """Load, then ask; the store is thrown away afterwards."""
    maker = GraphMaker()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        loaded_s = make_store(path, maker)
        bare_s = load_bare(path, Path(folder) / "bare.db")
        figures = [
            Figure("load of 200,000 entities and 1,000,000 links", loaded_s, "s"),
            Figure("the same rows by a bare executemany", bare_s, "s"),
            Figure("load / bare", loaded_s / bare_s, "x", at_most=MOST_TIMES_BARE),
        ]
        store = open_store(f"sqlite:///{path}", read_only=True)
        for kind, ids in asked_about(maker).items():
            for hops in (1, 2, 3):
                cuts = quantiles(walk_ms(store, ids, hops), n=20)
                what = f"neighbourhood of 300, {hops} hops, {kind} entities"
                figures.append(Figure(f"{what}, p50", cuts[9], "ms"))
                figures.append(Figure(f"{what}, p95", cuts[18], "ms", at_most=MOST_MS))
        store.close()
    return figures
