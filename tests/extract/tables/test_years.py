from datetime import date

import pytest

from extract.tables.years import find_years

PUBLISHED = date(2023, 3, 14)


def found(text: str, published: date | None = PUBLISHED) -> list[tuple[str, int]]:
    return [(text[start:end], year) for start, end, year in find_years(text, published=published)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("in 2019, in May 2020 and in mid-2021", [2019, 2020, 2021]),
        ("2015-2019", [2015, 2019]),
        ("2015\u201317", [2015, 2017]),
        ("from 2010 to 2012", [2010, 2012]),
        ("on 2021-03-12 and 12/03/2020", [2021, 2020]),
        ("the 2019/20 season", [2019, 2020]),
        ("1994's war", [1994]),
        ("In 2019 men of the gang fled.", [2019]),
        ("(2018)", [2018]),
    ],
)
def test_years_that_are_named_are_found(text: str, years: list[int]) -> None:
    assert [year for _, year in found(text)] == years


@pytest.mark.parametrize(
    "text",
    [
        "the 1990s",
        "the 2010's",
        "some 2000 huts",
        "2000 rifles",
        "$2019",
        "2,019 tons",
        "2019.5 km",
        "at 1900 hours",
        "resolution 1973",
        "a 20190 code",
        "12019",
        "on Monday",
        "in May",
        "3019",
    ],
)
def test_decades_counts_and_numbers_are_no_years(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("last year", 2022),
        ("Earlier this year", 2023),
        ("next year", 2024),
        ("three years ago", 2020),
        ("10 years ago", 2013),
        ("a year ago", 2022),
    ],
)
def test_a_year_is_counted_from_the_articles_date(text: str, year: int) -> None:
    assert [each for _, each in found(text)] == [year]
    assert found(text, published=None) == []


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("two years later", 2017),
        ("a year earlier", 2014),
        ("following year", 2016),
        ("year before", 2014),
        ("the same year", 2015),
        ("that year", 2015),
        ("twenty years later", 2035),
    ],
)
def test_a_year_is_counted_from_the_one_named_before_it(words: str, year: int) -> None:
    text = f"It began in 2015; the {words}, it ended.".replace("the the", "the")

    assert [each for _, each in found(text, published=None)] == [2015, year]


@pytest.mark.parametrize("text", ["two years later", "the following year", "that year"])
def test_a_year_with_nothing_to_count_from_is_left_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["over the last year", "the year before the war", "a two-year-old boy", "a 5 year term"]
)
def test_spans_of_time_are_no_years(text: str) -> None:
    assert found(f"In 2015, {text}") == [("2015", 2015)]


def test_a_year_out_of_reach_is_left_out() -> None:
    assert found("In 1801 and fifty years before, and 2099, thirty years later") == [
        ("1801", 1801),
        ("2099", 2099),
    ]


@pytest.mark.xfail(reason="known problem: a round count of what no list foresees")
def test_a_count_of_villages_is_no_year() -> None:
    assert found("in 2000 villages") == []


@pytest.mark.xfail(reason="known problem: years in words")
def test_a_year_in_words_is_found() -> None:
    assert found("in nineteen ninety-four") == [("nineteen ninety-four", 1994)]
