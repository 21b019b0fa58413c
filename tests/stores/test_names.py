import pytest

from graph.errors import LimitError
from graph.ontology import Label
from graph.store import MAX_MATCHES, GraphStore
from tests.builders import article, entity, state

_NAMES = [
    entity("person:jose-nunez", "José Núñez", "El Chato"),
    entity("person:josefina-paz", "Josefina Paz"),
    entity("group:northern-clan", "Northern Clan", "Clan del Norte"),
    entity("group:northern-clan-youth", "Northern Clan Youth"),
    entity("agency:northern-customs", "Northern Customs Office"),
    entity("organization:walla-walla", "Walla Walla"),
    entity("country:PE", "Peru"),
]


@pytest.fixture
def named(store: GraphStore) -> GraphStore:
    store.add(article(state("group:northern-clan-youth", "PAID", "country:PE"), entities=_NAMES))
    return store


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Peru", "country:PE"),
        ("jose nunez", "person:jose-nunez"),
        ("JOSÉ NÚÑEZ", "person:jose-nunez"),
        ("  núñez,  josé ", "person:jose-nunez"),
        ("chato", "person:jose-nunez"),
        ("clan norte", "group:northern-clan"),
        ("northern clan", "group:northern-clan"),
        ("nort cust", "agency:northern-customs"),
        ("walla walla", "organization:walla-walla"),
        ("norhtern clna", "group:northern-clan"),
        ("Josephina", "person:josefina-paz"),
        ("nunes", "person:jose-nunez"),
        ("peruu", "country:PE"),
    ],
)
def test_a_name_is_found(named: GraphStore, text: str, first: str) -> None:
    assert named.search(text)[0].entity.id == first


@pytest.mark.parametrize("text", ["", "   ", "?!", "\0", "'", '"', "*", "\udcff", "zzzz"])
def test_a_text_that_is_nobodys_name_finds_nothing(named: GraphStore, text: str) -> None:
    assert named.search(text) == []


@pytest.mark.parametrize("text", ['"peru" OR 1', "NEAR(peru)", "peru*", "normal:peru", "-peru"])
def test_a_text_is_never_a_query(named: GraphStore, text: str) -> None:
    assert {match.entity.id for match in named.search(text)} <= {"country:PE"}


def test_the_very_name_scores_one_and_comes_first(named: GraphStore) -> None:
    first, second, *_ = named.search("northern clan")
    assert (first.entity.id, first.score, first.name) == (
        "group:northern-clan",
        1.0,
        "Northern Clan",
    )
    assert second.entity.id == "group:northern-clan-youth"
    assert 0 < second.score < 1


def test_among_equals_the_one_with_most_claims_comes_first(store: GraphStore) -> None:
    same = [entity("person:a", "Ann Lee"), entity("person:b", "Ann Lee")]
    store.add(article(state("person:b", "LEADS", "group:g"), entities=same))
    assert [match.entity.id for match in store.search("ann lee")] == ["person:b", "person:a"]
    assert [match.claims for match in store.search("ann lee")] == [1, 0]


def test_the_name_that_fits_best_is_told(named: GraphStore) -> None:
    (match,) = named.search("el chato")
    assert (match.name, match.entity.name, match.documents) == ("El Chato", "José Núñez", 1)


def test_only_the_labels_asked_for_are_found(named: GraphStore) -> None:
    found = named.search("northern", labels=[Label.AGENCY])
    assert [match.entity.id for match in found] == ["agency:northern-customs"]


def test_a_shorter_list_is_the_beginning_of_a_longer_one(named: GraphStore) -> None:
    longest = named.search("norther", limit=50)
    assert len(longest) == 3
    assert all(named.search("norther", limit=size) == longest[:size] for size in (1, 2, 3))


@pytest.mark.parametrize("limit", [0, MAX_MATCHES + 1])
def test_a_limit_out_of_range_is_refused(named: GraphStore, limit: int) -> None:
    with pytest.raises(LimitError):
        named.search("peru", limit=limit)


def test_a_name_that_no_document_says_any_more_is_not_found(store: GraphStore) -> None:
    old = article(title="1", entities=[entity("person:a", "Ann Leeward")])
    store.add(old)
    store.add(article(title="2", entities=[entity("person:a", "Ann Smithson")]))
    store.remove(old.document.id)
    assert store.search("leeward") == []
    assert [match.name for match in store.search("smithson")] == ["Ann Smithson"]
