import pytest

from api.service import Service
from api.settings import Settings
from api.views.stated import alone, statings
from graph.store import GraphStore
from tests.builders import article, entity, state

FIRST = article(
    state("group:alpha", "SUPPLIES", "group:beta", year=1994, commodity="commodity:gold"),
    state("group:alpha", "BASED_IN", "country:PE", attributed_to="agency:police"),
    state("group:beta", "RIVAL_OF", "group:alpha"),
    entities=[entity("country:PE", "Peru")],
)
SECOND = article(
    state("group:alpha", "SUPPLIES", "group:beta"), state("group:beta", "OWNS", "organization:mine")
)


@pytest.fixture
def service(empty: GraphStore, settings: Settings) -> Service:
    empty.add(FIRST)
    empty.add(SECOND)
    return Service(empty, settings)


def test_claims_are_listed_by_sentence_with_who_says_so_and_when(service: Service) -> None:
    told = [claim for stating in statings(service, FIRST.claims) for claim in stating.claims]
    assert [(t.source, t.phrase, t.target) for t in told] == [
        ("Alpha", "supplies", "Beta"),
        ("Alpha", "is based in", "Peru"),
        ("Alpha", "is a rival of", "Beta"),
    ]
    assert (told[0].year, told[0].commodity, told[1].said_by) == (1994, "Gold", "Police")


def test_every_sentence_starts_where_its_claims_do(service: Service) -> None:
    for stating in statings(service, FIRST.claims):
        assert FIRST.document.text[stating.start :].startswith(stating.quoted)


def test_a_claim_names_the_link_that_it_is_evidence_of(service: Service) -> None:
    told = [claim for stating in statings(service, FIRST.claims) for claim in stating.claims]
    assert [service.link(t.link).link.type for t in told] == ["SUPPLIES", "BASED_IN", "RIVAL_OF"]


def test_only_what_no_other_document_says_is_found_nowhere_else(service: Service) -> None:
    found = alone(service, service.document(SECOND.document.id).entities, SECOND.claims)
    assert [name for name, _ in found.entities] == ["Mine"]
    assert [words for _, words in found.links] == ["Beta owns Mine"]


def test_a_merge_of_both_ends_leaves_the_claim_without_a_link(service: Service) -> None:
    service.merge("group:beta", "group:alpha")
    told = [claim for stating in statings(service, FIRST.claims) for claim in stating.claims]
    assert (told[0].source, told[0].target, told[0].link) == ("Alpha", "Alpha", "")
    assert [words for _, words in alone(service, (), FIRST.claims).links] == [
        "Alpha is based in Peru"
    ]
