import base64
import json

import pytest

from graph.errors import CursorError
from graph.paging import cursor_after, place_of, question

_ASKED = question("links", "group:a")
_SHAPE = (int, (str, type(None)))


def _forged(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("place", [(3, "link:x"), (0, None), (-1, "é \0 東"), (2**53, "")])
def test_a_cursor_stands_for_its_place(place: tuple[int, str | None]) -> None:
    assert place_of(cursor_after(place, _ASKED), _ASKED, _SHAPE) == place


def test_a_cursor_of_another_question_is_refused() -> None:
    cursor = cursor_after((3, "x"), question("links", "group:b"))
    with pytest.raises(CursorError):
        place_of(cursor, _ASKED, _SHAPE)


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        None,
        7,
        [_ASKED],
        [_ASKED, 1],
        [_ASKED, "1", "x"],
        [_ASKED, 1, 2],
        [_ASKED, 1, "x", 1],
        [_ASKED, 2**60, "x"],
        [_ASKED, 1, "\ud800"],
        [[_ASKED], 1, "x"],
    ],
)
def test_a_forged_cursor_is_refused(value: object) -> None:
    with pytest.raises(CursorError):
        place_of(_forged(value), _ASKED, _SHAPE)


def test_a_deeply_nested_cursor_is_refused() -> None:
    nested = base64.urlsafe_b64encode(b"[" * 50_000).decode()
    with pytest.raises(CursorError):
        place_of(nested, _ASKED, _SHAPE)
