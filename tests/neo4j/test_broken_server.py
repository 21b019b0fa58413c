import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest
from neo4j.exceptions import DriverError

from api.app import create_app
from graph.stores import open_store
from graph.stores.neo4j import connection, schema
from tests.api.serving import asking
from tests.builders import article, state
from tests.neo4j.doors import (
    Environment,
    environment_of,
    one_line,
    problem_of,
    refused,
    settings_of,
)
from tests.neo4j.relay import Relay
from tests.neo4j_server import Given, Neo4j, driver_of
from tests.stores.kinds import access_of
from tools.neo4j.server import Server

_HELD = article(state("group:a", "PAID", "group:b"), title="Held", source="held.txt")
_MERGE = {"merged": "group:a", "into": "group:b"}
_LONG = "UNWIND range(1, 1000000000000) AS x WITH x WHERE x % 7 = 8 RETURN count(x)"
_GONE = "the Neo4j server does not answer, or went away; nothing was changed. Check that it runs"
_READ_ONLY = (
    "the Neo4j server lets its database only be read. Change server.databases.read_only or "
    "server.databases.default_to_read_only there, or name another store"
)


# One that is killed, frozen and restarted, and on which each test leaves what it found.
@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        store = open_store(server.url, access=access_of(server))
        store.add(_HELD)
        store.close()
        yield server


@pytest.fixture(scope="module", autouse=True)
def impatient() -> Iterator[None]:
    """No test waits as long for a server as a person would have to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "RETRY_S", 0.5)
        patch.setattr(connection, "LEND_S", 2.0)
        patch.setattr(connection, "IDLE_S", 0.0)
        yield


@contextmanager
def app_over(server: Neo4j) -> Iterator[httpx.Client]:
    settings = settings_of(server).model_copy(update={"cypher_timeout_s": 120})
    with asking(create_app(settings)) as client:
        yield client


@pytest.fixture(scope="module")
def client(server: Server, impatient: None) -> Iterator[httpx.Client]:  # noqa: ARG001
    """One app for all that happens to the server."""
    with app_over(server) as client:
        yield client


@dataclass(frozen=True, slots=True)
class Killed:
    """What was answered when the server was killed under each question, and after that."""

    change: httpx.Response
    cypher: httpx.Response
    statistics: httpx.Response
    commands: tuple[subprocess.CompletedProcess[str], ...]
    while_down: httpx.Response
    page_while_down: httpx.Response
    before: dict[str, object]
    after: httpx.Response
    merges_after: httpx.Response


@pytest.fixture(scope="module")
def killed(server: Server, client: httpx.Client) -> Killed:
    before = client.get("/api/statistics").json()
    with ThreadPoolExecutor() as pool, _a_change_that_all_wait_for(server):
        commands = [
            pool.submit(_run_apart, environment_of(server, cypher_timeout_s="120"), *command)
            for command in (("merge", "group:a", "group:b"), ("cypher", _LONG))
        ]
        change = pool.submit(client.post, "/api/merges", json=_MERGE)
        cypher = pool.submit(client.post, "/db/neo4j/query/v2", json={"statement": _LONG})
        _wait_until_under_way(server, changes=2, questions=2)
        _process_of(server).suspend()
        statistics = pool.submit(client.get, "/api/statistics")
        time.sleep(0.3)  # for the question to reach the server
        server.kill()
        done = change.result(), cypher.result(), statistics.result()
        down = client.get("/healthz"), client.get("/")
        told = tuple(each.result() for each in commands)
    server.start()
    back = client.get("/api/statistics"), client.get("/api/merges")
    return Killed(*done, told, *down, before, *back)


@contextmanager
def _a_change_that_all_wait_for(server: Server) -> Iterator[None]:
    with (
        suppress(DriverError),  # it ends by the server's being killed
        driver_of(server) as driver,
        driver.session() as session,
        session.begin_transaction() as transaction,
    ):
        transaction.run(schema.LOCK).consume()
        yield


def _run_apart(environment: Environment, *command: str) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in environment.items() if value is not None}
    kept = {name: value for name, value in os.environ.items() if name not in environment}
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *command],
        env=kept | given,
        capture_output=True,
        text=True,
        check=False,
    )


def _wait_until_under_way(server: Server, *, changes: int, questions: int) -> None:
    with driver_of(server) as driver:
        while True:
            listed = driver.execute_query(
                "SHOW TRANSACTIONS YIELD currentQuery, status "
                "RETURN currentQuery AS query, status STARTS WITH 'Blocked' AS waits"
            ).records
            under_way = [(each["query"], each["waits"]) for each in listed]
            if (under_way.count((schema.LOCK, True)), under_way.count((_LONG, False))) == (
                changes,
                questions,
            ):
                return
            time.sleep(0.05)


def _process_of(server: Server) -> psutil.Process:
    """The server itself, below the one that guards it."""
    home = f"--home-dir={server.home}"
    [found] = [
        each
        for each in psutil.process_iter(["cmdline"])
        if home in (each.info["cmdline"] or ()) and not each.children()
    ]
    return found


@pytest.mark.parametrize("question", ["change", "statistics", "while_down"])
def test_a_server_that_is_gone_is_told_by_a_problem_document(
    server: Server, killed: Killed, question: str
) -> None:
    kind, detail = problem_of(getattr(killed, question), 503, server)

    assert kind == "store-unreachable"
    assert detail.startswith(_GONE)


def test_a_statement_under_way_when_the_server_is_killed_is_told_as_neo4j_would(
    server: Server, killed: Killed
) -> None:
    [error] = killed.cypher.json()["errors"]

    assert killed.cypher.status_code == 503
    assert error["code"] == "Neo.TransientError.General.DatabaseUnavailable"
    assert error["message"].startswith(f"{server.url}: {_GONE}")


def test_a_page_says_that_the_server_is_gone(server: Server, killed: Killed) -> None:
    page = killed.page_while_down

    assert (page.status_code, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert f"{server.url}: {_GONE}" in page.text


def test_a_command_under_way_when_the_server_is_killed_says_so_in_one_line(
    server: Server, killed: Killed
) -> None:
    assert [each.returncode for each in killed.commands] == [3, 3]
    for each in killed.commands:
        assert each.stdout == ""
        assert one_line(environment_of(server), each.stderr).startswith(_GONE)


def test_the_app_goes_on_when_the_server_is_back_and_nothing_was_changed(killed: Killed) -> None:
    assert (killed.after.status_code, killed.after.json()) == (200, killed.before)
    assert killed.merges_after.json()["items"] == []


def test_a_frozen_server_is_not_waited_for_and_answers_when_it_goes_on(
    server: Server, client: httpx.Client
) -> None:
    before = client.get("/api/statistics")
    process = _process_of(server)
    process.suspend()
    started = time.monotonic()
    frozen = client.get("/api/statistics")
    took_s = time.monotonic() - started
    process.resume()
    after = client.get("/api/statistics")

    assert problem_of(frozen, 503, server)[1].startswith(_GONE)
    assert took_s < 30
    assert (before.status_code, after.status_code) == (200, 200)


_UNKNOWN = (
    "the Neo4j server went away while it was to keep a change, and whether it did is not known. "
    "Look for the change when the server is back, and do it again if it is missing"
)


def test_a_change_of_which_it_is_not_known_whether_it_is_in_is_told(server: Server) -> None:
    with Relay(server.url) as relay:
        far = Given(relay.url, server.http_url, server.user, server.password)
        with app_over(far) as client:
            relay.cut = "write"
            kind, detail = problem_of(client.post("/api/merges", json=_MERGE), 503, far)
            merged = client.get("/api/merges").json()["items"]
            relay.cut = "write"
            said = refused(environment_of(far), "unmerge", str(merged[0]["number"]))
            after = client.get("/api/merges").json()["items"]

    assert (kind, detail) == ("store-unreachable", _UNKNOWN)
    assert [each["merged"] for each in merged] == ["group:a"]
    assert said == _UNKNOWN
    assert after == []


def test_a_question_whose_line_is_cut_at_its_end_is_asked_again(server: Server) -> None:
    with Relay(server.url) as relay:
        far = Given(relay.url, server.http_url, server.user, server.password)
        with app_over(far) as client:
            relay.cut = "read"
            answer = client.get("/api/statistics")

    assert (answer.status_code, relay.cut) == (200, None)


@pytest.fixture(scope="module")
def kept_read_only(server: Server, client: httpx.Client) -> Iterator[Server]:  # noqa: ARG001
    """The server, restarted under the app with its database read-only."""
    server.restart({"server.databases.read_only": "neo4j"})
    yield server
    server.restart({})


def test_a_server_that_may_only_be_read_answers(
    kept_read_only: Server, client: httpx.Client
) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/api/entities/group:a").json()["entity"]["name"] == "A"
    assert "group:a" in _run_apart(environment_of(kept_read_only), "search", "A").stdout


@pytest.mark.parametrize(
    "command",
    [
        ("ingest", "{folder}"),
        ("merge", "group:a", "group:b"),
        ("unmerge", "1"),
        ("remove", "held.txt"),
        ("rebuild",),
    ],
    ids=lambda command: command[0],
)
def test_a_command_that_would_change_a_server_that_may_only_be_read_is_refused(
    kept_read_only: Server, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "news.txt").write_text("La policía de Colombia detuvo a tres hombres en el Perú.\n")
    put = [each.format(folder=tmp_path) for each in command]

    assert refused(environment_of(kept_read_only), *put) == _READ_ONLY


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/documents", {"text": "La policía detuvo a tres hombres en el Perú."}),
        ("POST", "/api/merges", _MERGE),
        ("DELETE", f"/api/documents/{_HELD.document.id}", None),
    ],
)
def test_a_request_that_would_change_a_server_that_may_only_be_read_is_refused(
    kept_read_only: Server,
    client: httpx.Client,
    method: str,
    path: str,
    body: dict[str, str] | None,
) -> None:
    answer = client.request(method, path, json=body)

    assert problem_of(answer, 503, kept_read_only) == ("store-read-only", _READ_ONLY)
    assert client.get("/api/statistics").json()["documents"] == 1
