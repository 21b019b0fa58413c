"""An answer as a Neo4j server wrote it, held to the limits without reading its values.

The bytes are passed on as they came. What a newcomer would get wrong: a server goes on writing rows
until it is cut off, so that they are counted while they come. Rows, and all in them, end with a
bracket; only where there are more brackets than rows are allowed are the rows themselves counted.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.cypher import CypherLimits
from graph.errors import CypherError, CypherLimitError

START = b'{"data":'
"""How every answer with rows begins."""
_ROWS = '"values":['
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"')
_MAX_DEPTH = 100
"""Lists and maps inside each other; what reads JSON often takes no more."""
_AROUND = 4
"""Brackets around each value: those of the answer, its data, the rows and the row."""
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


@dataclass(frozen=True, slots=True)
class Written:
    """What was read of an answer.

    Attributes:
        body: All of it; or where `cut`, the data with as many rows as may be, and nothing else.
        cut: Whether there are more rows.
    """

    body: bytes
    cut: bool = False


def read(parts: Iterable[bytes], limits: CypherLimits) -> Written:
    """Return an answer, or as much of it as may be.

    Args:
        parts: Of its bytes; no more are asked for than it takes to see that a limit is reached.
        limits: How much may be read.

    Raises:
        CypherLimitError: It takes more room than it may, and not since there are too many rows.
    """
    body, ends, looked = bytearray(), 0, limits.rows
    for part in parts:
        body += part
        ends += part.count(b"]")
        too_large = len(body) > limits.size_bytes
        if too_large or ends > looked:
            looked = 2 * ends
            if cut := _cut(body, limits.rows):
                return Written(cut, cut=True)
        if too_large:
            msg = (
                f"the answer takes more than {limits.size_bytes} bytes; "
                "return fewer properties, or set a LIMIT"
            )
            raise CypherLimitError(msg, code=CypherError.code)
    cut = _cut(body, limits.rows) if ends > limits.rows else b""
    return Written(cut or bytes(body), cut=bool(cut))


def check_depth(body: bytes, *, typed: bool) -> None:
    """Refuse an answer that programs can't read.

    Raises:
        CypherLimitError: A value holds lists or maps too deep in each other.
    """
    brackets = _TEXT.sub(b"", body).translate(_BRACKETS, _NO_BRACKETS)
    for _ in range(_AROUND + (2 * _MAX_DEPTH + 1 if typed else _MAX_DEPTH)):
        brackets = brackets.replace(b"[]", b"")
        if not brackets:
            return
    msg = f"a value holds lists or maps more than {_MAX_DEPTH} deep"
    raise CypherLimitError(msg, code=CypherError.code)


def errors_of(body: bytes) -> list[dict[str, str]]:
    """Return what the server says went wrong, perhaps after some rows; nothing where all is well.

    Raises:
        ValueError: It is no JSON.
    """
    if body.startswith(START) and b'"errors":' not in body:
        return []
    content: Any = json.loads(body)
    return content.get("errors") or [] if isinstance(content, dict) else []  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _cut(body: bytearray, most: int) -> bytes:
    """Return the data of an answer up to the last row that may be; empty if there are no more."""
    text = body.decode("utf-8", "ignore")  # the last character may not be there wholly
    at, end = text.find(_ROWS) + len(_ROWS), 0
    reader = json.JSONDecoder()
    try:
        for _ in range(most):
            _, end = reader.raw_decode(text, at)
            at = end + 1
    except (ValueError, RecursionError):
        return b""
    return f"{text[:end]}]}}}}".encode() if text[end : at + 1] == ",[" else b""
