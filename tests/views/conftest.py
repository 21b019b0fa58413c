from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.app import create_app
from api.settings import Settings
from graph.ontology import Status
from graph.store import GraphStore
from graph.stores import open_store
from tests.api.serving import serving
from tests.browser import Tab, chromium, tab
from tests.builders import article, day, entity, state
from tests.views.pointing import draw


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=f"sqlite:///{tmp_path / 'graph.db'}")


@pytest.fixture
def empty(settings: Settings) -> Iterator[GraphStore]:
    store = open_store(settings.store)
    yield store
    store.close()


@pytest.fixture
def store(empty: GraphStore) -> GraphStore:
    empty.add(
        article(
            state("group:alpha", "SUPPLIES", "group:beta", year=1994, commodity="commodity:gold"),
            state("group:alpha", "COOPERATES_WITH", "group:beta"),
            state("group:beta", "SUPPLIES", "group:alpha", attributed_to="agency:police"),
            state("group:alpha", "BASED_IN", "country:PE"),
            state("group:alpha", "RIVAL_OF", "group:omega", status=Status.ALLEGED),
            state("group:alpha", "ATTACKED", "place:port-town", status=Status.DENIED),
            state("agency:police", "ARRESTED", "group:alpha", year=1994),
            state("group:alpha", "TRAFFICS", "commodity:gold"),
            state("group:alpha", "SEEN_IN", "year:1994"),
            state("person:ada", "LEADS", "group:alpha"),
            state("group:alpha", "OWNS", "organization:shell"),
            state("group:beta", "OPERATES_IN", "place:port-town"),
            title="The first article",
            source="https://news.example/1",
            published=day("2020-02-03"),
            entities=[
                entity("group:alpha", "Alpha Clan", "The Clan"),
                entity("group:omega", "southern gangs", described=True),
                entity("country:PE", "Peru", "Peruvian"),
            ],
        )
    )
    empty.add(article(state("group:alpha", "SUPPLIES", "group:beta"), title="The second article"))
    return empty


@pytest.fixture
def address(store: GraphStore, settings: Settings) -> Iterator[str]:
    with serving(create_app(settings, store)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Tab]:
    with tab(browser, address) as watched:
        yield watched


@pytest.fixture
def page(watched: Tab) -> Iterator[Page]:
    yield watched.page
    assert watched.errors == []
    assert watched.strangers == []


@pytest.fixture
def drawn(page: Page) -> Callable[[str], Page]:
    return lambda address: draw(page, address)
