import re
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from graph import identity
from graph.store import GraphStore
from tests.api.serving import asking
from tests.builders import article, entity, state

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
}
HOSTILE = (
    "<script>hacked=1</script>",
    '"><img src=x onerror=hacked=1>',
    "</script><script>hacked=1</script>",
    "<a href=javascript:hacked=1>click</a>",
    "{{ 7777 * 7777 }}",
    "\u202egnag\u202c",
    "long " * 2000,
)


class Tags(HTMLParser):
    """Collects what a browser would see as elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def client(store: GraphStore, settings: Settings) -> Iterator[httpx.Client]:
    with asking(create_app(settings, store)) as client:
        yield client


@pytest.fixture
def hostile(empty: GraphStore, settings: Settings) -> Iterator[httpx.Client]:
    names = [entity(f"group:h{n}", f"{text} {n}") for n, text in enumerate(HOSTILE)]
    told = [state(names[0].id, "SUPPLIES", other.id) for other in names[1:]]
    empty.add(article(*told, title="<script>hacked=1</script>", source=HOSTILE[1], entities=names))
    with asking(create_app(settings, empty)) as client:
        yield client


def document_of(client: httpx.Client) -> str:
    return client.get("/api/documents").json()["items"][0]["id"]


SUPPLIES = "/links/" + identity.link_id("group:alpha", "SUPPLIES", "group:beta")
HOSTILE_LINK = "/links/" + identity.link_id("group:h0", "SUPPLIES", "group:h1")
HOSTILE_WAY = "/paths?source=group:h1&target=group:h2"
PAGES = (
    "/",
    "/?q=alpha",
    "/?q=zzzz",
    "/entities/group:alpha",
    "/entities/group:nobody",
    SUPPLIES,
    "/links/link:nothing",
    "/paths?source=group:beta&target=country:PE",
    "/paths?source=nobody&target=country:PE",
    "/timeline?year=1994",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_the_strict_policy_and_no_inline_code(
    client: httpx.Client, address: str
) -> None:
    answer = client.get(address)
    assert set(answer.headers["content-security-policy"].split("; ")) == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert inline_code(answer.text) == []


def inline_code(html: str) -> list[tuple[str, dict[str, str | None]]]:
    return [
        (tag, attributes)
        for tag, attributes in Tags(html).found
        if tag == "style"
        or "style" in attributes
        or any(name.startswith("on") for name in attributes)
        or (tag == "script" and "src" not in attributes and attributes["type"] != DATA)
        or (attributes.get("href") or "").startswith("javascript:")
    ]


DATA = "application/json"


def test_a_page_names_no_other_host(client: httpx.Client) -> None:
    html = client.get("/entities/group:alpha").text
    addresses = [a.get("src") or a.get("href") for _, a in Tags(html).found]
    assert [a for a in addresses if a and not a.startswith(("/", "#"))] == []


@pytest.mark.parametrize(
    "address", ["/", "/?q=script", "/entities/group:h0", HOSTILE_LINK, HOSTILE_WAY]
)
def test_hostile_text_makes_no_elements(hostile: httpx.Client, address: str) -> None:
    html = hostile.get(address).text
    tags = {tag for tag, _ in Tags(html).found}
    assert inline_code(html) == []
    assert not tags & {"img", "iframe"}
    assert "60481729" not in html
    assert "\u202e" not in html
    assert "long " * 60 not in html


def test_hostile_text_in_a_document_makes_no_elements(hostile: httpx.Client) -> None:
    html = hostile.get(f"/documents/{document_of(hostile)}").text
    assert inline_code(html) == []
    assert "img" not in {tag for tag, _ in Tags(html).found}


def test_the_data_block_is_the_picture(client: httpx.Client) -> None:
    html = client.get("/entities/group:alpha").text
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', html)
    assert block
    assert "<" not in block[1]


def test_an_unknown_entity_is_a_page_that_can_be_searched_from(client: httpx.Client) -> None:
    answer = client.get("/entities/group:nobody")
    assert answer.status_code == 404
    assert "group:nobody" in answer.text
    assert 'type="search"' in answer.text


@pytest.mark.parametrize("id_", ["..%2f..%2fetc", "%00", "%22%3Cb%3E", "%F0%9F%92%A9", "a" * 5000])
def test_ids_that_cannot_be_are_not_found(client: httpx.Client, id_: str) -> None:
    assert client.get(f"/entities/{id_}").status_code in {404, 414}
    assert client.get(f"/documents/{id_}").status_code in {404, 414}


@pytest.mark.parametrize("query", ["hops=99", "hops=x", "limit=1000000000", "without=<script>"])
def test_what_an_address_cannot_mean_is_ignored(client: httpx.Client, query: str) -> None:
    answer = client.get(f"/entities/group:alpha?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text.replace('<script type="application/json"', "")


def test_leaving_out_everything_shows_the_entity_alone(client: httpx.Client) -> None:
    query = "without=asserted&without=alleged&without=hypothetical"
    html = client.get(f"/entities/group:alpha?{query}").text
    assert 'Showing <span id="shown">1 entity and 0 links</span>.' in html


def test_an_empty_store_says_how_to_fill_it(empty: GraphStore, settings: Settings) -> None:
    with asking(create_app(settings, empty)) as client:
        html = client.get("/").text
    assert "redstring ingest" in html


def test_home_counts_what_the_store_holds_and_says_where_to_start(client: httpx.Client) -> None:
    html = client.get("/").text
    assert "<dt>documents</dt><dd>2</dd>" in html
    assert 'href="/entities/group:alpha"' in html
    assert "The first article" in html


def test_a_search_lists_what_it_found(client: httpx.Client) -> None:
    assert 'href="/entities/country:PE"' in client.get("/?q=peruvian").text
    assert "Nothing is called" in client.get("/?q=zzzz").text


def test_the_table_has_a_row_for_each_link(client: httpx.Client) -> None:
    html = client.get("/entities/group:alpha").text
    rows = re.findall(r'<button type="button" data-link="(link:\w+)"', html)
    subgraph = client.get(
        "/api/entities/group:alpha/neighbourhood?limit=60&statuses=asserted&statuses=alleged"
    ).json()
    years = {e["id"] for e in subgraph["entities"] if e["label"] == "Year"}
    links = [link["id"] for link in subgraph["links"] if link["target"] not in years]
    assert rows == links


def test_vis_network_is_served_from_the_installed_package(client: httpx.Client) -> None:
    answer = client.get("/static/vis-9.1.2/vis-network.min.js")
    assert answer.status_code == 200
    assert "vis-network" in answer.text[:200]


def test_a_file_that_did_not_change_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/static/site.css")
    again = client.get("/static/site.css", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["..%2f..%2fapp.py", "../../app.py", "nothing.js", ""])
def test_no_other_files_are_served(client: httpx.Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_a_broken_store_is_a_page_that_says_so(
    client: httpx.Client, store: GraphStore, tmp_path: Path
) -> None:
    store.close()
    for file in tmp_path.glob("graph.db*"):
        file.write_bytes(b"no store at all " * 500)
    answer = client.get("/entities/group:alpha")
    assert answer.status_code >= 500
    assert answer.headers["content-type"].startswith("text/html")
    assert "Traceback" not in answer.text


def test_a_store_that_breaks_while_a_page_is_sent_ends_it_with_a_message(
    client: httpx.Client, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "graph.db") as connection:
        connection.execute("DROP TABLE links")
    answer = client.get("/entities/group:alpha")
    assert "no such table" in answer.text
    assert answer.text.count('role="alert"') == 1
    assert answer.text.endswith("</html>")


def test_the_top_of_a_picture_comes_before_the_store_is_asked_for_it(client: httpx.Client) -> None:
    with client.stream("GET", "/entities/group:alpha") as answer:
        top = next(answer.iter_text())
    assert "vis-network.min.js" in top
    assert 'id="picture"' not in top


def test_a_browser_at_an_unknown_address_gets_a_page_to_search_from(client: httpx.Client) -> None:
    answer = client.get("/entity/<b>", headers={"accept": "text/html,*/*"})
    assert answer.status_code == 404
    assert 'role="search"' in answer.text
    assert "<b>" not in answer.text


def test_a_program_at_an_unknown_address_gets_a_problem(client: httpx.Client) -> None:
    answer = client.get("/nowhere", headers={"accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


@pytest.mark.parametrize("year", ["0000", "12345", "x", "<b>"])
def test_a_year_that_cannot_be_is_taken_as_not_said(client: httpx.Client, year: str) -> None:
    answer = client.get("/timeline", params={"year": year})
    assert answer.status_code == 200
    assert 'id="of-year"' not in answer.text
