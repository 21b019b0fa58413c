import os
import shutil
from pathlib import Path

import pytest

from graph.projection import cache
from graph.projection.copy import Copy
from graph.projection.message import Request
from graph.store import GraphStore
from graph.stores import open_store
from tests.builders import article, state

COUNT = "MATCH (e:Entity) RETURN count(*) AS entities"


@pytest.fixture(autouse=True)
def _every_copy_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT_FROM_CLAIMS", 1)


@pytest.fixture
def kept(path: Path) -> Path:
    return path.with_name("store.db.cypher")


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every time that a copy was made and not read from its file."""
    made: list[Path] = []
    keep = cache.keep

    def keeping(store: Path, mark: bytes, graph: object) -> None:
        made.append(store)
        keep(store, mark, graph)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(cache, "keep", keeping)
    return made


def asked(path: Path) -> object:
    copy = Copy(path)
    copy.refresh()
    answer = copy.ask(Request(COUNT, {}, None, 5, 10, 10_000, 10**9))
    copy.keep()
    return answer.rows[0][0]


def test_a_large_copy_is_kept_and_read_again(
    store: GraphStore, path: Path, kept: Path, built: list[Path]
):
    assert store
    assert [asked(path), asked(path), asked(path)] == [4, 4, 4]
    assert built == [path]
    assert kept.stat().st_mode == path.stat().st_mode


def test_a_kept_copy_is_not_trusted_after_a_change(
    store: GraphStore, path: Path, built: list[Path]
):
    assert asked(path) == 4
    store.add(article(state("group:gamma", "PAID", "group:beta"), title="Two"))
    assert asked(path) == 5
    assert asked(path) == 5
    assert built == [path, path]


def test_a_kept_copy_of_another_store_is_not_trusted(
    store: GraphStore, path: Path, tmp_path: Path, kept: Path, built: list[Path]
):
    assert store
    other = open_store(f"sqlite:///{tmp_path}/other.db")
    other.add(article(state("group:x", "PAID", "group:y"), title="Other"))
    assert asked(tmp_path / "other.db") == 2
    assert asked(path) == 4
    shutil.copy(tmp_path / "other.db.cypher", kept)
    assert asked(path) == 4
    assert len(built) == 3
    other.close()


@pytest.mark.parametrize("place", [0, 20, 60, 200, -1])
def test_a_damaged_copy_is_made_again(
    store: GraphStore, path: Path, kept: Path, built: list[Path], place: int
):
    assert store
    assert asked(path) == 4
    damaged = bytearray(kept.read_bytes())
    damaged[place] ^= 1
    kept.write_bytes(damaged)
    assert asked(path) == 4
    assert len(built) == 2


def test_a_torn_copy_is_made_again(store: GraphStore, path: Path, kept: Path, built: list[Path]):
    assert store
    assert asked(path) == 4
    os.truncate(kept, kept.stat().st_size // 2)
    assert asked(path) == 4
    assert len(built) == 2


def test_where_the_copy_can_not_be_written_it_is_left(store: GraphStore, path: Path, kept: Path):
    assert store
    kept.mkdir()
    assert asked(path) == 4
    assert [each.name for each in path.parent.glob("*.cypher-new")] == []


def test_a_copy_is_never_written_through_a_link(store: GraphStore, path: Path, tmp_path: Path):
    assert store
    victim = tmp_path / "victim"
    victim.write_text("untouched", "utf-8")
    path.with_name("store.db.cypher-new").symlink_to(victim)
    assert asked(path) == 4
    assert victim.read_text("utf-8") == "untouched"


def test_a_small_copy_is_not_kept(
    store: GraphStore, path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
):
    assert store
    monkeypatch.setattr(cache, "KEPT_FROM_CLAIMS", 1000)
    assert asked(path) == 4
    assert not kept.exists()
