"""Commodities: the class of what is traded, carried or seized, from the words for it.

What a newcomer would get wrong: the table is asked about words that a mention of a commodity is
made of, never about any word of a text, so that "mine", "ice" or "lead" may stand in it.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from extract.tables.files import read_rows

_SHOWN = {"mdma": "MDMA"}
_AROUND_WORDS = "\"'.,;:()\u2018\u2019\u201c\u201d"
_PLURALS = (("ies", "y"), ("ves", "f"), ("es", ""), ("s", ""), ("men", "man"))


def commodity_class(surface: str) -> str | None:
    """Return the class of a commodity from the words for it, or None where none of them tells.

    The longest end of the phrase that is in the table decides, singular or plural, in any case:
    what is moved stands last in English ("40 tonnes of cocaine", "hunting rifles").

    Why:
        "Kalashnikovs", "assault rifles" and "guns" are one thing to look for: `firearms`.

    Known problems:
        A word with several senses has the one that is trafficked: "speed" is amphetamine, "coke"
        cocaine even where coal is meant. "Pills" and "tablets" are `drugs`, although the text may
        have said before which. A container named last hides its contents: "gun boxes" gives None.

    Example:
        "rocket-propelled grenades" gives "explosives".
    """
    words = [word.strip(_AROUND_WORDS) for word in surface.casefold().split()]
    for start in range(len(words)):
        phrase = " ".join(words[start:])
        for form in _singulars(phrase):
            if form in _classes():
                return _classes()[form]
    return None


def commodity_name(class_: str) -> str:
    """Return how a commodity class is shown: `chemical-weapons` as "chemical weapons"."""
    return _SHOWN.get(class_, class_.replace("-", " "))


@cache
def commodity_classes() -> frozenset[str]:
    """Return every class that the table knows."""
    return frozenset(_classes().values())


def _singulars(phrase: str) -> Iterator[str]:
    """Yield a phrase as it is, and what it may be the plural of; then with spaces for hyphens."""
    for form in dict.fromkeys((phrase, phrase.replace("-", " "))):
        yield form
        for plural, singular in _PLURALS:
            if form.endswith(plural):
                yield form.removesuffix(plural) + singular


@cache
def _classes() -> Mapping[str, str]:
    return {row["form"]: row["class"] for row in read_rows("commodities.csv")}
