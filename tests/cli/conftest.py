from pathlib import Path

import pytest

from graph.model import Extraction
from graph.ontology import Status
from graph.stores import open_store
from tests.builders import article, entity, state


@pytest.fixture(scope="session")
def extraction() -> Extraction:
    return article(
        state("person:ana-diaz", "LEADS", "group:red-hand"),
        state("group:red-hand", "SUPPLIES", "group:blue-star", year=2019),
        state("organization:atlas", "PAID", "group:blue-star", status=Status.ALLEGED),
        title="The Red Hand",
        entities=[entity("group:atlas")],
        source="/articles/hand.txt",
    )


@pytest.fixture
def store_file(tmp_path: Path, extraction: Extraction) -> Path:
    """A store that holds the one document above."""
    path = tmp_path / "graph.db"
    store = open_store(f"sqlite:///{path}")
    store.add(extraction)
    store.close()
    return path


@pytest.fixture
def at(store_file: Path) -> tuple[str, str]:
    return "--store", f"sqlite:///{store_file}"


@pytest.fixture(autouse=True)
def only_the_tests_own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No store, token or port of whoever runs the tests is read or touched."""
    neo4j = ("NEO4J_USER", "NEO4J_PASSWORD", "NEO4J_PASSWORD_FILE", "NEO4J_DATABASE", "NEO4J_HTTP")
    for name in ("STORE", "HOST", "PORT", "TOKEN", "ALLOWED_HOSTS", *neo4j):
        monkeypatch.delenv(f"REDSTRING_{name}", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
