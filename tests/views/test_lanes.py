import pytest
from playwright.sync_api import Page, expect

from api.service import Service
from api.settings import Settings
from api.views.lanes import PathsAsked, answer
from graph.ontology import Status
from graph.store import GraphStore
from tests.builders import article, entity, state


@pytest.fixture
def service(empty: GraphStore, settings: Settings) -> Service:
    told = state("group:alpha", "SUPPLIES", "group:beta", year=1994)
    alleged = state("group:beta", "SUPPLIES", "group:gamma", status=Status.ALLEGED)
    denied = state("group:alpha", "PAID", "group:gamma", status=Status.DENIED)
    empty.add(article(told, alleged, denied, entities=[entity("group:gamma", "Gamma Ring")]))
    empty.add(article(alleged, state("group:gamma-2", "PAID", "group:beta"), title="Another"))
    return Service(empty, settings)


def ask(service: Service, **fields: str) -> list[list[str]]:
    asked = PathsAsked.of({"source": "group:alpha", "target": "group:gamma", **fields})
    return [[step.words for step in lane.steps] for lane in answer(service, asked).lanes]


def test_a_way_names_each_step_and_never_what_is_only_denied(service: Service) -> None:
    assert ask(service) == [["Alpha supplies Beta", "Beta supplies Gamma Ring"]]


def test_what_is_denied_is_walked_when_asked_for(service: Service) -> None:
    assert ask(service, denied="1")[0] == ["Alpha paid Gamma Ring"]


def test_an_allegation_of_two_sentences_is_weaker_than_one_statement(service: Service) -> None:
    [lane] = answer(service, PathsAsked("group:alpha", "group:gamma")).lanes
    assert [(s.words, s.link.claims) for s in lane.weakest] == [("Beta supplies Gamma Ring", 2)]
    assert not lane.alike


def test_one_step_alone_is_no_weaker_than_another(service: Service) -> None:
    [lane, *_] = answer(service, PathsAsked("group:alpha", "group:beta")).lanes
    assert lane.alike


def test_a_step_against_its_link_says_so(service: Service) -> None:
    [lane] = answer(service, PathsAsked("group:gamma", "group:alpha")).lanes
    assert [step.way for step in lane.steps] == ["←", "←"]
    assert [step.to.name for step in lane.steps] == ["Beta", "Alpha"]


def test_a_name_of_several_offers_them(service: Service) -> None:
    found = answer(service, PathsAsked("gam", "beta"))
    assert "one of several" in found.message
    assert [choice.entity.id for choice in found.choices] == ["group:gamma", "group:gamma-2"]
    assert found.choices[0].href == "/paths?source=group%3Agamma&target=beta&hops=4"


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("zzzz", "beta", "no entity has the name"),
        ("alpha", "group:alpha", "Both names stand for Alpha"),
    ],
)
def test_what_cannot_be_asked_is_told(
    service: Service, source: str, target: str, message: str
) -> None:
    assert message in answer(service, PathsAsked(source, target)).message


@pytest.mark.browser
def test_a_way_is_asked_from_the_start_page_and_leads_to_its_sentence(page: Page) -> None:
    page.goto("/")
    page.get_by_label("From").fill("ada")
    page.get_by_label("to", exact=True).fill("Peru")
    page.keyboard.press("Enter")
    lane = page.locator(".lane").first
    expect(lane.locator(".stop")).to_have_text(["Ada", "Alpha Clan", "Peru"])
    expect(lane).to_contain_text("every step holds alike (asserted, 1 claim)")
    lane.locator(".from a").last.click()
    expect(page.locator(".sentence:target")).to_have_text("Alpha Clan is based in Peru.")
