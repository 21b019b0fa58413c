import pytest

from api.schemas import LinkInWords
from api.service import Service
from api.settings import Settings
from api.views.evidence import Side, disagree, others, pieces, sides, worded
from graph import identity
from graph.ontology import Status
from graph.store import GraphStore
from tests.builders import article, entity, state

SUPPLIES = identity.link_id("group:alpha", "SUPPLIES", "group:beta")


@pytest.fixture
def service(empty: GraphStore, settings: Settings) -> Service:
    told = state("group:alpha", "SUPPLIES", "group:beta", year=2019, commodity="commodity:guns")
    again = state("group:alpha", "SUPPLIES", "group:beta", year=2019, commodity="commodity:gold")
    denied = state("group:alpha", "SUPPLIES", "group:beta", status=Status.DENIED, year=1990)
    empty.add(article(told, again, state("group:alpha", "BASED_IN", "country:PE")))
    empty.add(article(told, state("group:beta", "PAID", "group:alpha"), title="Another"))
    empty.add(article(denied, title="No"))
    return Service(empty, settings)


def about(service: Service) -> LinkInWords:
    return service.link(SUPPLIES)


def found(service: Service, **more: int) -> list[Side]:
    return sides(service, about(service), **more)


def test_what_is_said_and_what_is_denied_are_worded_apart(service: Service) -> None:
    assert [side.words for side in found(service)] == [
        "Alpha supplies Beta with Gold and Guns: asserted by 3 sentences in 2 documents, 2019",
        "Alpha supplies Beta: denied by 1 sentence in 1 document, 1990",
    ]


def test_a_denial_beside_an_assertion_is_a_disagreement(service: Service) -> None:
    assert disagree(found(service))
    assert not disagree(found(service)[:1])
    assert not disagree(found(service)[1:])


def test_claims_that_are_not_shown_still_count(service: Service) -> None:
    [asserted, _] = found(service, most=1)
    assert (len(asserted.said), asserted.more) == (1, 2)
    assert "3 sentences" in asserted.words


def test_the_other_links_of_the_two_are_named_and_no_one_elses(service: Service) -> None:
    assert [other.words for other in others(service, about(service))] == ["Beta paid Alpha"]


def test_what_was_moved_stands_before_where_to(empty: GraphStore, settings: Settings) -> None:
    empty.add(article(state("group:alpha", "SMUGGLES_TO", "country:PE")))
    [only] = Service(empty, settings).links().items
    assert worded(only, ["gold"]) == "Alpha smuggles gold to Pe"
    assert worded(only) == "Alpha smuggles to Pe"


def test_both_ends_of_a_sentence_are_marked(service: Service) -> None:
    said = found(service)[0].said[0]
    assert [piece for piece in said.pieces if piece[1]] == [("Alpha", "source"), ("Beta", "target")]
    assert "".join(text for text, _ in said.pieces) == said.evidence.claim.sentence


def test_an_endless_sentence_is_shown_around_its_marks(
    empty: GraphStore, settings: Settings
) -> None:
    long = entity("group:long", "Long " * 400)
    empty.add(article(state("group:long", "SUPPLIES", "group:beta"), entities=[long]))
    service = Service(empty, settings)
    link = service.links().items[0].link.id
    [evidence] = service.evidence(link).claims.items
    short_of = evidence.model_copy(update={"source_in_sentence": None})
    first, *_, last = pieces(short_of)
    assert first == ("… ", "")
    assert last[0].endswith(".")
    assert sum(len(text) for text, _ in pieces(short_of)) < 600
