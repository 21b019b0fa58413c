import pytest

from graph.errors import DecisionNotFoundError, EntityNotFoundError, MergeError
from graph.ontology import Status
from graph.store import GraphStore
from tests.builders import article, entity, state

_ARTICLES = [
    article(
        state("group:a", "SUPPLIES", "group:c", attributed_to="agency:x"),
        state("group:b", "SUPPLIES", "group:c"),
        state("group:a", "RIVAL_OF", "group:b"),
        title="One",
        entities=[entity("group:a", "Gang"), entity("group:b", "The Old Gang", "Oldies")],
    ),
    article(state("agency:x", "ARRESTED", "group:b"), title="Two"),
    article(entities=[entity("country:PE"), entity("country:CL"), entity("person:p")], title="3"),
]


@pytest.fixture
def full(store: GraphStore) -> GraphStore:
    store.add_all(_ARTICLES)
    return store


def _state(store: GraphStore) -> list[object]:
    ids = ("group:a", "group:b", "group:c", "agency:x")
    entities = [(store.entity(id_), store.counts(id_)) for id_ in ids]
    mentions = [store.mentions(read.document.id) for read in _ARTICLES]
    return [store.links(), entities, mentions, store.search("gang"), store.timeline()]


def test_a_merged_entity_gives_its_names_and_links_to_the_other(full: GraphStore) -> None:
    decision = full.merge("group:b", "group:a", by="ann", reason="same gang")
    assert (decision.number, decision.merged, decision.into) == (1, "group:b", "group:a")
    assert (decision.by, decision.reason) == ("ann", "same gang")
    assert full.entity("group:b") == entity("group:a", "Gang", "Oldies", "The Old Gang", "B")
    links = {(link.source, link.type, link.target): link.claims for link in full.links().items}
    assert links == {
        ("group:a", "SUPPLIES", "group:c"): 2,
        ("agency:x", "ARRESTED", "group:a"): 1,
    }
    assert full.counts("group:a")["documents"] == 2


def test_several_entities_are_what_they_are_today_in_the_order_asked(full: GraphStore) -> None:
    full.merge("group:b", "group:a")
    ids = ["group:c", "group:b", "agency:x", "group:a", "group:c"]
    assert full.entities(ids) == [full.entity(id_) for id_ in ids]
    assert full.entities([]) == []
    with pytest.raises(EntityNotFoundError, match="group:nobody"):
        full.entities(["group:a", "group:nobody", "group:c"])


def test_a_claim_inside_one_entity_makes_no_link(full: GraphStore) -> None:
    full.merge("group:b", "group:a")
    assert full.statistics().links["RIVAL_OF"] == 0
    assert full.statistics().claims[Status.ASSERTED] == 4


def test_a_merge_is_found_by_either_name(full: GraphStore) -> None:
    full.merge("group:b", "group:a")
    assert [match.entity.id for match in full.search("oldies")] == ["group:a"]
    found = full.neighbourhood(["group:b", "group:a"])
    assert found.start == ("group:a",)


def test_the_document_itself_stays_as_it_was_read(full: GraphStore) -> None:
    before = full.extraction(_ARTICLES[0].document.id)
    full.merge("group:b", "group:a")
    assert full.extraction(_ARTICLES[0].document.id) == before
    assert {mention.entity for mention in full.mentions(_ARTICLES[1].document.id)} == {
        "group:a",
        "agency:x",
    }


def test_unmerging_brings_everything_back(full: GraphStore) -> None:
    before = _state(full)
    decision = full.merge("group:b", "group:a")
    undo = full.unmerge(decision.number, by="bo", reason="wrong")
    assert (undo.number, undo.undoes, undo.merged, undo.by) == (2, 1, None, "bo")
    assert _state(full) == before
    assert full.merges() == []
    assert full.merges(all_decisions=True) == [decision, undo]


def test_who_says_so_follows_merges(full: GraphStore) -> None:
    full.add(article(entities=[entity("agency:y", "The Y")], title="Y"))
    full.merge("agency:x", "agency:y")
    (link,) = (
        link for link in full.links().items if link.source == "group:a" and link.attributed_to
    )
    assert link.attributed_to == ("agency:y",)


def test_taking_back_the_first_of_two_merges_leaves_the_second(full: GraphStore) -> None:
    first = full.merge("group:a", "group:b")
    full.merge("group:c", "group:a")
    assert full.entity("group:c").id == "group:b"
    full.unmerge(first.number)
    assert full.entity("group:c").id == "group:a"
    assert full.entity("group:b").id == "group:b"


def test_a_merge_outlives_the_documents_that_named_the_entities(full: GraphStore) -> None:
    full.merge("group:b", "group:a")
    for read in _ARTICLES[:2]:
        full.remove(read.document.id)
    with pytest.raises(EntityNotFoundError):
        full.entity("group:b")
    full.add(_ARTICLES[1])
    assert full.entity("group:b").id == "group:a"
    assert full.entity("group:b").name == "B"


def test_bodies_merge_across_their_labels(full: GraphStore) -> None:
    full.merge("group:c", "agency:x")
    assert full.entity("group:c").id == "agency:x"


@pytest.mark.parametrize(
    ("merged", "into"),
    [("country:CL", "country:PE"), ("person:p", "group:a"), ("group:a", "country:PE")],
)
def test_what_cannot_be_one_is_not_merged(full: GraphStore, merged: str, into: str) -> None:
    before = _state(full)
    with pytest.raises(MergeError, match="can't be made"):
        full.merge(merged, into)
    assert _state(full) == before
    assert full.merges() == []


@pytest.mark.parametrize(("merged", "into"), [("group:b", "group:a"), ("group:a", "group:b")])
def test_what_is_one_already_is_not_merged_again(full: GraphStore, merged: str, into: str) -> None:
    full.merge("group:b", "group:a")
    with pytest.raises(MergeError, match="one entity already"):
        full.merge(merged, into)


@pytest.mark.parametrize(("merged", "into"), [("group:no", "group:a"), ("group:a", "group:no")])
def test_an_unknown_entity_is_not_merged(full: GraphStore, merged: str, into: str) -> None:
    with pytest.raises(EntityNotFoundError, match="group:no"):
        full.merge(merged, into)


@pytest.mark.parametrize("number", [0, 2, 99, 10**30, -1])
def test_only_a_merge_in_force_is_taken_back(full: GraphStore, number: int) -> None:
    full.merge("group:b", "group:a")
    with pytest.raises(DecisionNotFoundError, match=str(number)):
        full.unmerge(number)


def test_an_undo_is_not_taken_back(full: GraphStore) -> None:
    full.merge("group:b", "group:a")
    full.unmerge(1)
    with pytest.raises(DecisionNotFoundError):
        full.unmerge(2)
