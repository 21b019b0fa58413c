import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
LIT = re.compile(r"\blit\b")


@pytest.fixture
def reading(page: Page) -> Page:
    page.goto("/")
    page.get_by_role("link", name="The first article").click()
    page.wait_for_load_state()
    return page


def test_a_claim_that_is_focused_lights_up_its_sentence_and_both_ends(reading: Page) -> None:
    claim = reading.locator(".told", has_text="Alpha Clan is based in Peru")
    claim.get_by_role("link").first.focus()
    expect(reading.locator(".sentence.lit")).to_have_text("Alpha Clan is based in Peru.")
    expect(reading.locator(".mention.lit.source")).to_have_text("Alpha Clan")
    expect(reading.locator(".mention.lit.target")).to_have_text("Peru")
    reading.get_by_role("searchbox").or_(reading.get_by_role("combobox")).focus()
    expect(reading.locator(".lit")).to_have_count(0)


def test_a_sentence_that_is_pointed_at_lights_up_its_claims(reading: Page) -> None:
    reading.locator(".sentence", has_text="rival").hover()
    expect(reading.locator(".told.lit")).to_have_count(1)
    expect(reading.locator(".told.lit .status")).to_have_text("alleged")


def test_a_claim_opens_its_sentence_in_the_text(reading: Page) -> None:
    claim = reading.locator(".told", has_text="arrested")
    claim.get_by_role("link").first.press("Enter")
    expect(reading.locator(".sentence:target")).to_contain_text("arrested")
    expect(claim).to_have_class(LIT)


def test_what_no_other_document_says_is_listed(reading: Page) -> None:
    only = reading.get_by_role("region", name="Found nowhere else")
    only.get_by_text(re.compile(r"^\d+ entities$")).click()
    expect(only.get_by_role("link", name="Peru")).to_be_visible()
    expect(only.get_by_role("link", name="Alpha Clan")).to_have_count(0)


def test_a_claim_leads_to_all_evidence_of_its_link_and_from_there_back(reading: Page) -> None:
    claim = reading.locator(".told", has_text="Alpha Clan is based in Peru")
    claim.get_by_role("link", name="all evidence").click()
    expect(reading.get_by_role("heading", level=1)).to_have_text("Alpha Clan is based in Peru")
    expect(reading.locator("mark.source")).to_have_text("Alpha Clan")
    reading.locator(".from").get_by_role("link").press("Enter")
    expect(reading.locator(".sentence:target")).to_have_text("Alpha Clan is based in Peru.")
