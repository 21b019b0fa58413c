"""Expanding, hiding and moving entities of a picture, and its address that holds all of it."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from playwright.sync_api import Page, expect

from api.views.growing import MOST_SHOWN, STEP
from graph.store import GraphStore
from tests.browser import Tab
from tests.builders import article, state
from tests.views.pointing import click_entity, draw, overlapping, shapes

Drawn = Callable[[str], Page]
BETA = "/entities/group:beta?without=Agency"
PLACES = "redstring.network.getPositions()"
SVG = "{http://www.w3.org/2000/svg}"
INK_OF_QUARTERS = """async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const [wide, high] = [image.width / 2, image.height / 2];
    const copy = new OffscreenCanvas(image.width, image.height);
    const ctx = copy.getContext("2d", { willReadFrequently: true });
    ctx.drawImage(image, 0, 0);
    return [[0, 0], [wide, 0], [0, high], [wide, high]].map(([x, y]) => {
        const { data } = ctx.getImageData(x, y, wide, high);
        return data.filter((value, at) => at % 4 === 0 && value < 128).length;
    });
}"""
SHOWN = "redstring.scene.shownNodes.map(({ id }) => redstring.scene.picture.entities[id].id).sort()"


def grown(page: Page, steps: int) -> None:
    page.wait_for_selector(f"#picture[data-steps='{steps}']")


def ask(address: str, entity: str, query: str = "", **wish: object) -> httpx.Response:
    return httpx.post(f"{address}/entities/{entity}/growth?{query}", json=wish)


def test_what_comes_is_not_there_yet_and_is_linked_to_all_that_is(address: str) -> None:
    come = ask(address, "group:alpha", shown=["group:alpha", "place:port-town"]).json()
    names = {entity["id"] for entity in come["entities"].values()}
    assert "group:beta" in names
    assert not names & {"group:alpha", "place:port-town"}
    assert {link["type"] for link in come["links"].values()} >= {"SUPPLIES", "OPERATES_IN"}


def test_what_comes_is_in_the_order_of_its_evidence(store: GraphStore, address: str) -> None:
    store.add(article(*(state("group:beta", "PAID", f"group:g{n}") for n in range(20))))
    come = ask(address, "group:beta", shown=["group:beta"]).json()
    names = [come["entities"][node["id"]]["id"] for node in come["nodes"]]
    assert names == [e.id for e in store.neighbourhood(["group:beta"]).entities][1:][: len(names)]


def test_one_relation_type_can_be_asked_for(address: str) -> None:
    come = ask(address, "group:alpha", shown=["group:alpha"], type="OWNS").json()
    assert [entity["id"] for entity in come["entities"].values()] == ["organization:shell"]


def test_what_the_address_leaves_out_does_not_come(address: str) -> None:
    come = ask(address, "group:alpha", "without=Group", shown=["group:alpha"]).json()
    assert "group:beta" not in {entity["id"] for entity in come["entities"].values()}


@pytest.mark.parametrize(
    ("entity", "wish", "status"),
    [
        ("group:nobody", {"shown": ["group:alpha"]}, 404),
        ("group:alpha", {"shown": ["group:alpha", "group:nobody"]}, 404),
        ("group:alpha", {"shown": []}, 422),
        ("group:alpha", {"shown": ["group:alpha"] * (MOST_SHOWN + 1)}, 422),
        ("group:alpha", {"shown": ["group:alpha"] * MOST_SHOWN}, 422),
        ("group:alpha", {"shown": ["group:alpha"], "type": "MARRIED"}, 422),
        ("group:alpha", {"shown": ["group:alpha"], "extra": 1}, 422),
        ("group:alpha", {}, 422),
    ],
)
def test_what_cannot_be_is_refused(address: str, entity: str, wish: object, status: int) -> None:
    answer = httpx.post(f"{address}/entities/{entity}/growth", json=wish)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_only_so_many_come_at_once(store: GraphStore, address: str) -> None:
    store.add(article(*(state("group:beta", "PAID", f"group:g{n}") for n in range(2 * STEP))))
    come = ask(address, "group:beta", shown=["group:beta"]).json()
    assert len(come["nodes"]) == STEP


@pytest.mark.browser
class TestInTheBrowser:
    def test_expanding_adds_and_moves_nothing(self, drawn: Drawn) -> None:
        page = drawn(BETA)
        before = page.evaluate(PLACES)
        click_entity(page, "group:alpha")
        page.locator("#expand").click()
        grown(page, 1)
        after = page.evaluate(PLACES)
        assert len(after) > len(before)
        assert {key: after[key] for key in before} == before
        assert overlapping(shapes(page)) == []
        expect(page.locator("#selected")).to_contain_text("All its links are shown")
        expect(page.locator("#panel")).to_be_focused()

    def test_the_table_and_the_counts_tell_the_same(self, drawn: Drawn) -> None:
        page = drawn("/entities/group:beta")
        click_entity(page, "group:alpha")
        page.locator("#expand").click()
        grown(page, 1)
        links = page.evaluate("redstring.scene.shownLinks.length")
        expect(page.locator("#links tbody tr:visible")).to_have_count(links)
        expect(page.locator("#shown")).to_contain_text(f"and {links} links")
        expect(page.locator("#legend [data-count='Organization']")).to_have_text("1")
        page.locator("#links button", has_text="owns").click()
        expect(page.locator("blockquote").first).to_be_visible()

    def test_one_type_comes_alone(self, drawn: Drawn) -> None:
        page = drawn("/entities/group:beta")
        click_entity(page, "group:alpha")
        page.get_by_role("button", name="owns, 1 more").click()
        grown(page, 1)
        assert "organization:shell" in page.evaluate(SHOWN)
        assert "person:ada" not in page.evaluate(SHOWN)

    def test_steps_are_taken_back_and_done_again(self, drawn: Drawn) -> None:
        page = drawn("/entities/group:beta")
        first = page.evaluate(SHOWN)
        click_entity(page, "group:alpha")
        page.locator("#expand").click()
        grown(page, 1)
        whole = page.evaluate(SHOWN)
        page.locator("#hide").click()
        grown(page, 2)
        assert "group:alpha" not in page.evaluate(SHOWN)
        page.keyboard.press("Control+z")
        grown(page, 1)
        assert page.evaluate(SHOWN) == whole
        page.locator("#undo").click()
        grown(page, 0)
        assert page.evaluate(SHOWN) == first
        expect(page.locator("#undo")).to_be_disabled()
        page.locator("#redo").click()
        grown(page, 1)
        assert page.evaluate(SHOWN) == whole
        expect(page.locator("#links tbody tr:visible")).to_have_count(
            page.evaluate("redstring.scene.shownLinks.length")
        )

    def test_a_shared_address_restores_the_picture(self, drawn: Drawn) -> None:
        page = drawn("/entities/group:beta")
        click_entity(page, "group:alpha")
        page.locator("#expand").click()
        grown(page, 1)
        page.evaluate(
            """() => document.dispatchEvent(new CustomEvent("step", {
                detail: { kind: "move", id: "place:port-town", how: "-400,333" } }))"""
        )
        grown(page, 2)
        places, address = page.evaluate(PLACES), page.url
        page.goto("/")
        draw(page, address)
        grown(page, 2)
        assert page.evaluate(PLACES) == places
        assert page.url == address

    def test_stale_steps_of_an_address_are_left_out(self, drawn: Drawn) -> None:
        page = drawn(
            "/entities/group:beta#grow=group:gone&hide=&move=group:alpha+x&burn=1&hide=country:PE"
        )
        page.wait_for_selector("#picture[data-restored]")
        grown(page, 0)
        expect(page.locator("#trouble")).to_be_hidden()

    def test_a_filter_keeps_the_steps(self, drawn: Drawn) -> None:
        page = drawn("/entities/group:beta")
        click_entity(page, "group:alpha")
        page.locator("#expand").click()
        grown(page, 1)
        page.locator("#legend").get_by_role("link", name="owns").click()
        page.wait_for_selector("#picture[data-restored]")
        grown(page, 1)
        assert "organization:shell" not in page.evaluate(SHOWN)
        assert "person:ada" in page.evaluate(SHOWN)

    def test_a_refusal_is_shown_and_nothing_is_lost(self, watched: Tab) -> None:
        page = draw(watched.page, "/entities/group:beta")
        before = page.evaluate(SHOWN)
        refusal = {"detail": "<b>no</b> room", "title": "x", "status": 503}
        page.route("**/growth?*", lambda route: route.fulfill(status=503, json=refusal))
        click_entity(page, "group:alpha")
        page.locator("#expand").click()
        expect(page.locator("#trouble")).to_have_text("That did not work: <b>no</b> room")
        assert page.evaluate(SHOWN) == before
        page.unroute("**/growth?*")
        page.locator("#expand").click()
        grown(page, 1)
        expect(page.locator("#trouble")).to_be_hidden()
        assert [error for error in watched.errors if "503" not in error] == []

    def test_the_keyboard_alone_walks_expands_and_hides(self, drawn: Drawn) -> None:
        page = drawn("/entities/group:beta")
        page.locator("#picture").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#selected h2")).to_have_text("Beta")
        reached = set()
        for arrow in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):
            page.keyboard.press(arrow)
            reached.add(page.locator("#selected h2").text_content())
        assert len(reached) > 1
        key = page.evaluate("redstring.network.getSelectedNodes()[0]")
        page.keyboard.press("Delete")
        grown(page, 1)
        assert key not in page.evaluate(PLACES)

    def test_years_are_bars_and_sliders_that_filter(self, drawn: Drawn, store: GraphStore) -> None:
        store.add(article(state("group:alpha", "PAID", "group:late", year=2001)))
        page = drawn("/entities/group:alpha")
        bars = page.locator("#years rect")
        expect(bars).to_have_count(2001 - 1994 + 1)
        page.get_by_label("From the year").last.press("ArrowRight")
        page.wait_for_url(re.compile(r"from=1995"))
        page.wait_for_selector("#picture[data-stable]")
        page.locator("[name=undated]").select_option("0")
        page.wait_for_url(re.compile(r"undated=0"))
        page.wait_for_selector("#picture[data-stable]")
        assert page.evaluate(SHOWN) == ["group:alpha", "group:late"]

    def test_what_is_shown_is_saved_as_data(self, drawn: Drawn, tmp_path: Path) -> None:
        page = drawn("/entities/group:beta")
        click_entity(page, "place:port-town")
        page.locator("#hide").click()
        grown(page, 1)
        with page.expect_download() as download:
            page.get_by_label("Save what is shown as data").select_option("json")
        assert download.value.suggested_filename == "Beta.json"
        download.value.save_as(tmp_path / "data.json")
        told = json.loads((tmp_path / "data.json").read_bytes())
        assert sorted(one["id"] for one in told["entities"]) == page.evaluate(SHOWN)
        assert {link["id"] for link in told["links"]} == set(
            page.evaluate("redstring.scene.shownLinks")
        )
        expect(page.locator("#export")).to_have_value("")

    def test_the_picture_is_saved_as_svg_and_png(self, drawn: Drawn, tmp_path: Path) -> None:
        page = drawn("/entities/group:alpha?denied=1")
        for kind in ("svg", "png"):
            with page.expect_download() as download:
                page.locator(f"#{kind}").click()
            assert download.value.suggested_filename == f"Alpha-Clan.{kind}"
            download.value.save_as(tmp_path / f"picture.{kind}")
        root = ElementTree.parse(tmp_path / "picture.svg").getroot()  # noqa: S314 - our own
        words = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
        assert {"Alpha Clan", "southern gangs", "is a rival of ?", "attacked ✕"} <= words
        png = base64.b64encode((tmp_path / "picture.png").read_bytes()).decode()
        assert all(ink > 0 for ink in page.evaluate(INK_OF_QUARTERS, png))
