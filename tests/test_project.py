import subprocess
from pathlib import Path

import pytest

from api.cli.app import COMMANDS
from tools import house_rules

ROOT = Path(__file__).resolve().parent.parent


def test_no_house_rule_is_broken() -> None:
    assert list(house_rules.breaches(ROOT, house_rules.tracked_files(ROOT))) == []


def test_no_other_installed_distribution_provides_our_packages() -> None:
    assert list(house_rules.foreign_packages()) == []


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("notes.md", "see https://" + "py" + "pi.org/simple", "registry"),
        ("setup.txt", "get it from files.python" + "hosted.org", "registry"),
        ("run.sh", "\n\ncat /" + "work/notes", "line 3 holds a path of one machine"),
        ("long.py", "x = 1\n" * 401, "401 lines"),
        ("f.py", "def f():\n" + "    x = 1\n" * 51, "f.py:1: f has 52 lines"),
        ("tests/new/test_x.py", "", "tests/new: has no __init__.py"),
    ],
)
def test_a_breach_is_named_with_its_place(
    tmp_path: Path, name: str, text: str, problem: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)

    [line] = house_rules.breaches(tmp_path, [path])

    assert problem in line


def test_pictures_and_weights_are_no_breach(tmp_path: Path) -> None:
    path = tmp_path / "weights.onnx"
    path.write_bytes(b"\xff\xfe\x00 /" + b"work/x")

    assert list(house_rules.breaches(tmp_path, [path])) == []


@pytest.mark.parametrize("script", ["tools/lint.sh", "tools/check.sh", ".ci/run"])
def test_scripts_are_plain_shell_and_can_be_run(script: str) -> None:
    path = ROOT / script

    assert path.stat().st_mode & 0o111
    assert path.read_text("utf-8").startswith("#!/bin/sh\n")
    assert subprocess.run(["sh", "-n", path], check=False).returncode == 0


def test_continuous_integration_calls_the_one_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci/run").read_text("utf-8").splitlines()

    assert [line for line in lines if not line.startswith(("#", "set ", "cd "))] == [
        "exec make test"
    ]


def test_every_package_of_the_project_is_in_the_wheel_and_in_the_import_contracts() -> None:
    config = (ROOT / "pyproject.toml").read_text("utf-8")

    assert 'packages = ["graph", "extract", "api"]' in config
    assert 'root_packages = ["graph", "extract", "api"]' in config


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs/cli.md").read_text("utf-8")

    undocumented = [each.__name__ for each in COMMANDS if f"redstring {each.__name__}" not in text]
    assert undocumented == []
