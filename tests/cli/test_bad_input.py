import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run, run_apart

WRONG_QUESTIONS = {
    ("neighbours", "Red Hand", "--hops", "0"): "hops is 0; it must be from 1 to 4",
    ("neighbours", "Red Hand", "--hops", "99"): "hops is 99; it must be from 1 to 4",
    ("neighbours", "Red Hand", "--hops", "-1"): "hops is -1",
    ("neighbours", "Red Hand", "--hops", "x"): "'--hops'",
    ("neighbours", "Red Hand", "--limit", "1000000000"): "limit is 1000000000; it must be from 1",
    ("neighbours", "Red Hand", "--limit", "0"): "limit is 0",
    ("neighbours", "Red Hand", "--type", "LIKES"): "no relation type is called 'LIKES'",
    ("neighbours", "Red Hand", "--label", "Robot"): "'--label'",
    ("neighbours", "Red Hand", "--status", "maybe"): "'--status'",
    ("neighbours", "Red Hand", "--from", "2020", "--to", "2010"): "before they begin",
    ("neighbours", "Red Hand", "--from", "12"): "first_year is 12",
    ("neighbours", "Nobody Known"): "'Nobody Known'",
    ("neighbours", "person:nobody"): "'person:nobody'",
    ("neighbours", "../../etc/passwd"): "'../../etc/passwd'",
    ("neighbours", "'; DROP TABLE entities; --"): "DROP TABLE",
    ("neighbours", "<script>alert(1)</script>"): "<script>",
    ("neighbours", ""): "''",
    ("neighbours", "x\0y"): "is not readable text",
    ("neighbours", "x\udcff"): "is not readable text",
    ("neighbours", "\x1b[31mred"): "'\\x1b[31mred'",
    ("neighbours", "x" * 100_000): "xxx",
    ("neighbours",): "Missing argument",
    ("search", "red", "--limit", "1000000000"): "limit is 1000000000",
    ("path", "Ana Diaz", "Ana Diaz"): "",
    ("path", "Ana Diaz", "Blue Star", "--hops", "99"): "hops",
    ("path", "Ana Diaz", "nobody"): "'nobody'",
    ("remove", "document:../../x"): "'document:../../x'",
    ("merge", "Ana Diaz", "person:nobody"): "'person:nobody'",
    ("unmerge", "1"): "'1'",
    ("unmerge", "99999999999999999999"): "99999999999999999999",
    ("unmerge", "x"): "NUMBER",
    ("cook", "dinner"): "No such command 'cook'",
}


@pytest.mark.parametrize("question", WRONG_QUESTIONS, ids=lambda q: ascii(q)[:50])
def test_a_wrong_question_is_told_and_changes_nothing(
    at: tuple[str, str], question: tuple[str, ...]
) -> None:
    before = run("statistics", "--json", *at).stdout

    asked = run(*question, *at)

    assert (asked.exit_code, asked.stdout) == (2, "")
    assert WRONG_QUESTIONS[question].lower() in asked.stderr.lower()
    assert "Traceback" not in asked.stderr
    assert run("statistics", "--json", *at).stdout == before


def test_debug_shows_where_an_error_came_from(at: tuple[str, str]) -> None:
    asked = run_apart("--debug", "neighbours", "Nobody Known", *at)

    assert asked.returncode == 1
    assert "Traceback" in asked.stderr


def not_a_store(path: Path) -> None:
    path.write_text("A text that somebody wrote.\n" * 100)


def of_another_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (address TEXT)")
    connection.close()


def of_a_newer_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()


def gone(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


BROKEN_STORES = {
    not_a_store: "is no redstring store; it is left alone",
    of_another_program: "is no redstring store; it is left alone",
    of_a_newer_version: "newer redstring",
    gone: "there is no store yet; ingest articles into it first",
    a_folder: "this is a folder; name a file",
}


@pytest.mark.parametrize("breaking", BROKEN_STORES)
def test_a_store_that_can_not_answer_is_named_and_left_alone(
    store_file: Path, breaking: object
) -> None:
    breaking(store_file)  # type: ignore[operator]
    before = content(store_file)

    asked = run("search", "Ana Diaz", "--store", f"sqlite:///{store_file}")

    assert (asked.exit_code, asked.stdout) == (3, "")
    assert f"{store_file}: " in asked.stderr
    assert BROKEN_STORES[breaking] in asked.stderr  # type: ignore[index]
    assert content(store_file) == before


@pytest.mark.parametrize("address", ["graph.db", "mysql://x/y", "sqlite://x", "", "sqlite:///"])
def test_an_address_that_names_no_store_is_refused_with_those_that_do(address: str) -> None:
    asked = run("statistics", "--store", address)

    assert asked.exit_code == 3
    assert "sqlite:///" in asked.stderr


def test_one_article_too_many_for_the_disk_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    disk, wide = tmp_path / "disk", tmp_path / "wide.txt"
    disk.mkdir()
    small = tmp_path / "small.txt"
    small.write_text("La policía de Colombia detuvo a tres hombres en la frontera con el Perú.\n")
    wide.write_text("La policía de Colombia detuvo a tres hombres en la frontera.\n" * 60_000)

    done = on_a_small_disk(
        disk,
        "redstring ingest $HERE/small.txt",
        "redstring ingest $HERE/wide.txt; echo code $?",
        "redstring documents",
        "redstring search Colombia",
    )

    assert "code 3" in done.stdout
    assert "the disk is full; nothing was changed. Make room and try again" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.count("small.txt") == 1
    assert "wide.txt" not in done.stdout
    assert "country:CO" in done.stdout


def test_a_store_on_a_disk_that_may_only_be_read_answers_and_refuses_changes(
    tmp_path: Path,
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (tmp_path / "small.txt").write_text("La policía de Colombia detuvo a tres en el Perú.\n")
    (tmp_path / "other.txt").write_text("La policía de Chile detuvo a tres en Bolivia ayer.\n")

    done = on_a_small_disk(
        disk,
        "redstring ingest $HERE/small.txt",
        f"mount -o remount,ro {disk}",
        "redstring ingest $HERE/other.txt; echo code $?",
        "redstring documents",
    )

    assert "code 3" in done.stdout
    assert "may only be read" in done.stderr
    assert "small.txt" in done.stdout
    assert "other.txt" not in done.stdout


def on_a_small_disk(disk: Path, *commands: str) -> subprocess.CompletedProcess[str]:
    """Run commands with a store on a disk of 3 MB, which only they can see."""
    lines = (
        f"mount -t tmpfs -o size=3m none {disk}",
        f'redstring() {{ {sys.executable} -m api.cli "$@"; }}',
        *commands,
    )
    return subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", "\n".join(lines)],
        env={
            **os.environ,
            "REDSTRING_STORE": f"sqlite:///{disk}/graph.db",
            "HERE": str(disk.parent),
        },
        capture_output=True,
        text=True,
        check=False,
    )
