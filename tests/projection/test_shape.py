from pathlib import Path

import pytest

from graph import identity
from graph.projection.build import claim_id
from graph.stores.neo4j.schema import LINK_TYPES
from tests.neo4j_server import Neo4j
from tests.projection.asking import Question
from tests.projection.sides import Verdict, loaded

WHOLE_GRAPH = (
    "MATCH (n) WHERE NOT n:Decision RETURN labels(n) AS labels, properties(n) AS properties, n",
    "MATCH (n:Decision) RETURN n, labels(n) AS labels",
    "MATCH (a)-[r]->(b) RETURN a, type(r) AS type, r, properties(r) AS properties, b",
)


@pytest.mark.parametrize("seed", [3, 6, 7])
def test_the_copy_holds_every_node_and_relationship_that_neo4j_does(
    neo4j_server: Neo4j, tmp_path: Path, seed: int
):
    with loaded(neo4j_server, tmp_path, seed) as sides:
        compared = [sides.compare(Question(text, {})) for text in WHOLE_GRAPH]
        types = sides.embedded.cypher("MATCH ()-[r]->() RETURN DISTINCT type(r) AS t").rows
    assert [each.verdict for each in compared] == [Verdict.SAME] * 3, compared
    own = {"SUBJECT", "OBJECT", "STATED_IN", "MENTIONED_IN"}
    assert {type_ for (type_,) in types} <= own | set(LINK_TYPES.split("|"))


def test_a_claim_has_the_id_that_it_has_everywhere():
    ends = ("group:a", "SUPPLIES", "group:b")
    expected = identity.claim_id("document:1", (3, 14), ends, "alleged")
    assert claim_id("document:1", 3, 14, *ends, "alleged") == expected
