import textwrap

import pytest

from extract.reader.wrapping import unwrap

PARAGRAPH = (
    "The panel continued to examine the movement of small arms from one coast to the other, and "
    "assesses that no fewer than nine consignments were put ashore, of which two were found by "
    "the coast guard, and that all of them had been paid for in advance by a trader of the port "
    "who has since left the country for good and is thought to live with his brother abroad."
)


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_paragraphs_that_were_broken_at_a_width_are_whole_again(width: int) -> None:
    wrapped = textwrap.wrap(PARAGRAPH, width)
    lines = ["B. Movement", "", *wrapped, "", *wrapped]

    assert list(unwrap(lines)) == ["B. Movement", "", PARAGRAPH, "", PARAGRAPH]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [PARAGRAPH, PARAGRAPH],
        ["Somebody fired.", "Nobody was hurt by it.", "A man fled."] * 4,
        textwrap.wrap(PARAGRAPH, 30),
        textwrap.wrap(PARAGRAPH[:200], 72),
    ],
)
def test_lines_of_other_texts_stay_as_they_are(lines: list[str]) -> None:
    assert list(unwrap(lines)) == lines


@pytest.mark.xfail(reason="known problem: a word that was hyphenated stays in two pieces")
def test_a_hyphenated_word_is_whole_again() -> None:
    lines = ["a" * 30 + " " + "b" * 28 + " pay-", "ment"] * 6

    assert "payment" in " ".join(unwrap(lines))
