from collections.abc import Iterator
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


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"REDSTRING_{name.upper()}", raising=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=f"sqlite:///{tmp_path / 'graph.db'}")


@pytest.fixture
def store(settings: Settings) -> Iterator[GraphStore]:
    store = open_store(settings.store)
    store.add(
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
        )
    )
    store.add(
        article(
            state("group:alpha", "SUPPLIES", "group:beta", status=Status.DENIED),
            state("group:alpha", "SUPPLIES", "group:beta", year=2001),
            title="The second article",
            published=day("2021-02-03"),
        )
    )
    yield store
    store.close()


@pytest.fixture
def service(store: GraphStore, settings: Settings) -> Service:
    return Service(store, settings)


@pytest.fixture
def client(store: GraphStore, settings: Settings) -> Iterator[httpx.Client]:
    with asking(create_app(settings, store)) as client:
        yield client
