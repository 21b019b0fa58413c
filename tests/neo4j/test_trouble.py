from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from neo4j import Driver

from api.app import create_app
from graph.stores import open_store
from graph.stores.neo4j import connection
from tests.api.serving import asking
from tests.builders import article, state
from tests.neo4j.doors import (
    environment_of,
    problem_of,
    refused,
    refused_by_all,
    settings_of,
)
from tests.neo4j.listeners import LISTENERS, Listener
from tests.neo4j_server import Given, driver_of, empty
from tests.stores.kinds import access_of
from tools.neo4j.server import Server

_NUMBERS = count()


# Its own, since wrong passwords lock a user out, and what others are told is not to depend on it.
@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def admin(server: Server) -> Iterator[Driver]:
    with driver_of(server) as driver:
        yield driver


@pytest.fixture
def somebody(server: Server, admin: Driver) -> Given:
    """A user of the server whom no other test knows."""
    name, password = f"user{next(_NUMBERS)}", "the right password"
    _on_system(admin, f"CREATE USER {name} SET PASSWORD '{password}' CHANGE NOT REQUIRED")
    return Given(server.url, server.http_url, name, password)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text("La policía de Colombia detuvo a tres hombres en la frontera con el Perú.\n")
    return path


def _on_system(admin: Driver, statement: str) -> list[dict[str, object]]:
    return [r.data() for r in admin.execute_query(statement, database_="system").records]  # type: ignore[arg-type]


def test_a_wrong_password_is_told_by_every_door(somebody: Given, news: Path) -> None:
    wrong = environment_of(somebody, neo4j_password="not-the-right-one")

    assert refused_by_all(wrong, news) == (
        f"the Neo4j server does not let '{somebody.user}' in. Check the user and the password, "
        "REDSTRING_NEO4J_USER and REDSTRING_NEO4J_PASSWORD"
    )


@pytest.mark.parametrize("user", ["nobody", "no{0}body", "no\x1bbody"])
def test_an_unknown_user_is_told(server: Server, user: str) -> None:
    said = refused(environment_of(server, neo4j_user=user), "statistics")

    assert said.startswith(f"the Neo4j server does not let {user!r} in. Check the user")


def test_a_missing_password_is_told(somebody: Given) -> None:
    said = refused(environment_of(somebody, neo4j_password=""), "statistics")

    assert "Check the user and the password, REDSTRING_NEO4J_USER and" in said


def test_too_many_wrong_passwords_are_told_from_one(somebody: Given) -> None:
    wrong = environment_of(somebody, neo4j_password="not-the-right-one")

    said = [refused(wrong, "statistics") for _ in range(4)]

    assert (
        f"the Neo4j server has seen too many wrong passwords of '{somebody.user}'; wait some "
        "seconds, then try the right one"
    ) in said


def test_a_password_that_has_to_be_changed_is_told(
    somebody: Given, admin: Driver, news: Path
) -> None:
    _on_system(admin, f"ALTER USER {somebody.user} SET PASSWORD CHANGE REQUIRED")

    said = refused_by_all(environment_of(somebody), news)

    assert said.startswith(f"the password of '{somebody.user}' must be changed before")


def test_a_user_who_is_sent_away_while_the_app_runs_is_told_until_let_in_again(
    somebody: Given, admin: Driver
) -> None:
    with asking(create_app(settings_of(somebody))) as client:
        assert client.get("/healthz").status_code == 200
        _on_system(admin, f"ALTER USER {somebody.user} SET PASSWORD 'quite another one'")
        _end_connections(admin, somebody)
        kind, detail = problem_of(client.get("/api/statistics"), 503, somebody)
        _on_system(admin, f"ALTER USER {somebody.user} SET PASSWORD '{somebody.password}'")
        _on_system(admin, f"ALTER USER {somebody.user} SET PASSWORD CHANGE NOT REQUIRED")
        again = client.get("/api/statistics")

    assert kind == "store-login"
    assert detail.startswith(f"the Neo4j server does not let '{somebody.user}' in")
    assert again.status_code == 200


def _end_connections(admin: Driver, user: Given) -> None:
    listed = _on_system(admin, "CALL dbms.listConnections() YIELD connectionId, username")
    for each in listed:
        if each["username"] == user.user:
            _on_system(admin, f"CALL dbms.killConnection('{each['connectionId']}')")


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
@pytest.mark.parametrize("listener", LISTENERS)
def test_a_port_where_no_neo4j_answers_is_told_and_not_waited_for(
    server: Server,
    news: Path,
    monkeypatch: pytest.MonkeyPatch,
    listener: Listener,
    scheme: str,
) -> None:
    monkeypatch.setattr(connection, "LEND_S", 0.5)

    with listener(server) as port:
        said = refused_by_all(environment_of(server, store=f"{scheme}://127.0.0.1:{port}"), news)

    assert said == (
        "the Neo4j server does not answer, or went away; nothing was changed. Check that it runs, "
        "that the port is the one for Bolt, and that the address begins with neo4j+s:// if it "
        "wants TLS; then try again"
    )


@pytest.mark.parametrize("host", ["nowhere.invalid", "xn--a", "256.1.1.1"])
def test_a_host_that_is_nowhere_is_told(server: Server, host: str) -> None:
    said = refused(environment_of(server, store=f"neo4j://{host}:7687"), "statistics")

    assert said.startswith("the Neo4j server does not answer, or went away; nothing was changed")


def test_a_server_without_tls_that_is_asked_for_it_is_told(server: Server) -> None:
    url = server.url.replace("neo4j:", "neo4j+s:")

    said = refused(environment_of(server, store=url), "statistics")

    assert "that the address begins with neo4j+s:// if it wants TLS" in said


def test_a_missing_database_is_told(server: Server, news: Path) -> None:
    said = refused_by_all(environment_of(server, neo4j_database="nothere"), news)

    assert said == (
        "the Neo4j server has no database called 'nothere'. Create it there, or name another: "
        "REDSTRING_NEO4J_DATABASE, empty for the one that the user starts in"
    )


@pytest.mark.parametrize("name", ["no such {name}", "no'such", "1", "x" * 500])
def test_a_name_that_no_database_can_have_is_told(server: Server, name: str) -> None:
    said = refused(environment_of(server, neo4j_database=name), "statistics")

    assert f"{name!r}" in said


@pytest.mark.parametrize("name", ["system", "SYSTEM"])
def test_the_servers_own_database_is_refused(server: Server, news: Path, name: str) -> None:
    said = refused_by_all(environment_of(server, neo4j_database=name), news)

    assert said == "the database 'system' is the server's own; name another"


def test_a_store_that_is_not_there_yet_is_not_made_only_to_be_asked(
    server: Server, admin: Driver
) -> None:
    empty(server)

    said = refused(environment_of(server), "statistics")

    assert said == "there is no store yet; ingest articles into it first"
    assert _held(admin) == []


@pytest.mark.parametrize(
    "theirs",
    [
        "CREATE (:Person {name: 'Ana'})-[:KNOWS {since: 2001}]->(:Person {name: 'Ben'})",
        "CREATE (:Entity {id: 'group:a'})",
        "CREATE ()",
        "CREATE (:Redstring)",
        "CREATE (:Redstring {schema: 'blue'})",
        "CREATE (:Redstring {schema: 1.5}), (:Person)",
        "CREATE (:Redstring {schema: 0})",
        "CREATE (:Redstring {schema: [1]})",
    ],
)
def test_what_another_program_keeps_there_is_left_alone(
    server: Server, admin: Driver, news: Path, theirs: str
) -> None:
    empty(server)
    admin.execute_query("CREATE INDEX theirs FOR (p:Person) ON (p.name)")
    admin.execute_query(theirs)  # type: ignore[arg-type]
    before = _held(admin)

    said = refused_by_all(environment_of(server), news)

    assert said == (
        "the database there holds something that is not redstring's; it is left alone. Name an "
        "empty one"
    )
    assert _held(admin) == before


def test_a_newer_layout_is_refused_and_left_alone(
    server: Server, admin: Driver, news: Path
) -> None:
    empty(server)
    store = open_store(server.url, access=access_of(server))
    store.add(article(state("group:a", "PAID", "group:b")))
    store.close()
    admin.execute_query("MATCH (mark:Redstring) SET mark.schema = 99")
    before = _held(admin)

    said = refused_by_all(environment_of(server), news)

    assert said == (
        "written by a newer redstring (layout 99; this one knows 1). Update redstring, or name "
        "another database"
    )
    assert _held(admin) == before


def _held(admin: Driver) -> list[str]:
    """All that a database holds, in an order of its own."""
    statements = (
        "MATCH (n) RETURN elementId(n), labels(n), properties(n)",
        "MATCH (a)-[r]->(b) "
        "RETURN elementId(r), type(r), properties(r), elementId(a), elementId(b)",
        "SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties, type",
        "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state WHERE type <> 'LOOKUP' "
        "RETURN name, type, labelsOrTypes, properties",
    )
    return sorted(str(row) for each in statements for row in admin.execute_query(each).records)


def test_a_server_that_is_too_old_is_told_by_its_version(
    server: Server, admin: Driver, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty(server)
    agent = admin.get_server_info().agent
    year, month = map(int, agent.removeprefix("Neo4j/").split(".")[:2])
    monkeypatch.setattr(connection, "OLDEST", (year, month))
    open_store(server.url, access=access_of(server)).close()
    before = _held(admin)
    monkeypatch.setattr(connection, "OLDEST", (year, month + 1))

    said = refused_by_all(environment_of(server), news)

    assert said == (
        f"the server is {agent}, which is too old; redstring needs Neo4j {year}.{month + 1} or "
        "newer"
    )
    assert _held(admin) == before
