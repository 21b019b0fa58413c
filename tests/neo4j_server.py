"""The Neo4j that the tests talk to: one of their own for the whole run, or one that they are given.

A test asks for the fixture `neo4j_server` for its address and log-in, or for `empty_neo4j`, the
same with nothing in it. Whoever kills or restarts a server starts one of his own by `Server()`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import unquote, urlsplit

from neo4j import Driver, GraphDatabase

from tools.neo4j.server import Server

VARIABLE = "REDSTRING_TEST_NEO4J"
HTTP_VARIABLE = "REDSTRING_TEST_NEO4J_HTTP"


class Neo4j(Protocol):
    """Where a server is and how to log in."""

    @property
    def url(self) -> str: ...
    @property
    def http_url(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Given:
    """A server that somebody else runs."""

    url: str
    http_url: str
    user: str
    password: str = field(repr=False)


@contextmanager
def neo4j_for_tests() -> Iterator[Neo4j]:
    """Start a server, or use the one that `REDSTRING_TEST_NEO4J` names if nothing is in it."""
    address = os.environ.get(VARIABLE)
    if address:
        given = given_server(address)
        _refuse_data(given)
        yield given
        empty(given)
    else:
        with Server() as server:
            yield server


def given_server(address: str) -> Given:
    """Return the server of an address such as `neo4j://user:password@host:7687`."""
    parts = urlsplit(address)
    http = os.environ.get(HTTP_VARIABLE) or f"http://{parts.hostname}:7474"
    return Given(
        url=f"{parts.scheme}://{parts.hostname}:{parts.port or 7687}",
        http_url=http,
        user=unquote(parts.username or "neo4j"),
        password=unquote(parts.password or ""),
    )


def driver_of(server: Neo4j) -> Driver:
    """Return a driver that is logged in; whoever asks for it closes it."""
    return GraphDatabase.driver(server.url, auth=(server.user, server.password))


def empty(server: Neo4j) -> None:
    """Delete all data, constraints and indexes of a server's first database."""
    with driver_of(server) as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        for row in session.run("SHOW CONSTRAINTS YIELD name").data():
            session.run("DROP CONSTRAINT $name", name=row["name"]).consume()
        found = session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")
        for row in found.data():
            session.run("DROP INDEX $name", name=row["name"]).consume()


def _refuse_data(server: Neo4j) -> None:
    with driver_of(server) as driver:
        held = driver.execute_query("MATCH (n) RETURN n LIMIT 1").records
    if held:
        message = f"{VARIABLE} names a database with data in it, which the tests would delete"
        raise RuntimeError(message)
