from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import httpx
import pytest
from neo4j import READ_ACCESS

from api.app import create_app
from api.settings import Settings
from graph.record import checksum
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.access import Access
from tests.api.serving import asking
from tests.cypher.archive import fill
from tests.cypher.listening import Listener, listening
from tests.cypher.statements import (
    EXHAUSTING,
    NOT_ONE_STATEMENT,
    ODD_VALUES,
    OUTSIDE,
    PRYING,
    WRITES,
)
from tests.neo4j_server import driver_of
from tools.neo4j.server import Server

QUERY = "/db/neo4j/query/v2"
ROWS = 1000
REFUSALS = {400, 413}


@dataclass(frozen=True, slots=True)
class Door:
    """A store that may be asked over HTTP, and what it held before."""

    store: GraphStore
    restart: Callable[[], object]
    client: httpx.Client
    held: list[object]

    def ask(self, statement: str, **parameters: object) -> httpx.Response:
        return self.client.post(QUERY, json={"statement": statement, "parameters": parameters})

    def is_unharmed(self) -> bool:
        """A server may be out of breath for a moment, and must get over it."""
        tries = (self.ask("MATCH (n:Entity) RETURN count(n) AS n") for _ in range(10))
        return any(each.status_code == 202 for each in tries) and held_by(self.store) == self.held


def held_by(store: GraphStore) -> list[object]:
    return [checksum(store), store.links(), store.statistics()]


Opened = tuple[GraphStore, Callable[[], object]]
"""A store, and how to end and start again whatever serves it."""


def _on_sqlite(request: pytest.FixtureRequest, folder: Path) -> Opened:
    del request
    return open_store(f"sqlite:///{folder / 'graph.db'}"), bool


def _on_neo4j(request: pytest.FixtureRequest, folder: Path) -> Opened:
    del folder
    server: Server = request.getfixturevalue("server")

    def restart() -> None:
        server.kill()
        server.start()

    return open_store(server.url, access=Access(server.user, server.password)), restart


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One that leaves it to us whom LOAD CSV may ask, and that nobody else's tests need."""
    with Server(settings={"internal.dbms.cypher_ip_blocklist": ""}) as server:
        yield server


KINDS = {"sqlite": _on_sqlite, "neo4j": _on_neo4j, "handed on": _on_neo4j}


@pytest.fixture(scope="module", params=KINDS)
def door(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Door]:
    store, restart = KINDS[request.param](request, tmp_path_factory.mktemp("hostile"))
    given: dict[str, object] = {"cypher_timeout_s": 2, "cypher_rows": ROWS}
    if request.param == "handed on":
        server: Server = request.getfixturevalue("server")
        given |= {"neo4j_http": server.http_url, "neo4j_password": server.password}
    settings = Settings.model_validate({"cypher_bytes": 2_000_000, **given})
    if not store.statistics().documents:  # the doors to one server share what it holds
        fill(store)
    with asking(create_app(settings, store)) as client:
        yield Door(store, restart, client, held_by(store))
    store.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


def shown(statement: str) -> str:
    return statement[:60]


@pytest.mark.parametrize("statement", [*WRITES, *PRYING, *NOT_ONE_STATEMENT], ids=shown)
def test_a_statement_that_does_more_than_read_is_refused(door: Door, statement: str) -> None:
    answer = door.ask(statement)

    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["message"]
    assert door.is_unharmed()


@pytest.mark.parametrize("statement", OUTSIDE, ids=shown)
def test_no_statement_reaches_outside(door: Door, listener: Listener, statement: str) -> None:
    answer = door.ask(statement.format(address=listener.address), address=listener.address)

    assert answer.status_code == 400, answer.text
    assert "root:" not in answer.text
    assert listener.asked == []


def test_the_same_server_would_have_asked_without_the_guard(
    server: Server, listener: Listener
) -> None:
    statement = (
        f"RETURN [x IN [1] | COLLECT {{ LOAD CSV FROM '{listener.address}' AS a RETURN a }}]"
    )
    with (
        driver_of(server) as driver,
        driver.session(default_access_mode=READ_ACCESS) as session,
    ):
        session.run(statement).consume()  # pyright: ignore[reportArgumentType]

    assert listener.asked.pop() == "/x.csv"


@pytest.mark.parametrize("statement", EXHAUSTING, ids=shown)
def test_a_statement_that_would_take_all_is_cut_within_its_limits(
    door: Door, statement: str
) -> None:
    answer = door.ask(statement, x=[])

    assert answer.status_code in {202, 400}, answer.text
    assert len(answer.content) < 3_000_000
    assert len(answer.json().get("data", {}).get("values", [])) <= ROWS
    assert door.is_unharmed()


@pytest.mark.parametrize("statement", ODD_VALUES, ids=shown)
@pytest.mark.parametrize("kind", ["application/json", "application/vnd.neo4j.query"])
def test_a_value_that_json_lacks_is_answered_in_json(door: Door, statement: str, kind: str) -> None:
    answer = door.client.post(QUERY, json={"statement": statement}, headers={"accept": kind})

    assert answer.status_code in {202, 400}, answer.text
    assert answer.json()


PARAMETERS = {
    "no number": b'{"statement": "RETURN $x AS x", "parameters": {"x": NaN}}',
    "too large": b'{"statement": "RETURN $x AS x", "parameters": {"x": 99999999999999999999}}',
    "thousands of digits": b'{"statement": "RETURN $x AS x", "parameters": {"x": %s}}'
    % (b"9" * 10_000),
    "half a character": b'{"statement": "RETURN $x AS x", "parameters": {"x": "\\ud800"}}',
    "half a character in the statement": b'{"statement": "RETURN \'\\ud800\' AS x"}',
    "not UTF-8": b'{"statement": "RETURN \'\xff\' AS x"}',
    "deep": b'{"statement": "RETURN $x AS x", "parameters": {"x": %s%s}}'
    % (b"[" * 5000, b"]" * 5000),
    "deeper": b'{"statement": "RETURN 1 AS x", "parameters": {"x": %s%s}}'
    % (b"[" * 500_000, b"]" * 500_000),
    "no object": b'{"statement": "RETURN 1 AS x", "parameters": [1]}',
    "no text": b'{"statement": {"$type": "String", "_value": "RETURN 1 AS x"}}',
    "nothing": b"",
    "huge": b'{"statement": "RETURN 1 AS x", "parameters": {"x": "%s"}}' % (b"x" * 21_000_000),
}


@pytest.mark.parametrize("body", PARAMETERS.values(), ids=PARAMETERS)
def test_parameters_that_can_not_be_are_refused(door: Door, body: bytes) -> None:
    answer = door.client.post(QUERY, content=body, headers={"content-type": "application/json"})

    assert answer.status_code in REFUSALS, answer.text
    assert answer.json()["errors"][0]["message"]
    assert door.is_unharmed()


def test_a_long_list_of_parameters_is_taken(door: Door) -> None:
    answer = door.ask("MATCH (n:Entity) WHERE n.id IN $ids RETURN n.id", ids=["x"] * 10_000)

    assert answer.status_code == 202, answer.text


def test_there_are_sixty_hostile_statements_and_more() -> None:
    hostile = chain(WRITES, OUTSIDE, PRYING, NOT_ONE_STATEMENT, EXHAUSTING)

    assert len(set(hostile)) > 60


def test_a_statement_that_fills_the_memory_harms_nothing_that_is_held(door: Door) -> None:
    answer = door.ask("WITH 'aaaaaaaa' AS s" + " WITH s + s AS s" * 29 + " RETURN s")
    door.restart()

    assert answer.status_code in {400, 503}
    assert door.is_unharmed()
