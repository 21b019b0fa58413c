import json
from pathlib import Path

import pytest

from tests.cli.running import run

TEXT = (
    "Bolivian police arrested Marta Quiroga in 2019.\n\n"
    "The Grey Wolves gang supplies weapons to militias in Brazil.\n"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "wolves.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_claims_are_listed_by_number_and_one_is_told_whole(article: Path) -> None:
    listed = run("explain", article).stdout.splitlines()
    number = next(line.split()[0] for line in listed if "arrested Marta Quiroga" in line)
    told = run("explain", article, "--claim", number).stdout
    assert "“Bolivian police arrested Marta Quiroga in 2019.”" in told
    assert "“Marta Quiroga”: Person" in told
    assert "needs 0.70: stated" in told
    assert "held as: asserted" in told


def test_two_entities_without_a_claim_are_told_too(article: Path) -> None:
    apart = run("explain", article, "--between", "Marta Quiroga", "--between", "brazil").stdout
    assert "no sentence names both Marta Quiroga and Brazil" in apart
    held = run("explain", article, "--between", "Bolivia", "--between", "Marta Quiroga").stdout
    assert "Bolivia is named only inside “Bolivian police” here" in held


def test_scripts_get_all_of_it_as_json(article: Path) -> None:
    told = json.loads(run("explain", article, "--json").stdout)
    assert len(told["sentences"]) == 2
    assert told["extraction"]["document"]["text"].startswith("Bolivian police")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--claim", "99"], "there is no claim 99"),
        (["--claim", "0"], "there is no claim 0"),
        (["--between", "Marta Quiroga"], "give --between twice"),
        (["--between", "nobody", "--between", "brazil"], "nothing in this article is called"),
    ],
)
def test_what_cannot_be_told_is_said_in_a_line(
    article: Path, arguments: list[str], message: str
) -> None:
    done = run("explain", article, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_article_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = run("explain", empty)
    assert done.exit_code == 2
    assert "empty.txt" in done.stderr
    two = tmp_path / "two.jsonl"
    two.write_text('{"text": "A."}\n{"text": "B."}\n', "utf-8")
    assert "holds 2 articles" in run("explain", two).stderr
    assert run("explain", tmp_path / "missing.txt").exit_code == 2


def test_an_article_without_claims_says_so(tmp_path: Path) -> None:
    dull = tmp_path / "dull.txt"
    dull.write_text("The weather was fine.\n", "utf-8")
    assert "no claim was read" in run("explain", dull).stdout
