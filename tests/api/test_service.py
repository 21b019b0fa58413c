import pytest

from api.service import AmbiguousNameError, Service, UnknownNameError
from api.settings import Settings
from graph.errors import LimitError
from graph.identity import link_id
from graph.ontology import Family, Status
from graph.store import GraphStore
from tests.builders import article, entity, state

SUPPLIES = link_id("group:alpha", "SUPPLIES", "group:beta")
ATTACKED = link_id("group:beta", "ATTACKED", "group:gamma")


@pytest.fixture
def namesakes(store: GraphStore) -> None:
    store.add(
        article(
            state("person:jo-silva", "LEADS", "group:delta"),
            state("group:silva", "SUPPLIES", "group:delta"),
            entities=[
                entity("person:jo-silva", "Jo Silva", "Silva"),
                entity("group:silva", "Silva"),
            ],
        )
    )


@pytest.mark.parametrize("name", ["group:alpha", "Alpha", "alpha", "ALPHA"])
def test_an_entity_is_found_by_its_id_or_its_name_in_any_case(service: Service, name: str) -> None:
    assert service.resolve(name).id == "group:alpha"


def test_an_entity_is_found_by_an_alias(service: Service) -> None:
    assert service.resolve("Peruvian").id == "country:PE"


def test_a_misspelt_name_is_taken_where_it_fits_one_entity(service: Service) -> None:
    assert service.resolve("Gama").id == "group:gamma"


def test_a_misspelt_name_is_never_taken_for_a_change(service: Service) -> None:
    with pytest.raises(AmbiguousNameError, match=r"Gamma \(group:gamma\)"):
        service.resolve("Gama", exactly=True)


def test_a_name_that_nothing_is_like_is_unknown(service: Service) -> None:
    with pytest.raises(UnknownNameError, match="'Xyzzy'"):
        service.resolve("Xyzzy")


@pytest.mark.usefixtures("namesakes")
def test_a_name_of_two_entities_lists_both(service: Service) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        service.resolve("Silva")

    assert {match.entity.id for match in caught.value.matches} == {"person:jo-silva", "group:silva"}


def test_an_entity_comes_with_its_counts(service: Service) -> None:
    card = service.entity("group:alpha")

    assert (card.claims, card.documents, card.links) == (4, 2, 2)
    assert card.mentions >= card.claims


def test_a_link_reads_as_words(service: Service) -> None:
    about = service.link(SUPPLIES)

    assert about.words == "Alpha supplies Beta"
    assert about.family is Family.TRADE
    assert (about.source.name, about.target.name) == ("Alpha", "Beta")
    assert [each.name for each in about.commodities] == ["Gold"]
    assert (about.link.years, about.link.status) == ((1994, 2001), Status.ASSERTED)


def test_evidence_counts_its_spans_from_the_start_of_the_sentence(service: Service) -> None:
    [evidence] = service.evidence(ATTACKED).claims.items
    sentence = evidence.claim.sentence

    assert sentence == "Beta attacked Gamma."
    assert evidence.source_in_sentence is not None
    assert evidence.source_in_sentence.of(sentence) == "Beta"
    assert evidence.target_in_sentence is not None
    assert evidence.target_in_sentence.of(sentence) == "Gamma"
    assert evidence.trigger_in_sentence is None


def test_evidence_says_who_says_so_and_where(service: Service) -> None:
    [evidence] = service.evidence(ATTACKED).claims.items

    assert evidence.attributed_to is not None
    assert evidence.attributed_to.name == "Police"
    assert evidence.document.title == "The first article"
    assert evidence.document.source == "https://news.example/1"


def test_evidence_is_named_as_it_is_after_merges(service: Service, store: GraphStore) -> None:
    store.merge("group:gamma", "group:alpha")

    [evidence] = service.evidence(link_id("group:beta", "ATTACKED", "group:alpha")).claims.items

    assert evidence.claim.sentence == "Beta attacked Gamma."
    assert service.resolve("group:gamma").name == "Alpha"


def test_evidence_comes_in_pages_that_leave_nothing_out(service: Service) -> None:
    first = service.evidence(SUPPLIES, limit=2).claims
    second = service.evidence(SUPPLIES, limit=2, cursor=first.next).claims

    assert (len(first.items), len(second.items), second.next) == (2, 1, None)
    assert first.total == 3
    assert len({each.claim.id for each in (*first.items, *second.items)}) == 3


def test_documents_are_listed_without_their_texts(service: Service, store: GraphStore) -> None:
    page = service.documents(entity_id="group:gamma")

    assert [document.title for document in page.items] == ["The first article"]
    assert page.items[0].characters == len(store.document(page.items[0].id).text)


def test_a_document_comes_with_the_entities_that_it_mentions(service: Service) -> None:
    [card] = service.documents(entity_id="group:gamma").items
    page = service.document(card.id)

    assert {mention.entity for mention in page.mentions} == {each.id for each in page.entities}
    assert "Peru" in [each.name for each in page.entities]


@pytest.mark.parametrize(("hops", "limit"), [(0, 10), (3, 10), (-1, 10), (1, 0), (1, 6)])
def test_a_neighbourhood_stays_within_the_settings(
    store: GraphStore, hops: int, limit: int
) -> None:
    service = Service(store, Settings(max_hops=2, max_entities=5))

    with pytest.raises(LimitError):
        service.neighbourhood(["group:alpha"], hops=hops, limit=limit)
