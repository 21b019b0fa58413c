"""The same neighbourhoods as in `bench.store`, asked over HTTP of a server of its own process.

What a newcomer would get wrong: the client's own work is in the figures (it reads the whole answer,
but doesn't parse it), as it is for whoever asks.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from types import MappingProxyType

import httpx

from bench.figure import Figure
from bench.graph import GraphMaker
from bench.store import asked_about, make_store

MOST_MS = 40
LIMIT = 300
NOTHING: Mapping[str, str] = MappingProxyType({})


@contextmanager
def serving(store: str, environment: Mapping[str, str] = NOTHING) -> Iterator[httpx.Client]:
    """Serve a store as a user would, and yield a client that asks it."""
    command = [sys.executable, "-m", "api.cli", "serve", "--store", store, "--port", "0"]
    given = {**os.environ, **environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=given) as process:
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            with httpx.Client(base_url=address, timeout=60) as client:
                yield client
        finally:
            process.terminate()


@contextmanager
def server(path: Path) -> Iterator[httpx.Client]:
    """Serve a store file, and yield a client that asks it."""
    with serving(f"sqlite:///{path}") as client:
        yield client


def ask_ms(client: httpx.Client, ids: list[str], hops: int) -> list[float]:
    """Return how many milliseconds each answer takes, from the question to its last byte."""
    times: list[float] = []
    for id_ in ids:
        start = time.perf_counter()
        answer = client.get(
            f"/api/entities/{id_}/neighbourhood", params={"hops": hops, "limit": LIMIT}
        )
        times.append((time.perf_counter() - start) * 1000)
        answer.raise_for_status()
    return times


def run() -> list[Figure]:
    """Load the made-up graph, serve it, and ask; the store is thrown away afterwards."""
    maker = GraphMaker()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        make_store(path, maker)
        with server(path) as client:
            client.get("/healthz").raise_for_status()
            for kind, ids in asked_about(maker).items():
                for hops in (1, 2, 3):
                    cuts = quantiles(ask_ms(client, ids, hops), n=20)
                    what = f"HTTP: neighbourhood of {LIMIT}, {hops} hops, {kind} entities"
                    figures.append(Figure(f"{what}, p50", cuts[9], "ms"))
                    figures.append(Figure(f"{what}, p95", cuts[18], "ms", at_most=MOST_MS))
    return figures
