"""The statements of constructs.cypher, one a line for each construct that scripts use, on both."""

from pathlib import Path

import pytest

from tests.neo4j_server import Neo4j
from tests.projection.asking import Question
from tests.projection.sides import Sides, Verdict, loaded

CONSTRUCTS = Path(__file__).with_name("constructs.cypher").read_text("utf-8").splitlines()
PARAMETERS = {
    "one": 1,
    "two": 2,
    "id": "group:alpha",
    "ids": ["group:alpha", "person:ann", "none"],
    "rows": [{"id": "group:alpha", "k": 1}, {"id": "none", "k": 2}, {"id": "person:bo", "k": 3}],
}


def _is_ordered(statement: str) -> bool:
    return " ORDER BY " in statement.rpartition("RETURN")[2]


@pytest.fixture(scope="module", params=[3, 9, 14], ids=lambda seed: f"graph {seed}")
def sides(
    request: pytest.FixtureRequest,
    neo4j_server: Neo4j,
    tmp_path_factory: pytest.TempPathFactory,
):
    with loaded(neo4j_server, tmp_path_factory.mktemp("constructs"), request.param) as sides:
        yield sides


@pytest.mark.parametrize("statement", CONSTRUCTS, ids=lambda statement: statement[:70])
def test_a_construct_gets_the_same_rows_on_both(sides: Sides, statement: str):
    compared = sides.compare(
        Question(statement, PARAMETERS, _is_ordered(statement), frozenset({"bag"}))
    )
    assert compared.verdict in {Verdict.SAME, Verdict.BOTH_REFUSE}, compared
