"""What is said where the HTTP API of a server can't be used, and how its answers are limited."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import RedirectResponse

from api.app import create_app
from api.settings import Settings, SettingsError, load_settings
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.access import Access
from tests.api.serving import asking, serving
from tests.cypher.listening import listening
from tests.neo4j_server import Neo4j
from tools.neo4j.server import Server

QUERY = "/db/neo4j/query/v2"
ONE = {"statement": "RETURN 1 AS x"}


@pytest.fixture
def store(empty_neo4j: Neo4j) -> Iterator[GraphStore]:
    store = open_store(empty_neo4j.url, access=Access(empty_neo4j.user, empty_neo4j.password))
    yield store
    store.close()


@contextmanager
def handing_on(
    store: GraphStore, address: str, password: str, **more: object
) -> Iterator[httpx.Client]:
    given = {"neo4j_http": address, "neo4j_password": password, **more}
    settings = Settings.model_validate(given)
    with asking(create_app(settings, store)) as client:
        yield client


@contextmanager
def sending_to(elsewhere: str) -> Iterator[str]:
    """Serve redirects, as a proxy in front of a server that moved."""
    app = FastAPI()
    app.post("/{rest:path}")(lambda: RedirectResponse(elsewhere, 307))
    with serving(app) as address:
        yield address


def told(answer: httpx.Response) -> str:
    return answer.json()["errors"][0]["message"]


def test_an_address_that_nobody_answers_is_told(store: GraphStore, empty_neo4j: Neo4j) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with handing_on(store, address, empty_neo4j.password) as client:
            answer = client.post(QUERY, json=ONE)

    assert answer.status_code == 503
    assert address in told(answer)
    assert "REDSTRING_NEO4J_HTTP" in told(answer)


def test_a_server_of_another_sort_is_told(store: GraphStore, empty_neo4j: Neo4j) -> None:
    with asking(create_app(Settings(), store)) as other:
        address = str(other.base_url)
        with handing_on(store, address.rstrip("/"), empty_neo4j.password) as client:
            page = client.post("/db/nosuch/query/v2", json=ONE)
            bolt = empty_neo4j.url.replace("neo4j://", "http://").replace("bolt://", "http://")
        with handing_on(store, bolt, empty_neo4j.password) as client:
            answer = client.post(QUERY, json=ONE)

    assert page.status_code == 404
    assert answer.status_code == 503
    assert "REDSTRING_NEO4J_HTTP" in told(answer)


def test_a_wrong_password_is_told_and_never_shown(store: GraphStore, empty_neo4j: Neo4j) -> None:
    with handing_on(store, empty_neo4j.http_url, "not-the-password") as client:
        answer = client.post(QUERY, json=ONE)

    assert answer.status_code == 503
    assert "REDSTRING_NEO4J_PASSWORD" in told(answer)
    assert "not-the-password" not in answer.text


def test_what_fails_while_it_runs_is_refused_as_ever(store: GraphStore, empty_neo4j: Neo4j) -> None:
    failing = {"statement": "UNWIND [1, 0] AS i RETURN 1 / i AS x"}
    with asking(create_app(Settings(), store)) as here:
        mine = here.post(QUERY, json=failing)
    with handing_on(store, empty_neo4j.http_url, empty_neo4j.password) as client:
        answer = client.post(QUERY, json=failing)

    assert answer.status_code == mine.status_code == 400
    assert answer.json()["errors"][0]["code"] == mine.json()["errors"][0]["code"]


def test_a_server_that_was_away_is_asked_again_when_it_is_back() -> None:
    with Server() as server:
        store = open_store(server.url, access=Access(server.user, server.password))
        with handing_on(store, server.http_url, server.password) as client:
            before = client.post(QUERY, json=ONE)
            server.kill()
            away = client.post(QUERY, json=ONE)
            server.start()
            after = client.post(QUERY, json=ONE)
        store.close()

    assert (before.status_code, away.status_code, after.status_code) == (202, 503, 202)


@pytest.mark.parametrize("address", ["neo4j", "http://user:secret@host:7474", "ftp://host"])
def test_an_address_that_can_not_be_is_refused_at_the_start(address: str) -> None:
    with pytest.raises(SettingsError, match="REDSTRING_NEO4J_HTTP"):
        load_settings(neo4j_http=address)


@pytest.mark.parametrize(
    "statement",
    [
        "UNWIND range(1, 1000000000) AS i RETURN i",
        "UNWIND range(1, 51) AS i RETURN [[i], 'é \"],[ {', {a: ']'}] AS x",
        "UNWIND range(1, 50) AS i RETURN i, [['a'], []] AS x, 1e300 AS y",
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/vnd.neo4j.query"])
def test_rows_are_cut_as_they_are_here(
    store: GraphStore, empty_neo4j: Neo4j, statement: str, kind: str
) -> None:
    body, headers = {"statement": statement, "includeCounters": True}, {"accept": kind}
    with asking(create_app(Settings(cypher_rows=50), store)) as here:
        mine = here.post(QUERY, json=body, headers=headers).json()
    with handing_on(store, empty_neo4j.http_url, empty_neo4j.password, cypher_rows=50) as client:
        answer = client.post(QUERY, json=body, headers=headers)

    assert answer.status_code == 202, answer.text
    assert len(answer.json()["data"]["values"]) == 50
    for part in ("data", "notifications", "counters"):
        assert answer.json().get(part) == mine.get(part)


def test_an_answer_that_is_too_large_is_refused(store: GraphStore, empty_neo4j: Neo4j) -> None:
    large = {"statement": "UNWIND range(1, 50) AS i RETURN 'so many letters for one row' AS x"}
    at, given = empty_neo4j.http_url, {"cypher_bytes": 1000}
    with handing_on(store, at, empty_neo4j.password, **given) as client:
        answer = client.post(QUERY, json=large)

    assert answer.status_code == 400
    assert "1000 bytes" in told(answer)


@pytest.mark.parametrize("kind", ["application/json", "application/vnd.neo4j.query"])
def test_an_answer_is_as_deep_as_it_may_be_here(
    store: GraphStore, empty_neo4j: Neo4j, kind: str
) -> None:
    def asked(client: httpx.Client, depth: int) -> int:
        lists = "[" * (depth - 50) + "]" * (depth - 50)
        statement = f"WITH {'[' * 49}$x{']' * 49} AS x RETURN [x] AS x"
        body = {"statement": statement, "parameters": {"x": json.loads(lists)}}
        return client.post(QUERY, json=body, headers={"accept": kind}).status_code

    depths = (99, 100, 101, 140)
    with asking(create_app(Settings(), store)) as here:
        mine = [asked(here, depth) for depth in depths]
    with handing_on(store, empty_neo4j.http_url, empty_neo4j.password) as client:
        answered = [asked(client, depth) for depth in depths]

    assert answered == mine == [202, 202, 400, 400]


def test_a_number_that_json_can_not_hold_is_refused(store: GraphStore, empty_neo4j: Neo4j) -> None:
    body = b'{"statement": "RETURN $x AS x", "parameters": {"x": 1e999}}'
    with handing_on(store, empty_neo4j.http_url, empty_neo4j.password) as client:
        answer = client.post(QUERY, content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 400
    assert "too large" in told(answer)


def test_keys_of_an_answer_are_not_taken_for_errors(store: GraphStore, empty_neo4j: Neo4j) -> None:
    with handing_on(store, empty_neo4j.http_url, empty_neo4j.password) as client:
        answer = client.post(QUERY, json={"statement": "RETURN {errors: [{code: 'x'}]} AS x"})

    assert answer.json()["data"]["values"] == [[{"errors": [{"code": "x"}]}]]


def test_a_request_with_two_statements_is_judged_by_the_one_that_is_run(
    store: GraphStore, empty_neo4j: Neo4j
) -> None:
    body = b'{"statement": "SHOW SETTINGS", "statement": "RETURN 1 AS x"}'
    with handing_on(store, empty_neo4j.http_url, empty_neo4j.password) as client:
        answer = client.post(QUERY, content=body, headers={"content-type": "application/json"})

    assert answer.json()["data"]["fields"] == ["x"]


def test_nobody_is_sent_elsewhere(store: GraphStore, empty_neo4j: Neo4j) -> None:
    with (
        listening() as elsewhere,
        sending_to(elsewhere.address) as address,
        handing_on(store, address, empty_neo4j.password) as client,
    ):
        answer = client.post(QUERY, json=ONE)

    assert answer.status_code == 503
    assert "status 307" in told(answer)
    assert elsewhere.asked == []
