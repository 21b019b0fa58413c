from datetime import UTC, datetime

import pytest

from graph.errors import DocumentNotFoundError, EntityNotFoundError
from graph.model import Extraction
from graph.store import Change, GraphStore
from tests.builders import article, day, document, entity, state

_GANG = article(
    state("group:gang", "SUPPLIES", "group:cartel", year=2019, attributed_to="agency:police"),
    state("group:gang", "SMUGGLES_TO", "country:PE", commodity="commodity:firearms"),
    title="Gang and cartel",
    source="news/gang.txt",
    published=day("2024-05-31"),
    extractor="made 1",
    ingested_at=datetime(2024, 6, 1, tzinfo=UTC),
)
_PAID = article(state("group:gang", "PAID", "group:cartel"), title="Paid", source="news/paid.txt")


def test_a_document_comes_back_as_it_was_added(store: GraphStore) -> None:
    store.add(_GANG)
    assert store.extraction(_GANG.document.id) == _GANG
    assert store.document(_GANG.document.id) == _GANG.document


def test_a_document_says_when_it_was_taken_in(store: GraphStore) -> None:
    store.add(_PAID)
    kept = store.document(_PAID.document.id)
    assert kept.ingested_at is not None
    assert kept.model_copy(update={"ingested_at": None}) == _PAID.document


def test_text_of_any_script_and_control_characters_are_kept(store: GraphStore) -> None:
    read = Extraction(document=document("Ñandú \0 \x1b[1m 東京 \U0001f4a5 <script>'\"; --"))
    store.add(read)
    assert store.document(read.document.id).text == read.document.text


def test_ingesting_twice_changes_nothing(store: GraphStore) -> None:
    assert store.add(_GANG) is Change.ADDED
    before = store.links(), store.statistics(), store.extraction(_GANG.document.id)
    assert store.add(_GANG) is Change.UNCHANGED
    assert (store.links(), store.statistics(), store.extraction(_GANG.document.id)) == before


def test_the_same_text_from_another_place_is_the_same_document(store: GraphStore) -> None:
    store.add(_GANG)
    elsewhere = _GANG.document.model_copy(update={"source": "copy.txt"})
    assert store.add(_GANG.model_copy(update={"document": elsewhere})) is Change.UNCHANGED
    assert store.documents_from("news/gang.txt") == [_GANG.document.id]
    assert store.documents_from("copy.txt") == []


def test_another_extractor_version_takes_the_place_of_what_was_read(store: GraphStore) -> None:
    store.add(_GANG)
    newer = _GANG.document.model_copy(update={"extractor": "made 2"})
    read = _GANG.model_copy(update={"document": newer, "claims": _GANG.claims[:1]})
    assert store.add(read) is Change.REPLACED
    assert [link.type for link in store.links().items] == ["SUPPLIES"]
    assert store.extraction(_GANG.document.id) == read


def test_a_new_version_of_an_article_replaces_the_old_one(store: GraphStore) -> None:
    store.add(_PAID)
    assert store.add(_GANG, replaces=_PAID.document.id) is Change.REPLACED
    assert store.documents().total == 1
    with pytest.raises(DocumentNotFoundError):
        store.document(_PAID.document.id)


def test_replacing_what_is_not_there_only_adds(store: GraphStore) -> None:
    assert store.add(_GANG, replaces=_PAID.document.id) is Change.ADDED


def test_replacing_a_document_by_itself_changes_nothing(store: GraphStore) -> None:
    store.add(_GANG)
    assert store.add(_GANG, replaces=_GANG.document.id) is Change.UNCHANGED
    assert store.documents().total == 1


def test_a_large_load_says_what_it_did_and_how_far_it_is(store: GraphStore) -> None:
    store.add(_GANG)
    many = [
        article(state("group:gang", "PAID", "group:cartel"), title=f"Report {number}")
        for number in range(1100)
    ]
    told: list[int] = []
    done = store.add_all([_GANG, *many, many[0]], progress=told.append)
    assert done == {Change.ADDED: 1100, Change.UNCHANGED: 2, Change.REPLACED: 0}
    assert told == sorted(told)
    assert told[-1] == 1102
    assert store.counts("group:gang")["claims"] == 1102


def test_a_load_that_breaks_off_keeps_the_steps_before(store: GraphStore) -> None:
    def broken():
        yield _GANG
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.add_all(broken())
    assert store.documents().total == 0


def test_a_removed_document_leaves_nothing_behind(store: GraphStore) -> None:
    empty = store.statistics()
    store.add(_GANG)
    store.remove(_GANG.document.id)
    assert store.statistics() == empty
    assert store.links().total == 0
    assert store.search("gang") == []
    with pytest.raises(EntityNotFoundError):
        store.entity("group:gang")


def test_removing_one_document_leaves_what_the_other_says(store: GraphStore) -> None:
    store.add(_PAID)
    before = store.links(), store.entity("group:gang"), store.counts("group:gang")
    store.add(_GANG)
    store.remove(_GANG.document.id)
    assert (store.links(), store.entity("group:gang"), store.counts("group:gang")) == before


@pytest.mark.parametrize("id_", ["document:none", "", "../..", "x\0y", "\udc80"])
def test_an_unknown_document_is_named(store: GraphStore, id_: str) -> None:
    with pytest.raises(DocumentNotFoundError, match="no document has the id"):
        store.remove(id_)


def test_entities_are_folded_over_documents(store: GraphStore) -> None:
    store.add(article(title="1", entities=[entity("group:g", "Gang", "The G", kind="ring")]))
    store.add(
        article(title="2", entities=[entity("group:g", "Old Gang", described=True, kind="clan")])
    )
    assert store.entity("group:g") == entity("group:g", "Old Gang", "Gang", "The G", kind="clan")
    assert store.counts("group:g") == {"claims": 0, "documents": 2, "mentions": 2, "links": 0}


def test_a_link_folds_what_its_claims_say(store: GraphStore) -> None:
    store.add(_GANG)
    later = state(
        "group:gang",
        "SUPPLIES",
        "group:cartel",
        status="alleged",
        year=2021,
        attributed_to="agency:court",
        commodity="commodity:cash",
        confidence=0.9,
    )
    store.add(article(later, later, title="Later"))
    (link,) = (link for link in store.links().items if link.type == "SUPPLIES")
    assert (link.claims, link.documents, link.years) == (3, 2, (2019, 2021))
    assert (link.status, link.statuses) == ("asserted", ("asserted", "alleged"))
    assert link.attributed_to == ("agency:court", "agency:police")
    assert (link.commodities, link.confidence) == (("commodity:cash",), 0.9)


def test_a_store_that_is_opened_again_holds_the_same(store: GraphStore) -> None:
    store.add(_GANG)
    store.rebuild()
    assert store.extraction(_GANG.document.id) == _GANG
