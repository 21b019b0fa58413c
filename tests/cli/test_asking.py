import json
from pathlib import Path

import pytest

from graph.model import Extraction
from graph.stores import open_store
from tests.cli.running import run


def test_search_finds_a_misspelt_name(at: tuple[str, str]) -> None:
    found = run("search", "Ana Dias", *at)

    assert found.exit_code == 0
    assert found.stdout.startswith("Ana Diaz\tPerson\tperson:ana-diaz\t1\t1\n")


def test_search_without_a_hit_says_so_and_writes_no_data(at: tuple[str, str]) -> None:
    found = run("search", "zzzzqqqq", *at)

    assert (found.exit_code, found.stdout) == (0, "")
    assert "nothing has a name like 'zzzzqqqq'" in found.stderr


def test_search_by_label_leaves_out_the_others(at: tuple[str, str]) -> None:
    found = run("search", "Atlas", "--label", "group", *at)

    assert [line.split("\t")[2] for line in found.stdout.splitlines()] == ["group:atlas"]


def test_neighbours_takes_a_name_and_shows_its_links(at: tuple[str, str]) -> None:
    shown = run("neighbours", "Red Hand", *at)

    assert shown.exit_code == 0
    assert sorted(shown.stdout.splitlines()) == [
        "Ana Diaz\tLEADS\tRed Hand\tasserted\t\t1\t1",
        "Red Hand\tSUPPLIES\tBlue Star\tasserted\t2019\t1\t1",
    ]


def test_neighbours_takes_an_id(at: tuple[str, str]) -> None:
    assert run("neighbours", "group:red-hand", *at).stdout == (
        run("neighbours", "Red Hand", *at).stdout
    )


def test_neighbours_shows_the_sentences_behind_links(at: tuple[str, str]) -> None:
    shown = run("neighbours", "Red Hand", "--evidence", "--type", "supplies", *at)

    assert shown.stdout == (
        "Red Hand\tSUPPLIES\tBlue Star\tasserted\t2019\tThe Red Hand\t"
        "Red Hand supplies Blue Star in 2019.\n"
    )


@pytest.mark.parametrize(
    ("options", "links"),
    [
        (("--type", "LEADS"), {"LEADS"}),
        (("--label", "Person"), {"LEADS"}),
        (("--status", "alleged"), set()),
        (("--from", "2019"), {"LEADS", "SUPPLIES"}),
        (("--from", "2019", "--dated-only"), {"SUPPLIES"}),
        (("--to", "2018", "--dated-only"), set()),
        (("--hops", "2"), {"LEADS", "SUPPLIES", "PAID"}),
    ],
)
def test_neighbours_shows_only_what_the_options_ask_for(
    at: tuple[str, str], options: tuple[str, ...], links: set[str]
) -> None:
    shown = run("neighbours", "Red Hand", *options, *at)

    assert shown.exit_code == 0
    assert {line.split("\t")[1] for line in shown.stdout.splitlines()} == links


def test_a_cut_neighbourhood_says_so(at: tuple[str, str]) -> None:
    shown = run("neighbours", "Red Hand", "--limit", "2", *at)

    assert len(shown.stdout.splitlines()) == 1
    assert "--limit shows more" in shown.stderr


def test_a_name_that_fits_several_lists_them(at: tuple[str, str]) -> None:
    asked = run("neighbours", "Atlas", *at)

    assert (asked.exit_code, asked.stdout) == (2, "")
    assert "group:atlas" in asked.stderr
    assert "organization:atlas" in asked.stderr
    assert "by its id" in asked.stderr


def test_a_name_that_is_only_like_one_is_taken_aloud(at: tuple[str, str]) -> None:
    asked = run("neighbours", "Red Han", *at)

    assert asked.stdout == run("neighbours", "Red Hand", *at).stdout
    assert "taking 'Red Han' as Red Hand (group:red-hand)" in asked.stderr


def test_path_reads_from_left_to_right_with_the_direction_of_each_link(
    at: tuple[str, str],
) -> None:
    shown = run("path", "Ana Diaz", "organization:atlas", *at)

    assert shown.stdout == "Ana Diaz --LEADS-> Red Hand --SUPPLIES-> Blue Star <-PAID-- Atlas\n"


def test_no_path_says_so(at: tuple[str, str]) -> None:
    shown = run("path", "Ana Diaz", "Blue Star", "--hops", "1", *at)

    assert (shown.exit_code, shown.stdout) == (0, "")
    assert "no way of at most 1 links from Ana Diaz to Blue Star" in shown.stderr


def test_documents_lists_ids_that_remove_takes(at: tuple[str, str], extraction: Extraction) -> None:
    [line] = run("documents", *at).stdout.splitlines()

    assert line.startswith(f"{extraction.document.id}\t")
    assert line.endswith("\tThe Red Hand\t/articles/hand.txt")


def test_statistics_counts_what_is_there(at: tuple[str, str]) -> None:
    lines = run("statistics", *at).stdout.splitlines()

    assert "documents\t\t1" in lines
    assert "entities\tGroup\t3" in lines
    assert "claims\talleged\t1" in lines
    assert "links\tSUPPLIES\t1" in lines


QUESTIONS = [
    ("search", "red"),
    ("neighbours", "Red Hand", "--hops", "2", "--evidence"),
    ("path", "Ana Diaz", "Blue Star"),
    ("documents",),
    ("merges",),
    ("statistics",),
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_json_is_the_same_bytes_from_another_store_with_the_same_graph(
    at: tuple[str, str], question: tuple[str, ...], tmp_path: Path, extraction: Extraction
) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    store = open_store(other)
    store.add(extraction)
    store.close()

    here = run(*question, "--json", *at).stdout
    there = run(*question, "--json", "--store", other).stdout

    assert here == there
    assert here.endswith("\n")
    assert "ingested_at" not in here
    json.loads(here)


def test_json_evidence_names_the_offsets_of_the_sentence_and_both_ends(
    at: tuple[str, str], extraction: Extraction
) -> None:
    shown = json.loads(run("neighbours", "Blue Star", "--evidence", "--json", *at).stdout)

    def words(span: dict[str, int]) -> str:
        return extraction.document.text[span["start"] : span["end"]]

    claims = [each["claim"] for behind in shown["evidence"].values() for each in behind]
    assert [words(each) for each in claims] == [each["sentence"] for each in claims]
    assert {words(each["target_span"]) for each in claims} == {"Blue Star"}


def test_the_store_is_taken_from_the_environment_where_none_is_named(
    at: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDSTRING_STORE", at[1])

    assert run("search", "Ana Diaz").stdout.startswith("Ana Diaz\t")
