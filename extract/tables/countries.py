"""Countries: what they are called, and where a text names one.

Codes are ISO 3166-1 alpha-2, and XK for Kosovo, which ISO leaves to its users. Names come from
a table of redstring's own, from pycountry, from world-countries and, in other languages, from the
Unicode CLDR; an earlier one goes before a later. What a newcomer would get wrong: capitals are kept
apart, because "Madrid" is a city first and a government only for some verbs.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from extract.tables.files import read_rows, read_text

_KOSOVO = "XK"
_LEADING = re.compile(
    r"^(?:(?:the|a|an|mainland|neighbou?ring"
    r"|(?:(?:north|south)[- ]?)?(?:north|south|east|west)(?:ern)?|central|upper|lower"
    r"|(?:republic|government|state|kingdom) of)\s+)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:'s?|'?\s+(?:government|authorities|state|republic)|-[a-z]+)$", re.IGNORECASE
)
_APOSTROPHES = str.maketrans("\u2019\u2018\u02bc\u00b4`", "'''''")
_WITHOUT_SPACES = frozenset({"ja", "km", "th", "zh"})


@cache
def country_codes() -> frozenset[str]:
    """Return every code that a country may have."""
    return frozenset(_iso_names())


@cache
def languages() -> frozenset[str]:
    """Return the languages in which countries' names are known, as ISO 639-1 codes."""
    return frozenset(_cldr()) | {"en"}


def country_name(code: str) -> str:
    """Return the name that a country goes by in English: the common one before the official one.

    Raises:
        KeyError: No country has that code.
    """
    return _iso_names()[code][0]


def country_code(surface: str) -> str | None:
    """Return the country that these words name, or None.

    Takes names, adjectives and inhabitants in any case, with an article, a direction, a possessive
    or "government" around them: "Peru", "the Netherlands", "northern Mali", "Mexicans", "Chad's".
    Abbreviations must have their capitals: "US" is a country, "us" is not.

    Why:
        All words for a country must give one entity, or its links fall apart.

    Known problems:
        A name that two countries share goes to the one that news means most: "Congo" and
        "Congolese" give DR Congo, "Dominican" the Dominican Republic, "Korean" South Korea.
        Names that are also persons or things ("Chad", "Jordan", "Georgia") give the country.

    Example:
        "northern Mali" gives "ML".
    """
    words = " ".join(surface.translate(_APOSTROPHES).split())
    for form in _simpler(words):
        if form in _forms():
            return _forms()[form] or None
        folded = form.casefold()
        if folded in _caseless() and folded not in _short_caseless():
            return _caseless()[folded] or None
    return None


def capital_country(surface: str) -> str | None:
    """Return the country whose government is meant when its capital speaks or acts, or None.

    Why:
        "Madrid said" states what Spain said.

    Known problems:
        The table cannot tell a government from a city: "shot in Madrid" is for the caller to tell.
        Of towns with one name ("San Jose") only the capital is known.

    Example:
        "Kremlin" gives "RU".
    """
    words = " ".join(surface.translate(_APOSTROPHES).split())
    bare = re.sub(r"^the ", "", words, flags=re.IGNORECASE).removesuffix("'s")
    return _capitals().get(bare.casefold())


def find_countries(text: str, *, language: str = "en") -> Iterator[tuple[int, int, str]]:
    """Yield where a text names a country, as start, end and code, in order and without overlaps.

    Whole words with their capitals; the longest name wins, so that "Guinea-Bissau" is not Guinea.
    In English adjectives and inhabitants count too; in other languages only names do. Capitals
    never do. An English name inside a longer one that is no country ("New Mexico", "South China
    Sea") is left out.

    Why:
        Where no model reads the text, the countries still say what it is about.

    Known problems:
        Persons and things with the name of a country are found: "Jordan" the player, "Chad" the
        neighbour, "Turkey" on a menu that writes it with a capital, "Georgia" the US state.
        Declined names ("в России", "w Polsce") are missed; only the dictionary form is known.
        A headline in capitals gives "US" for "us".

    Example:
        "Ships left Peru for the Netherlands." gives Peru (PE) and Netherlands (NL).
    """
    forms, pattern = _search(language)
    for match in pattern.finditer(text.translate(_APOSTROPHES)):
        code = forms.get(match[0])
        if code:
            yield match.start(), match.end(), code


def _simpler(words: str) -> Iterator[str]:
    """Yield the words as they are, then with less and less around the name."""
    yield words
    while (shorter := _TRAILING.sub("", words)) != words:
        words = shorter
        yield words
    while (shorter := _LEADING.sub("", words, count=1)) != words:
        words = shorter
        yield words


@cache
def _iso_names() -> Mapping[str, tuple[str, ...]]:
    """Every name that ISO has for a country, the one to show first."""
    import pycountry  # noqa: PLC0415 - takes 70 ms, and only reading text needs it

    names: dict[str, tuple[str, ...]] = {_KOSOVO: ("Kosovo",)}
    shown = {row["code"]: row["form"] for row in _words() if row["kind"] == "shown"}
    for country in pycountry.countries:
        common = getattr(country, "common_name", country.name)
        official = getattr(country, "official_name", country.name)
        first = shown.get(country.alpha_2, common)
        names[country.alpha_2] = tuple(dict.fromkeys((first, common, country.name, official)))
    return names


@cache
def _words() -> tuple[dict[str, str], ...]:
    return tuple(read_rows("country_words.csv"))


@cache
def _forms() -> Mapping[str, str]:
    """English words for countries, as written, with their codes; empty for what is no country."""
    forms: dict[str, str] = {}
    for form, code in chain(_own_forms(), _iso_forms(), _inhabitants()):
        forms.setdefault(form, code)
    return forms


def _own_forms() -> Iterator[tuple[str, str]]:
    for row in _words():
        form, code, kind = row["form"], row["code"], row["kind"]
        if kind != "capital":
            yield form, code
        if kind == "inhabitant" and form.endswith("man"):
            yield f"{form.removesuffix('man')}men", code
        elif kind in {"adjective", "inhabitant"}:
            yield _plural(form), code


def _iso_forms() -> Iterator[tuple[str, str]]:
    for code, names in _iso_names().items():
        for name in names:
            head, comma, tail = name.partition(", ")
            inverted = f"{tail} {head}" if comma and tail.endswith((" of", " of the")) else name
            for form in (name, inverted):
                bare = re.sub("^the ", "", form, flags=re.IGNORECASE).translate(_APOSTROPHES)
                yield bare, code
                yield bare.replace(" and ", " & "), code


def _inhabitants() -> Iterator[tuple[str, str]]:
    for row in read_rows("world_countries.csv"):
        for form in filter(None, row["inhabitants"].split("|")):
            yield form, row["code"]
            yield _plural(form), row["code"]


def _cldr_forms(language: str) -> Iterator[tuple[str, str]]:
    for code, names in _cldr().get(language, {}).items():
        yield from ((name, code) for name in names)


def _plural(form: str) -> str:
    """Return what several inhabitants are called: Peruvians, Chinese, Swiss."""
    return form if form.endswith(("s", "se", "sh", "ch", "-Vanuatu")) else f"{form}s"


@cache
def _caseless() -> Mapping[str, str]:
    return {form.casefold(): code for form, code in reversed(list(_forms().items()))}


@cache
def _short_caseless() -> frozenset[str]:
    return frozenset(row["form"].casefold() for row in _words() if row["kind"] == "short")


@cache
def _capitals() -> Mapping[str, str]:
    capitals = {row["form"].casefold(): row["code"] for row in _words() if row["kind"] == "capital"}
    for row in read_rows("world_countries.csv"):
        for name in filter(None, row["capitals"].split("|")):
            capitals.setdefault(name.casefold(), row["code"])
    return capitals


@cache
def _cldr() -> Mapping[str, Mapping[str, list[str]]]:
    """Return what countries are called, by language and code."""
    return json.loads(read_text("country_names.json"))["names"]


@cache
def _search(language: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Return what to look for in a language, and the pattern that finds it, longest first."""
    if language == "en":
        forms = dict(_forms())
    else:
        forms = dict(_cldr_forms(language))
        for code, names in _iso_names().items():
            forms.setdefault(names[0], code)
    ordered = "|".join(re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f)))
    if language in _WITHOUT_SPACES:
        return forms, re.compile(ordered)
    return forms, re.compile(rf"(?<!\w)(?:{ordered})(?!\w)")
