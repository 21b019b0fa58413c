from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import GraphStore
from graph.stores import open_store
from tests.builders import article, day, entity, state


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[GraphStore]:
    store = open_store(f"sqlite:///{path}")
    store.add(
        article(
            state(
                "group:alpha", "SUPPLIES", "group:beta", year=2019, confidence=0.1234567890123456
            ),
            state("person:ann", "LEADS", "group:alpha", attributed_to="agency:guard"),
            title="One",
            source="archive/one.txt",
            published=day("2020-02-29"),
            entities=[entity("group:alpha", "Alpha", "Älpha Prime", "The Alphas", kind="gang")],
        )
    )
    yield store
    store.close()
