from collections.abc import Callable

import pytest

from graph.errors import CursorError, EntityNotFoundError, LimitError, LinkNotFoundError
from graph.filters import Filter
from graph.identity import link_id
from graph.model import Page, TimelineYear
from graph.ontology import RELATION_TYPES, Label, Status
from graph.store import MAX_PAGE, GraphStore
from tests.builders import article, day, state

_SUPPLIES = link_id("group:a", "SUPPLIES", "group:b")
_ARTICLES = [
    article(
        state("group:a", "SUPPLIES", "group:b", year=2019),
        state("group:a", "SUPPLIES", "group:b", status=Status.DENIED),
        state("group:a", "SUPPLIES", "group:b", year=2021),
        title="First",
        published=day("2020-01-01"),
    ),
    article(
        state("group:a", "SUPPLIES", "group:b", status=Status.ALLEGED),
        state("group:b", "PAID", "group:c", year=2019),
        title="Second",
        published=day("2021-01-01"),
        language="es",
    ),
    article(state("group:a", "SEEN_IN", "year:2019"), title="Third", published=day("2021-01-01")),
    article(state("group:c", "RIVAL_OF", "group:d"), title="Fourth"),
    article(state("group:c", "RIVAL_OF", "group:d"), title="Fifth"),
]

Ask = Callable[[GraphStore, str | None, int], Page[object]]
_LISTS: dict[str, Ask] = {
    "all links": lambda store, cursor, limit: store.links(cursor=cursor, limit=limit),
    "links of one": lambda store, cursor, limit: store.links("group:a", cursor=cursor, limit=limit),
    "claims": lambda store, cursor, limit: store.claims(_SUPPLIES, cursor=cursor, limit=limit),
    "documents": lambda store, cursor, limit: store.documents(cursor=cursor, limit=limit),
    "documents of one": lambda store, cursor, limit: store.documents(
        entity_id="group:c", cursor=cursor, limit=limit
    ),
}  # pyright: ignore[reportAssignmentType]


@pytest.fixture
def full(store: GraphStore) -> GraphStore:
    store.add_all(_ARTICLES)
    return store


@pytest.mark.parametrize("ask", _LISTS.values(), ids=_LISTS.keys())
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_put_together_are_the_whole_list(full: GraphStore, ask: Ask, size: int) -> None:
    whole = ask(full, None, 100)
    items, cursor, pages = list[object](), None, 0
    while pages == 0 or cursor:
        page = ask(full, cursor, size)
        items += page.items
        cursor, pages = page.next, pages + 1
        assert page.total == whole.total
        assert len(page.items) <= size
    assert tuple(items) == whole.items
    assert len(items) == whole.total
    assert whole.next is None


@pytest.mark.parametrize("ask", _LISTS.values(), ids=_LISTS.keys())
@pytest.mark.parametrize(
    "cursor", ["x", "!!!", "é", "W10", "bnVsbA", "WyJhIl0", "MQ", "e30", "A" * 5000]
)
def test_a_made_up_cursor_is_refused(full: GraphStore, ask: Ask, cursor: str) -> None:
    with pytest.raises(CursorError, match="is not a cursor of this list"):
        ask(full, cursor, 1)


def test_a_cursor_of_another_list_is_refused(full: GraphStore) -> None:
    cursor = full.links(limit=1).next
    with pytest.raises(CursorError):
        full.links("group:a", cursor=cursor)


def test_a_cursor_of_another_filter_is_refused(full: GraphStore) -> None:
    cursor = full.links(limit=1).next
    with pytest.raises(CursorError):
        full.links(cursor=cursor, filter=Filter(first_year=2000))


@pytest.mark.parametrize("ask", _LISTS.values(), ids=_LISTS.keys())
@pytest.mark.parametrize("limit", [0, -1, MAX_PAGE + 1, 10**9])
def test_a_page_size_out_of_range_is_refused(full: GraphStore, ask: Ask, limit: int) -> None:
    with pytest.raises(LimitError):
        ask(full, None, limit)


def test_links_are_listed_by_claims_then_by_id(full: GraphStore) -> None:
    links = full.links().items
    assert [link.claims for link in links] == [4, 2, 1, 1]
    assert [link.id for link in links[2:]] == sorted(link.id for link in links[2:])


def test_links_are_listed_under_a_filter(full: GraphStore) -> None:
    page = full.links("group:b", filter=Filter(labels=frozenset({Label.GROUP}), first_year=2020))
    assert [(link.type, link.target) for link in page.items] == [("SUPPLIES", "group:b")]
    assert page.total == 1
    by_document = full.links(filter=Filter(documents=frozenset({_ARTICLES[3].document.id})))
    assert [link.type for link in by_document.items] == ["RIVAL_OF"]


def test_claims_are_listed_surest_first_then_by_document_and_offset(full: GraphStore) -> None:
    claims = full.claims(_SUPPLIES).items
    strengths = list(Status)
    keys = [(strengths.index(claim.status), claim.document, claim.start) for claim in claims]
    assert keys == sorted(keys)
    assert [claim.status for claim in claims] == ["asserted", "asserted", "alleged", "denied"]


def test_a_claims_offsets_slice_to_its_sentence(full: GraphStore) -> None:
    for claim in full.claims(_SUPPLIES).items:
        text = full.document(claim.document).text
        assert text[claim.start : claim.end] == claim.sentence
        assert claim.source_span.of(text) == "A"
        assert claim.target_span.of(text) == "B"


def test_documents_are_listed_newest_first_and_undated_last(full: GraphStore) -> None:
    titles = [document.title for document in full.documents().items]
    same_day = sorted(_ARTICLES[1:3], key=lambda read: read.document.id)
    undated = sorted(_ARTICLES[3:5], key=lambda read: read.document.id)
    expected = [*same_day, _ARTICLES[0], *undated]
    assert titles == [read.document.title for read in expected]


def test_documents_of_an_entity_are_those_that_mention_it(full: GraphStore) -> None:
    page = full.documents(entity_id="group:c")
    assert {document.title for document in page.items} == {"Second", "Fourth", "Fifth"}


def test_mentions_are_listed_by_their_place(full: GraphStore) -> None:
    mentions = full.mentions(_ARTICLES[0].document.id)
    assert [(mention.span.start, mention.entity) for mention in mentions] == sorted(
        (mention.span.start, mention.entity) for mention in _ARTICLES[0].mentions
    )


def test_the_timeline_counts_claims_and_links_of_each_year(full: GraphStore) -> None:
    assert full.timeline() == [
        TimelineYear(year=2019, claims=2, links=2),
        TimelineYear(year=2021, claims=1, links=1),
        TimelineYear(year=None, claims=5, links=3),
    ]
    assert full.timeline("group:c") == [
        TimelineYear(year=2019, claims=1, links=1),
        TimelineYear(year=None, claims=2, links=1),
    ]
    assert full.timeline(filter=Filter(types=frozenset({"PAID"}))) == [
        TimelineYear(year=2019, claims=1, links=1)
    ]


def test_statistics_count_every_kind_and_list_zeros(full: GraphStore) -> None:
    found = full.statistics()
    assert (found.documents, found.merges) == (5, 0)
    assert found.entities == dict.fromkeys(Label, 0) | {Label.GROUP: 4, Label.YEAR: 1}
    assert found.claims == dict(zip(Status, (6, 1, 0, 1), strict=True))
    some = {"SUPPLIES": 1, "PAID": 1, "SEEN_IN": 1, "RIVAL_OF": 1}
    assert found.links == dict.fromkeys(RELATION_TYPES, 0) | some
    assert list(found.links) == list(RELATION_TYPES)
    assert found.languages == {"en": 4, "es": 1}
    assert found.mentions == sum(len(set(read.mentions)) for read in _ARTICLES)


def test_an_unknown_link_is_named(full: GraphStore) -> None:
    with pytest.raises(LinkNotFoundError, match="no link has the id 'link:x'"):
        full.claims("link:x")


def test_one_link_is_found_by_its_id(full: GraphStore) -> None:
    assert full.link(_SUPPLIES) == full.links().items[0]


@pytest.mark.parametrize("ask", ["counts", "links", "timeline"])
def test_a_list_of_an_unknown_entity_is_refused(full: GraphStore, ask: str) -> None:
    with pytest.raises(EntityNotFoundError):
        getattr(full, ask)("group:nobody")
