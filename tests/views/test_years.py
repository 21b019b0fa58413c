import pytest
from playwright.sync_api import Page, expect

from api.service import Service
from api.settings import Settings
from api.views.years import YearsAsked, timeline
from graph.ontology import Family, Status
from graph.store import GraphStore
from tests.builders import article, state


@pytest.fixture
def service(empty: GraphStore, settings: Settings) -> Service:
    told = state("group:alpha", "SUPPLIES", "group:beta", year=1994)
    empty.add(
        article(
            told,
            state("group:alpha", "ATTACKED", "group:beta", year=1994),
            state("group:gamma", "PAID", "group:beta", year=2001),
            state("group:alpha", "OWNS", "organization:mine"),
            state("group:gamma", "ATTACKED", "group:beta", status=Status.DENIED, year=2010),
        )
    )
    empty.add(article(told, title="Another"))
    return Service(empty, settings)


def counted(service: Service, asked: YearsAsked) -> dict[int, list[int]]:
    return {row.year: [c.claims for c in row.cells] for row in timeline(service, asked).rows}


def test_claims_are_counted_by_year_and_family(service: Service) -> None:
    found = timeline(service, YearsAsked())
    assert found.families == (Family.TRADE, Family.VIOLENCE)
    assert counted(service, YearsAsked()) == {1994: [2, 1], 2001: [1, 0]}
    assert found.undated == 1


def test_what_is_only_denied_counts_when_asked_for(service: Service) -> None:
    assert counted(service, YearsAsked(denied=True))[2010] == [0, 1]


def test_one_entity_has_its_own_years(service: Service) -> None:
    assert counted(service, YearsAsked(entity="group:gamma")) == {2001: [1]}


def test_a_year_lists_its_links_of_a_family_and_nothing_undated(service: Service) -> None:
    found = timeline(service, YearsAsked(year=1994, family=Family.TRADE))
    assert [about.words for about in found.links] == ["Alpha supplies Beta"]
    assert timeline(service, YearsAsked(year=1994)).total == 2


@pytest.mark.browser
def test_a_bar_leads_by_keyboard_to_the_links_behind_it(page: Page) -> None:
    page.goto("/timeline")
    page.get_by_label("1 claim of trade in 1994").press("Enter")
    page.get_by_role("link", name="Alpha Clan supplies Beta").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alpha Clan supplies Beta")
