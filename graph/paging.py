"""Cursors: where a page of a list ended, so that the next one goes on from there.

The same for every store, so that one store's answers are another's, byte for byte. What a newcomer
would get wrong: a cursor is not a secret, only a place; it is checked because a cursor of one list
makes no sense in another.
"""

import base64
import binascii
import json
from typing import cast

from graph.errors import CursorError
from graph.identity import digest

Place = tuple[str | int | None, ...]
"""The sort key of the last item of a page."""

_MAX_INTEGER = 2**53
"""No count is larger; databases refuse much larger ones with errors of their own."""
_HALVES = range(0xD800, 0xE000)
"""Halves of characters, which no text that is stored can hold."""


def question(*parts: object) -> str:
    """Return a short mark of one list: what is listed, of whom, under which filter."""
    return digest(*parts)[:8]


def cursor_after(place: Place, asked: str) -> str:
    """Return the cursor of the page that follows this place in the list with that mark."""
    text = json.dumps([asked, *place], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(cursor: str, asked: str, shape: tuple[type | tuple[type, ...], ...]) -> Place:
    """Return the place that a cursor stands for.

    Args:
        cursor: What `cursor_after` returned.
        asked: The mark of the list that is being read.
        shape: The types that the parts of its place have.

    Raises:
        CursorError: It is no cursor, or not of this list.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        parts: object = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeError, binascii.Error, ValueError, RecursionError):
        raise CursorError(cursor) from None
    if not isinstance(parts, list) or not parts:
        raise CursorError(cursor)
    mark, *place = cast("list[str | int | None]", parts)
    if mark != asked or len(place) != len(shape) or not all(map(isinstance, place, shape)):
        raise CursorError(cursor)
    if not all(map(_is_storable, place)):
        raise CursorError(cursor)
    return tuple(place)


def _is_storable(part: str | int | None) -> bool:
    """Tell whether a database takes a value: no number too large, no half character."""
    if isinstance(part, int):
        return abs(part) <= _MAX_INTEGER
    return part is None or part.isascii() or all(ord(one) not in _HALVES for one in part)
