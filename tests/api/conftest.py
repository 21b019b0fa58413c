from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.service import Service
from api.settings import Settings
from graph.ontology import Status
from graph.store import GraphStore
from graph.stores import open_store
from tests.api.serving import asking
from tests.builders import article, day, entity, state

ARTICLES = (
    article(
        state("group:alpha", "SUPPLIES", "group:beta", year=1994, commodity="commodity:gold"),
        state("group:alpha", "BASED_IN", "country:PE"),
        state(
            "group:beta",
            "ATTACKED",
            "group:gamma",
            status=Status.ALLEGED,
            attributed_to="agency:police",
        ),
        title="The first article",
        source="https://news.example/1",
        published=day("2020-02-03"),
        entities=[entity("country:PE", "Peru", "Peruvian")],
    ),
    article(
        state("group:alpha", "SUPPLIES", "group:beta", status=Status.DENIED),
        state("group:alpha", "SUPPLIES", "group:beta", year=2001),
        title="The second article",
        published=day("2021-02-03"),
    ),
)


@contextmanager
def filled(settings: Settings) -> Iterator[GraphStore]:
    store = open_store(settings.store)
    for extraction in ARTICLES:
        store.add(extraction)
    yield store
    store.close()


@pytest.fixture(autouse=True, scope="session")
def no_settings_from_outside() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        for name in Settings.model_fields:
            environment.delenv(f"REDSTRING_{name.upper()}", raising=False)
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=f"sqlite:///{tmp_path / 'graph.db'}")


@pytest.fixture
def store(settings: Settings) -> Iterator[GraphStore]:
    with filled(settings) as store:
        yield store


@pytest.fixture
def service(store: GraphStore, settings: Settings) -> Service:
    return Service(store, settings)


@pytest.fixture
def client(store: GraphStore, settings: Settings) -> Iterator[httpx.Client]:
    with asking(create_app(settings, store)) as client:
        yield client


# `reader` is only asked, and so is shared by all tests; `client` is for those that change things.
@pytest.fixture(scope="session")
def reader(
    no_settings_from_outside: None,  # noqa: ARG001 - must come first
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    path = tmp_path_factory.mktemp("shared") / "graph.db"
    settings = Settings(store=f"sqlite:///{path}")
    with filled(settings) as store, asking(create_app(settings, store)) as client:
        yield client
