"""The questions about walks answered slowly, as the contract words them, from a whole fold."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import networkx as nx

from graph.filters import Filter
from graph.folding import Graph
from graph.identity import label_of
from graph.model import Extraction, Link
from graph.ontology import RELATION_TYPES, Label


def passing(
    graph: Graph, extractions: Iterable[Extraction], filter_: Filter, asked: Sequence[str]
) -> list[Link]:
    """Return the links that a filter keeps, best first."""
    stated = {
        (claim.source, claim.type, claim.target)
        for extraction in extractions
        for claim in extraction.claims
        if extraction.document.id in filter_.documents
    }
    kept = [
        link
        for link in graph.links.values()
        if filter_.keeps(link)
        and all(
            end in asked or not filter_.labels or label_of(end) in filter_.labels
            for end in (link.source, link.target)
        )
        and (not filter_.documents or (link.source, link.type, link.target) in stated)
    ]
    return sorted(kept, key=lambda link: (-link.claims, link.id))


def reach(links: Sequence[Link], start: Sequence[str], hops: int) -> dict[str, int]:
    """Return every entity within reach with its hops, in the order of the contract."""
    reached = dict.fromkeys(start, 0)
    for hop in range(1, hops + 1):
        best: dict[str, int] = {}
        for link in links:
            for one, other in ((link.source, link.target), (link.target, link.source)):
                walks_on = label_of(one) is not Label.YEAR or one in start
                if reached.get(one) == hop - 1 and other not in reached and walks_on:
                    best[other] = max(link.claims, best.get(other, 0))
        reached |= dict.fromkeys(sorted(best, key=lambda id_: (-best[id_], id_)), hop)
    return reached


def best(links: Iterable[Link], entities: Sequence[str], most: int) -> list[Link]:
    """Return the links among entities that the contract keeps, in its order."""
    place = {entity: number for number, entity in enumerate(entities)}

    def rank(link: Link) -> tuple[int, int, int, str]:
        near, far = sorted((place[link.source], place[link.target]))
        return -link.claims, near, far, link.id

    kept = sorted(links, key=rank)[:most]
    return sorted(kept, key=lambda link: (-link.claims, link.id))


def more(links: Iterable[Link], shown: Iterable[Link], start: Sequence[str]) -> dict[str, int]:
    """Return how many links of the start are not shown, by type."""
    hidden = {link.id for link in links} - {link.id for link in shown}
    types = [
        link.type
        for link in links
        if link.id in hidden and (link.source in start or link.target in start)
    ]
    return {type_: types.count(type_) for type_ in RELATION_TYPES if type_ in types}


def ways(links: Iterable[Link], source: str, target: str, max_hops: int) -> list[tuple[str, ...]]:
    """Return every way between two entities in the order of the contract."""
    walked = nx.Graph()
    walked.add_nodes_from((source, target))
    for link in links:
        ends = (link.source, link.target)
        if all(label_of(end) is not Label.YEAR or end in (source, target) for end in ends):
            known = walked.get_edge_data(*ends, default={"claims": 0})
            walked.add_edge(*ends, claims=max(link.claims, known["claims"]))
    found: Iterator[list[str]] = nx.all_simple_paths(walked, source, target, cutoff=max_hops)

    def rank(way: list[str]) -> tuple[int, int, list[str]]:
        weakest = min(walked.edges[pair]["claims"] for pair in pairwise(way))
        return len(way), -weakest, way

    return [tuple(way) for way in sorted(found, key=rank)]


def best_link(links: Iterable[Link], one: str, other: str) -> Link:
    """Return the first of some links that joins two entities."""
    return next(link for link in links if {link.source, link.target} == {one, other})
