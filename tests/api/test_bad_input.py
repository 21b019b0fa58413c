import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from graph.errors import NotAStoreError, StoreError, StoreVersionError
from graph.store import GraphStore
from graph.stores import open_store
from tests.api.serving import asking

ALPHA = "/api/entities/group:alpha"
HOSTILE = [
    "group:nobody",
    "../../etc/passwd",
    "..",
    "'; drop table claims; --",
    '"quoted"',
    "\x00",
    "group:alpha\x00",
    "<script>alert(1)</script>",
    "x" * 8000,
    "group:alpha%",
    "group:*",
    "\N{SNOWMAN}\u202e",
]
PLACES = [
    "/api/entities/{}",
    "/api/entities/{}/neighbourhood",
    "/api/entities/{}/links",
    "/api/links/{}",
    "/api/links/{}/claims",
    "/api/documents/{}",
    "/api/documents?entity={}",
    "/api/timeline?entity={}",
    "/api/paths?source={}&target=group:alpha",
]


def is_problem(answer: httpx.Response, status: int) -> bool:
    shape = answer.json()
    return (
        answer.status_code == status == shape["status"]
        and answer.headers["content-type"] == "application/problem+json"
        and {"type", "title", "detail", "instance"} <= set(shape)
    )


def test_a_hostile_id_is_an_unknown_id_everywhere(reader: httpx.Client) -> None:
    before = reader.get("/api/statistics").json()

    answers = {
        (place, id_): reader.get(place.format(quote(id_, safe="")))
        for place in PLACES
        for id_ in HOSTILE
    }

    assert [key for key, answer in answers.items() if not is_problem(answer, 404)] == []
    assert reader.get("/api/statistics").json() == before


@pytest.mark.parametrize("hops", ["0", "99", "x", "-1", "1.5", "", "1e3", "9" * 5000])
def test_hops_out_of_range_are_refused(reader: httpx.Client, hops: str) -> None:
    answer = reader.get(f"{ALPHA}/neighbourhood", params={"hops": hops})

    assert is_problem(answer, 422)
    assert "hops" in answer.json()["detail"]


@pytest.mark.parametrize("limit", ["0", "1000000000", "x", "-5"])
@pytest.mark.parametrize(
    "path", [f"{ALPHA}/neighbourhood", f"{ALPHA}/links", "/api/documents", "/api/search?text=a"]
)
def test_limits_out_of_range_are_refused(reader: httpx.Client, path: str, limit: str) -> None:
    answer = reader.get(httpx.URL(path).copy_merge_params({"limit": limit}))

    assert is_problem(answer, 422)
    assert "limit" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"types": "LOVES"}, "no relation type is called 'LOVES'"),
        ({"labels": "Gang"}, "no label is called 'Gang'"),
        ({"statuses": "sure"}, "no status is called 'sure'"),
        ({"first_year": "2019", "last_year": "1994"}, "end (1994) before they begin (2019)"),
        ({"first_year": "12"}, "first_year is 12"),
        ({"first_year": "soon"}, "query.first_year: "),
        ({"undated": "perhaps"}, "query.undated: "),
        ({"type": "SUPPLIES"}, "query.type: "),
    ],
)
def test_a_filter_that_can_not_be_is_refused_by_name(
    reader: httpx.Client, query: dict[str, str], problem: str
) -> None:
    answer = reader.get(f"{ALPHA}/neighbourhood", params=query)

    assert is_problem(answer, 422)
    assert problem in answer.json()["detail"]


@pytest.mark.parametrize("path", [f"{ALPHA}/links", "/api/documents"])
@pytest.mark.parametrize("cursor", ["x", "\x00", "e30=", "A" * 9000])
def test_a_made_up_cursor_is_refused(reader: httpx.Client, path: str, cursor: str) -> None:
    assert is_problem(reader.get(path, params={"cursor": cursor}), 422)


def test_a_path_from_an_entity_to_itself_is_refused(reader: httpx.Client) -> None:
    query = {"source": "group:alpha", "target": "group:alpha"}

    assert is_problem(reader.get("/api/paths", params=query), 422)


@pytest.mark.parametrize("number", ["0", "x", "-1", "99999999999999999999"])
def test_a_merge_number_that_can_not_be_is_refused(reader: httpx.Client, number: str) -> None:
    assert is_problem(reader.delete(f"/api/merges/{number}"), 422)


def test_a_merge_that_is_not_there_is_not_found(reader: httpx.Client) -> None:
    assert is_problem(reader.delete("/api/merges/7"), 404)


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"merged": "group:alpha", "into": "group:nobody"}, 404),
        ({"merged": "group:alpha", "into": "country:PE"}, 409),
        ({"merged": "group:alpha", "into": "group:alpha"}, 409),
        ({"merged": "group:alpha"}, 422),
        ({"merged": 7, "into": None}, 422),
        ([], 422),
        ({"merged": "group:alpha", "into": "group:beta", "bye": "Ada"}, 422),
    ],
)
def test_a_merge_that_can_not_be_changes_nothing(
    client: httpx.Client, store: GraphStore, wanted: object, status: int
) -> None:
    assert is_problem(client.post("/api/merges", json=wanted), status)
    assert store.merges(all_decisions=True) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"title": "no text"}',
        b'{"text": ""}',
        b'{"text": 7}',
        b'{"text": "Lima.", "date": "soon"}',
        b'{"text": "Lima.", "titel": "misspelt"}',
        b'{"text": "\\ud800"}',
        bytes(range(256)),
    ],
    ids=range(11),
)
def test_a_body_that_is_no_article_is_refused(
    client: httpx.Client, store: GraphStore, body: bytes
) -> None:
    answer = client.post(
        "/api/documents", content=body, headers={"Content-Type": "application/json"}
    )

    assert is_problem(answer, 422)
    assert store.statistics().documents == 2


@pytest.mark.parametrize("body", [b'{"text": "\xff\xfe"}', b"[" * 100_000], ids=["bytes", "deep"])
def test_a_body_that_is_no_json_is_refused(client: httpx.Client, body: bytes) -> None:
    answer = client.post(
        "/api/documents", content=body, headers={"Content-Type": "application/json"}
    )

    assert is_problem(answer, 400)
    assert answer.json()["detail"] == "the body can't be read as JSON in UTF-8"


def test_a_body_too_large_is_refused_by_its_announced_length(
    store: GraphStore, settings: Settings
) -> None:
    small = settings.model_copy(update={"max_body_bytes": 1000})
    with asking(create_app(small, store)) as client:
        answer = client.post("/api/documents", json={"text": "x" * 1000})

    assert is_problem(answer, 413)
    assert "1000 bytes" in answer.json()["detail"]


def test_a_body_too_large_is_refused_while_it_streams(
    store: GraphStore, settings: Settings
) -> None:
    small = settings.model_copy(update={"max_body_bytes": 1000})
    kind = {"Content-Type": "application/json"}
    with asking(create_app(small, store)) as client:
        answer = client.post("/api/documents", content=iter([b"x" * 600] * 3), headers=kind)

    assert is_problem(answer, 413)


def test_a_text_of_nothing_but_furniture_is_refused(client: httpx.Client) -> None:
    answer = client.post("/api/documents", json={"text": " \n\x00\n ", "source": "a.example"})

    assert is_problem(answer, 422)
    assert answer.json()["where"] == "a.example"


@pytest.mark.parametrize(
    "request_line",
    [b"GET /%ff%fe HTTP/1.1", b"GET /api/entities/%zz HTTP/1.1", b"GET //etc/passwd HTTP/1.1"],
)
def test_a_broken_address_is_not_found(reader: httpx.Client, request_line: bytes) -> None:
    head = b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    port = reader.base_url.port

    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request_line + head)
        answer = connection.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"application/problem+json" in answer


def test_a_file_that_is_no_store_is_refused_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are my notes, and no store at all\n" * 100)

    with pytest.raises(NotAStoreError, match=r"notes\.db"):
        create_app(Settings(store=f"sqlite:///{path}"))

    assert path.read_text().startswith("these are my notes")


def test_a_store_that_is_read_only_answers_but_takes_nothing(
    store: GraphStore, settings: Settings
) -> None:
    readonly = open_store(settings.store, read_only=True)
    with asking(create_app(settings, readonly)) as client:
        found = client.get(ALPHA)
        answer = client.post("/api/merges", json={"merged": "group:gamma", "into": "group:beta"})
    readonly.close()

    assert found.status_code == 200
    assert is_problem(answer, 503)
    assert answer.json()["type"] == "urn:redstring:problem:store-read-only"
    assert store.merges() == []


def test_a_store_of_a_newer_version_is_refused_at_the_start(
    store: GraphStore, settings: Settings
) -> None:
    store.close()
    path = settings.store.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999999")
        connection.commit()

    with pytest.raises(StoreVersionError, match="newer"):
        create_app(settings)


def test_an_address_of_no_store_is_refused_at_the_start() -> None:
    with pytest.raises(StoreError, match="oracle"):
        create_app(Settings(store="oracle://x"))
