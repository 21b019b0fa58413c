from collections.abc import Iterator

import pytest

from tests.neo4j_server import Neo4j, empty, neo4j_for_tests


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4j]:
    with neo4j_for_tests() as server:
        yield server


@pytest.fixture
def empty_neo4j(neo4j_server: Neo4j) -> Neo4j:
    empty(neo4j_server)
    return neo4j_server
