import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.app import app
from graph.stores import open_store
from tests.cli.running import run
from tests.cypher.archive import fill

GROUPS = (
    "MATCH (g:Group) RETURN g.name AS name, g.claims AS claims ORDER BY claims DESC, name LIMIT 2"
)


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    address = f"sqlite:///{tmp_path_factory.mktemp('command') / 'graph.db'}"
    store = open_store(address)
    fill(store)
    store.close()
    return "--store", address


def test_rows_are_lines_with_tabs_in_a_pipe(at: tuple[str, str]) -> None:
    shown = run("cypher", GROUPS, *at)

    assert shown.exit_code == 0, shown.stderr
    assert shown.stdout == "Harbour Gang\t9\nNorthern Brotherhood\t5\n"


def test_json_is_one_object_a_row(at: tuple[str, str]) -> None:
    shown = run("cypher", GROUPS, "--json", *at)

    assert [json.loads(line) for line in shown.stdout.splitlines()] == [
        {"name": "Harbour Gang", "claims": 9},
        {"name": "Northern Brotherhood", "claims": 5},
    ]


def test_csv_has_a_heading(at: tuple[str, str]) -> None:
    shown = run("cypher", GROUPS, "--csv", *at)

    assert shown.stdout == "name,claims\nHarbour Gang,9\nNorthern Brotherhood,5\n"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_csv_keeps_a_spreadsheet_from_running_a_text(at: tuple[str, str], begin: str) -> None:
    shown = run("cypher", "RETURN $x AS x, -1 AS n", "--param", f"x={begin}1+1", "--csv", *at)

    assert shown.stdout == f"x,n\n'{begin}1+1,-1\n"


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("x=2019", 2019),
        ('x="2019"', "2019"),
        ("x=group:harbour-gang", "group:harbour-gang"),
        ('x=["a", 1, null]', ["a", 1, None]),
        ("x=", ""),
        ("x=a=b", "a=b"),
        ("x=NaN", "NaN"),
    ],
)
def test_a_parameter_is_a_value_of_json_or_else_a_text(
    at: tuple[str, str], given: str, value: object
) -> None:
    shown = run("cypher", "RETURN $x AS x", "--param", given, "--json", *at)

    assert json.loads(shown.stdout) == {"x": value}


def test_parameters_come_from_a_file_too_and_the_line_goes_first(
    at: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "parameters.json"
    file.write_text('{"x": 1, "y": 2}', "utf-8")

    shown = run("cypher", "RETURN $x + $y AS n", "--params", file, "--param", "x=40", *at)

    assert shown.stdout == "42\n"


@pytest.mark.parametrize(
    ("held", "problem"), [("[1]", "no JSON object"), ("{", "no JSON in UTF-8"), (None, "be read")]
)
def test_a_file_of_no_parameters_is_a_wrong_question(
    at: tuple[str, str], tmp_path: Path, held: str | None, problem: str
) -> None:
    file = tmp_path / "parameters.json"
    file.write_text(held or "", "utf-8")
    named = {True: tmp_path / "missing.json", False: file}[held is None]

    asked = run("cypher", "RETURN 1 AS x", "--params", named, *at)

    assert asked.exit_code == 2
    assert problem in " ".join(asked.stderr.split())


@pytest.mark.parametrize("options", [("--param", "x"), ("--param", "=1"), ("--csv", "--json")])
def test_options_that_can_not_be_are_a_wrong_question(
    at: tuple[str, str], options: tuple[str, ...]
) -> None:
    assert run("cypher", "RETURN 1 AS x", *options, *at).exit_code == 2


def test_lists_and_parts_of_the_graph_are_shown_as_json(at: tuple[str, str]) -> None:
    shown = run("cypher", "RETURN [1, 'a'] AS l, {a: null} AS m, true AS t, null AS n", *at)

    assert shown.stdout == '[1, "a"]\t{"a": null}\ttrue\t\n'


def test_a_cut_answer_says_so_on_standard_error(
    at: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDSTRING_CYPHER_ROWS", "2")

    shown = run("cypher", "UNWIND range(1, 3) AS i RETURN i", *at)

    assert shown.stdout == "1\n2\n"
    assert "2" in shown.stderr


@pytest.mark.parametrize("statement", ["CREATE (n)", "RETURN", "RETURN $x AS x"])
def test_a_statement_that_can_not_be_run_is_a_wrong_question(
    at: tuple[str, str], statement: str
) -> None:
    asked = run("cypher", statement, *at)

    assert (asked.exit_code, asked.stdout) == (2, "")
    assert asked.stderr.startswith("redstring: ")


def test_a_statement_is_read_from_standard_input(at: tuple[str, str]) -> None:
    shown = CliRunner().invoke(app, ["cypher", "-", *at], input=GROUPS, prog_name="redstring")

    assert shown.stdout.startswith("Harbour Gang\t9\n")
