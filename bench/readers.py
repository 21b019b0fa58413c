"""Fifty people read over HTTP for a minute while another process adds documents, on Neo4j.

Each reader asks, reads the answer for a second, and asks again: a neighbourhood, a search, the
links of an entity, the documents. Afterwards the whole store is verified. What a newcomer would get
wrong: the readers, redstring, the ingest and Neo4j share the machine's cores, as nowhere else, and
a server that has just begun needs a while to plan and compile what it is asked: they read for some
seconds before the minute that counts.
"""

import multiprocessing
import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.synchronize import Event
from statistics import quantiles

import httpx

from bench.figure import Figure
from bench.graph import GraphMaker
from bench.http import serving
from bench.neo4j import graph_maker, measured_server, store_of
from graph.stores import open_store
from graph.stores.access import Access
from graph.verifying import verify
from tools.neo4j.server import Server

READERS, WARMING_S, SECONDS, THINKING_S = 50, 30, 60, 1.0
MOST_MS = 500
_PART_OF_THE_GRAPH = 10
_ADDED_AT_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Answered:
    """How one question went.

    Attributes:
        kind: What was asked.
        at: When, on the monotonic clock.
        took_ms: Until the whole answer was there.
        error: What went wrong; empty where nothing did.
    """

    kind: str
    at: float
    took_ms: float
    error: str


@dataclass(slots=True)
class Reader:
    """Asks one question after another, and remembers how it went.

    Attributes:
        address: Of the server.
        ids: Entities to ask about.
        answered: What was asked, in order.
    """

    address: str
    ids: Sequence[str]
    seed: int
    answered: list[Answered] = field(default_factory=list[Answered])

    def read(self, until: float) -> None:
        """Ask until that moment of the monotonic clock."""
        chance = random.Random(self.seed)
        with httpx.Client(base_url=self.address, timeout=30) as client:
            time.sleep(chance.random() * THINKING_S)
            while time.monotonic() < until:
                self._ask(client, *self._question(chance))
                time.sleep(THINKING_S)

    def _question(self, chance: random.Random) -> tuple[str, str]:
        id_, hops = chance.choice(self.ids), chance.randint(1, 2)
        word = id_.rpartition(":")[2].partition("-")[0]
        return chance.choice(
            (
                ("neighbourhood", f"/api/entities/{id_}/neighbourhood?hops={hops}&limit=100"),
                ("links", f"/api/entities/{id_}/links"),
                ("search", f"/api/search?text={word}"),
                ("documents", "/api/documents?limit=20"),
            )
        )

    def _ask(self, client: httpx.Client, kind: str, question: str) -> None:
        error, at = "", time.monotonic()
        try:
            client.get(question).raise_for_status()
        except httpx.HTTPError as raised:
            error = f"{question}: {raised!r}"
        self.answered.append(Answered(kind, at, (time.monotonic() - at) * 1000, error))


def ingest(url: str, access: Access, maker: GraphMaker, first: int, stop: Event) -> None:
    """Add documents one by one, from one with this number on, until told to stop."""
    with closing(open_store(url, access=access)) as store:
        for extraction in islice(maker.extractions(), first, first + _ADDED_AT_MOST):
            if stop.is_set():
                break
            store.add(extraction)


def read_together(address: str, ids: Sequence[str]) -> list[Reader]:
    """Let all readers read at once, and return them afterwards."""
    readers = [Reader(address, ids, seed) for seed in range(READERS)]
    until = time.monotonic() + WARMING_S + SECONDS
    threads = [threading.Thread(target=reader.read, args=(until,)) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return readers


def read_while_ingesting(
    server: Server, maker: GraphMaker, first: int, ids: Sequence[str]
) -> Iterator[Figure]:
    """Yield how the readers fared, and how many documents were added meanwhile."""
    spawning = multiprocessing.get_context("spawn")
    stop = spawning.Event()
    access = Access(server.user, server.password)
    adding = spawning.Process(target=ingest, args=(server.url, access, maker, first, stop))
    environment = {
        "REDSTRING_NEO4J_USER": server.user,
        "REDSTRING_NEO4J_PASSWORD": server.password,
    }
    with serving(server.url, environment) as client:
        client.get("/healthz").raise_for_status()
        adding.start()
        counting = time.monotonic() + WARMING_S
        readers = read_together(str(client.base_url), ids)
        stop.set()
        adding.join()
    everything = [answered for reader in readers for answered in reader.answered]
    errors = [answered.error for answered in everything if answered.error]
    for error in errors[:3]:
        print(error)
    warming = [each.took_ms for each in everything if each.at < counting]
    times = [each.took_ms for each in everything if each.at >= counting]
    what = f"{READERS} readers while an ingest runs"
    yield Figure(f"{what}: errors", len(errors), at_most=0)
    yield Figure(f"{what}: p99 of the first {WARMING_S} s", _percentile(warming, 99), "ms")
    yield Figure(f"{what}: questions", len(times) / SECONDS, "/s")
    yield Figure(f"{what}: p50", _percentile(times, 50), "ms")
    yield Figure(f"{what}: p99", _percentile(times, 99), "ms", at_most=MOST_MS)
    for kind in sorted({each.kind for each in everything}):
        own = [each.took_ms for each in everything if each.kind == kind and each.at >= counting]
        yield Figure(f"{what}: {kind}, p50", _percentile(own, 50), "ms")
        yield Figure(f"{what}: {kind}, p99", _percentile(own, 99), "ms")
    yield Figure("the ingest ended badly", float(adding.exitcode != 0), at_most=0)


def _percentile(times: Sequence[float], cut: int) -> float:
    return quantiles(times, n=100)[cut - 1]


def run() -> Iterator[Figure]:
    """Load a tenth of the large graph, read while more is added, and verify."""
    whole = graph_maker()
    maker = GraphMaker(whole.entities // _PART_OF_THE_GRAPH, whole.links // _PART_OF_THE_GRAPH)
    extractions = list(maker.extractions())
    half = extractions[: len(extractions) // 2]
    ids = sorted({entity.id for extraction in half for entity in extraction.entities})
    again = GraphMaker(maker.entities, maker.links)
    with measured_server() as server, closing(store_of(server)) as store:
        store.add_all(half)
        yield from read_while_ingesting(server, again, len(half), ids)
        found = verify(store)
        yield Figure("documents added meanwhile", found.documents - len(half))
        yield Figure("wrong in the store afterwards", found.wrongs, at_most=0)
