import json

import pytest

from graph.model import Extraction
from tests.cli.running import run


def test_a_merge_joins_links_and_its_undo_brings_them_back(at: tuple[str, str]) -> None:
    before = run("neighbours", "Blue Star", "--json", *at).stdout

    merged = run("merge", "organization:atlas", "group:atlas", "--reason", "one firm", *at)
    joined = json.loads(run("neighbours", "Atlas", "--json", *at).stdout)
    undone = run("unmerge", "1", *at)

    assert (merged.exit_code, undone.exit_code) == (0, 0)
    assert "redstring unmerge 1" in merged.stderr
    assert joined["start"] == ["group:atlas"]
    assert [link["type"] for link in joined["links"]] == ["PAID"]
    assert run("neighbours", "Blue Star", "--json", *at).stdout == before


def test_merges_lists_the_numbers_that_unmerge_takes(at: tuple[str, str]) -> None:
    run("merge", "organization:atlas", "group:atlas", "--reason", "one firm", "--by", "eva", *at)

    assert run("merges", *at).stdout == ("1\torganization:atlas\tgroup:atlas\t\teva\tone firm\n")


def test_merges_can_list_what_was_undone(at: tuple[str, str]) -> None:
    run("merge", "organization:atlas", "group:atlas", *at)
    run("unmerge", "1", *at)

    assert run("merges", *at).stdout == ""
    assert [line.split("\t")[3] for line in run("merges", "--all", *at).stdout.splitlines()] == [
        "",
        "1",
    ]


def test_a_merge_never_guesses_a_name(at: tuple[str, str]) -> None:
    tried = run("merge", "Red Han", "Blue Star", *at)

    assert tried.exit_code == 2
    assert "group:red-hand" in tried.stderr
    assert run("merges", *at).stdout == ""


def test_a_person_and_a_group_are_never_one(at: tuple[str, str]) -> None:
    assert run("merge", "Ana Diaz", "Red Hand", *at).exit_code == 2


def test_a_merge_that_is_not_there_is_not_undone(at: tuple[str, str]) -> None:
    tried = run("unmerge", "7", *at)

    assert tried.exit_code == 2
    assert "'7'" in tried.stderr


@pytest.mark.parametrize("field", ["id", "source"])
def test_remove_takes_an_id_or_a_source(
    at: tuple[str, str], extraction: Extraction, field: str
) -> None:
    named = getattr(extraction.document, field)

    removed = run("remove", named, *at)

    assert removed.exit_code == 0
    assert "The Red Hand" in removed.stderr
    assert run("documents", *at).stdout == ""
    assert run("search", "Ana Diaz", *at).stdout == ""


def test_remove_of_what_is_not_there_says_how_to_find_it(at: tuple[str, str]) -> None:
    tried = run("remove", "elsewhere.txt", *at)

    assert tried.exit_code == 2
    assert "redstring documents" in tried.stderr


def test_rebuild_changes_nothing(at: tuple[str, str]) -> None:
    before = run("neighbours", "Blue Star", "--hops", "3", "--json", *at).stdout

    rebuilt = run("rebuild", *at)

    assert rebuilt.exit_code == 0
    assert "1 document, 5 entities, 3 links" in rebuilt.stderr
    assert run("neighbours", "Blue Star", "--hops", "3", "--json", *at).stdout == before
