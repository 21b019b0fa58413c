import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from extract.article import Article
from extract.reader import make_article_from, read, read_bytes
from extract.reader.jsonl import read_jsonl
from graph.errors import ArticleError

BODY = "The gang sold rifles to the cartel, and the police arrested its boss in 2019."


def problems(data: bytes, name: str = "news.jsonl", *, max_bytes: int = 10_000) -> list[str]:
    results = read_bytes(data, name=name, max_bytes=max_bytes)
    return [str(each) for each in results if isinstance(each, ArticleError)]


def texts(data: bytes, name: str = "news.jsonl", *, max_bytes: int = 10_000) -> list[str]:
    results = read_bytes(data, name=name, max_bytes=max_bytes)
    return [each.text for each in results if isinstance(each, Article)]


def test_a_json_article_has_all_its_fields() -> None:
    fields = {"text": BODY, "title": "Guns", "date": "2020-05-04", "source": "page 4", "more": 1}

    [article] = read_bytes(json.dumps(fields).encode(), name="a.json")

    assert article == Article(text=BODY, title="Guns", published=date(2020, 5, 4), source="page 4")


def test_a_json_article_needs_only_its_text() -> None:
    [article] = read_bytes(json.dumps({"text": BODY, "date": None}).encode(), name="a.json")

    assert article == Article(text=BODY, source="a.json")


@pytest.mark.parametrize(
    "value", ["2020-05-04", "2020-05-04T23:59:00Z", "2020-05-04T01:00:00+09:00", "2020-05-04 10:00"]
)
def test_a_date_is_a_day_or_a_moment(value: str) -> None:
    assert make_article_from({"text": BODY, "date": value}, "x").published == date(2020, 5, 4)


def test_a_json_array_holds_many_articles() -> None:
    data = json.dumps([{"text": BODY}, {"title": "no text"}, {"text": f"{BODY} Then?"}]).encode()

    assert texts(data, "a.json") == [BODY, f"{BODY} Then?"]
    assert problems(data, "a.json") == ["a.json:2: has no field text; an article needs one"]


def test_a_bad_line_is_reported_and_the_others_are_read() -> None:
    good = json.dumps({"text": BODY}).encode()
    data = b"\n".join([good, b"{oops", b"", b"[1]", good])

    assert texts(data) == [BODY, BODY]
    assert problems(data) == [
        "news.jsonl:2: is not JSON (Expecting property name enclosed in double quotes"
        " at line 1, column 2)",
        'news.jsonl:4: is no JSON object; an article is {"text": "...", ...}',
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"text": 3}', "field text is int, not a string"),
        (b'{"text": null}', "field text is NoneType, not a string"),
        (b'{"text": "Guns sold.", "date": "yesterday"}', "field date is 'yesterday', no ISO date"),
        (b'{"text": "Guns sold.", "title": ["x"]}', "field title is list, not a string"),
        (b'{"text": " "}', "holds no text"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"n": ' + b"9" * 5_000 + b"}", "is not JSON that can be read"),
        (bytes(range(128, 256)) * 20, "is not UTF-8"),
        (b"\x00\x01\x02\x03" * 9, "is binary"),
    ],
)
def test_a_bad_line_says_where_and_what(line: bytes, problem: str) -> None:
    [message] = problems(line, max_bytes=200_000)

    assert message.startswith("news.jsonl:1: ")
    assert problem in message


def test_a_line_that_is_too_long_is_skipped_without_being_kept() -> None:
    good = json.dumps({"text": BODY}).encode()
    data = good + b"\n" + b"x" * 50_000 + b"\n" + good

    assert texts(data, max_bytes=1_000) == [BODY, BODY]
    assert problems(data, max_bytes=1_000) == [
        "news.jsonl:2: is longer than 1,000 bytes; split the article"
    ]


def test_lines_are_streamed() -> None:
    stream = BytesIO(b"\n".join([json.dumps({"text": BODY}).encode()] * 3))
    articles = read_jsonl(stream, "news.jsonl", max_bytes=10_000)

    next(articles)

    assert stream.readline() != b""


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "a.jsonl"), (b"\n \n", "a.jsonl"), (b"", "a.json")]
)
def test_an_empty_file_is_an_error(data: bytes, name: str) -> None:
    assert problems(data, name) == [f"{name}: is empty; there is nothing to read"]


def test_an_empty_array_is_an_error() -> None:
    assert problems(b"[]", "a.json") == ["a.json: is an empty array; there is nothing to read"]


def test_lone_surrogates_and_nulls_in_json_strings_are_dropped() -> None:
    [article] = read_bytes(rb'{"text": "Guns\u0000 sold\ud800."}', name="a.json")

    assert article == Article(text="Guns sold.", source="a.json")


def test_a_jsonl_file_longer_than_one_article_may_be_is_read(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b"\n".join([json.dumps({"text": BODY}).encode()] * 50))

    assert len(list(read(path, max_bytes=200))) == 50
