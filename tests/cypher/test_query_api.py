"""What we answer, beside what the server's own Query API answers to the same request."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from graph.stores import open_store
from graph.stores.access import Access
from tests.api.serving import asking
from tests.cypher.archive import fill
from tests.neo4j_server import Neo4j
from tests.stores.kinds import wipe

QUERY = "/db/neo4j/query/v2"
PLAIN, TYPED, TYPED_V1 = (
    "application/json",
    "application/vnd.neo4j.query",
    "application/vnd.neo4j.query.v1.0",
)


def settings_of(server: Neo4j, **more: object) -> Settings:
    log_in = {"neo4j_user": server.user, "neo4j_password": server.password}
    return Settings.model_validate({"cypher_rows": 50, **log_in, **more})


@pytest.fixture(scope="module", params=["answered here", "handed on"])
def ours(neo4j_server: Neo4j, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    wipe(neo4j_server)
    access = Access(neo4j_server.user, neo4j_server.password)
    store = open_store(neo4j_server.url, access=access)
    wipe(neo4j_server)
    fill(store)
    address = neo4j_server.http_url if request.param == "handed on" else ""
    settings = settings_of(neo4j_server, neo4j_http=address)
    with asking(create_app(settings, store)) as client:
        yield client
    store.close()


@pytest.fixture(scope="module")
def theirs(neo4j_server: Neo4j) -> Iterator[httpx.Client]:
    log_in = (neo4j_server.user, neo4j_server.password)
    with httpx.Client(base_url=neo4j_server.http_url, auth=log_in, timeout=60) as client:
        yield client


def data(client: httpx.Client, statement: str, kind: str = PLAIN, **more: object) -> Any:
    body = {"statement": statement, **more}
    headers = {"accept": kind, "content-type": more.get("kind", PLAIN)}
    answer = client.post(QUERY, json=body, headers={k: str(v) for k, v in headers.items()})
    assert answer.status_code == 202, answer.text
    assert answer.headers["content-type"] == kind
    return answer.json()


VALUES = {
    "nothing": "null",
    "truth": "true",
    "whole": "1",
    "large": "9007199254740993",
    "largest": "9223372036854775807",
    "one": "1.0",
    "small": "0.00012345",
    "edge": "0.001",
    "millions": "9999999.5",
    "ten millions": "-12345678.25",
    "huge": "1.5e300",
    "no number": "0.0/0.0",
    "without end": "[1.0/0.0, -1.0/0.0]",
    "minus zero": "-0.0",
    "text": "'a\"b\\\\ é 😀'",
    "list": "[1, null, 'x', 2.0, [true]]",
    "map": "{a: 1, b: {c: [date('2020-01-02')]}}",
    "date": "date('0099-01-01')",
    "time": "time('10:00:00.5+01:00')",
    "time of Greenwich": "time('10:00Z')",
    "local time": "localtime('10:00:00.000000001')",
    "moment": "datetime('2020-01-02T10:00:00.120Z')",
    "moment elsewhere": "datetime('2020-01-02T10:00:00+05:30')",
    "moment of a zone": "datetime('2020-07-02T10:00:00.123456789[Europe/Berlin]')",
    "local moment": "localdatetime('2020-01-02T10:00:05')",
    "duration": "duration('P1Y2M10DT12H45M30.25S')",
    "duration back": "duration({months: -1, days: 3, seconds: -1.5})",
    "tiny duration back": "duration('PT-0.000000001S')",
    "no duration": "duration('PT0S')",
    "point": "point({x: 1, y: 2})",
    "point in space": "point({x: 1.5, y: 2, z: 3})",
    "place": "point({longitude: 1, latitude: 2})",
    "place above": "point({longitude: 1, latitude: 2, height: 5})",
}


@pytest.mark.parametrize("kind", [PLAIN, TYPED, TYPED_V1])
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_value_is_written_as_the_server_writes_it(
    ours: httpx.Client, theirs: httpx.Client, value: str, kind: str
) -> None:
    statement = f"RETURN {value} AS value"

    assert repr(data(ours, statement, kind)["data"]) == repr(data(theirs, statement, kind)["data"])


@pytest.mark.parametrize("kind", [PLAIN, TYPED])
@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (n:Entity) RETURN n ORDER BY n.id",
        "MATCH (d:Document) RETURN d ORDER BY d.id",
        "MATCH (a:Entity)-[r]->(b:Entity) RETURN r ORDER BY r.id",
        "MATCH p = (:Person)-[:LEADS]->()-[:SUPPLIES]->() RETURN p, nodes(p), relationships(p)",
        "MATCH (n:NoSuchLabel) RETURN n",
        "MATCH (n:Entity {id: 'country:ES'}) RETURN n {.name, here: [n]} AS m",
        "MATCH (n) FINISH",
    ],
)
def test_parts_of_the_graph_are_written_as_the_server_writes_them(
    ours: httpx.Client, theirs: httpx.Client, statement: str, kind: str
) -> None:
    def sorted_labels(part: Any) -> Any:
        inner = part.items() if isinstance(part, dict) else ()
        made = {key: sorted_labels(each) for key, each in inner}
        listed = [sorted_labels(each) for each in part] if isinstance(part, list) else part
        return made | {k: sorted(made[k]) for k in ("labels", "_labels") if k in made} or listed

    mine, others = (data(client, statement, kind)["data"] for client in (ours, theirs))

    assert sorted_labels(mine) == sorted_labels(others)


TYPED_PARAMETERS = [
    {"$type": "Null", "_value": None},
    {"$type": "Boolean", "_value": True},
    {"$type": "Integer", "_value": "-5"},
    {"$type": "Float", "_value": "NaN"},
    {"$type": "Float", "_value": "1.5"},
    {"$type": "String", "_value": "x"},
    {"$type": "Base64", "_value": "AQID"},
    {"$type": "List", "_value": [{"$type": "Integer", "_value": "1"}]},
    {"$type": "Map", "_value": {"a": {"$type": "Date", "_value": "2020-01-01"}}},
    {"$type": "Date", "_value": "2020-01-01"},
    {"$type": "Time", "_value": "10:00:00.5+01:00"},
    {"$type": "LocalTime", "_value": "10:00:00.123456789"},
    {"$type": "OffsetDateTime", "_value": "2020-01-01T10:00:00+01:00"},
    {"$type": "ZonedDateTime", "_value": "2020-01-01T10:00:00+01:00[Europe/Berlin]"},
    {"$type": "LocalDateTime", "_value": "2020-01-01T10:00:00.000000001"},
    {"$type": "Duration", "_value": "P1Y2M3DT4H5M6.7S"},
    {"$type": "Point", "_value": "SRID=7203;POINT (1.0 2.0)"},
    {"$type": "Point", "_value": "SRID=4979;POINT Z (1.0 2.0 3.0)"},
]


@pytest.mark.parametrize("value", TYPED_PARAMETERS, ids=str)
def test_a_typed_parameter_comes_back_as_it_was_sent(
    ours: httpx.Client, theirs: httpx.Client, value: dict[str, object]
) -> None:
    body = {"statement": "RETURN $x AS x", "parameters": {"x": value}}
    headers = {"accept": TYPED, "content-type": TYPED}
    mine, others = (
        client.post(QUERY, json=body, headers=headers).json()["data"] for client in (ours, theirs)
    )

    assert mine == others == {"fields": ["x"], "values": [[value]]}


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (5, "not of the form"),
        ({"$type": "Node", "_value": {}}, "not supported"),
        ({"$type": "Integer", "_value": "x"}, "no Integer"),
        ({"$type": "Integer", "_value": str(2**63)}, "no Integer"),
        ({"$type": "Date", "_value": "x"}, "no Date"),
        ({"$type": "Duration", "_value": "P"}, "no Duration"),
        ({"$type": "Point", "_value": "SRID=1;POINT (1)"}, "no Point"),
        ({"$type": "Base64", "_value": "%"}, "no Base64"),
        ({"$type": "Boolean", "_value": "true"}, "no Boolean"),
        ({"$type": "ZonedDateTime", "_value": "2020-01-01T10:00:00+01:00[No/Where]"}, "no Zoned"),
    ],
)
def test_a_typed_parameter_that_can_not_be_is_refused_by_name(
    ours: httpx.Client, value: object, problem: str
) -> None:
    body = {"statement": "RETURN $x AS x", "parameters": {"x": value}}
    answer = ours.post(QUERY, json=body, headers={"content-type": TYPED})

    assert answer.status_code == 400
    assert problem in answer.json()["errors"][0]["message"]
    assert "'x'" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        {"statement": "RETURN 1 AS"},
        {"statement": "RETURN $missing AS x"},
        {"statement": "CREATE (n)", "accessMode": "READ"},
        {"statement": ""},
        {},
        {"statement": "RETURN 1 AS x", "foo": 1},
        {"statement": "RETURN 1 AS x", "accessMode": "FOO"},
        {"statement": "MATCH (n)\nRETURN m"},
        {"statement": "CALL no.such() YIELD x RETURN x"},
    ],
)
def test_a_wrong_request_gets_the_status_of_the_servers_own(
    ours: httpx.Client, theirs: httpx.Client, body: dict[str, object]
) -> None:
    mine, others = (client.post(QUERY, json=body) for client in (ours, theirs))

    assert mine.status_code == others.status_code == 400
    assert mine.json()["errors"][0].keys() == others.json()["errors"][0].keys()


@pytest.mark.parametrize(
    "statement", ["RETURN 1 AS", "MATCH (n)\nRETURN n.x y z", "RETURN $q AS q"]
)
def test_a_statement_that_is_not_understood_gets_the_servers_own_words(
    ours: httpx.Client, theirs: httpx.Client, statement: str
) -> None:
    mine, others = (
        client.post(QUERY, json={"statement": statement}).json() for client in (ours, theirs)
    )

    assert mine == others


def test_other_names_methods_and_types_are_refused_as_the_server_does(
    ours: httpx.Client, theirs: httpx.Client
) -> None:
    body = {"statement": "RETURN 1 AS x"}
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/db/nosuch/query/v2", {"json": body}),
        ("GET", QUERY, {}),
        ("POST", QUERY, {"json": body, "headers": {"accept": "text/html"}}),
        ("POST", QUERY, {"content": "x", "headers": {"content-type": "text/plain"}}),
    ]
    mine, others = (
        [client.request(method, path, **more) for method, path, more in asked]
        for client in (ours, theirs)
    )

    assert [each.status_code for each in mine] == [404, 405, 406, 415]
    assert [each.status_code for each in mine] == [each.status_code for each in others]
    assert {each.json()["errors"][0]["code"].split(".")[1] for each in mine} == {"ClientError"}


def test_a_cut_answer_says_so_in_a_notification(ours: httpx.Client) -> None:
    answer = data(ours, "UNWIND range(1, 51) AS i RETURN i")

    assert len(answer["data"]["values"]) == 50
    assert answer["notifications"][0]["severity"] == "WARNING"
    assert "50 rows" in answer["notifications"][0]["description"]


def test_a_whole_answer_has_no_notification(ours: httpx.Client) -> None:
    assert "notifications" not in data(ours, "UNWIND range(1, 50) AS i RETURN i")


def test_counters_are_as_the_servers_for_a_statement_that_reads(
    ours: httpx.Client, theirs: httpx.Client
) -> None:
    mine, others = (
        data(client, "RETURN 1 AS x", includeCounters=True)["counters"] for client in (ours, theirs)
    )

    assert mine == others


def test_a_client_may_allow_less_time_than_the_settings_do(ours: httpx.Client) -> None:
    slow = "UNWIND range(1, 100000000) AS i RETURN count(i) AS n"
    answer = ours.post(QUERY, json={"statement": slow, "maxExecutionTime": 1})

    assert answer.status_code == 400
    assert "1 s" in answer.json()["errors"][0]["message"]


def test_transactions_over_several_requests_are_not_offered(ours: httpx.Client) -> None:
    answer = ours.post(f"{QUERY}/tx", json={"statement": "RETURN 1 AS x"})

    assert answer.status_code == 404
    assert "transactions over several requests" in answer.json()["errors"][0]["message"]


def test_a_client_that_logs_in_by_name_sends_the_token_as_its_password(
    neo4j_server: Neo4j, ours: httpx.Client
) -> None:
    del ours  # has filled the store
    access = Access(neo4j_server.user, neo4j_server.password)
    store = open_store(neo4j_server.url, access=access)
    settings = Settings(token="a-token-of-the-tests")  # pyright: ignore[reportArgumentType]
    body = {"statement": "RETURN 1 AS x"}
    with asking(create_app(settings, store)) as client:
        refused = client.post(QUERY, json=body)
        let_in = client.post(QUERY, json=body, auth=("neo4j", "a-token-of-the-tests"))
    store.close()

    assert refused.status_code == 401
    assert refused.json()["errors"][0]["code"] == "Neo.ClientError.Security.Unauthorized"
    assert "Basic" in refused.headers["www-authenticate"]
    assert let_in.json()["data"]["values"] == [[1]]
