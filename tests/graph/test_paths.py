from collections.abc import Collection, Mapping
from itertools import combinations, pairwise

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.paths import best_ways

_IDS = [f"group:{letter}" for letter in "abcdefghij"] + ["year:2019", "person:p"]


class Neighbourhoods:
    """Who is next to whom; remembers whom it was asked about."""

    def __init__(self, claims: Mapping[tuple[str, str], int]) -> None:
        self.claims = claims
        self.asked: list[str] = []

    def __call__(self, entities: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        self.asked += entities
        around: dict[str, dict[str, int]] = {entity: {} for entity in entities}
        for (one, other), claims in self.claims.items():
            for here, there in ((one, other), (other, one)):
                if here in around:
                    around[here][there] = claims
        return around


def _brute_force(
    claims: Mapping[tuple[str, str], int], source: str, target: str, max_hops: int
) -> list[tuple[str, ...]]:
    network = nx.Graph()
    network.add_nodes_from(_IDS)
    network.add_edges_from(claims)
    years = {"year:2019"} - {source, target}
    network.remove_nodes_from(years)

    def rank(way: list[str]) -> tuple[int, int, list[str]]:
        weakest = min(claims[min(pair), max(pair)] for pair in pairwise(way))
        return len(way), -weakest, way

    found = nx.all_simple_paths(network, source, target, cutoff=max_hops)
    return [tuple(way) for way in sorted(found, key=rank)]


_pairs = st.sampled_from(list(combinations(sorted(_IDS), 2)))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    claims=st.dictionaries(_pairs, st.integers(1, 4), max_size=40),
    ends=st.lists(st.sampled_from(_IDS), min_size=2, max_size=2, unique=True),
    max_hops=st.integers(1, 6),
    k=st.integers(1, 50),
)
def test_the_best_ways_are_those_of_a_search_of_all(
    claims: dict[tuple[str, str], int], ends: list[str], max_hops: int, k: int
) -> None:
    source, target = ends
    found = best_ways(source, target, Neighbourhoods(claims), max_hops=max_hops, k=k)
    assert found == _brute_force(claims, source, target, max_hops)[:k]


def test_a_walk_starts_from_the_side_with_fewer_entities() -> None:
    spokes = {("group:hub", f"person:p{number:04}"): 1 for number in range(3000)}
    ask = Neighbourhoods(spokes | {("group:a", "group:hub"): 1, ("group:a", "group:b"): 1})
    ways = best_ways("group:hub", "group:b", ask, max_hops=6, k=3)
    assert ways == [("group:hub", "group:a", "group:b")]
    assert len(ask.asked) < 10


def test_the_search_ends_when_one_end_is_alone() -> None:
    ask = Neighbourhoods({("group:a", "group:b"): 1})
    assert best_ways("group:a", "group:z", ask, max_hops=6, k=3) == []
    assert len(ask.asked) <= 3
