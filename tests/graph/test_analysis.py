from random import Random

import pytest

from graph.analysis import measure, to_networkx
from graph.folding import fold
from graph.model import Subgraph
from tests.builders import Statement, article, entity, state

_TRIANGLES = [
    state("group:a", "RIVAL_OF", "group:b"),
    state("group:b", "RIVAL_OF", "group:c"),
    state("group:a", "RIVAL_OF", "group:c"),
    state("group:x", "RIVAL_OF", "group:y"),
    state("group:y", "RIVAL_OF", "group:z"),
    state("group:x", "RIVAL_OF", "group:z"),
    state("group:c", "SUPPLIES", "group:x"),
    state("group:x", "SUPPLIES", "group:c"),
]


def _subgraph(*statements: Statement, shuffled: int = 0) -> Subgraph:
    graph = fold([article(*statements)])
    entities, links = list(graph.entities.values()), list(graph.links.values())
    chance = Random(shuffled)
    chance.shuffle(entities)
    chance.shuffle(links)
    return Subgraph(
        start=(entities[0].id,),
        entities=tuple(entities),
        hops=(0,) * len(entities),
        links=tuple(links),
    )


def test_a_network_has_every_entity_and_every_link() -> None:
    network = to_networkx(_subgraph(*_TRIANGLES))
    assert network.number_of_nodes() == 6
    assert network.number_of_edges() == 8
    assert network.nodes["group:a"]["label"] == "Group"
    (edge,) = network.get_edge_data("group:c", "group:x").values()
    assert (edge["type"], edge["weight"], edge["status"]) == ("SUPPLIES", 1, "asserted")


def test_degree_counts_other_entities_not_links() -> None:
    degree = measure(_subgraph(*_TRIANGLES)).degree
    assert degree == dict.fromkeys(degree, 2) | {"group:c": 3, "group:x": 3}


def test_who_joins_two_groups_lies_between() -> None:
    between = measure(_subgraph(*_TRIANGLES)).betweenness
    assert between["group:c"] == between["group:x"] == pytest.approx(0.6)
    assert between["group:a"] == 0


def test_closely_linked_entities_are_one_community() -> None:
    communities = measure(_subgraph(*_TRIANGLES, *_TRIANGLES[:6])).communities
    assert [communities[f"group:{letter}"] for letter in "abcxyz"] == [0, 0, 0, 1, 1, 1]


def test_the_order_of_entities_and_links_does_not_matter() -> None:
    first = measure(_subgraph(*_TRIANGLES))
    assert all(measure(_subgraph(*_TRIANGLES, shuffled=seed)) == first for seed in range(1, 6))


def test_an_empty_picture_has_no_measures() -> None:
    nothing = measure(Subgraph(start=(), entities=(), hops=(), links=()))
    assert (nothing.degree, nothing.betweenness, nothing.communities) == ({}, {}, {})


def test_an_entity_alone_is_its_own_community() -> None:
    alone = Subgraph(start=("group:a",), entities=(entity("group:a"),), hops=(0,), links=())
    found = measure(alone)
    assert (found.degree, found.betweenness) == ({"group:a": 0}, {"group:a": 0})
    assert found.communities == {"group:a": 0}
