from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import LimitError
from graph.folding import fold
from graph.model import Extraction
from graph.ontology import Status
from graph.store import GraphStore
from tests.builders import article, entity, state
from tests.stores.kinds import StoreKind
from tests.stores.strategies import articles

T = TypeVar("T")

RECORD = [
    article(
        state("group:alpha", "SUPPLIES", "group:beta", year=2019, commodity="commodity:cash"),
        state("person:ann", "LEADS", "group:alpha", attributed_to="person:bo"),
        title="One",
        entities=[entity("group:alpha", "Alpha", "The Alphas", kind="gang")],
        source="/news/one.txt",
        extractor="1",
    ),
    article(
        state("group:beta", "PAID", "group:alpha", status=Status.DENIED),
        title="Two 🦊",
        extractor="2",
    ),
    article(title="Three"),
]


@pytest.fixture
def filled(store: GraphStore) -> GraphStore:
    store.add_all(RECORD)
    return store


def walked(page: Callable[[str, int], Sequence[T]], id_of: Callable[[T], str]) -> list[T]:
    found: list[T] = []
    while more := page(id_of(found[-1]) if found else "", 2):
        found += more
    return found


def test_the_catalogue_lists_every_document_by_id(filled: GraphStore) -> None:
    entries = walked(
        lambda after, limit: filled.catalogue(after=after, limit=limit), lambda entry: entry.id
    )

    expected = sorted(RECORD, key=lambda read: read.document.id)
    assert [(e.id, e.extractor, e.characters) for e in entries] == [
        (read.document.id, read.document.extractor, len(read.document.text)) for read in expected
    ]


def test_documents_are_read_together_as_they_are_one_by_one(filled: GraphStore) -> None:
    ids = sorted(read.document.id for read in RECORD)

    assert filled.extractions([*reversed(ids), "document:none"]) == [
        filled.extraction(id_) for id_ in ids
    ]


def test_what_is_derived_is_walked_by_id_and_equals_a_fold(filled: GraphStore) -> None:
    filled.merge("group:beta", "group:alpha")

    found = walked(
        lambda after, limit: filled.derived(after=after, limit=limit), lambda each: each.entity.id
    )

    graph = fold(RECORD, filled.merges())
    assert [each.entity for each in found] == [
        graph.entities[id_] for id_ in sorted(graph.entities)
    ]
    assert [each.counts for each in found] == [graph.counts[each.entity.id] for each in found]
    assert [link for each in found for link in each.links] == sorted(
        graph.links.values(), key=lambda link: (link.source, link.id)
    )


def test_an_empty_store_has_nothing_to_walk(store: GraphStore) -> None:
    assert (store.catalogue(), store.extractions([]), store.derived()) == ([], [], [])


@pytest.mark.parametrize("limit", [0, 1001])
@pytest.mark.parametrize("walk", ["catalogue", "derived"])
def test_a_page_out_of_range_is_refused(store: GraphStore, walk: str, limit: int) -> None:
    with pytest.raises(LimitError, match="limit"):
        getattr(store, walk)(limit=limit)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reads=st.lists(articles(), max_size=4))
def test_whatever_was_added_is_read_again(
    kind: StoreKind, tmp_path_factory: pytest.TempPathFactory, reads: list[Extraction]
) -> None:
    store = kind.make(tmp_path_factory.mktemp("whole"))
    store.add_all(reads)

    ids = [entry.id for entry in store.catalogue()]

    assert ids == sorted({read.document.id for read in reads})
    assert store.extractions(ids) == [store.extraction(id_) for id_ in ids]
    store.close()
