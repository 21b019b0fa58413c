"""What is seen as files of other tools, read back by what those tools are made with."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import httpx
import networkx as nx
import pytest

from api.exporting import Format
from graph.identity import digest
from graph.store import GraphStore
from tests.builders import article, entity, state

FORMULA, HOSTILE = '=HYPERLINK("x")', "<b>\x01&\N{RIGHT-TO-LEFT OVERRIDE}</b>"


@pytest.fixture
def two(store: GraphStore) -> GraphStore:
    store.add(
        article(
            state("group:one", "SUPPLIES", "group:two", year=1994, commodity="commodity:gold"),
            state("group:two", "SUPPLIES", "group:one", attributed_to="agency:police"),
            state("group:one", "BASED_IN", "country:PE"),
            state("group:one", "SEEN_IN", "year:1994"),
            title="First",
            entities=[
                entity("group:one", FORMULA, HOSTILE),
                entity("country:PE", "Peru", "Peruvian"),
            ],
        )
    )
    return store


IDS = ["group:one", "group:two", "country:PE", "year:1994"]


def ask(client: httpx.Client, kind: str, **more: object) -> httpx.Response:
    return client.post("/api/export", json={"entities": IDS, "format": kind, **more})


@pytest.mark.usefixtures("two")
class TestFiles:
    @pytest.mark.parametrize("kind", list(Format))
    def test_the_same_part_gives_the_same_bytes(self, client: httpx.Client, kind: str) -> None:
        first = ask(client, kind)
        assert first.status_code == 200
        assert first.headers["content-disposition"].startswith('attachment; filename="redstring.')
        assert ask(client, kind).content == first.content

    @pytest.mark.parametrize(
        ("kind", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)]
    )
    def test_networkx_reads_the_network_back(
        self, client: httpx.Client, kind: str, read: Callable[[io.BytesIO], Any]
    ) -> None:
        content = ask(client, kind).content
        ElementTree.fromstring(content)  # noqa: S314 - our own
        network = read(io.BytesIO(content))
        assert set(network.nodes) == set(IDS)
        assert network.number_of_edges() == 4
        edges = {(one, other, told["relation"]) for one, other, told in network.edges(data=True)}
        assert ("group:one", "SUPPLIES") in {(one, kind) for one, _, kind in edges}
        if kind == "graphml":
            assert network.nodes["group:one"]["name"] == FORMULA
            assert network.nodes["group:one"]["aliases"] == HOSTILE.replace("\x01", " ")

    def test_tables_hold_every_sentence_and_no_formula(self, client: httpx.Client) -> None:
        packed = zipfile.ZipFile(io.BytesIO(ask(client, "csv").content))
        tables = {
            name: list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"))))
            for name in packed.namelist()
        }
        assert set(tables) == {"entities.csv", "links.csv", "claims.csv", "documents.csv"}
        names = {row["id"]: row["name"] for row in tables["entities.csv"]}
        assert names["group:one"] == f"'{FORMULA}"
        assert len(tables["links.csv"]) == len(tables["claims.csv"]) == 4
        assert {row["link"] for row in tables["claims.csv"]} == {
            row["id"] for row in tables["links.csv"]
        }
        assert all(row["sentence"] for row in tables["claims.csv"])
        assert [row["title"] for row in tables["documents.csv"]] == ["First"]

    def test_json_holds_links_with_their_claims_and_no_texts(self, client: httpx.Client) -> None:
        told = ask(client, "json").json()
        assert {one["id"] for one in told["entities"]} == set(IDS)
        assert set(told["claims"]) == {link["id"] for link in told["links"]}
        assert "text" not in told["documents"][0]

    def test_follow_the_money_has_links_with_both_ends_and_the_proof(
        self, client: httpx.Client
    ) -> None:
        told = [json.loads(line) for line in ask(client, "ftm").text.splitlines()]
        by_id = {one["id"]: one for one in told}
        assert by_id[digest("country:PE")]["properties"]["country"] == ["pe"]
        links = [one for one in told if one["schema"] == "UnknownLink"]
        assert len(links) == 3  # a year is no entity there
        for link in links:
            assert link["properties"]["subject"][0] in by_id
            assert link["properties"]["object"][0] in by_id
            assert link["properties"]["description"]

    def test_only_the_links_that_are_named_are_exported(self, client: httpx.Client) -> None:
        link = ask(client, "json").json()["links"][0]["id"]
        told = ask(client, "json", links=[link, "link:gone"]).json()
        assert [one["id"] for one in told["links"]] == [link]


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"entities": ["group:nobody"], "format": "csv"}, 404),
        ({"entities": [], "format": "csv"}, 422),
        ({"entities": ["country:PE"], "format": "xlsx"}, 422),
        ({"entities": ["country:PE"] * 1001, "format": "csv"}, 422),
        ({"entities": "country:PE", "format": "csv"}, 422),
        ({"format": "csv"}, 422),
    ],
)
def test_what_cannot_be_exported_is_refused(
    client: httpx.Client, wish: object, status: int
) -> None:
    answer = client.post("/api/export", json=wish)
    assert answer.status_code == status
    assert answer.json()["detail"]
