"""Names as they are written, cut down to what tells one bearer from another.

What a newcomer would get wrong: the spans of mentions keep articles and titles; only names lose
them.
"""

import re
from functools import lru_cache

from graph import identity
from graph.ontology import Label

_DETERMINER = re.compile(
    r"(?:the|an?|this|that|these|those|its|his|her|their|our|my|some|several|various)\s+",
    re.IGNORECASE,
)
_MARKS = " \t\"\u201c\u201d\u2018'\u2019,;:()[]*\u2013\u2014-"
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_SPACE = re.compile(r"\s+")
_OWNER = re.compile(r"^(?:[\w.-]+\s){0,3}[\w.-]+['\u2019]s?\s+(?=[A-Z])")
_INITIALS_DOT = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b)")

_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "cpl",
        "maj",
        "adm",
        "insp",
        "supt",
        "det",
        "sen",
        "rep",
        "gov",
        "hon",
        "rev",
        "sir",
        "lord",
        "lady",
        "don",
        "doña",
        "dona",
        "sheikh",
        "shaikh",
        "imam",
        "mullah",
        "ayatollah",
        "pastor",
        "father",
        "bishop",
        "archbishop",
        "cardinal",
        "president",
        "premier",
        "chancellor",
        "king",
        "queen",
        "prince",
        "princess",
        "emir",
        "sultan",
        "governor",
        "mayor",
        "senator",
        "general",
        "colonel",
        "lieutenant",
        "sergeant",
        "captain",
        "corporal",
        "major",
        "admiral",
        "commodore",
        "brigadier",
        "marshal",
        "inspector",
        "superintendent",
        "detective",
        "commissioner",
        "constable",
        "officer",
        "commander",
        "chief",
        "director",
        "minister",
        "secretary",
        "ambassador",
        "judge",
        "justice",
        "magistrate",
        "prosecutor",
        "attorney",
        "professor",
        "doctor",
        "prime",
        "foreign",
        "interior",
        "defence",
        "defense",
        "deputy",
        "vice",
        "former",
        "late",
    ]
)
"""Words before a person's name that are none of it.

Why:
    "Colonel Ana Ruiz" and "Ana Ruiz" are one person.
Known problems:
    First names that are titles elsewhere ("Major", "Prince", "Sultan") are lost.
Example:
    "Interior Minister Ana Ruiz" is "Ana Ruiz".
"""

_CORPORATE = (
    r"ltd|limited|llc|llp|inc|incorporated|corp|plc|gmbh|ag|n\.?\s?v|b\.?v|s\.?\s?a|s\.?a\.?s|s\.?a\.?c"
    r"|s\.?r\.?l|s\.?p\.?a|s\.?a\.?r\.?l|d\.?o\.?o|o\.?o\.?d|e\.?o\.?o\.?d|oy|ab|pty|pte|sdn\.?\s?bhd|bhd"
    r"|o?jsc|ooo|zao|fze|fzco|fzc|dmcc|kg|l\.?t\.?d\.?a|c\.?a|s\.?\s?de\s?r\.?\s?l|de\s?c\.?\s?v"
)
"""Legal forms of companies, after the name.

Why:
    "Banco Azul S.A." and "Banco Azul" are one company.
Known problems:
    A two-letter form that is a word of the name is cut off: "Volta AB" where AB are initials.
Example:
    "Harbour Rice N.V." is "Harbour Rice".
"""
_CORPORATE_END = re.compile(rf",?\s+(?:{_CORPORATE})\.?$", re.IGNORECASE)
_CORPORATE_NEXT = re.compile(
    rf",?[ ](?:{_CORPORATE.replace('|ab|', '|').replace('|ag|', '|')})\b\.?", re.IGNORECASE
)
_MAX_NAME_CHARS = 150
_REMEMBERED = 10_000


@lru_cache(maxsize=_REMEMBERED)
def slug(name: str) -> str:
    """Return `identity.slug` of a name, without working out again what an article repeats."""
    return identity.slug(name)


@lru_cache(maxsize=_REMEMBERED)
def clean(text: str, label: Label) -> str:
    """Return a mention's words without article, possessive, title or legal form."""
    name = _SPACE.sub(" ", text).strip(_MARKS)
    while (match := _DETERMINER.match(name)) and match.end() < len(name):
        name = name[match.end() :]
    name = _POSSESSIVE.sub("", name).strip(_MARKS)
    if label == Label.PERSON:
        name = _without_title(name)
    if label == Label.ORGANIZATION:
        name = _CORPORATE_END.sub("", name)
    return name[:_MAX_NAME_CHARS].rstrip() if slug(name) else ""


def legal_form_end(text: str, end: int) -> int:
    """Return where the legal form ends that follows a name that ends at `end`; else `end`."""
    match = _CORPORATE_NEXT.match(text, end)
    return match.end() if match and match[0].strip(" ,")[:1].isupper() else end


def without_owner(name: str) -> str:
    """Return a body's name without the country that owns it: "Kenya's National Police"."""
    return _OWNER.sub("", name)


@lru_cache(maxsize=_REMEMBERED)
def parts(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: folded, "U.S." as one."""
    return tuple(word for word in slug(_INITIALS_DOT.sub("", name)).split("-") if word)


def shouted(name: str) -> bool:
    """Tell whether a name is in capitals and too long for an acronym."""
    return name.isupper() and any(len(word) > 5 for word in name.split())  # noqa: PLR2004


def _without_title(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[0].strip(".,").casefold() in _TITLES:
        words.pop(0)
    return " ".join(words)
