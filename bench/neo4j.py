"""The store on Neo4j at 200,000 entities and 1,000,000 links, beside the best without it.

The servers are started for it and thrown away, with 4 GiB of heap and 1 GiB of page cache.
`BENCH_SCALE=0.02` makes a smaller graph, to try it. What a newcomer would get wrong: ratios are of
the same run, since the same server is twice as fast on a quiet machine as on a busy one.
"""

import math
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import httpx
from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity
from neo4j.exceptions import TransientError

from bench import raw, written
from bench.figure import Figure
from bench.graph import ENTITIES, LINKS, GraphMaker
from bench.http import serving
from bench.store import Stopwatch, asked_about
from graph.errors import StoreError
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.access import Access
from tools.neo4j.server import Server

LEAST_RATE = 70
MOST_TIMES_WRITTEN, MOST_MS = 1.5, 60
MOST_PATHS_MS = 200
MOST_TIMES_QUERY_API = 1.5
LIMIT = 300
_PAIRS = 100
_QUESTIONS = 60
_WALKS = 100
_SETTINGS = {"server.memory.pagecache.size": "1g", "db.memory.transaction.max": "2g"}
_STATEMENT = """
MATCH (source:Entity)-[link:SUPPLIES]->(target:Entity)
RETURN source.name, link.claims, link.status, target.name LIMIT 1000
"""


def graph_maker() -> GraphMaker:
    """Return the maker of the graph, or of the part of it that `BENCH_SCALE` asks for."""
    scale = float(os.environ.get("BENCH_SCALE", "1"))
    return GraphMaker(round(ENTITIES * scale), round(LINKS * scale))


@contextmanager
def measured_server() -> Iterator[Server]:
    """Start a server whose code is compiled as well as it can be."""
    with Server(heap_mb=4096, java_options=(), settings=_SETTINGS) as server:
        yield server


def driver_of(server: Server) -> Driver:
    """Return a driver that is logged in."""
    return GraphDatabase.driver(
        server.url,
        auth=(server.user, server.password),
        notifications_min_severity=NotificationMinimumSeverity.OFF,
    )


def store_of(server: Server) -> GraphStore:
    """Return the store on a server."""
    return open_store(server.url, access=Access(server.user, server.password))


def load(store: GraphStore, maker: GraphMaker) -> float:
    """Load the graph, and return the seconds that the store took."""
    watch = Stopwatch()
    watch.start()
    store.add_all(watch.leaving_out(maker.extractions()))
    watch.stop()
    return watch.seconds


def load_raw(copy: raw.Copy) -> float:
    """Load a copy into a server of its own, and return the seconds that the driver took."""
    with measured_server() as server, driver_of(server) as driver:
        seconds = copy.load(driver)
        if raw.count_all(driver) != copy.size:
            raise StoreError("the raw load wrote another number of nodes and relationships")
    return seconds


def loading(store_s: float, copy: raw.Copy) -> list[Figure]:
    """Return what the load took, and what it takes to write the same without the store."""
    raw_s = load_raw(copy)
    return [
        Figure(f"Neo4j: load, {copy.size:,} nodes and relationships", store_s, "s"),
        Figure("the same by the driver alone", raw_s, "s"),
        Figure("rate of the load / of the driver", 100 * raw_s / store_s, "%", LEAST_RATE),
    ]


def took_ms(work: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def walks(store: GraphStore, driver: Driver, maker: GraphMaker) -> Iterator[Figure]:
    """Yield the figures of neighbourhoods, each beside the statement written by hand."""
    for kind, ids in asked_about(maker).items():
        for hops in (1, 2, 3):
            times: list[tuple[float, float]] = []
            beyond = 0
            for id_ in ids[:_WALKS]:
                ours = partial(store.neighbourhood, [id_], hops=hops, limit=LIMIT)
                theirs = partial(written.neighbourhood, driver, id_, hops, LIMIT)
                try:
                    check_same(store, driver, id_, hops)  # and both are warm
                    times.append((took_ms(ours), took_ms(theirs)))
                except TransientError:  # a transaction's memory does not hold all that it reads
                    beyond += 1
                    times.append((took_ms(ours), math.inf))
            store_ms = quantiles([one for one, _ in times], n=20)
            what = f"Neo4j: neighbourhood of {LIMIT}, {hops} hops, {kind} entities"
            yield Figure(f"{what}, p50", store_ms[9], "ms")
            yield Figure(f"{what}, p95", store_ms[18], "ms", at_most=MOST_MS)
            both = [pair for pair in times if pair[1] < math.inf]
            mine, hand_ms = (quantiles(each, n=20) for each in zip(*both, strict=True))
            yield Figure("by hand, p95 of those that it can answer", hand_ms[18], "ms")
            yield Figure("of so many, it can not answer", beyond)
            yield Figure(
                "store / by hand, p95", mine[18] / hand_ms[18], "x", at_most=MOST_TIMES_WRITTEN
            )


def check_same(store: GraphStore, driver: Driver, id_: str, hops: int) -> None:
    """Refuse to compare two that answer differently."""
    ours = store.neighbourhood([id_], hops=hops, limit=LIMIT)
    entities, links = written.neighbourhood(driver, id_, hops, LIMIT)
    if [entity.id for entity in ours.entities] != [entity["id"] for entity in entities]:
        raise StoreError(f"the statement by hand gives other entities for {id_}, {hops} hops")
    if len(ours.links) != len(links):
        raise StoreError(f"the statement by hand gives other links for {id_}, {hops} hops")


def paths(store: GraphStore, maker: GraphMaker) -> Iterator[Figure]:
    """Yield the figures of paths between random entities, and from hub to hub."""
    for kind, ids in asked_about(maker).items():
        ends = list(pairwise(random.Random(7).sample(ids, min(len(ids), _PAIRS))))
        times = [
            took_ms(partial(store.paths, one, other, max_hops=4, k=5))
            for one, other in ends
            if one != other
        ]
        cuts = quantiles(times, n=20)
        what = f"Neo4j: 5 paths of up to 4 hops, {kind} entities"
        yield Figure(f"{what}, p50", cuts[9], "ms")
        yield Figure(f"{what}, p95", cuts[18], "ms", at_most=MOST_PATHS_MS)


def query_api(server: Server) -> Iterator[Figure]:
    """Yield the figures of our Cypher endpoint beside the server's own, 1,000 rows an answer."""
    environment = {
        "REDSTRING_NEO4J_USER": server.user,
        "REDSTRING_NEO4J_PASSWORD": server.password,
    }
    handing_on = environment | {"REDSTRING_NEO4J_HTTP": server.http_url}
    log_in = (server.user, server.password)
    with (
        serving(server.url, handing_on) as ours,
        serving(server.url, environment) as by_driver,
        httpx.Client(base_url=server.http_url, auth=log_in, timeout=60) as theirs,
    ):
        asked = [partial(ask, client) for client in (ours, by_driver, theirs)]
        times = [tuple(map(took_ms, asked)) for _ in range(_QUESTIONS)]
        warm = times[len(times) // 3 :]
        one, driven, other = (median(each) for each in zip(*warm, strict=True))
        yield Figure("Cypher endpoint, 1,000 rows, p50", one, "ms")
        yield Figure("the server's own Query API, p50", other, "ms")
        yield Figure("endpoint / Query API", one / other, "x", at_most=MOST_TIMES_QUERY_API)
        yield Figure("the same without the address of the HTTP API", driven / other, "x")


def ask(client: httpx.Client) -> None:
    """Ask for 1,000 rows, and refuse another answer."""
    answer = client.post("/db/neo4j/query/v2", json={"statement": _STATEMENT})
    answer.raise_for_status()
    if not answer.json()["data"]["values"]:
        raise StoreError("the endpoint gives no rows")


def run() -> Iterator[Figure]:
    """Load, ask, and load the same by hand; the servers are thrown away afterwards."""
    maker = graph_maker()
    with tempfile.TemporaryDirectory() as folder:
        with measured_server() as server, closing(store_of(server)) as store:
            store_s = load(store, maker)
            with driver_of(server) as driver:
                yield from walks(store, driver, maker)
                yield from paths(store, maker)
                yield from query_api(server)
                copy = raw.Copy.of(driver, Path(folder))
        yield from loading(store_s, copy)
