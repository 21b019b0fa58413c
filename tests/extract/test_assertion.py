import pytest

from extract.assertion import Paragraph, commodity_of, year_of
from tests.extract.scenes import draft, scene


def test_a_dated_act_has_the_year_of_its_own_clause() -> None:
    text = (
        "[X|group] broke away from [Y|group] in [2011|year] and attacked [Z|group] in [2015|year]."
    )

    assert year_of(draft(text, 0, "SPLIT_FROM", 1)) == 2
    assert year_of(draft(text, 0, "ATTACKED", 3)) == 4


def test_where_somebody_is_based_has_no_year() -> None:
    text = "In [2011|year] [X|group], from [Peru|country], attacked [Y|group]."

    assert year_of(draft(text, 1, "BASED_IN", 2)) is None


def test_a_standing_fact_beside_a_dated_act_has_no_year() -> None:
    text = "[X|person], who leads [Y|group], fled in [2011|year]."

    assert year_of(draft(text, 0, "LEADS", 1)) is None


def test_a_standing_fact_has_the_year_since_it_holds() -> None:
    assert year_of(draft("[X|person] has led [Y|group] since [2011|year].", 0, "LEADS", 1)) == 2


def test_a_range_gives_its_first_year() -> None:
    text = "Between [2016|year] and [2022|year] [X|group] shipped rifles to [Y|group]."

    assert year_of(draft(text, 2, "SUPPLIES", 3)) == 0


def test_what_is_seen_in_a_year_has_that_year() -> None:
    text = "In [2011|year] [X|group] moved, and in [2012|year] it was gone."

    assert year_of(draft(text, 1, "SEEN_IN", 2)) == 2


@pytest.mark.xfail(reason="nearness decides, not grammar", strict=True)
def test_an_aside_does_not_date_the_act_around_it() -> None:
    text = "[X|person], arrested in [2017|year], had paid [Y|person] long before."

    assert year_of(draft(text, 0, "PAID", 2)) is None


def test_the_commodity_nearest_to_both_ends_is_moved() -> None:
    text = (
        "[X|group] sold [rifles|commodity] to [Y|group] and bought [gold|commodity] in [Z|place]."
    )

    assert commodity_of(draft(text, 0, "SUPPLIES", 2)) == 1


def test_only_trade_moves_a_commodity() -> None:
    assert (
        commodity_of(draft("[X|group] robbed [Y|group] of [gold|commodity].", 0, "ATTACKED", 1))
        is None
    )


def test_a_dateline_dates_the_acts_of_its_paragraph() -> None:
    paragraph = Paragraph()
    paragraph.enter(scene("3 May [2011|year]."), opens=True)
    later = paragraph.enter(scene("[X|agency] arrested [Y|person]."), opens=False)

    assert year_of(draft(later, 0, "ARRESTED", 1)) == 0


def test_a_dateline_ends_with_its_paragraph() -> None:
    paragraph = Paragraph()
    paragraph.enter(scene("3 May [2011|year]."), opens=True)
    later = paragraph.enter(scene("[X|agency] arrested [Y|person]."), opens=True)

    assert year_of(draft(later, 0, "ARRESTED", 1)) is None


def test_goods_named_before_are_those_that_are_moved() -> None:
    paragraph = Paragraph()
    paragraph.enter(scene("[Gold|commodity] is dug here."), opens=True)
    later = paragraph.enter(scene("[X|group] sells to [Y|group]."), opens=False)

    assert commodity_of(draft(later, 0, "SUPPLIES", 1)) == 0


def test_goods_named_long_before_are_forgotten() -> None:
    paragraph = Paragraph()
    paragraph.enter(scene("[Gold|commodity] is dug here."), opens=True)
    for _ in range(20):
        paragraph.enter(scene("Nothing happened."), opens=False)
    later = paragraph.enter(scene("[X|group] sells to [Y|group]."), opens=False)

    assert commodity_of(draft(later, 0, "SUPPLIES", 1)) is None
