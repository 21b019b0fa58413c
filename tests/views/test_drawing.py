from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from api.settings import Settings
from api.views.network import ONE_LINE_ABOVE
from api.views.palette import LABELS
from graph.ontology import Label, Status
from graph.store import GraphStore
from tests.api.serving import serving
from tests.browser import Tab, tab
from tests.builders import article, entity, state
from tests.views.pointing import click_entity, draw, overlapping, pixel, shapes, written
from tests.views.test_pages import HOSTILE

pytestmark = pytest.mark.browser
Drawn = Callable[[str], Page]
ALPHA = "/entities/group:alpha"
PAPER = "#ffffff"


@pytest.mark.parametrize(
    ("entity_id", "label"),
    [
        ("group:alpha", Label.GROUP),
        ("country:PE", Label.COUNTRY),
        ("agency:police", Label.AGENCY),
        ("organization:shell", Label.ORGANIZATION),
        ("person:ada", Label.PERSON),
        ("place:port-town", Label.PLACE),
        ("year:1994", Label.YEAR),
    ],
)
def test_an_entity_has_the_colour_of_its_label(drawn: Drawn, entity_id: str, label: Label) -> None:
    page = drawn(f"{ALPHA}?years=1&denied=1")
    assert pixel(page, entity_id).upper() == LABELS[label].fill.upper()


def test_a_commodity_has_a_dot_in_its_square(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    style = LABELS[Label.COMMODITY]
    assert pixel(page, "commodity:gold").upper() == style.outline.upper()
    assert pixel(page, "commodity:gold", aside=(7, 0)).upper() == style.fill.upper()


def test_a_described_entity_is_hollow(drawn: Drawn) -> None:
    assert pixel(drawn(ALPHA), "group:omega") == PAPER


def test_every_name_is_lettered_and_none_over_another(drawn: Drawn) -> None:
    page = drawn(f"{ALPHA}?years=1&denied=1")
    letters = written(page)
    names = [letter for letter in letters if not letter["along"]]
    assert len(names) == len(shapes(page)) == 10
    assert not any(letter["forced"] for letter in letters)
    assert overlapping([*shapes(page), *(letter["corners"] for letter in letters)]) == []


def test_relations_are_written_on_their_lines(drawn: Drawn) -> None:
    page = drawn(f"{ALPHA}?years=1&denied=1")
    lines = {letter["owner"] for letter in written(page) if letter["along"]}
    assert lines == set(page.evaluate("redstring.lettering.edges.map(({ id }) => id)"))


def test_letters_keep_apart_at_every_zoom(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    for scale in (0.2, 0.5, 2):
        page.evaluate("scale => redstring.network.moveTo({ scale })", scale)
        page.evaluate("redstring.network.redraw()")
        assert overlapping(letter["corners"] for letter in written(page)) == []


def test_dark_mode_draws_on_dark_paper(drawn: Drawn, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    drawn(ALPHA)
    assert pixel(page, "group:omega") != PAPER
    page.emulate_media(color_scheme="light")
    page.wait_for_selector("#picture[data-theme=light]")
    page.evaluate("redstring.network.redraw()")
    assert pixel(page, "group:omega") == PAPER


def test_years_and_denials_are_shown_when_switched_on(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    table = page.locator("#links")
    expect(table).not_to_contain_text("is dated to")
    expect(table).not_to_contain_text("denied")
    page.get_by_role("switch", name="Years").check()
    expect(table).to_contain_text("is dated to")
    page.get_by_role("switch", name="Denied").check()
    expect(table).to_contain_text("denied")
    assert page.url.endswith("hops=1&limit=60&years=1&denied=1")


def test_the_legend_leaves_out_and_brings_back(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    page.locator("#legend").get_by_role("link", name="supplies").click()
    expect(page.locator("#links")).not_to_contain_text("supplies")
    page.locator("#legend").get_by_role("link", name="supplies").click()
    expect(page.locator("#links")).to_contain_text("supplies")


def test_more_steps_reach_farther(drawn: Drawn) -> None:
    page = drawn("/entities/person:ada")
    expect(page.locator("#banner")).to_contain_text("2 entities")
    page.get_by_role("radio", name="2").check(force=True)
    expect(page.locator("#links")).to_contain_text("Peru")


def test_a_double_click_expands(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    click_entity(page, "group:beta")
    click_entity(page, "group:beta")
    page.wait_for_selector("#picture[data-steps='1']")
    assert "#grow=group%3Abeta" in page.url


def test_a_chosen_entity_can_be_put_in_the_middle(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    click_entity(page, "group:beta")
    page.get_by_role("link", name="Put in the middle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beta")


@pytest.fixture
def crowd(empty: GraphStore, settings: Settings, browser: Browser) -> Iterator[Tab]:
    told = [state("group:hub", "SUPPLIES", f"group:g{n:03}") for n in range(400)]
    told += [state("group:hub", "RIVAL_OF", f"group:g{n:03}") for n in range(3)]
    told += [state(f"group:g{n:03}", "PAID", f"group:g{n - 1:03}") for n in range(1, 400)]
    empty.add(article(*told))
    with serving(create_app(settings, empty)) as address, tab(browser, address) as crowd:
        yield crowd


def test_a_crowd_is_cut_at_three_hundred_and_the_banner_says_so(crowd: Tab) -> None:
    page = draw(crowd.page, "/entities/group:hub?limit=300")
    banner = page.locator("#banner")
    expect(banner).to_contain_text("Showing 300 entities")
    expect(banner).to_contain_text("101 more “supplies”")
    links = page.evaluate("Object.keys(JSON.parse(data.textContent).links).length")
    expect(page.locator("#links tbody tr")).to_have_count(links)
    assert len(shapes(page)) == 300 > ONE_LINE_ABOVE
    assert overlapping(letter["corners"] for letter in written(page)) == []
    assert crowd.errors == []
    assert crowd.strangers == []


def test_a_smaller_picture_offers_the_next_larger(crowd: Tab) -> None:
    page = draw(crowd.page, "/entities/group:hub")
    page.get_by_role("link", name="Show up to 150").click()
    expect(page.locator("#banner")).to_contain_text("Showing 150 entities")


def test_hostile_text_runs_nothing(empty: GraphStore, settings: Settings, browser: Browser) -> None:
    names = [entity(f"group:h{n}", f"{text} {n}", text) for n, text in enumerate(HOSTILE)]
    told = [state(names[0].id, "SUPPLIES", other.id) for other in names[1:]]
    empty.add(article(*told, title=HOSTILE[0], source=HOSTILE[1], entities=names))
    with serving(create_app(settings, empty)) as address, tab(browser, address) as watched:
        page = draw(watched.page, "/entities/group:h0")
        for button in page.locator("#links button").all():
            button.click()
            expect(page.locator(".evidence li")).to_have_count(1)
        for name in names:
            click_entity(page, name.id)
            expect(page.locator("#selected dl")).to_be_visible()
        page.locator("#search").fill("script")
        expect(page.locator("#suggestions [role=option]").first).to_be_visible()
        page.locator("#selected a").first.click()
        assert page.evaluate("typeof hacked") == "undefined"
    assert watched.errors == []
    assert watched.strangers == []


def test_an_allegation_never_looks_like_a_fact(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    edges = {e["status"]: e for e in page.evaluate("redstring.lettering.edges")}
    alleged = page.evaluate(
        "id => redstring.network.body.edges[id].options.color.color", edges[Status.ALLEGED]["id"]
    )
    facts = page.evaluate(
        """() => redstring.lettering.edges.filter(({ status }) => status === "asserted")
            .map(({ id }) => redstring.network.body.edges[id].options.color.color)"""
    )
    assert alleged not in facts
    assert edges[Status.ALLEGED]["sign"] == "?"
