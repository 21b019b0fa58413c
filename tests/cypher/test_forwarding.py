"""What is said where the HTTP API of a server is of no use; its answers are tested with ours."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from api.app import create_app
from api.settings import Settings, SettingsError, load_settings
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.access import Access
from tests.api.serving import asking
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
def handing_on(store: GraphStore, address: str, password: str) -> Iterator[httpx.Client]:
    settings = Settings.model_validate({"neo4j_http": address, "neo4j_password": password})
    with asking(create_app(settings, store)) as client:
        yield client


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
    assert answer.status_code in {500, 503}
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
