"""Years: those that a text names, and those that it counts from another.

What a newcomer would get wrong: weekdays, months without a year, decades and centuries name no
year, and a year that is counted ("two years later") needs one to count from.
"""

import re
from collections.abc import Iterator
from datetime import date

FIRST_YEAR, LAST_YEAR = 1800, 2100

_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "a": 1,
    "an": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
_COUNTED = re.compile(
    r"\s(?:men|women|children|people|persons|troops|soldiers|fighters|officers|migrants|families|homes"
    r"|tons?|tonnes?|kilos?|kilograms?|kg|grams?|lit(?:re|er)s?|gallons|barrels|packets|boxes|cartons"
    r"|bags|bricks|pills|tablets|rounds|weapons|rifles|guns|pistols|cartridges|bullets|dollars?"
    r"|euros?|pounds?|pesos?|francs?|miles?|kilomet(?:re|er)s?|km|met(?:re|er)s?|feet|hectares"
    r"|acres|percent|per\s+cent|hours|hrs|GMT|UTC|times)\b"
)
"""What makes the number before it a count, a sum or an hour."""
_NUMBERED = re.compile(
    r"\b(?:resolutions?|no\.?|number|sections?|articles?|act|decree|route|highway|flight|room|pages?"
    r"|paragraphs?|chapter|unit|model)\s+$",
    re.IGNORECASE,
)
_ROUND = re.compile(
    r"\b(?:about|around|some|nearly|almost|over|than|least|most)\s+$", re.IGNORECASE
)
_DATED = re.compile(
    r"\b(?:in|since|until|till|by|during|early|late|mid|spring|summer|autumn|fall|winter"
    r"|(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber),?\s+$",
    re.IGNORECASE,
)
"""What makes a number a year, whatever stands behind it: "in 2019 men of the gang ..."."""
_LOOK_BACK = 20
"""Characters before a number that tell what is numbered: the longest word above, and room."""
_NAMED = re.compile(
    r"""
    (?<!\d)\d{1,2}[./-](?:\d{1,2}[./-])?(?P<last>(?:1[89]|20)\d\d)(?![\d-])  # 12.03.2021
    | (?<![\w$€£¥.,/:+])(?<!\d[-\u2013\u2014])
      (?P<first>(?:1[89]|20)\d\d|2100)
      (?: (?=-\d\d-\d\d(?!\d))                                        # 2021-03-12
        | \s?[-\u2013\u2014/]\s?(?P<second>(?:1[89]|20)?\d\d)(?![\w-])  # 2015-2019, 2019/20
        | (?!\w|[.,:]\d|%|(?<=0)['\u2019]s\b|-\w+-old) )
    """,
    re.VERBOSE,
)
_COUNT = "|".join([*_NUMBERS, r"\d{1,2}"])
_STEPS = {"last": -1, "this": 0, "next": 1, "following": 1, "previous": -1, "same": 0}
_FROM_TEXT = frozenset({"after", "before", "following", "previous", "same"})
"""What counts from a year of the text; all else counts from the article's date."""
_NOT_OF_SOMETHING = r"(?!\s+(?:the|a|an|his|her|its|their|he|she|it|they|last|that|(?-i:[A-Z])))"
_COUNTED_YEAR = re.compile(
    rf"""
    \b(?:
      (?:(?<!the\s)(?:(?P<last>last)|(?P<this>this)|(?P<next>next)))\s+year(?!-|\s+old)
    | (?P<ago>{_COUNT})\s+years?\s+ago
    | (?P<after>{_COUNT})\s+years?\s+(?:later|afterwards|on(?=[,.])|after{_NOT_OF_SOMETHING})
    | (?P<before>{_COUNT})\s+years?\s+(?:earlier|previously|before{_NOT_OF_SOMETHING})
    | (?P<following>(?:following|subsequent)\s+year|(?<=the\s)next\s+year
                    |(?<=the\s)year\s+after{_NOT_OF_SOMETHING})
    | (?P<previous>(?:previous|preceding)\s+year|(?<=the\s)year\s+before{_NOT_OF_SOMETHING})
    | (?P<same>(?:that\s+same|the\s+same|that)\s+year)
    )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_years(text: str, *, published: date | None = None) -> Iterator[tuple[int, int, int]]:
    """Yield every calendar year that the text names or counts, as start, end and year, in order.

    "Last year", "this year", "next year" and "ago" count from the day the article is from; "later",
    "earlier", "the following year" and "that year" from the nearest year before them in the text.
    Those with nothing to count from are left out. A range gives both its ends.

    Why:
        A year places a link in time. Without it, an alliance of 1994 and one of 2019 look the same.

    Known problems:
        A round count of what no list foresees is read as a year: "in 2000 villages" gives 2000.
        "Two years later" counts from the year named last, even where another one is meant.
        Years in words ("nineteen ninety-four") and two digits ("in '94") are missed.

    Example:
        "He fled in 2015 and was caught two years later." gives 2015 and 2017.

    Args:
        text: What to search.
        published: The day the article is from; None where nobody said.
    """
    anchor: int | None = None
    for match in sorted(_matches(text), key=re.Match.start):
        for start, end, year in _read(match, anchor, published):
            if FIRST_YEAR <= year <= LAST_YEAR:
                anchor = year
                yield start, end, year


def _matches(text: str) -> Iterator[re.Match[str]]:
    for match in _NAMED.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        rounded = match[0].endswith("00") and _ROUND.search(before)
        counted = _COUNTED.match(text, match.end()) and not _DATED.search(before)
        if not (rounded or counted or _NUMBERED.search(before)):
            yield match
    yield from _COUNTED_YEAR.finditer(text)


def _read(
    match: re.Match[str], anchor: int | None, published: date | None
) -> Iterator[tuple[int, int, int]]:
    """Yield the years of one match; none where it counts from what is not known."""
    if match.re is _NAMED:
        yield from _named(match)
        return
    kind, word = next((kind, word) for kind, word in match.groupdict().items() if word)
    origin = anchor if kind in _FROM_TEXT else published and published.year
    if origin:
        yield *match.span(), origin + _distance(kind, word.lower())


def _named(match: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    name = "last" if match["last"] else "first"
    first = int(match[name])
    yield *match.span(name), first
    if match["second"]:
        second = int(match["second"])
        second += first // 100 * 100 if second < 100 else 0  # noqa: PLR2004 - two digits
        if second > first:
            yield *match.span("second"), second


def _distance(kind: str, word: str) -> int:
    """Return how many years a counted year lies after its origin."""
    number = _NUMBERS.get(word) or (int(word) if word.isdigit() else 1)
    return {"ago": -number, "before": -number, "after": number}.get(kind, _STEPS.get(kind, 0))
