"""Turn a subgraph into what the page draws: pyvis builds the network, the page's script draws it.

What a newcomer would get wrong: nothing of pyvis's own page is used, since that loads scripts from
other hosts and runs what stands in names. Ids are hashes here, and text is plain text, shortened.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from pyvis.network import Network

from api.views.layout import Box, place
from api.views.palette import FAMILIES, LABELS, PAPER, STATUSES, line_colours
from api.views.question import entity_address
from api.views.text import lines, short, width
from graph.folding import may_be_one
from graph.identity import digest
from graph.model import Entity, Link, Subgraph
from graph.ontology import RELATION_TYPES, STATUS_STRENGTH, Label

FONT_SIZE = 14
LINE_HEIGHT = 17
START_SIZE = 22
"""Half the width of an entity in the middle, in pixels at full size."""
_SIZES = (11.0, 18.0)
_MARGINS = {False: 7, True: 26}
"""Around a shape with its label, in pixels: wider where words on lines need room too."""
_LABEL_GAP = 5
MAX_NAMED_LINKS = 40
"""The most links whose relation is always written on them."""
ONE_LINE_ABOVE = 200
"""With more entities than this, all links of a pair are one line."""
MAX_ALIASES = 12
_CURVE = 0.22
_HASH_LENGTH = 16
TIMES = "\N{MULTIPLICATION SIGN}"
TO = "\N{EN DASH}"
_HIDE_WHILE_DRAGGING = 500

Vis = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the page's script needs to draw, and what it says of what was clicked.

    Attributes:
        nodes: As vis-network reads them, with a place.
        edges: As vis-network reads them; `links` says which links a line stands for.
        options: vis-network's.
        entities: By node id: what an entity is called, what it is, where its page is.
        links: By link id: the link in words.
        lines: Colours of lines by theme, family and status.
        paper: Colour of the background by theme.
        names_links: Whether relations are written on the lines.
        most_named: Up to how many links that is so.
        phrases: What links of each type say.
        alike: For each label, those of entities that one of it can be merged with.
    """

    nodes: list[Vis]
    edges: list[Vis]
    options: Vis
    entities: dict[str, Vis]
    links: dict[str, Vis]
    lines: dict[str, dict[str, dict[str, str]]]
    paper: dict[str, str]
    names_links: bool
    most_named: int
    phrases: dict[str, str]
    alike: dict[str, list[str]]

    def data(self) -> Vis:
        """Return the same as the page's script reads it, without copying what is in it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def draw(subgraph: Subgraph) -> Picture:
    """Build the picture of a subgraph; the same subgraph gives the same picture."""
    keys = {entity.id: node_key(entity.id) for entity in subgraph.entities}
    named = len(subgraph.links) <= MAX_NAMED_LINKS
    network = _network(subgraph, keys, _nodes(subgraph, named=named))
    nodes, edges, *_ = network.get_network_data()
    return Picture(
        nodes=nodes,
        edges=edges,
        options=_options(len(subgraph.links)),
        entities={keys[entity.id]: _about(entity) for entity in subgraph.entities},
        links=_words(subgraph, keys),
        lines=line_colours(),
        paper=dict(PAPER),
        names_links=named,
        most_named=MAX_NAMED_LINKS,
        phrases={name: kind.phrase for name, kind in RELATION_TYPES.items()},
        alike={one: [other for other in Label if may_be_one(one, other)] for one in Label},
    )


def grow(subgraph: Subgraph, fresh: Collection[str]) -> Vis:
    """Return what comes to a picture when it grows, as `Picture` has it; nothing has a place yet.

    Args:
        subgraph: The entities that come, those that they are linked to, and these links.
        fresh: Ids of the entities that come.
    """
    keys = {entity.id: node_key(entity.id) for entity in subgraph.entities}
    sizes = _sizes(subgraph)
    standing = [
        _node(entity, lines(entity.name), size, (0, 0), rank=rank)
        for entity, (size, rank) in zip(subgraph.entities, sizes, strict=True)
    ]
    nodes, edges, *_ = _network(subgraph, keys, standing).get_network_data()
    new = {keys[id_] for id_ in fresh}
    return {
        "nodes": [node for node in nodes if node["id"] in new],
        "edges": edges,
        "entities": {keys[e.id]: _about(e) for e in subgraph.entities if e.id in fresh},
        "links": _words(subgraph, keys),
    }


def _network(subgraph: Subgraph, keys: Mapping[str, str], nodes: Iterable[Vis]) -> Network:
    network = Network(directed=True)
    for options in nodes:
        network.add_node(**options)
    together = len(subgraph.entities) > ONE_LINE_ABOVE
    for pair, links in _by_pair(subgraph.links).items():
        for options in [_bundle(links)] if together else _strands(pair, links):
            source, target = keys[options.pop("source")], keys[options.pop("target")]
            network.add_edge(source, target, **options)
    return network


def node_key(entity_id: str) -> str:
    """Return what an entity is called inside the page, whatever stands in its id."""
    return digest(entity_id)[:_HASH_LENGTH]


def _options(links: int) -> Vis:
    return {
        "physics": False,
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "hover": True,
            "selectConnectedEdges": False,
            "keyboard": {"enabled": False},
            "hideEdgesOnDrag": links > _HIDE_WHILE_DRAGGING,
            "tooltipDelay": 200,
            "zoomSpeed": 0.6,
        },
        "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
        "edges": {
            "smooth": False,
            "selectionWidth": 1.6,
            "hoverWidth": 0.6,
            "arrowStrikethrough": False,
            "arrows": {"to": {"scaleFactor": 0.6}, "middle": {"type": "bar", "scaleFactor": 0.8}},
        },
    }


def _nodes(subgraph: Subgraph, *, named: bool) -> list[Vis]:
    order = {entity.id: number for number, entity in enumerate(subgraph.entities)}
    pairs = [(order[one], order[other]) for one, other in _by_pair(subgraph.links)]
    weights = _sizes(subgraph)
    sizes = [size for size, _ in weights]
    sizes[: len(subgraph.start)] = [START_SIZE] * len(subgraph.start)
    labels = [lines(entity.name) for entity in subgraph.entities]
    margin = _MARGINS[named]
    boxes = [_box(size, label, margin) for size, label in zip(sizes, labels, strict=True)]
    places = place(boxes, subgraph.hops, pairs)
    return [
        _node(entity, label, size, at, rank=rank)
        for entity, label, size, at, (_, rank) in zip(
            subgraph.entities, labels, sizes, places, weights, strict=True
        )
    ]


def _sizes(subgraph: Subgraph) -> list[tuple[float, int]]:
    """Return for each entity its size in pixels, and how many claims its links have."""
    weight: Counter[str] = Counter()
    for link in subgraph.links:
        weight.update({link.source: link.claims, link.target: link.claims})
    most = max(weight.values(), default=1)
    return [(_size(weight[e.id], most), weight[e.id]) for e in subgraph.entities]


def _node(
    entity: Entity, label: Sequence[str], size: float, at: tuple[int, int], *, rank: int
) -> Vis:
    style = LABELS[entity.label]
    return {
        "n_id": node_key(entity.id),
        "label": "\n".join(label),
        "shape": style.shape,
        "color": {"background": style.fill, "border": style.outline},
        "size": size,
        "x": at[0],
        "y": at[1],
        "title": f"{short(entity.name)}\n{_kind(entity)}",
        "hollow": entity.described,
        "rank": rank,
    }


def _size(claims: int, most: int) -> float:
    low, high = _SIZES
    return round(low + (high - low) * math.log1p(claims) / math.log1p(max(most, 1)), 1)


def _box(size: float, label: Sequence[str], margin: float) -> Box:
    side = max(size, max(map(width, label)) * FONT_SIZE / 2) + margin
    below = size + _LABEL_GAP + len(label) * LINE_HEIGHT + margin
    return Box(side=side, above=size + margin, below=below)


def _by_pair(links: Sequence[Link]) -> Mapping[tuple[str, str], list[Link]]:
    pairs: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        one, other = sorted((link.source, link.target))
        pairs[one, other].append(link)
    return pairs


def _strands(pair: tuple[str, str], links: Sequence[Link]) -> list[Vis]:
    """Draw the links of one pair side by side, so that each can be clicked."""
    drawn: list[Vis] = []
    for number, link in enumerate(links):
        aside = number - (len(links) - 1) / 2
        forward = link.source == pair[0]
        options = _line(link)
        if aside:
            turn = "curvedCW" if (aside > 0) == forward else "curvedCCW"
            options["smooth"] = {
                "enabled": True,
                "type": turn,
                "roundness": round(_CURVE * abs(aside), 3),
            }
        drawn.append(options)
    return drawn


def _line(link: Link) -> Vis:
    kind = RELATION_TYPES[link.type]
    family, status = FAMILIES[kind.family], STATUSES[link.status]
    heads = (["to"] if not kind.symmetric else []) + (["middle"] if status.struck else [])
    return {
        "id": link.id,
        "source": link.source,
        "target": link.target,
        "links": [link.id],
        "family": kind.family,
        "status": link.status,
        "width": family.width,
        "dashes": list(family.dashes) or False,
        "arrows": " ".join(heads),
        "text": kind.phrase,
        "sign": status.sign,
    }


def _bundle(links: Sequence[Link]) -> Vis:
    """Draw all links of one pair as one line, as strong as the strongest of them."""
    strongest = max(links, key=lambda link: (STATUS_STRENGTH[link.status], link.claims))
    bundle = _line(strongest)
    if len(links) == 1:
        return bundle
    return bundle | {
        "id": f"pair:{digest(strongest.source, strongest.target)[:_HASH_LENGTH]}",
        "links": [link.id for link in links],
        "arrows": "",
        "text": f"{len(links)} links",
        "sign": f"{TIMES}{len(links)}{bundle['sign']}",
    }


def _about(entity: Entity) -> Vis:
    return {
        "id": entity.id,
        "name": short(entity.name),
        "label": entity.label,
        "kind": _kind(entity),
        "aliases": [short(alias, 80) for alias in entity.aliases[:MAX_ALIASES]],
        "moreAliases": max(len(entity.aliases) - MAX_ALIASES, 0),
        "described": entity.described,
        "href": entity_address(entity.id),
    }


def _kind(entity: Entity) -> str:
    about = entity.label if entity.kind is None else f"{entity.label}, {short(entity.kind, 40)}"
    return f"{about}, known by description only" if entity.described else about


def _words(subgraph: Subgraph, keys: Mapping[str, str]) -> dict[str, Vis]:
    return {
        link.id: {
            "source": keys[link.source],
            "target": keys[link.target],
            "type": link.type,
            "phrase": RELATION_TYPES[link.type].phrase,
            "family": RELATION_TYPES[link.type].family,
            "status": link.status,
            "statuses": link.statuses,
            "years": years(link),
            "claims": link.claims,
            "documents": link.documents,
        }
        for link in subgraph.links
    }


def years(link: Link) -> str:
    """Return a link's years for a person: one, a range, or empty for an undated link."""
    if not link.years:
        return ""
    first, last = link.years[0], link.years[-1]
    return str(first) if first == last else f"{first}{TO}{last}"
