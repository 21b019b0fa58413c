import pytest

from extract.reader.headings import find_headings

SENTENCE = "The gang sold rifles to the cartel in 2019."


def headings(text: str) -> list[str]:
    return [span.of(text) for span in find_headings(text)]


def test_short_lines_between_blank_lines_are_headings() -> None:
    text = f"The guns of Lima\n\n{SENTENCE}\n\nWho buys them?\n\n{SENTENCE}\n"

    assert headings(text) == ["The guns of Lima", "Who buys them?"]


def test_the_first_line_needs_no_blank_line_below_it() -> None:
    assert headings(f"The guns of Lima\n{SENTENCE}") == ["The guns of Lima"]


def test_a_numbered_heading_needs_no_blank_line_below_it() -> None:
    text = f"{SENTENCE}\n\n2.1 Transport by sea\n{SENTENCE}\n\nB) Money\n{SENTENCE}"

    assert headings(text) == ["2.1 Transport by sea", "B) Money"]


def test_marks_of_markdown_are_no_part_of_a_heading() -> None:
    text = f"# Guns\n{SENTENCE}\n### Money ###\n{SENTENCE}"

    assert headings(text) == ["Guns", "Money"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "One line alone",
        f"{SENTENCE}\n\n{SENTENCE}",
        f"{SENTENCE}\n\nThe last line of all",
        f"{SENTENCE}\n\n- one of a list\n\n{SENTENCE}",
        f"{SENTENCE}\n\n• one of a list\n\n{SENTENCE}",
        f"{SENTENCE}\n\n* * *\n\n{SENTENCE}",
        f"{SENTENCE}\n\n{'word ' * 40}\n\n{SENTENCE}",
    ],
)
def test_other_lines_are_no_headings(text: str) -> None:
    assert headings(text) == []


@pytest.mark.xfail(reason="known problem: a dateline between blank lines")
def test_a_dateline_is_no_heading() -> None:
    assert headings(f"Guns\n\nLima, 3 May 2020\n\n{SENTENCE}") == ["Guns"]
