import json
import sqlite3
from pathlib import Path

import pytest

from graph.record import checksum
from graph.stores import open_store
from tests.builders import article, state
from tests.cli.running import run, run_apart
from tests.neo4j_server import Neo4j

OTHER = article(state("group:gamma", "RIVAL_OF", "group:delta"), title="Other")


@pytest.fixture
def to(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/other.db"


@pytest.fixture
def from_(at: tuple[str, str]) -> tuple[str, str]:
    return "--from", at[1]


def _add_other(url: str) -> None:
    store = open_store(url)
    store.add(OTHER)
    store.close()


def _alter(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


def test_verify_ends_with_the_checksum_of_the_record(at: tuple[str, str], store_file: Path) -> None:
    store = open_store(f"sqlite:///{store_file}")
    expected = checksum(store)
    store.close()

    verified = run("verify", *at)

    assert verified.exit_code == 0
    assert verified.stdout.splitlines() == [
        "1 document, 5 entities, 3 links, 0 merges and undos",
        expected,
    ]


def test_a_copy_verifies_as_the_original(
    from_: tuple[str, str], at: tuple[str, str], to: str
) -> None:
    copied = run("copy", *from_, "--to", to)

    assert copied.exit_code == 0, copied.stderr
    first, last = copied.stdout.splitlines()
    assert first == "documents: 1 added, 0 unchanged, 0 replaced; merges and undos: 0"
    assert last == run("verify", *at).stdout.splitlines()[-1]
    assert run("verify", "--store", to).stdout == run("verify", *at).stdout


def test_a_copy_can_be_run_again(from_: tuple[str, str], to: str) -> None:
    run("copy", *from_, "--to", to)

    again = json.loads(run("copy", *from_, "--to", to, "--json").stdout)

    assert (again["added"], again["unchanged"], again["replaced"]) == (0, 1, 0)


def test_a_copy_goes_to_a_server_by_the_settings_log_in(
    from_: tuple[str, str],
    at: tuple[str, str],
    empty_neo4j: Neo4j,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REDSTRING_NEO4J_USER", empty_neo4j.user)
    monkeypatch.setenv("REDSTRING_NEO4J_PASSWORD", empty_neo4j.password)

    copied = run("copy", *from_, "--to", empty_neo4j.url)

    assert copied.exit_code == 0, copied.stderr
    assert run("verify", "--store", empty_neo4j.url).stdout == run("verify", *at).stdout


def test_a_store_with_other_documents_is_refused_unless_they_may_stay(
    from_: tuple[str, str], to: str
) -> None:
    _add_other(to)

    refused = run("copy", *from_, "--to", to)
    added = run("copy", *from_, "--to", to, "--add")

    assert refused.exit_code == 2
    assert "holds 1 documents that" in refused.stderr
    assert "--add" in refused.stderr
    assert added.exit_code == 0
    assert "the store holds 1 more" in added.stderr
    assert run("verify", "--store", to).stdout.startswith("2 documents,")


def test_a_copy_of_no_store_makes_none(tmp_path: Path, to: str) -> None:
    missing = tmp_path / "missing.db"

    refused = run("copy", "--from", f"sqlite:///{missing}", "--to", to)

    assert refused.exit_code == 3
    assert "there is no store yet" in refused.stderr
    assert not missing.exists()


@pytest.mark.parametrize(
    ("altered", "complaint"),
    [
        ("UPDATE links SET claims = 7 WHERE type = 'LEADS'", "LEADS group:red-hand: is not what"),
        ("DELETE FROM links WHERE type = 'LEADS'", "LEADS group:red-hand: is missing"),
        ("UPDATE links SET type = 'OWNS' WHERE type = 'LEADS'", "OWNS group:red-hand: no claim"),
        ("UPDATE entities SET name = 'X' WHERE id = 'group:atlas'", "group:atlas: its names"),
        ("UPDATE entities SET claims = 9 WHERE id = 'group:atlas'", "group:atlas: its counts are"),
        ("DELETE FROM entities WHERE id = 'group:atlas'", "group:atlas: is missing"),
        ("UPDATE entities SET id = 'group:b' WHERE id = 'group:atlas'", "group:b: no document"),
        ("UPDATE claims SET status = 'rumoured'", "was altered in the store, and can't be read"),
        ("UPDATE documents SET text = text || '!'", "its text is not the one that was added"),
    ],
)
def test_what_was_altered_is_found(
    altered: str, complaint: str, at: tuple[str, str], store_file: Path
) -> None:
    _alter(store_file, altered)

    verified = run("verify", *at)

    assert verified.exit_code == 3
    assert complaint in verified.stderr


def test_what_was_altered_is_listed_as_json(at: tuple[str, str], store_file: Path) -> None:
    _alter(store_file, "UPDATE links SET claims = 7 WHERE type = 'LEADS'")

    verified = run("verify", "--json", *at)

    assert verified.exit_code == 3
    assert "1 things are not as the record says" in verified.stderr
    found = json.loads(verified.stdout)
    assert found["wrongs"] == 1
    assert found["wrong"] == [
        "link person:ana-diaz LEADS group:red-hand: is not what its claims make"
    ]


def test_a_rebuild_mends_what_is_derived(at: tuple[str, str], store_file: Path) -> None:
    sound = run("verify", *at).stdout
    _alter(store_file, "UPDATE links SET claims = 7 WHERE type = 'LEADS'")

    run("rebuild", *at)

    assert run("verify", *at).stdout == sound


def test_a_store_of_many_wrongs_shows_the_first_of_them(tmp_path: Path) -> None:
    file = tmp_path / "many.db"
    store = open_store(f"sqlite:///{file}")
    store.add_all(
        article(state(f"group:g{n}", "PAID", f"group:h{n}"), title=f"{n}") for n in range(150)
    )
    store.close()
    _alter(file, "UPDATE links SET claims = 7")

    verified = run_apart("verify", "--store", f"sqlite:///{file}")

    assert verified.returncode == 3
    assert len(verified.stderr.splitlines()) == 102
    assert "and 50 more" in verified.stderr
    assert "150 things are not" in verified.stderr
