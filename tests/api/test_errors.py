import inspect
import logging
from collections.abc import Callable, Iterator

import httpx
import pytest

from api import guard, service, settings, worker
from api.app import create_app
from api.errors import STATUS, kind_of, status_of
from api.settings import Settings
from graph import errors
from graph.errors import RedstringError
from graph.store import GraphStore
from tests.api.serving import asking

OURS: dict[str, type[RedstringError]] = {
    name: kind
    for module in (errors, service, settings, worker)
    for name, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, RedstringError)
}
ANSWERS = {
    "/limit": errors.LimitError("hops", 99, 1, 4),
    "/full": errors.StoreFullError("no room is left on the disk"),
    "/busy": errors.StoreBusyError("another process holds the store"),
}


@pytest.mark.parametrize("kind", OURS.values(), ids=OURS)
def test_every_error_of_ours_has_a_status(kind: type[RedstringError]) -> None:
    assert kind in STATUS or kind is service.UnknownNameError
    assert status_of(kind) >= 400


@pytest.mark.parametrize("kind", OURS.values(), ids=OURS)
def test_a_failing_store_is_never_the_askers_fault(kind: type[RedstringError]) -> None:
    assert issubclass(kind, errors.StoreError) <= (status_of(kind) >= 500)
    assert issubclass(kind, errors.QuestionError | errors.ArticleError) <= (
        status_of(kind) < 500 or kind is settings.SettingsError
    )


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (errors.EntityNotFoundError, "entity-not-found"),
        (errors.NotAStoreError, "not-a-store"),
        (errors.StoreURLError, "store-url"),
    ],
)
def test_an_error_is_named_by_its_class(kind: type[RedstringError], name: str) -> None:
    assert kind_of(kind) == name


def failing_with(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.fixture
def failing(settings: Settings, store: GraphStore) -> Iterator[httpx.Client]:
    app = create_app(settings, store)
    for path, error in ANSWERS.items():
        app.add_api_route(path, failing_with(error))
    app.add_api_route("/defect", failing_with(ZeroDivisionError()))
    with asking(app) as client:
        yield client


def test_an_error_becomes_a_problem_document_with_its_facts(failing: httpx.Client) -> None:
    answer = failing.get("/limit")

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:redstring:problem:limit",
        "title": "A number that is out of its range",
        "status": 422,
        "detail": "hops is 99; it must be from 1 to 4",
        "instance": "/limit",
        "name": "hops",
        "value": 99,
        "low": 1,
        "high": 4,
    }


@pytest.mark.parametrize(("path", "status", "again"), [("/full", 507, None), ("/busy", 503, "5")])
def test_a_store_that_fails_says_what_and_whether_to_ask_again(
    failing: httpx.Client, path: str, status: int, again: str | None
) -> None:
    answer = failing.get(path)

    assert answer.status_code == status
    assert answer.json()["detail"] == str(ANSWERS[path])
    assert answer.headers.get("retry-after") == again


def test_a_defect_is_a_problem_document_that_shows_nothing_of_the_code(
    failing: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, guard.__name__):
        answer = failing.get("/defect")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "ZeroDivision" not in answer.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", "/docs", 404), ("PUT", "/api/merges", 405)],
)
def test_what_the_router_refuses_is_a_problem_document_too(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["instance"] == path
    assert answer.json()["status"] == status


def test_an_unknown_method_is_told_those_that_are_known(client: httpx.Client) -> None:
    assert client.put("/api/merges").headers["allow"] == "GET"


def test_every_answer_has_the_headers_of_a_careful_server(client: httpx.Client) -> None:
    answers = [
        client.get("/healthz"),
        client.get("/nothing"),
        client.get("/api/search"),
        client.get("/", headers={"Host": "elsewhere.example"}),
        client.post("/api/merges", content=b"x"),
    ]

    for answer in answers:
        assert (
            dict(answer.headers).items()
            >= {name.lower(): value for name, value in guard.HEADERS.items()}.items()
        )


def test_a_page_sets_a_policy_of_its_own(client: httpx.Client) -> None:
    policy = client.get("/").headers["content-security-policy"]

    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
