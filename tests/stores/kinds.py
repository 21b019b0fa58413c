"""Every kind of store that the conformance suite runs on; a new one only registers itself here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from neo4j import ManagedTransaction

from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.access import Access
from tests.neo4j_server import Neo4j, driver_of, empty

Make = Callable[[Path], GraphStore]
"""Gives an empty store; a kind that has only one database gives it again, emptied."""

_WIPE = (
    "MATCH (n) WHERE NOT n:Redstring DETACH DELETE n",
    "MATCH (mark:Redstring) SET mark.changes = 0",
)


@dataclass(frozen=True, slots=True)
class StoreKind:
    """A kind of store, and how to get an empty one that nobody else uses."""

    name: str
    make: Make


@dataclass(frozen=True, slots=True)
class Registered:
    """A kind of store that needs to be made ready once before it can make stores."""

    name: str
    ready: Callable[[pytest.FixtureRequest], Make]


def _sqlite(_: pytest.FixtureRequest) -> Make:
    return lambda folder: open_store(f"sqlite:///{folder}/store.db")


def _neo4j(request: pytest.FixtureRequest) -> Make:
    server: Neo4j = request.getfixturevalue("neo4j_server")
    empty(server)

    def make(_: Path) -> GraphStore:
        wipe(server)
        return open_store(server.url, access=access_of(server))

    return make


def access_of(server: Neo4j) -> Access:
    """Return how to log in to a server."""
    return Access(user=server.user, password=server.password)


def wipe(server: Neo4j) -> None:
    """Delete what a store on a server holds, and leave what it was made with."""

    def work(tx: ManagedTransaction) -> None:
        for statement in _WIPE:
            tx.run(statement).consume()

    with driver_of(server) as driver, driver.session() as session:
        session.execute_write(work)


KINDS = (Registered("sqlite", _sqlite), Registered("neo4j", _neo4j))
