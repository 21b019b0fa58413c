"""JSON to articles: one object, an array of them, or one object a line (JSONL).

An object has `text`, and may have `title`, `date` (ISO, of a day or a moment) and `source`; other
fields are ignored. What a newcomer would get wrong: a bad line of a JSONL file is yielded as an
error and the lines after it are still read, so an error is a value here, not an end.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import IO, Any

from extract.article import Article
from extract.reader.decoding import decode
from extract.reader.text import make_article
from graph.errors import ArticleError


def read_json(data: bytes, where: str) -> Iterator[Article | ArticleError]:
    """Yield the articles of a JSON value, an object or an array of objects."""
    try:
        value = _parse(data, where)
    except ArticleError as error:
        yield error
        return
    if not isinstance(value, list):
        yield _article_or_error(value, where)
        return
    if not value:
        yield ArticleError(where, "is an empty array; there is nothing to read")
    for number, item in enumerate(value, 1):
        yield _article_or_error(item, f"{where}:{number}")


def read_jsonl(
    stream: IO[bytes], where: str, *, max_bytes: int
) -> Iterator[Article | ArticleError]:
    """Yield the articles of a JSONL stream, blank lines skipped, never more than a line in memory.

    Args:
        stream: Of any length.
        where: Its name; line numbers are added.
        max_bytes: The longest line that is read.
    """
    empty = True
    for number, line in enumerate(_lines(stream, max_bytes), 1):
        place = f"{where}:{number}"
        if line is None:
            yield ArticleError(place, f"is longer than {max_bytes:,} bytes; split the article")
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _read_line(line, place)
        else:
            continue
        empty = False
    if empty:
        yield ArticleError(where, "is empty; there is nothing to read")


def make_article_from(fields: object, where: str) -> Article:
    """Return the article that a JSON object holds.

    Raises:
        ArticleError: It is no object, lacks `text`, or a field is not what it must be.
    """
    if not isinstance(fields, dict):
        raise ArticleError(where, 'is no JSON object; an article is {"text": "...", ...}')
    if "text" not in fields:
        raise ArticleError(where, "has no field text; an article needs one")
    return make_article(
        _string(fields, "text", where),
        where=where,
        title=_string(fields, "title", where),
        published=_day(_string(fields, "date", where), where),
        source=_string(fields, "source", where) or None,
    )


def _read_line(line: bytes, place: str) -> Article | ArticleError:
    try:
        return make_article_from(_parse(line, place), place)
    except ArticleError as error:
        return error


def _article_or_error(value: object, place: str) -> Article | ArticleError:
    try:
        return make_article_from(value, place)
    except ArticleError as error:
        return error


def _parse(data: bytes, where: str) -> Any:
    text = decode(data, where)
    try:
        return json.loads(text)
    except RecursionError:
        raise ArticleError(where, "is nested too deeply to be an article") from None
    except json.JSONDecodeError as error:
        problem = f"is not JSON ({error.msg} at line {error.lineno}, column {error.colno})"
        raise ArticleError(where, problem) from None
    except ValueError as error:
        raise ArticleError(where, f"is not JSON that can be read ({error})") from None


def _string(fields: Mapping[str, object], name: str, where: str) -> str:
    value = fields.get(name)
    if value is None and name != "text":
        return ""
    if not isinstance(value, str):
        kind = type(value).__name__
        raise ArticleError(where, f"field {name} is {kind}, not a string")
    return value.replace("\x00", "")


def _day(value: str, where: str) -> date | None:
    if not value.strip():
        return None
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        shown = value[:40]
        raise ArticleError(
            where, f"field date is {shown!r}, no ISO date; write it as 2023-03-14"
        ) from None


def _lines(stream: IO[bytes], max_bytes: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream, None for one that is too long."""
    while line := stream.readline(max_bytes + 1):
        if len(line) <= max_bytes or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(max_bytes + 1)
        yield None
