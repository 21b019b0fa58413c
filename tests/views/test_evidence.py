from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from api.settings import Settings
from graph import identity
from graph.store import GraphStore
from tests.api.serving import serving
from tests.browser import Tab, tab
from tests.builders import article, entity, state
from tests.views.pointing import click_entity, click_link, draw

pytestmark = pytest.mark.browser
Drawn = Callable[[str], Page]
ALPHA = "/entities/group:alpha"
SUPPLIES = identity.link_id("group:alpha", "SUPPLIES", "group:beta")
BASED_IN = identity.link_id("group:alpha", "BASED_IN", "country:PE")


def test_a_click_on_a_link_shows_its_sentence_with_both_ends_marked(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    click_link(page, BASED_IN)
    expect(page.locator("#selected h2")).to_have_text("Alpha Clan is based in Peru")
    expect(page.locator("blockquote")).to_have_text("Alpha Clan is based in Peru.")
    expect(page.locator("mark.source")).to_have_text("Alpha Clan")
    expect(page.locator("mark.target")).to_have_text("Peru")


def test_a_link_of_two_documents_shows_both_sentences(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    page.locator(f'#links [data-link="{SUPPLIES}"]').click()
    expect(page.locator("#selected > .facts")).to_contain_text("2 claims in 2 documents")
    expect(page.locator("#selected > .facts")).to_contain_text("1994")
    expect(page.locator(".evidence > li")).to_have_count(2)
    expect(page.locator(".evidence")).to_contain_text("of Gold")


def test_who_says_so_stands_beside_the_sentence(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    back = identity.link_id("group:beta", "SUPPLIES", "group:alpha")
    page.locator(f'#links [data-link="{back}"]').click()
    expect(page.locator(".evidence")).to_contain_text("according to Police")


def test_what_else_joins_the_two_can_be_reached(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    page.locator(f'#links [data-link="{SUPPLIES}"]').click()
    page.locator(".besides button", has_text="cooperates with").click()
    expect(page.locator("#selected h2")).to_contain_text("cooperates with")
    assert len(page.evaluate("redstring.network.getSelectedEdges()")) == 1


def test_a_sentence_leads_to_its_place_in_the_document(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    click_link(page, BASED_IN)
    page.locator(".evidence a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first article")
    sentence = page.locator(".sentence:target")
    expect(sentence).to_have_text("Alpha Clan is based in Peru.")
    expect(sentence).to_be_in_viewport()
    sentence.get_by_role("link", name="Peru").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Peru")


def test_a_click_on_an_entity_shows_what_is_known_of_it(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    click_entity(page, "country:PE")
    selected = page.locator("#selected")
    expect(selected.locator("h2")).to_have_text("Peru")
    expect(selected).to_contain_text("Also: Peruvian")
    expect(selected.locator("dl")).to_contain_text("link")
    selected.get_by_role("link", name="Put in the middle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Peru")


def test_escape_goes_back_to_whom_the_page_is_about(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    click_link(page, BASED_IN)
    expect(page.locator("#about")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#about")).to_be_visible()


def test_choices_are_said_to_those_who_listen(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    expect(page.get_by_role("status")).to_contain_text("shown")
    click_link(page, BASED_IN)
    expect(page.get_by_role("status")).to_have_text("Chosen: Alpha Clan is based in Peru, asserted")


@pytest.fixture
def odd(empty: GraphStore, settings: Settings, browser: Browser) -> Iterator[Tab]:
    crab = entity("group:crab", "\N{CRAB}\N{CRAB} ring", described=False)
    empty.add(article(state("group:crab", "SUPPLIES", "group:wolf"), entities=[crab]))
    with serving(create_app(settings, empty)) as address, tab(browser, address) as odd:
        yield odd


def test_marks_are_right_behind_characters_of_two_units(odd: Tab) -> None:
    page = draw(odd.page, "/entities/group:crab")
    page.locator("#links button").click()
    expect(page.locator("mark.source")).to_have_text("\N{CRAB}\N{CRAB} ring")
    expect(page.locator("mark.target")).to_have_text("Wolf")
    assert odd.errors == []


def test_evidence_that_cannot_be_fetched_is_said_and_loses_nothing(
    odd: Tab, empty: GraphStore
) -> None:
    page = draw(odd.page, "/entities/group:crab")
    kept = empty.extraction(empty.documents().items[0].id)
    empty.remove(kept.document.id)
    page.locator("#links button").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be fetched")
    expect(page.locator("#selected h2")).to_contain_text("supplies")
    empty.add(kept)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("mark.target")).to_have_text("Wolf")


@pytest.fixture
def many(empty: GraphStore, settings: Settings, browser: Browser) -> Iterator[Tab]:
    for number in range(25):
        told = state("group:alpha", "SUPPLIES", "group:beta")
        empty.add(article(told, title=f"Article {number}"))
    with serving(create_app(settings, empty)) as address, tab(browser, address) as many:
        yield many


def test_much_evidence_comes_in_pages(many: Tab) -> None:
    page = draw(many.page, ALPHA)
    page.locator("#links button").click()
    expect(page.locator(".evidence > li")).to_have_count(20)
    page.get_by_role("button", name="More of 25").click()
    expect(page.locator(".evidence > li")).to_have_count(25)
    assert many.errors == []
