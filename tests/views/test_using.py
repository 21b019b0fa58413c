from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import tab
from tests.views.pointing import draw

pytestmark = pytest.mark.browser
Drawn = Callable[[str], Page]
ALPHA = "/entities/group:alpha"
WHERE = """() => {
    const { activeElement: at } = document;
    return at.closest("#links") ? "in the table" : at.id || at.name;
}"""
PAGES = ("/", "/?q=alpha", "/?q=zzzz", ALPHA)


def test_a_name_is_suggested_and_opened_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("peruv")
    expect(page.get_by_role("option").first).to_have_text("Peru (Peruvian)Country, 1 claim")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Peru")


def test_escape_closes_the_suggestions(page: Page) -> None:
    page.goto("/")
    page.locator("#search").fill("alpha")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.locator("#search").press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_enter_without_a_choice_lists_what_was_found(page: Page) -> None:
    page.goto("/")
    page.locator("#search").fill("alpha")
    page.locator("#search").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("like “alpha”")


def test_nothing_found_is_said(page: Page) -> None:
    page.goto("/")
    page.locator("#search").fill("zzzz")
    expect(page.locator("#suggestions")).to_contain_text("Nothing is called like that")


def test_a_link_can_be_read_by_keyboard_alone(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    page.locator("#links button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("blockquote").first).to_be_visible()
    expect(page.locator("#panel")).to_be_focused()


def test_tab_reaches_search_controls_and_table(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(WHERE))
    assert {"search", "hops", "limit", "years", "denied", "fit", "in the table"} <= reached


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_needs_no_sideways_scroll(browser: Browser, address: str, path: str) -> None:
    with tab(browser, address, width=360, height=740) as phone:
        phone.page.goto(path)
        wide, shown = phone.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
    assert wide <= shown


def test_on_a_phone_a_choice_is_scrolled_to(browser: Browser, address: str) -> None:
    with tab(browser, address, width=360, height=740) as phone:
        page = draw(phone.page, ALPHA)
        page.locator("#links button").first.click()
        expect(page.locator("#selected h2")).to_be_in_viewport()
    assert phone.errors == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_without_complaint(page: Page, path: str) -> None:
    assert page.goto(path)
    page.wait_for_load_state("networkidle")


def test_every_control_has_a_name(drawn: Drawn) -> None:
    page = drawn(ALPHA)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select")]
            .filter((c) => !(c.textContent.trim() || c.labels?.length || c.ariaLabel))
            .map((c) => c.outerHTML)"""
    )
    assert nameless == []
