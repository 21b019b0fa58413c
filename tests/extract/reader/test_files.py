import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.article import Article
from extract.reader import SUFFIXES, read, read_bytes
from graph.errors import ArticleError

BODY = "The gang sold rifles to the cartel, and the police arrested its boss in 2019."


def outcome(path: Path) -> list[str | None]:
    return [str(each) if isinstance(each, ArticleError) else each.source for each in read(path)]


@pytest.mark.parametrize("suffix", [".txt", ".text", ".md", ".TXT"])
def test_a_text_file_is_an_article(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(BODY, "utf-8")

    assert list(read(path)) == [Article(text=BODY, source=str(path))]


def test_a_folder_is_read_in_order_with_the_folders_in_it(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.md", "a/.hidden.txt", ".git/c.txt", "README.md", "x.png", "c.txt"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(BODY, "utf-8")

    assert outcome(tmp_path) == [str(tmp_path / name) for name in ["b.txt", "c.txt", "a/z.md"]]


def test_a_bad_file_does_not_stop_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(BODY, "utf-8")

    assert outcome(tmp_path) == [
        f"{tmp_path / 'a.txt'}: is empty; there is nothing to read",
        str(tmp_path / "b.txt"),
    ]


def test_a_folder_without_articles_says_what_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")

    [message] = outcome(tmp_path)

    assert message is not None
    assert message.startswith(f"{tmp_path}: holds no article; files that can be read: .json, ")


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "itself.txt").symlink_to(tmp_path / "itself.txt")

    good, bad = outcome(tmp_path)

    assert good == str(tmp_path / "a.txt")
    assert bad is not None
    assert bad.startswith(f"{tmp_path / 'itself.txt'}: can't be read: ")


@pytest.mark.parametrize("name", ["a.pdf", "a.html", "a"])
def test_a_file_of_another_kind_says_what_can_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(BODY, "utf-8")

    [message] = outcome(tmp_path / name)

    assert message is not None
    assert all(suffix in message for suffix in SUFFIXES)


@pytest.mark.parametrize("name", ["gone.txt", "gone/a.txt", "a\x00b.txt", "x" * 300 + ".txt"])
def test_a_path_that_is_none_is_an_error(tmp_path: Path, name: str) -> None:
    [error] = read(tmp_path / name)

    assert isinstance(error, ArticleError)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)

    assert outcome(path) == [f"{path}: is neither a file nor a folder"]


def test_a_hundred_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.touch()
    os.truncate(path, 100_000_000)
    tracemalloc.start()

    message = outcome(path)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert message == [
        f"{path}: has 100,000,000 bytes, more than the 20,000,000 of one article; split it,"
        " or write one article a line as JSONL"
    ]
    assert peak < 1_000_000


def test_a_name_that_is_not_utf_8_is_shown_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text(BODY, "utf-8")

    assert outcome(path) == [f"{tmp_path}/caf\ufffd.txt"]


@pytest.mark.parametrize("name", ["../../etc/a.txt", "<b>a</b>.txt", "a'\".txt"])
def test_the_name_of_a_body_is_only_a_name(name: str) -> None:
    assert list(read_bytes(BODY.encode(), name=name)) == [Article(text=BODY, source=name)]


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(SUFFIXES)))
def test_any_bytes_give_articles_or_errors(data: bytes, suffix: str) -> None:
    results = list(read_bytes(data, name=f"a{suffix}"))

    assert results
    assert all(isinstance(each, Article | ArticleError) for each in results)


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "cp1252", "shift_jis"]))
def test_any_text_in_any_encoding_gives_an_article_or_an_error(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")

    [result] = read_bytes(data, name="a.txt")

    assert isinstance(result, Article | ArticleError)
