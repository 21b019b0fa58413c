import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.app import COMMANDS
from tests.cli.running import run, run_apart

READS_TEXT = {"spacy", "onnxruntime", "tokenizers"}
SLOW = READS_TEXT | {"fastapi", "networkx", "numpy", "rich"}
PROBE = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
from api.cli import main
main()
"""


def loaded_by(*arguments: str) -> set[str]:
    """The packages that a command has loaded when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


@pytest.mark.parametrize("arguments", [("--help",), ("ingest", "--help"), ("--version",)])
def test_help_loads_nothing_slow(arguments: tuple[str, ...]) -> None:
    assert not loaded_by(*arguments) & SLOW


@pytest.mark.parametrize(
    "question",
    [
        ("search", "red"),
        ("neighbours", "Red Hand", "--evidence"),
        ("path", "Ana Diaz", "Blue Star"),
        ("documents",),
        ("statistics",),
        ("merges",),
        ("merge", "group:atlas", "organization:atlas"),
        ("remove", "/articles/hand.txt"),
        ("rebuild",),
    ],
)
def test_no_question_loads_what_reads_text(at: tuple[str, str], question: tuple[str, ...]) -> None:
    assert not loaded_by(*question, *at) & READS_TEXT


def test_every_command_has_help_with_a_sentence() -> None:
    helps = [run(command.__name__, "--help") for command in COMMANDS]

    assert {shown.exit_code for shown in helps} == {0}
    assert all("Usage: redstring" in shown.stdout for shown in helps)


def test_completion_is_offered_for_relation_types(tmp_path: Path) -> None:
    asked = run_apart(
        env={
            "_REDSTRING_COMPLETE": "complete_bash",
            "COMP_WORDS": "redstring neighbours x --type SUP",
            "COMP_CWORD": "4",
            "HOME": str(tmp_path),
        }
    )

    assert "SUPPLIES" in asked.stdout


def test_the_version_is_the_distributions_own() -> None:
    assert run("--version").stdout.startswith("redstring 0.")


def test_no_command_shows_the_help() -> None:
    assert "neighbours" in run().stdout + run().stderr
