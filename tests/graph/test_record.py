import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.errors import CopyError, StoreBusyError
from graph.listing import CatalogueEntry
from graph.model import Document, Extraction
from graph.record import MAX_STEP_CHARACTERS, MAX_STEP_DOCUMENTS, checksum, copy, in_steps
from graph.store import Change, GraphStore
from graph.stores import open_store
from graph.verifying import verify
from tests.builders import article, day, entity, state
from tests.neo4j_server import Neo4j
from tests.stores.kinds import access_of

Open = Callable[[str], GraphStore]

RECORD = [
    article(
        state("group:alpha", "SUPPLIES", "group:beta", year=2019, commodity="commodity:cash"),
        state("person:ann", "LEADS", "group:alpha", attributed_to="person:bo"),
        title="One 🦊",
        entities=[entity("group:alpha", "Älpha", "The Alphas", kind="gang")],
        source="/news/one.txt",
        published=day("2024-05-31"),
        extractor="1",
    ),
    *(article(state("group:beta", "PAID", "group:alpha"), title=f"No {n}") for n in range(20)),
    article(title="Nothing in it", language="es"),
]
MORE = article(state("group:gamma", "RIVAL_OF", "group:beta"), title="More")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens a store file by its name; all are closed in the end."""
    stores: list[GraphStore] = []

    def open_(name: str) -> GraphStore:
        stores.append(open_store(f"sqlite:///{tmp_path}/{name}.db"))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def server(empty_neo4j: Neo4j) -> Iterator[GraphStore]:
    store = open_store(empty_neo4j.url, access=access_of(empty_neo4j))
    yield store
    store.close()


@pytest.fixture
def source(opened: Open) -> GraphStore:
    """A store with some documents, a merge in force and one that was undone."""
    store = opened("source")
    store.add_all(RECORD)
    store.merge("group:beta", "group:alpha", by="eva", reason="one gang")
    store.merge("person:ann", "person:bo")
    store.unmerge(2)
    return store


def _fill(store: GraphStore, extractions: list[Extraction], *, seed: int) -> None:
    shuffled = random.Random(seed).sample(extractions, len(extractions))
    store.add_all(shuffled[: seed % len(shuffled)])
    for extraction in shuffled:
        store.add(extraction)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_coming_does_not_change_the_checksum(opened: Open, seed: int) -> None:
    one, other = opened("one"), opened("other")
    _fill(one, RECORD, seed=0)
    _fill(other, RECORD, seed=seed)

    assert checksum(one) == checksum(other)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Another"},
        {"source": "/other.txt"},
        {"published": day("2024-06-01")},
        {"extractor": "2"},
        {"entities": [entity("group:alpha", "Älpha", "The Alphas", kind="cartel")]},
        {"entities": [entity("group:gamma")]},
    ],
    ids=str,
)
def test_whatever_differs_in_a_document_changes_the_checksum(
    opened: Open, changed: dict[str, Any]
) -> None:
    one, other = opened("one"), opened("other")
    said = state("group:alpha", "PAID", "group:beta")
    one.add(article(said, source="/a.txt"))
    fields: dict[str, Any] = {"source": "/a.txt"} | changed
    other.add(article(said, **fields))

    assert checksum(one) != checksum(other)


def test_a_decision_changes_the_checksum_and_its_undo_does_not_change_it_back(
    source: GraphStore,
) -> None:
    seen = [checksum(source)]
    source.unmerge(1)
    seen.append(checksum(source))
    source.merge("group:beta", "group:alpha")
    seen.append(checksum(source))

    assert len(set(seen)) == 3


def test_a_document_that_comes_and_goes_leaves_the_checksum(source: GraphStore) -> None:
    before = checksum(source)
    source.add(MORE)
    source.remove(MORE.document.id)
    source.rebuild()

    assert checksum(source) == before


def test_a_record_that_changes_while_it_is_read_has_no_checksum(source: GraphStore) -> None:
    def interfere(done: int, _known: int) -> None:
        source.add(article(title=f"Meanwhile {done}"))

    with pytest.raises(StoreBusyError, match="changed while it was read"):
        checksum(source, interfere)


def test_a_copy_has_the_checksum_and_all_that_is_derived(opened: Open, source: GraphStore) -> None:
    target = opened("target")

    copied = copy(source, target)

    assert copied.changes == {Change.ADDED: 22, Change.UNCHANGED: 0, Change.REPLACED: 0}
    assert copied.checksum == checksum(source) == checksum(target)
    assert target.links() == source.links()
    assert target.merges(all_decisions=True) == source.merges(all_decisions=True)
    assert verify(target).wrong == []


def test_a_copy_to_a_server_and_back_is_the_same(
    opened: Open, source: GraphStore, server: GraphStore
) -> None:
    back = opened("back")

    there, again = copy(source, server), copy(server, back)

    assert there.checksum == again.checksum == checksum(source) == checksum(server)
    assert server.links() == source.links() == back.links()
    assert (verify(server).wrong, verify(back).wrong) == ([], [])


def test_a_second_copy_takes_only_what_is_new(opened: Open, source: GraphStore) -> None:
    target = opened("target")
    copy(source, target)
    before = target.changes()

    assert copy(source, target).changes[Change.UNCHANGED] == 22
    assert target.changes() == before

    source.add(MORE)
    source.unmerge(1)

    again = copy(source, target)

    assert again.changes == {Change.ADDED: 1, Change.UNCHANGED: 22, Change.REPLACED: 0}
    assert again.checksum == checksum(source)


@pytest.mark.parametrize("broken_at", [1, 7, 21])
def test_a_copy_that_broke_off_is_finished_by_the_next(
    opened: Open, source: GraphStore, broken_at: int
) -> None:
    target = opened("target")
    target.adopt(source.merges(all_decisions=True))
    target.add_all(RECORD[:broken_at])

    copied = copy(source, target)

    assert copied.changes[Change.UNCHANGED] == broken_at
    assert copied.checksum == checksum(source)
    assert verify(target).wrong == []


def test_what_another_extractor_read_is_replaced(opened: Open, source: GraphStore) -> None:
    target = opened("target")
    said = state("group:alpha", "SUPPLIES", "group:beta", year=2019, commodity="commodity:cash")
    led = state("person:ann", "LEADS", "group:alpha")
    target.add(article(said, led, title="One 🦊", entities=RECORD[0].entities, extractor="0"))

    copied = copy(source, target)

    assert copied.changes == {Change.ADDED: 21, Change.UNCHANGED: 0, Change.REPLACED: 1}
    assert copied.checksum == checksum(source)


def test_a_store_that_holds_more_is_left_alone(opened: Open, source: GraphStore) -> None:
    target = opened("target")
    target.add(MORE)
    before = checksum(target)

    with pytest.raises(CopyError, match=r"target.db holds 1 documents that .*source.db does not"):
        copy(source, target)

    assert checksum(target) == before


def test_a_store_that_holds_more_is_added_to_when_asked(opened: Open, source: GraphStore) -> None:
    target = opened("target")
    target.add(MORE)

    copied = copy(source, target, adding=True)

    assert copied.beside == 1
    assert target.documents().total == 23
    assert target.merges() == source.merges()
    assert verify(target).wrong == []


def test_decisions_that_only_the_target_has_are_not_lost(opened: Open, source: GraphStore) -> None:
    target = opened("target")
    copy(source, target)
    target.unmerge(1)

    with pytest.raises(CopyError, match="holds 1 decisions that"):
        copy(source, target)

    assert copy(source, target, adding=True).decisions == 4


@pytest.mark.parametrize("adding", [True, False])
def test_decisions_that_differ_are_not_mixed(
    opened: Open, source: GraphStore, *, adding: bool
) -> None:
    target = opened("target")
    target.add_all(RECORD)
    target.merge("person:ann", "person:bo")

    with pytest.raises(CopyError, match="can't be put in one order"):
        copy(source, target, adding=adding)

    assert len(target.merges()) == 1


def test_a_document_that_came_from_elsewhere_is_told_of(opened: Open, source: GraphStore) -> None:
    target = opened("target")
    target.add(RECORD[-1].model_copy(update={"document": _elsewhere(RECORD[-1])}))

    with pytest.raises(CopyError, match=f"1 documents with another .*{RECORD[-1].document.id}"):
        copy(source, target)

    assert copy(source, target, adding=True).differing == [RECORD[-1].document.id]


def _elsewhere(extraction: Extraction) -> Document:
    return extraction.document.model_copy(update={"source": "/elsewhere.txt"})


def test_a_source_that_changes_meanwhile_is_told_of(opened: Open, source: GraphStore) -> None:
    def interfere(done: int, _known: int) -> None:
        source.add(article(title=f"Meanwhile {done}"))

    with pytest.raises(StoreBusyError, match=r"source.db changed"):
        copy(source, opened("target"), adding=True, progress=interfere)


def test_the_progress_goes_from_nothing_to_all(opened: Open, source: GraphStore) -> None:
    told: list[tuple[int, int]] = []

    copy(source, opened("target"), progress=lambda done, known: told.append((done, known)))

    assert told == sorted(told)
    assert (told[0], told[-1]) == ((0, 44), (44, 44))


def test_long_texts_are_read_one_by_one_and_short_ones_together() -> None:
    long = MAX_STEP_CHARACTERS * 2 // 3
    lengths = [long, long, 2 * long, *[9] * (MAX_STEP_DOCUMENTS + 1)]
    entries = [
        CatalogueEntry(id=f"document:{n}", extractor="", characters=characters)
        for n, characters in enumerate(lengths)
    ]

    steps = list(in_steps(entries))

    assert [len(step) for step in steps] == [1, 1, 1, MAX_STEP_DOCUMENTS, 1]
    assert [id_ for step in steps for id_ in step] == [entry.id for entry in entries]
