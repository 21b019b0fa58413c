import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import EntityNotFoundError, LimitError
from graph.filters import EVERYTHING, Filter
from graph.folding import fold
from graph.identity import label_of
from graph.model import Extraction
from graph.ontology import Label, Status
from graph.store import MAX_ENTITIES, MAX_HOPS, MAX_PATH_HOPS, GraphStore
from tests.builders import article, state
from tests.stores import reference
from tests.stores.kinds import StoreKind
from tests.stores.strategies import articles, filters

_SETTINGS = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
_CHAIN = article(
    state("group:a", "SUPPLIES", "group:b"),
    state("group:b", "SUPPLIES", "group:c"),
    state("group:c", "SUPPLIES", "group:d"),
    state("group:a", "SEEN_IN", "year:2019"),
    state("group:e", "SEEN_IN", "year:2019"),
)


@_SETTINGS
@given(
    read=st.lists(articles(), min_size=1, max_size=6, unique_by=lambda read: read.document.id),
    filter_=filters(),
    hops=st.integers(0, 3),
    limit=st.integers(1, 8),
    data=st.data(),
)
def test_a_neighbourhood_is_what_the_contract_says(
    kind: StoreKind,
    read: list[Extraction],
    filter_: Filter,
    hops: int,
    limit: int,
    data: st.DataObject,
) -> None:
    read = [*read, _CHAIN]
    whole = fold(read)
    some = st.sampled_from(sorted(whole.entities))
    start = data.draw(st.lists(some, min_size=1, max_size=min(2, limit), unique=True))
    restricted = filter_.model_copy(
        update={"documents": frozenset(data.draw(st.sets(st.sampled_from(_ids(read)))))}
    )
    links = reference.passing(whole, read, restricted, start)
    reached = reference.reach(links, start, hops)
    kept = list(reached)[:limit]
    among = [link for link in links if {link.source, link.target} <= set(kept)]
    with tempfile.TemporaryDirectory() as folder:
        store = kind.make(Path(folder))
        store.add_all(read)
        subgraph = store.neighbourhood(start, hops=hops, filter=restricted, limit=limit)
        store.close()
    assert [entity.id for entity in subgraph.entities] == kept
    assert list(subgraph.entities) == [whole.entities[id_] for id_ in kept]
    assert list(subgraph.hops) == [reached[id_] for id_ in kept]
    assert list(subgraph.links) == reference.best(among, kept, 2 * limit)
    assert subgraph.truncated == (len(reached) > limit or len(among) > 2 * limit)
    assert dict(subgraph.more) == reference.more(links, subgraph.links, start)


def _ids(read: list[Extraction]) -> list[str]:
    return [extraction.document.id for extraction in read]


@_SETTINGS
@given(
    read=st.lists(articles(), min_size=1, max_size=6, unique_by=lambda read: read.document.id),
    filter_=filters(),
    max_hops=st.integers(1, MAX_PATH_HOPS),
    k=st.integers(1, 8),
    data=st.data(),
)
def test_paths_are_what_the_contract_says(
    kind: StoreKind,
    read: list[Extraction],
    filter_: Filter,
    max_hops: int,
    k: int,
    data: st.DataObject,
) -> None:
    read = [*read, _CHAIN]
    whole = fold(read)
    some = st.sampled_from(sorted(whole.entities))
    source, target = data.draw(st.lists(some, min_size=2, max_size=2, unique=True))
    links = reference.passing(whole, read, filter_, [source, target])
    with tempfile.TemporaryDirectory() as folder:
        store = kind.make(Path(folder))
        store.add_all(read)
        paths = store.paths(source, target, max_hops=max_hops, k=k, filter=filter_)
        store.close()
    found = [tuple(entity.id for entity in path.entities) for path in paths]
    assert found == reference.ways(links, source, target, max_hops)[:k]
    for path in paths:
        pairs = pairwise(entity.id for entity in path.entities)
        assert list(path.links) == [reference.best_link(links, *pair) for pair in pairs]


def test_a_walk_ends_at_a_year_and_may_begin_there(store: GraphStore) -> None:
    store.add(_CHAIN)
    from_group = store.neighbourhood(["group:a"], hops=3)
    from_year = store.neighbourhood(["year:2019"], hops=1)
    assert "year:2019" in {entity.id for entity in from_group.entities}
    assert "group:e" not in {entity.id for entity in from_group.entities}
    assert {entity.id for entity in from_year.entities} == {"year:2019", "group:a", "group:e"}


def test_no_path_leads_through_a_year(store: GraphStore) -> None:
    store.add(_CHAIN)
    assert store.paths("group:a", "group:e", max_hops=MAX_PATH_HOPS) == []
    assert len(store.paths("group:a", "year:2019")) == 1


def test_a_path_is_as_long_as_it_may_be_and_no_longer(store: GraphStore) -> None:
    store.add(_CHAIN)
    assert store.paths("group:a", "group:d", max_hops=2) == []
    (path,) = store.paths("group:d", "group:a", max_hops=3)
    assert [entity.id for entity in path.entities] == ["group:d", "group:c", "group:b", "group:a"]


def test_a_hub_is_cut_by_the_limit_and_says_how_much_is_left(store: GraphStore) -> None:
    others = [f"person:p{number:03}" for number in range(80)]
    store.add(article(*(state(id_, "MEMBER_OF", "group:hub") for id_ in others)))
    store.add(article(state(others[50], "MEMBER_OF", "group:hub"), title="Once more"))
    subgraph = store.neighbourhood(["group:hub"], limit=10)
    assert [entity.id for entity in subgraph.entities] == ["group:hub", others[50], *others[:8]]
    assert subgraph.truncated
    assert subgraph.more == (("MEMBER_OF", 71),)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (Filter(first_year=2000), {"group:b", "group:c"}),
        (Filter(first_year=2000, undated=False), {"group:b"}),
        (Filter(statuses=frozenset({Status.DENIED})), {"group:c"}),
        (Filter(types=frozenset({"PAID"})), {"group:b"}),
        (Filter(labels=frozenset({Label.COUNTRY})), {"country:PE"}),
        (EVERYTHING, {"group:b", "group:c", "country:PE"}),
    ],
)
def test_a_filter_restricts_what_is_walked(
    store: GraphStore, asked: Filter, shown: set[str]
) -> None:
    store.add(
        article(
            state("group:a", "PAID", "group:b", year=2019),
            state("group:a", "SUPPLIES", "group:c", status=Status.DENIED),
            state("group:a", "SUPPLIES", "country:PE", year=1999),
        )
    )
    found = store.neighbourhood(["group:a"], filter=asked)
    assert {entity.id for entity in found.entities} == shown | {"group:a"}


@pytest.mark.parametrize("hops", [-1, MAX_HOPS + 1])
def test_hops_out_of_range_are_refused(store: GraphStore, hops: int) -> None:
    store.add(_CHAIN)
    with pytest.raises(LimitError, match=f"hops is {hops}"):
        store.neighbourhood(["group:a"], hops=hops)


@pytest.mark.parametrize("limit", [0, MAX_ENTITIES + 1, 10**9])
def test_limits_out_of_range_are_refused(store: GraphStore, limit: int) -> None:
    store.add(_CHAIN)
    with pytest.raises(LimitError, match=f"limit is {limit}"):
        store.neighbourhood(["group:a"], limit=limit)


def test_a_neighbourhood_of_nobody_is_refused(store: GraphStore) -> None:
    with pytest.raises(LimitError, match="entities asked about"):
        store.neighbourhood([])


def test_a_path_from_an_entity_to_itself_is_refused(store: GraphStore) -> None:
    store.add(_CHAIN)
    with pytest.raises(LimitError, match="different ends"):
        store.paths("group:a", "group:a")


@pytest.mark.parametrize("id_", ["group:nobody", "../x", "'; --", "a\0b", "<b>", "\udcff", ""])
def test_an_unknown_entity_is_named(store: GraphStore, id_: str) -> None:
    store.add(_CHAIN)
    with pytest.raises(EntityNotFoundError, match="no entity has the id"):
        store.neighbourhood(["group:a", id_])


def test_every_entity_shown_has_its_own_label(store: GraphStore) -> None:
    store.add(_CHAIN)
    subgraph = store.neighbourhood(["group:a"], hops=2)
    assert all(entity.label is label_of(entity.id) for entity in subgraph.entities)
