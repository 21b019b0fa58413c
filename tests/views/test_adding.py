from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from api.settings import Settings
from graph.store import GraphStore
from tests.api.serving import serving
from tests.browser import Tab, tab

pytestmark = pytest.mark.browser
TEXT = "The Harbour Gang\n\nIn 2019 the Harbour Gang supplied the Northern Brotherhood with guns."


@pytest.fixture
def start(empty: GraphStore, settings: Settings, browser: Browser) -> Iterator[Tab]:
    with serving(create_app(settings, empty)) as address, tab(browser, address) as start:
        start.page.goto("/")
        yield start


def added(page: Page, text: str) -> None:
    expect(page.locator("#added")).to_contain_text(text, timeout=30_000)


def test_a_pasted_text_is_read_by_keyboard_alone_and_leads_to_its_entities(start: Tab) -> None:
    page = start.page
    page.get_by_label("Paste its text").fill(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    added(page, "Added:")
    expect(page.get_by_label("Paste its text")).to_have_value("")
    page.locator("#added").get_by_role("link", name="Harbour Gang").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Harbour Gang")
    assert start.errors == []


def test_a_file_that_is_no_text_is_refused_and_the_next_is_read(start: Tab) -> None:
    page = start.page
    files = [
        {"name": "<b>scan</b>.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"},
        {"name": "torn.txt", "mimeType": "text/plain", "buffer": b"\xff\xfe\xfa"},
        {"name": "good.txt", "mimeType": "text/plain", "buffer": TEXT.encode()},
    ]
    page.locator("#files").set_input_files(files)  # pyright: ignore[reportArgumentType]
    added(page, "Added:")
    added(page, "only plain text")
    added(page, "not text in UTF-8")
    expect(page.locator("#added > li")).to_have_count(3)
    expect(page.locator("#added b")).to_have_count(0)


def test_a_text_that_could_not_be_sent_stays_where_it_was(start: Tab) -> None:
    page = start.page
    page.context.set_offline(True)
    page.get_by_label("Paste its text").fill(TEXT)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be added")
    expect(page.get_by_label("Paste its text")).to_have_value(TEXT)


def test_a_file_that_is_dropped_is_read(start: Tab) -> None:
    page = start.page
    dragged = page.evaluate_handle(
        """text => {
            const dragged = new DataTransfer();
            dragged.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
            return dragged;
        }""",
        TEXT,
    )
    page.dispatch_event("#add", "drop", {"dataTransfer": dragged})
    added(page, "Added:")
    expect(page.locator("#added")).to_contain_text("dropped.txt")
    assert start.errors == []
