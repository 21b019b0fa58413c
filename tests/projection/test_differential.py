"""Random statements, asked of the embedded store and of a real Neo4j with the same graph.

`python -m bench projection` asks twenty thousand; here as many as fit into a test run, never the
same graphs as there.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from tests.neo4j_server import Neo4j
from tests.projection.asking import Asking, Question
from tests.projection.sides import Compared, Sides, Verdict, loaded

GRAPHS = range(1, 41)
QUESTIONS = 100
BUDGET_S = 60
ENOUGH = 200
FEW = 0.02

KNOWN_TO_DIFFER = (
    "RETURN null + [1] AS x",
    "RETURN 1.0 / 0.0 AS x",
    "RETURN round(-2.5) AS x",
    "RETURN toString(1e21) AS x",
    "RETURN toInteger(' 12 ') AS x",
    "UNWIND [1, 1.0] AS x RETURN DISTINCT x",
    "MATCH p = (:Claim)-[:SUBJECT]->() RETURN nodes(p)[1].type AS x LIMIT 1",
    "MATCH (:Claim)-[r:SUBJECT]->() WITH [r] AS rs RETURN rs[0].id IS NULL AS x LIMIT 1",
    "MATCH (c:Claim) WITH c LIMIT 1 RETURN id(c) = c.id AS x",
)


def questions_within(budget_s: float) -> Iterator[tuple[int, list[Question]]]:
    """Yield statements for one graph after another, until the time is over."""
    until = time.monotonic() + budget_s
    for seed in takewhile(lambda _: time.monotonic() < until, GRAPHS):
        asking = Asking(seed)
        yield seed, [asking.question() for _ in range(QUESTIONS)]


def test_random_statements_get_the_same_rows_on_both(
    neo4j_server: Neo4j, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    compared: list[Compared] = []
    for seed, questions in questions_within(BUDGET_S):
        with loaded(neo4j_server, tmp_path, seed) as sides:
            compared += sides.compare_all(questions)
    verdicts = Counter(each.verdict for each in compared)
    filled = sum(each.is_filled for each in compared)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(compared)} statements, {filled} with rows\n")
    assert [each for each in compared if each.verdict is Verdict.DIFFERENT] == []
    assert verdicts[Verdict.ONLY_NEO4J_REFUSES] == 0
    assert len(compared) >= ENOUGH
    assert filled > len(compared) / 4
    assert verdicts[Verdict.NOT_UNDERSTOOD] <= len(compared) * FEW


@pytest.fixture(scope="module")
def sides(neo4j_server: Neo4j, tmp_path_factory: pytest.TempPathFactory):
    with loaded(neo4j_server, tmp_path_factory.mktemp("known"), seed=1) as sides:
        yield sides


@pytest.mark.parametrize("statement", KNOWN_TO_DIFFER)
def test_what_is_said_to_differ_from_neo4j_does(sides: Sides, statement: str):
    assert sides.compare(Question(statement, {})).verdict is Verdict.DIFFERENT
