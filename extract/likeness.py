"""Whether two names may have one bearer, by their words alone.

What a newcomer would get wrong: a longer name that holds the shorter is taken for the same body or
person; only what an article says elsewhere could tell them apart.
"""

import re
from functools import lru_cache

from extract.names import slug
from extract.phrases import Named
from extract.tables.regions import region_name
from graph.ontology import BODIES, Label

_SHORT_SLUG = 3


def place_alone(label: Label, name: str) -> str:
    """Return a place's name without the common noun after it ("Sonora state"); else nothing."""
    words = name.split()
    while label == Label.PLACE and len(words) > 1 and words[-1].islower():
        words.pop()
    return " ".join(words) if len(words) < len(name.split()) else ""


@lru_cache(maxsize=10_000)
def stem(label: Label, name: str) -> str:
    """Return a name without what may stand with it or not: nouns around a place's, a plural s."""
    words = name.split()
    if label == Label.PLACE:
        while len(words) > 1 and words[-1].islower():
            words.pop()
        while len(words) > 1 and words[0].islower():
            words.pop(0)
    if label in BODIES and words:
        words[-1] = singular(words[-1])
    return slug(" ".join(words))


def singular(word: str) -> str:
    """Return a word as names are compared, without the s of a plural."""
    return re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", word)


def may_be_one(label: Label, words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names may have one bearer, their words not being the same."""
    mine, theirs = set(words), set(other)
    if label == Label.PERSON:
        if len(words) == 1 or len(other) == 1:
            return words[-1] == other[-1] or mine <= theirs or theirs <= mine
        return mine <= theirs or theirs <= mine
    if mine == theirs:
        return True
    if label in {Label.GROUP, Label.ORGANIZATION}:
        mine, theirs = ({singular(word) for word in each} for each in (words, other))
        short = min(len("".join(words)), len("".join(other)))
        return short > _SHORT_SLUG and (mine < theirs or theirs < mine)
    return False


def proper(name: str, mention: Named) -> bool:
    """Tell whether a name has a word of its own, beside common nouns and countries."""
    if mention.found.label in {Label.PERSON, Label.PLACE}:
        return True
    rest = name
    for nested in mention.nested:
        rest = rest.replace(nested, " ")
    words = re.findall(r"\w[\w\u2019'.-]*", rest)
    if mention.opens and words and name.startswith(words[0]):
        words = words[1:]
    return any(not word[:1].islower() and not region_name(word) for word in words)


def without_nickname(name: str) -> tuple[str, str]:
    """Return a name without the nickname in quotes inside it, and the nickname."""
    match = re.search(r"\s[\"\u201c\u2018'](\w[^\"\u201d\u2019]{1,30}?)[\"\u201d\u2019']\s", name)
    if not match:
        return name, ""
    return f"{name[: match.start()]} {name[match.end() :]}", match[1]
