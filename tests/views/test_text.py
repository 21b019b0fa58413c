import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.views.text import LINE_LENGTH, MAX_LINES, clean, lines, short, width

LETTERS = some.text(some.characters(codec="utf-8"), max_size=400)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Alpha\u202e Clan", "Alpha Clan"),
        ("\u2066Alpha\u2069\x00Clan\n\tof\u2028Peru", "Alpha Clan of Peru"),
        ("a\u0301\u0301\u0301\u0301\u0301b", "a\u0301\u0301\u0301b"),
        ("\ud800Alpha", "Alpha"),
        ("क्‍ष 👨‍👩‍👧", "क्‍ष 👨‍👩‍👧"),
    ],
)
def test_cleaning_takes_out_what_hides_or_turns_text(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(LETTERS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert short("word " * 100, 12) == "word word w…"
    assert short("a short one", 12) == "a short one"


@given(LETTERS)
def test_a_name_is_drawn_in_few_short_lines(text: str) -> None:
    drawn = lines(text)
    assert 1 <= len(drawn) <= MAX_LINES
    assert max(map(len, drawn)) <= LINE_LENGTH


def test_a_name_without_letters_is_still_something_to_point_at() -> None:
    assert lines("\u202e \x00") == ["?"]


def test_wide_characters_take_more_room() -> None:
    assert width("东京") > width("To")
