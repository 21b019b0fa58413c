"""seeds/ on Neo4j by the one command of the README, beside the same on the embedded store."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.neo4j_server import Neo4j

SEEDS = Path(__file__).parents[2] / "seeds"
QUESTIONS = (
    ("search", "gang", "--json"),
    ("neighbours", "Peruvian Guns Gang", "--hops", "2", "--evidence", "--json"),
    ("path", "Mexican authorities", "Europe", "--json"),
    ("statistics", "--json"),
)


def redstring(store: dict[str, str], *arguments: str) -> bytes:
    command = [sys.executable, "-m", "api.cli", *arguments]
    done = subprocess.run(command, env=os.environ | store, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture
def stores(empty_neo4j: Neo4j, tmp_path: Path) -> list[dict[str, str]]:
    return [
        {"REDSTRING_STORE": f"sqlite:///{tmp_path / 'seeds.db'}"},
        {
            "REDSTRING_STORE": empty_neo4j.url,
            "REDSTRING_NEO4J_USER": empty_neo4j.user,
            "REDSTRING_NEO4J_PASSWORD": empty_neo4j.password,
        },
    ]


def test_the_seeds_on_neo4j_answer_with_the_same_bytes(stores: list[dict[str, str]]) -> None:
    said = [redstring(store, "ingest", str(SEEDS)) for store in stores]
    assert said[0] == said[1]
    assert b"1 added" in said[0]
    for question in QUESTIONS:
        embedded, on_neo4j = (redstring(store, *question) for store in stores)
        assert on_neo4j == embedded, question
        assert len(embedded) > 100
    totals = {redstring(store, "verify").splitlines()[-1] for store in stores}
    assert len(totals) == 1
