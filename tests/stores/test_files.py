import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import (
    NotAStoreError,
    StoreBusyError,
    StoreError,
    StoreReadOnlyError,
    StoreURLError,
    StoreVersionError,
)
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.sqlite import connection
from tests.builders import article, state

_READ = article(state("group:a", "PAID", "group:b"))
_CHANGES: dict[str, Callable[[GraphStore], object]] = {
    "add": lambda store: store.add(_READ),
    "add_all": lambda store: store.add_all([_READ]),
    "remove": lambda store: store.remove(_READ.document.id),
    "merge": lambda store: store.merge("group:a", "group:b"),
    "unmerge": lambda store: store.unmerge(1),
    "rebuild": lambda store: store.rebuild(),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    store = open_store(f"sqlite:///{path}")
    store.add_all([_READ, *(article(title=f"{number} " + "x" * 3000) for number in range(60))])
    store.close()
    return path


def _alter(path: Path, statement: str) -> None:
    altered = sqlite3.connect(path)
    altered.execute(statement)
    altered.commit()
    altered.close()


@pytest.mark.parametrize(
    "url",
    ["", "x", "sqlite:", "sqlite://x.db", "sqlite:///", "neo5j://h", "a\0b", "sqlite:///a\0b"],
)
def test_an_address_of_no_store_is_refused_with_those_that_are_known(url: str) -> None:
    with pytest.raises(StoreURLError, match="sqlite:///FILE"):
        open_store(url)


def test_an_address_that_is_refused_is_shown_without_its_log_in() -> None:
    with pytest.raises(StoreURLError, match="'neo5j://h:7687' is no address"):
        open_store("neo5j://ana:sec@ret@h:7687")


def test_a_store_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a/b/store.db"
    store = open_store(url)
    assert store.url == url
    assert store.statistics().documents == 0
    store.close()
    assert (tmp_path / "a/b/store.db").stat().st_size > 0


def test_a_relative_address_is_of_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///here.db").close()
    assert (tmp_path / "here.db").exists()


def test_a_name_with_signs_that_addresses_use_is_a_plain_file(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/a?mode=memory#100%25 é.db").close()
    assert (tmp_path / "a?mode=memory#100%25 é.db").exists()


def test_a_missing_store_is_not_made_only_to_be_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store yet; ingest articles into it first"):
        open_store(f"sqlite:///{tmp_path}/store.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "store.db").touch()
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    store.add(_READ)
    assert store.links().total == 1
    store.close()


@pytest.mark.parametrize("content", [b"just a text " * 500, b"x", b"\0" * 5000, b"SQLite format 3"])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_store_is_left_alone(
    tmp_path: Path, content: bytes, *, read_only: bool
) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"notes\.txt: this is no redstring store"):
        open_store(f"sqlite:///{path}", read_only=read_only)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE notes (a)", "PRAGMA application_id = 77", "PRAGMA user_version = 3"]
)
def test_another_programs_database_is_left_alone(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "other.db"
    _alter(path, "CREATE TABLE theirs (a)")
    _alter(path, statement)
    before = path.read_bytes()
    with pytest.raises(NotAStoreError, match="left alone"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(NotAStoreError, match="this is a folder"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="name a place that can be written"):
        open_store(f"sqlite:///{tmp_path}/file/store.db")


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_layout_is_refused_and_left_alone(file: Path, *, read_only: bool) -> None:
    _alter(file, "PRAGMA user_version = 99")
    before = file.read_bytes()
    with pytest.raises(StoreVersionError, match=r"newer redstring \(layout 99"):
        open_store(f"sqlite:///{file}", read_only=read_only)
    assert file.read_bytes() == before


@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES.keys())
def test_a_store_opened_to_be_read_refuses_every_change(
    file: Path, change: Callable[[GraphStore], object]
) -> None:
    store = open_store(f"sqlite:///{file}", read_only=True)
    with pytest.raises(StoreReadOnlyError, match="may only be read"):
        change(store)
    assert store.documents().total == 61
    store.close()


def test_a_store_with_a_torn_end_says_so(file: Path) -> None:
    torn = file.read_bytes()[: file.stat().st_size // 2]
    file.write_bytes(torn)
    with pytest.raises(StoreError, match="damaged"):
        _read_all(file)
    assert file.read_bytes() == torn


def test_a_store_with_pages_overwritten_says_so(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    file.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        _read_all(file)


def _read_all(file: Path) -> None:
    store = open_store(f"sqlite:///{file}", read_only=True)
    try:
        store.documents(limit=1000)
        store.links(limit=1000)
        store.search("a")
    finally:
        store.close()


def test_a_copied_file_is_a_whole_store(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(file, copy)
    assert open_store(f"sqlite:///{copy}").links().total == 1


def test_a_closed_store_says_so(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.links()


def test_a_store_that_another_holds_too_long_is_busy(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.05)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    store = open_store(f"sqlite:///{file}")
    with pytest.raises(StoreBusyError, match="another writer"):
        store.remove(_READ.document.id)
    assert store.links().total == 1
    holder.execute("ROLLBACK")
    store.remove(_READ.document.id)
    assert store.links().total == 0
    holder.close()
    store.close()


def test_readers_see_one_state_while_another_store_writes(file: Path) -> None:
    writer, reader = (
        open_store(f"sqlite:///{file}"),
        open_store(f"sqlite:///{file}", read_only=True),
    )
    assert reader.links().total == 1
    writer.add(article(state("group:b", "PAID", "group:c"), title="New"))
    assert reader.links().total == 2
    reader.close()
    writer.close()


def test_many_threads_write_and_read_at_once(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    failures: list[Exception] = []

    def work(worker: int) -> None:
        try:
            for number in range(5):
                store.add(article(state("group:a", "PAID", "group:b"), title=f"{worker} {number}"))
                store.neighbourhood(["group:a"])
                store.search("a")
        except Exception as error:  # noqa: BLE001 - whatever it is, the test is to show it
            failures.append(error)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert store.counts("group:a")["claims"] == 61
    store.close()


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *("unshare", "--mount", "--map-root-user", "sh", "-c"),
            f"mount -t tmpfs -o size=8m none {tmp_path}"
            f" && {sys.executable} -m tests.stores.filling {tmp_path}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    full = f"{tmp_path}/store.db: the disk is full; nothing was changed. Make room and try again"
    assert done.stdout.splitlines() == [
        full,
        "some added: True",
        "all kept: True",
        full,
        "all kept: True",
        "links: ['PAID']",
        "claims: 1",
    ]


def test_a_store_on_a_disk_that_is_only_read_answers(file: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    ask = (
        "from graph.stores import open_store; import sys;"
        "store = open_store(sys.argv[1], read_only=sys.argv[2] == 'True');"
        "print(store.links().total); store.remove(sys.argv[3])"
    )
    script = (
        f"mount -t tmpfs none {disk} && cp {file} {disk}/s.db && mount -o remount,ro {disk};"
        f'for only in True False; do {sys.executable} -c "{ask}" sqlite:///{disk}/s.db $only '
        f"{_READ.document.id} 2>&1 | grep -o -e '^1$' -e StoreReadOnlyError:.*; done"
    )
    done = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=True,
    )
    refused = f"StoreReadOnlyError: {disk}/s.db: the store may only be read"
    lines = done.stdout.splitlines()
    assert [line.partition(";")[0] for line in lines] == ["1", refused, "1", refused]
