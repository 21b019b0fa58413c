from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from graph.store import GraphStore
from tests.browser import Tab
from tests.builders import article, entity, state
from tests.views.pointing import click_entity
from tests.views.test_pages import HOSTILE

Drawn = Callable[[str], Page]


@pytest.fixture(autouse=True)
def twins(store: GraphStore) -> None:
    store.add(
        article(
            state("group:alpha-clans", "SUPPLIES", "group:beta"),
            state("group:alpha-clans", "RIVAL_OF", "group:alpha"),
            title=HOSTILE[0],
            entities=[entity("group:alpha-clans", "Alpha Clans", HOSTILE[1])],
        )
    )


def look(address: str, path: str) -> str:
    answer = httpx.get(f"{address}{path}")
    answer.raise_for_status()
    return answer.text


def test_two_entities_are_shown_with_what_they_share(address: str) -> None:
    html = look(address, "/compare?one=group:alpha&other=group:alpha-clans")
    common = html.partition('id="common"')[2]
    assert "Beta" in common.partition("</ul>")[0]
    assert "is a rival of" in html.partition('id="between"')[2]
    assert "<script>" not in html.replace('<script type="module"', "")


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("group:alpha", "group:alpha", "one entity already"),
        ("group:alpha", "person:ada", "One is a group, the other a person"),
        ("group:alpha", "country:PE", "are never merged"),
        ("country:PE", "country:PE", "one entity already"),
    ],
)
def test_what_cannot_be_one_is_said(address: str, one: str, other: str, said: str) -> None:
    html = look(address, f"/compare?one={one}&other={other}")
    assert said in html.replace("&#39;", "'")
    assert 'id="decide"' not in html


@pytest.mark.parametrize("query", ["", "?one=group:alpha", "?one=group:alpha&other=<b>"])
def test_who_is_not_there_is_named(address: str, query: str) -> None:
    answer = httpx.get(f"{address}/compare{query}")
    assert answer.status_code == 404
    assert "<b>" not in answer.text


def test_a_history_without_decisions_explains_itself(address: str) -> None:
    assert "Nothing was merged yet" in look(address, "/merges")


@pytest.mark.browser
def test_a_like_name_is_compared_merged_and_taken_back(drawn: Drawn, store: GraphStore) -> None:
    page = drawn("/entities/group:alpha")
    click_entity(page, "group:alpha")
    page.locator(".alike").get_by_role("link", name="Alpha Clans").click()
    page.get_by_label("Why are they one?").fill("<i>the same</i> men")
    page.get_by_label("Who decides").fill("Ann")
    page.get_by_role("button", name="Both are Alpha Clan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alpha Clan")
    assert [(d.merged, d.into, d.by) for d in store.merges()] == [
        ("group:alpha-clans", "group:alpha", "Ann")
    ]
    page.goto("/merges")
    expect(page.locator("#decision-1")).to_contain_text("“<i>the same</i> men” Ann,")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("#decision-2")).to_contain_text("Merge 1 was taken back")
    expect(page.get_by_role("button", name="Take back")).to_have_count(0)
    assert store.merges() == []


@pytest.mark.browser
def test_a_decision_without_a_reason_is_not_sent(drawn: Drawn, store: GraphStore) -> None:
    page = drawn("/entities/group:alpha")
    page.goto("/compare?one=group:alpha&other=group:alpha-clans")
    page.get_by_role("button", name="Both are Alpha Clans").click()
    expect(page.get_by_label("Why are they one?")).to_be_focused()
    assert store.merges() == []


@pytest.mark.browser
def test_a_refused_decision_is_said_in_place(watched: Tab, store: GraphStore) -> None:
    page = watched.page
    page.goto("/compare?one=group:alpha&other=group:alpha-clans")
    store.merge("group:alpha-clans", "group:alpha")
    page.get_by_label("Why are they one?").fill("they are")
    page.get_by_role("button", name="Both are Alpha Clans").click()
    expect(page.locator("#trouble")).to_contain_text("one entity already")
    assert [error for error in watched.errors if "409" not in error] == []
