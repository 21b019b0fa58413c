import pytest

from api.views.network import (
    MAX_NAMED_LINKS,
    ONE_LINE_ABOVE,
    Picture,
    draw,
    node_key,
    years,
)
from api.views.palette import LABELS
from graph.model import Subgraph
from graph.ontology import Label, Status
from graph.store import GraphStore
from graph.stores import open_store
from tests.builders import Statement, article, entity, state
from tests.views.pointing import overlapping


def subgraph_of(store: GraphStore, *statements: Statement, limit: int = 300) -> Subgraph:
    store.add(article(*statements))
    return store.neighbourhood([statements[0].source], hops=3, limit=limit)


def members(count: int, *, twice: int = 0) -> list[Statement]:
    told = [state("group:hub", "SUPPLIES", f"group:g{n:03}") for n in range(count)]
    return told + [state(f"group:g{n:03}", "PAID", "group:hub") for n in range(twice)]


def bend(edge: dict[str, object], start: str) -> tuple[object, ...]:
    """Return how a line bends as seen from one of its ends, whatever its direction."""
    smooth = edge.get("smooth", {"type": "straight", "roundness": 0})
    assert isinstance(smooth, dict)
    turned = {"curvedCW": "curvedCCW", "curvedCCW": "curvedCW"}
    kind = smooth["type"]
    return (kind if edge["from"] == start else turned.get(kind, kind), smooth["roundness"])


def test_every_label_is_drawn_in_its_colour_and_shape(store: GraphStore) -> None:
    subgraph = store.neighbourhood(["group:alpha"], hops=2)
    nodes = {node["id"]: node for node in draw(subgraph).nodes}
    looks = {(e.label, nodes[node_key(e.id)]["shape"]) for e in subgraph.entities}
    assert looks == {(label, LABELS[label].shape) for label in Label if label is not Label.EVENT}


def test_described_entities_are_hollow(store: GraphStore) -> None:
    picture = draw(store.neighbourhood(["group:alpha"]))
    hollow = {node["id"] for node in picture.nodes if node["hollow"]}
    assert hollow == {node_key("group:omega")}


def test_ids_in_the_page_are_hashes() -> None:
    assert node_key('group:"><script>') == node_key('group:"><script>')
    assert set(node_key('group:"><script>')) <= set("0123456789abcdef")


def test_links_of_one_pair_are_drawn_apart(store: GraphStore) -> None:
    picture = draw(store.neighbourhood(["group:alpha"]))
    pair = {node_key("group:alpha"), node_key("group:beta")}
    between = [edge for edge in picture.edges if {edge["from"], edge["to"]} == pair]
    bends = {bend(edge, node_key("group:alpha")) for edge in between}
    assert len(between) == 3
    assert len(bends) == 3


def test_every_link_is_on_exactly_one_line(store: GraphStore) -> None:
    subgraph = store.neighbourhood(["group:alpha"], hops=2)
    lines = [link for edge in draw(subgraph).edges for link in edge["links"]]
    assert sorted(lines) == sorted(link.id for link in subgraph.links)


def test_what_is_no_fact_carries_its_sign(store: GraphStore) -> None:
    picture = draw(store.neighbourhood(["group:alpha"]))
    signs = {edge["status"]: edge["sign"] for edge in picture.edges}
    assert signs == {Status.ASSERTED: "", Status.ALLEGED: "?", Status.DENIED: "✕"}


def test_denied_lines_are_struck(store: GraphStore) -> None:
    picture = draw(store.neighbourhood(["group:alpha"]))
    struck = {edge["status"] for edge in picture.edges if "middle" in edge["arrows"]}
    assert struck == {Status.DENIED}


def test_symmetric_links_have_no_arrow(store: GraphStore) -> None:
    edges = draw(store.neighbourhood(["group:alpha"])).edges
    plain = {edge["text"] for edge in edges if "to" not in edge["arrows"]}
    assert plain == {"cooperates with", "is a rival of"}


@pytest.mark.parametrize(
    ("count", "named"), [(MAX_NAMED_LINKS, True), (MAX_NAMED_LINKS + 1, False)]
)
def test_relations_are_written_while_there_is_room(
    empty: GraphStore, count: int, *, named: bool
) -> None:
    assert draw(subgraph_of(empty, *members(count))).names_links is named


def test_a_crowd_has_one_line_a_pair_with_a_count(empty: GraphStore) -> None:
    subgraph = subgraph_of(empty, *members(ONE_LINE_ABOVE, twice=3))
    edges = draw(subgraph).edges
    assert len(edges) == ONE_LINE_ABOVE
    assert sorted(len(edge["links"]) for edge in edges)[-4:] == [1, 2, 2, 2]
    assert sum(edge["sign"] == "\N{MULTIPLICATION SIGN}2" for edge in edges) == 3


def test_the_same_subgraph_gives_the_same_picture(store: GraphStore) -> None:
    subgraph = store.neighbourhood(["group:alpha"], hops=2)
    assert draw(subgraph) == draw(subgraph)


def test_shapes_stand_apart(empty: GraphStore) -> None:
    picture = draw(subgraph_of(empty, *members(59)))
    assert overlapping([square(picture, node["id"]) for node in picture.nodes]) == []


def square(picture: Picture, key: str) -> list[list[float]]:
    node = next(node for node in picture.nodes if node["id"] == key)
    x, y, size = node["x"], node["y"], node["size"]
    return [[x - size, y - size], [x + size, y - size], [x + size, y + size], [x - size, y + size]]


def test_an_entity_alone_is_drawn(empty: GraphStore) -> None:
    empty.add(article(entities=[entity("group:alone")]))
    picture = draw(empty.neighbourhood(["group:alone"]))
    assert [(node["x"], node["y"]) for node in picture.nodes] == [(0, 0)]
    assert picture.edges == []


@pytest.mark.parametrize(
    ("stated", "shown"), [((), ""), ((1994,), "1994"), ((1994, 2001), "1994\N{EN DASH}2001")]
)
def test_years_read_as_a_range(empty: GraphStore, stated: tuple[int, ...], shown: str) -> None:
    told = [state("group:a", "SUPPLIES", "group:b", year=year) for year in stated or (None,)]
    subgraph = subgraph_of(empty, *told)
    assert [years(link) for link in subgraph.links] == [shown]


def test_a_store_that_is_opened_again_gives_the_same_picture(
    store: GraphStore,
) -> None:
    again = open_store(store.url, read_only=True)
    assert draw(again.neighbourhood(["group:alpha"])) == draw(store.neighbourhood(["group:alpha"]))
    again.close()
