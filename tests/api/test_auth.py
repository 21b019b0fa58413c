import base64
from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr
from starlette.datastructures import Headers

from api.app import create_app
from api.auth import Gate
from api.settings import Settings, load_settings
from graph.store import GraphStore
from tests.api.serving import asking

SECRET = "a-secret-of-enough-length"
BASIC = base64.b64encode(f"anyone:{SECRET}".encode()).decode()
LOCAL = {"host": "127.0.0.1:8000"}
JSON = LOCAL | {"content-type": "application/json"}


async def nothing(*_: object) -> None: ...


def refused(
    method: str, headers: dict[str, str], path: str = "/api/merges", **settings: str
) -> int | None:
    gate = Gate(nothing, load_settings(**settings))
    refusal = gate.refusal(method, path, Headers(headers))
    return refusal.status if refusal else None


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LocalHost", "[::1]:8000", "[::1]"]
)
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert refused("GET", {"host": host}) is None


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "127.0.0.1.evil.example", "localhost.evil:80", "127.0.0.1:x", "::1"],
)
def test_a_page_that_rebinds_its_name_to_this_machine_is_refused(host: str) -> None:
    assert refused("GET", {"host": host}) == 421


def test_a_name_that_was_allowed_is_answered() -> None:
    assert refused("GET", {"host": "news.example:81"}, allowed_hosts="news.example") is None


@pytest.mark.parametrize(
    "headers",
    [
        JSON,
        JSON | {"origin": "http://127.0.0.1:8000"},
        JSON | {"sec-fetch-site": "same-origin"},
        JSON | {"content-type": "application/json; charset=utf-8"},
    ],
)
def test_own_pages_and_programs_may_change_what_is_held(headers: dict[str, str]) -> None:
    assert refused("POST", headers) is None


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize(
    "more",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_pages_of_others_may_not(method: str, more: dict[str, str]) -> None:
    assert refused(method, JSON | more) == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_is_no_json(kind: str) -> None:
    assert refused("POST", LOCAL | {"content-type": kind}) == 415


@pytest.mark.parametrize(
    "authorization",
    [f"Bearer {SECRET}", f"bearer {SECRET}", f"Basic {BASIC}"],
)
def test_the_token_opens_the_gate(authorization: str) -> None:
    headers = LOCAL | {"authorization": authorization}

    assert refused("GET", headers, token=SECRET) is None


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        f"Bearer {SECRET[:-1]}",
        f"Bearer {SECRET}x",
        f"Token {SECRET}",
        "Bearer \xe9\xff",
        "Basic !!!",
        "Basic YTpi",
        "Basic YQ==",
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/statistics", "/entities/x", "/openapi.json"])
def test_anything_else_does_not(authorization: str, path: str) -> None:
    headers = LOCAL | {"authorization": authorization}

    assert refused("GET", headers, path, token=SECRET) == 401


def test_whether_it_lives_may_be_asked_without_a_token() -> None:
    assert refused("GET", LOCAL, "/healthz", token=SECRET) is None


def test_with_a_token_any_name_is_answered_unless_names_are_given() -> None:
    headers = {"host": "news.example", "authorization": f"Bearer {SECRET}"}

    assert refused("GET", headers, token=SECRET) is None
    assert refused("GET", headers, token=SECRET, allowed_hosts="other.example") == 421


def test_a_token_from_elsewhere_changes_nothing_for_pages_of_others() -> None:
    headers = JSON | {"authorization": f"Basic {BASIC}", "origin": "http://evil.example"}

    assert refused("POST", headers, token=SECRET) == 403


@pytest.fixture
def guarded(settings: Settings, store: GraphStore) -> Iterator[httpx.Client]:
    locked = settings.model_copy(update={"token": SecretStr(SECRET)})
    with asking(create_app(locked, store)) as client:
        yield client


def test_a_refusal_says_how_to_send_the_token(guarded: httpx.Client) -> None:
    answer = guarded.get("/api/statistics")

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert "Authorization: Bearer <token>" in answer.json()["detail"]
    assert guarded.get("/api/statistics", auth=("me", SECRET)).status_code == 200


def test_a_page_of_others_changes_nothing(client: httpx.Client, store: GraphStore) -> None:
    before = store.statistics()
    [first, *_] = store.documents().items

    answer = client.delete(f"/api/documents/{first.id}", headers={"Origin": "http://evil.example"})

    assert answer.status_code == 403
    assert store.statistics() == before
