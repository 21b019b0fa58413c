import httpx
import pytest

from graph.identity import link_id
from graph.store import GraphStore

ALPHA = "/api/entities/group:alpha"
SUPPLIES = link_id("group:alpha", "SUPPLIES", "group:beta")


def ids(answer: httpx.Response) -> list[str]:
    return [entity["id"] for entity in answer.json()["entities"]]


def test_a_search_finds_a_name(reader: httpx.Client) -> None:
    [match] = reader.get("/api/search", params={"text": "alph", "labels": "Group"}).json()["items"]

    assert match["entity"]["id"] == "group:alpha"


def test_an_entity_comes_with_its_counts(reader: httpx.Client) -> None:
    card = reader.get(ALPHA).json()

    assert card["entity"]["name"] == "Alpha"
    assert (card["claims"], card["links"], card["documents"]) == (4, 2, 2)


def test_a_neighbourhood_holds_who_is_near_and_how(reader: httpx.Client) -> None:
    answer = reader.get(f"{ALPHA}/neighbourhood")

    assert ids(answer) == ["group:alpha", "group:beta", "country:PE"]
    assert answer.json()["hops"] == [0, 1, 1]
    assert {link["type"] for link in answer.json()["links"]} == {"SUPPLIES", "BASED_IN"}
    assert not answer.json()["truncated"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"hops": 2}, ["group:alpha", "group:beta", "country:PE", "group:gamma"]),
        ({"limit": 2}, ["group:alpha", "group:beta"]),
        ({"types": "BASED_IN"}, ["group:alpha", "country:PE"]),
        ({"types": "based_in,PAID"}, ["group:alpha", "country:PE"]),
        ({"types": ["BASED_IN", "SUPPLIES"]}, ["group:alpha", "group:beta", "country:PE"]),
        ({"labels": "group"}, ["group:alpha", "group:beta"]),
        ({"first_year": 1990, "last_year": 1995}, ["group:alpha", "group:beta", "country:PE"]),
        ({"first_year": 1990, "undated": False}, ["group:alpha", "group:beta"]),
        ({"first_year": 2010, "undated": False}, ["group:alpha"]),
        ({"statuses": "denied"}, ["group:alpha"]),
        ({"documents": "document:0"}, ["group:alpha"]),
    ],
)
def test_a_neighbourhood_is_what_was_asked_for(
    reader: httpx.Client, query: dict[str, str], expected: list[str]
) -> None:
    assert ids(reader.get(f"{ALPHA}/neighbourhood", params=query)) == expected


def test_a_cut_neighbourhood_says_so_and_what_is_left_out(reader: httpx.Client) -> None:
    answer = reader.get(f"{ALPHA}/neighbourhood", params={"limit": 2}).json()

    assert answer["truncated"]
    assert answer["more"] == [["BASED_IN", 1]]


def test_links_are_listed_in_words_page_by_page(reader: httpx.Client) -> None:
    first = reader.get(f"{ALPHA}/links", params={"limit": 1}).json()
    second = reader.get(f"{ALPHA}/links", params={"limit": 1, "cursor": first["next"]}).json()

    words = [page["items"][0]["words"] for page in (first, second)]
    assert words == ["Alpha supplies Beta", "Alpha is based in Peru"]
    assert (first["total"], second["next"]) == (2, None)


def test_a_link_and_its_claims_are_found_by_its_id(reader: httpx.Client) -> None:
    about = reader.get(f"/api/links/{SUPPLIES}").json()
    evidence = reader.get(f"/api/links/{SUPPLIES}/claims").json()

    assert evidence["about"] == about
    assert [each["claim"]["status"] for each in evidence["claims"]["items"]] == [
        "asserted",
        "asserted",
        "denied",
    ]


def test_a_path_joins_two_entities(reader: httpx.Client) -> None:
    query = {"source": "country:PE", "target": "group:gamma"}
    [path] = reader.get("/api/paths", params=query).json()["items"]

    assert [entity["id"] for entity in path["entities"]] == [
        "country:PE",
        "group:alpha",
        "group:beta",
        "group:gamma",
    ]
    assert reader.get("/api/paths", params=query | {"max_hops": 2}).json() == {"items": []}


@pytest.mark.parametrize("query", [{}, {"entity": "group:alpha"}])
def test_a_timeline_counts_by_year(reader: httpx.Client, query: dict[str, str]) -> None:
    items = reader.get("/api/timeline", params=query).json()["items"]

    assert [each["year"] for each in items] == [1994, 2001, None]


def test_documents_are_listed_newest_first_and_shown_whole(reader: httpx.Client) -> None:
    listed = reader.get("/api/documents").json()["items"]
    shown = reader.get(f"/api/documents/{listed[1]['id']}").json()

    assert [each["title"] for each in listed] == ["The second article", "The first article"]
    assert "text" not in listed[0]
    text, [mention, *_] = shown["document"]["text"], shown["mentions"]
    assert len(text) == listed[1]["characters"]
    assert text[mention["span"]["start"] : mention["span"]["end"]]


def test_documents_of_one_entity_are_listed(reader: httpx.Client) -> None:
    answer = reader.get("/api/documents", params={"entity": "group:gamma"}).json()

    assert [each["title"] for each in answer["items"]] == ["The first article"]


def test_a_document_is_forgotten(client: httpx.Client, store: GraphStore) -> None:
    [_, first] = store.documents().items

    assert client.delete(f"/api/documents/{first.id}").status_code == 204
    assert client.delete(f"/api/documents/{first.id}").status_code == 404
    assert store.statistics().documents == 1


def test_a_merge_is_taken_and_taken_back(client: httpx.Client) -> None:
    before = client.get("/api/statistics").json()
    wanted = {"merged": "group:gamma", "into": "group:alpha", "by": "Ada", "reason": "one group"}

    decision = client.post("/api/merges", json=wanted)

    assert decision.status_code == 201
    assert decision.json().items() >= wanted.items()
    assert client.get("/api/entities/group:gamma").json()["entity"]["id"] == "group:alpha"
    assert client.get("/api/merges").json()["items"] == [decision.json()]
    number = decision.json()["number"]
    undone = client.delete(f"/api/merges/{number}", params={"reason": "no"})
    assert undone.json()["undoes"] == number
    assert client.get("/api/merges").json()["items"] == []
    assert len(client.get("/api/merges", params={"all": True}).json()["items"]) == 2
    assert client.get("/api/statistics").json() == before


def test_whether_the_server_lives_says_nothing_of_the_store(reader: httpx.Client) -> None:
    assert reader.get("/healthz").json() == {"status": "ok"}
