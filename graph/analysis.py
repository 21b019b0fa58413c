"""Measures of what is shown: a subgraph as a networkx graph, and how its entities hang together.

What a newcomer would get wrong: these numbers describe the picture, not the whole store; whoever
widens the picture changes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from graph.model import Subgraph

_SEED = 0
"""Communities are found by chance moves; with a fixed seed, the same picture has the same ones."""


@dataclass(frozen=True, slots=True)
class Measures:
    """How the entities of a subgraph hang together, each by its id.

    Attributes:
        degree: How many other entities it is linked to, whatever the direction.
        betweenness: Share of the shortest ways between others that lead through it, 0 to 1.
        communities: Number of the group of closely linked entities that it is in; 0 is the largest,
            and among equally large ones that with the smallest id.
    """

    degree: Mapping[str, int]
    betweenness: Mapping[str, float]
    communities: Mapping[str, int]


def to_networkx(subgraph: Subgraph) -> "nx.MultiDiGraph[str]":
    """Return a subgraph as a directed graph with a key per link.

    Nodes have `label`, `name` and `hops`; edges, whose key is the link's id, have `type`, `status`,
    `years` and `weight`, which counts claims.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity, hops in zip(subgraph.entities, subgraph.hops, strict=True):
        network.add_node(entity.id, label=entity.label.value, name=entity.name, hops=hops)
    for link in subgraph.links:
        network.add_edge(
            link.source,
            link.target,
            key=link.id,
            type=link.type,
            status=link.status.value,
            years=link.years,
            weight=link.claims,
        )
    return network


def measure(subgraph: Subgraph) -> Measures:
    """Measure the entities of a subgraph; direction does not count, claims weigh communities."""
    pairs = _pairs(subgraph)
    between: dict[str, float] = nx.betweenness_centrality(pairs)
    return Measures(
        degree={id_: len(pairs.adj[id_]) for id_ in pairs},
        betweenness={id_: round(share, 6) for id_, share in between.items()},
        communities=_communities(pairs),
    )


def _pairs(subgraph: Subgraph) -> "nx.Graph[str]":
    """Return who is linked to whom, claims added up, in an order that is always the same."""
    pairs: nx.Graph[str] = nx.Graph()
    pairs.add_nodes_from(sorted(entity.id for entity in subgraph.entities))
    for link in sorted(subgraph.links, key=lambda link: link.id):
        known: int = pairs.get_edge_data(link.source, link.target, {"weight": 0})["weight"]
        pairs.add_edge(link.source, link.target, weight=known + link.claims)
    return pairs


def _communities(pairs: "nx.Graph[str]") -> dict[str, int]:
    found: list[set[str]] = (
        nx.community.louvain_communities(pairs, weight="weight", seed=_SEED)
        if pairs.number_of_edges()
        else [{id_} for id_ in pairs]
    )
    ranked = sorted(found, key=lambda group: (-len(group), min(group)))
    return {id_: number for number, group in enumerate(ranked) for id_ in sorted(group)}
