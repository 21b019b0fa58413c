"""Cypher on the embedded store: the questions of docs/cypher.md, a change, likeness to Neo4j.

The questions are asked of a made-up graph, each with ids from it. What a newcomer would get wrong:
the first answer after a change is the one for which the whole copy of the graph is made again.
"""

import contextlib
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.figure import Figure
from bench.graph import GraphMaker, entity_of
from bench.store import make_store
from graph.errors import CypherLimitError
from graph.store import GraphStore
from graph.stores import open_store
from tests.builders import article, state
from tests.neo4j_server import Neo4j, neo4j_for_tests
from tests.projection.asking import Asking
from tests.projection.sides import Compared, Verdict, loaded

ENTITIES, LINKS = 20_000, 100_000
MOST_MS, MOST_S, STATEMENTS = 100, 3, 20_000
_ASKED = 40
_CHANGES = 5
_QUESTIONS_A_GRAPH = 250
_FIRST_SEED = 100_000
_QUESTION = re.compile(r"### (?P<title>\d+\. .+)\n.+\n\n```cypher\n(?P<statement>[^`]+)\n```\n")
_DOCS = Path(__file__).parents[1] / "docs" / "cypher.md"


def questions() -> dict[str, str]:
    """Return the statements of docs/cypher.md by their titles."""
    found = _QUESTION.finditer(_DOCS.read_text("utf-8"))
    return {question["title"]: question["statement"] for question in found}


def parameters(chance: random.Random) -> dict[str, Any]:
    """Return a value for each name that a question uses; ends of links are those of few links."""
    ids = [entity_of(chance.randrange(1000, ENTITIES)).id for _ in range(4)]
    names = ("id", "one", "other", "target")
    return dict(zip(names, ids, strict=True)) | {"source": ids[0]}


def answered_ms(store: GraphStore, statement: str) -> list[float]:
    """Return how long a question takes, for different ids; a refusal takes as long as a limit."""
    chance = random.Random(3)
    times: list[float] = []
    for _ in range(_ASKED):
        given = parameters(chance)
        start = time.perf_counter()
        with contextlib.suppress(CypherLimitError):
            store.cypher(statement, given)
        times.append((time.perf_counter() - start) * 1000)
    return times


def first_answers_s(store: GraphStore) -> list[float]:
    """Return how long the first answer takes after each of several changes."""
    times: list[float] = []
    for number in range(_CHANGES):
        store.add(article(state("group:a", "PAID", "group:b"), title=f"Change {number}"))
        start = time.perf_counter()
        store.cypher("MATCH (e:Entity {id: 'group:a'})--(c:Claim) RETURN count(c) AS claims")
        times.append(time.perf_counter() - start)
        store.cypher("RETURN 1 AS x")  # waits until the copy is kept
    return times


def speed() -> Iterator[Figure]:
    """Time the questions on the embedded store, and the first answers after changes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        make_store(path, GraphMaker(ENTITIES, LINKS))
        store = open_store(f"sqlite:///{path}")
        store.cypher("RETURN 1 AS x")
        for title, statement in questions().items():
            p95 = quantiles(answered_ms(store, statement), n=20)[18]
            yield Figure(f"embedded Cypher, {title}, p95", p95, "ms", at_most=MOST_MS)
        slowest = max(first_answers_s(store))
        yield Figure("embedded Cypher, first answer after a change", slowest, "s", at_most=MOST_S)
        store.close()


def compared(server: Neo4j, statements: int) -> Iterator[Compared]:
    """Yield how both sides answer so many random statements, over graph after graph."""
    for number in range(-(-statements // _QUESTIONS_A_GRAPH)):
        seed = _FIRST_SEED + number
        asking = Asking(seed)
        with (
            tempfile.TemporaryDirectory() as folder,
            loaded(server, Path(folder), seed) as sides,
        ):
            yield from sides.compare_all([asking.question() for _ in range(_QUESTIONS_A_GRAPH)])


def agreement(statements: int = STATEMENTS) -> Iterator[Figure]:
    """Count random statements that get other rows from the embedded store than from Neo4j."""
    verdicts: Counter[Verdict] = Counter()
    filled = 0
    with neo4j_for_tests() as server:
        for each in compared(server, statements):
            verdicts[each.verdict] += 1
            filled += each.is_filled
            if each.verdict in {Verdict.DIFFERENT, Verdict.ONLY_NEO4J_REFUSES}:
                print(f"{each.verdict.value}: {each.question}")
    total = sum(verdicts.values())
    differ = verdicts[Verdict.DIFFERENT] + verdicts[Verdict.ONLY_NEO4J_REFUSES]
    refused = verdicts[Verdict.NOT_UNDERSTOOD] + verdicts[Verdict.TOO_MUCH]
    yield Figure("random statements on the embedded store and on Neo4j", total, at_least=STATEMENTS)
    yield Figure("of these, answered with rows", filled)
    yield Figure("of these, answered differently", differ, at_most=0)
    yield Figure("of these, refused by the embedded store only", refused)


def run() -> Iterator[Figure]:
    """Measure both; the stores are thrown away afterwards."""
    yield from speed()
    yield from agreement()
