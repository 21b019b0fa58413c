"""How a name is compared with what somebody typed; the same for every store.

A store finds candidates by these rules with whatever index it has, and ranks them here. What a
newcomer would get wrong: misspelt names are looked for only where names that begin as typed do not
fill the list, and always come after them, so a longer list begins with the shorter one.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from graph.identity import slug

MAX_CANDIDATES = 2000
"""Of the names that fit a text, only this many are ranked: those of entities with most claims."""
MAX_SPELLINGS = 30
"""A misspelt word stands for at most this many words that names have."""
MAX_WORDS = 32
"""Words of the text that count; what follows them is not looked at."""

_ONE_SLIP_FROM, _TWO_SLIPS_FROM = 4, 8
_BEGINS, _MISSPELT, _STEP = 0.6, 0.2, 0.39


def normal(name: str) -> str:
    """Return a name's words in lower case, without accents, one blank between them."""
    return slug(name).replace("-", " ")


def words(text: str) -> list[str]:
    """Return the words that a text asks for, in order, at most `MAX_WORDS`."""
    return normal(text).split()[:MAX_WORDS]


def slips(word: str) -> int:
    """Return how many letters of a word may be wrong, missing, extra or swapped.

    Known problems:
        Names of three letters ("DEA") must be spelt right, since too many others are one slip away.
    """
    return (len(word) >= _ONE_SLIP_FROM) + (len(word) >= _TWO_SLIPS_FROM)


def lengths(word: str) -> range:
    """Return the lengths that words have which this one may be meant for."""
    return range(len(word) - slips(word), len(word) + slips(word) + 1)


def spellings(word: str, vocabulary: Sequence[str]) -> list[str]:
    """Return the words of a vocabulary that this one may be a misspelling of, nearest first."""
    allowed = slips(word)
    if not allowed:
        return []
    found = extract(word, vocabulary, scorer=OSA.distance, limit=None, score_cutoff=allowed)
    near = sorted((distance, other) for other, distance, _ in found if other != word)
    return [other for _, other in near[:MAX_SPELLINGS]]


def score(asked: Sequence[str], name: str) -> float:
    """Return how well a name (as `normal` writes it) fits the words asked for: 0 to 1, 0 for not.

    The very words score 1. Where each asked word begins another word of the name, the score is from
    0.6 on, more for whole words and for names that say little else; where a word fits only with
    slips, it is from 0.2 on.
    """
    if " ".join(asked) == name:
        return 1.0
    left = name.split()
    distances: list[int] = []
    whole = 0
    for word in sorted(asked, key=len, reverse=True):
        best = min(
            ((_distance(word, other), len(other), other) for other in left),
            default=(slips(word) + 1, 0, ""),
        )
        if best[0] > slips(word):
            return 0.0
        distances.append(best[0])
        whole += word == best[2]
        left.remove(best[2])
    letters = sum(map(len, asked))
    covered = min(1.0, letters / max(1, len(name.replace(" ", ""))))
    if not any(distances):
        return round(_BEGINS + _STEP * (covered + whole / len(asked)) / 2, 4)
    right = 1 - sum(distances) / letters
    return round(_MISSPELT + _STEP * (covered + right) / 2, 4)


def _distance(word: str, other: str) -> int:
    """Return 0 where the other begins with the word, else how many slips lie between them."""
    if other.startswith(word):
        return 0
    return OSA.distance(word, other, score_cutoff=slips(word))


def best_names(
    asked: Sequence[str], names: Iterable[tuple[str, str, str]]
) -> dict[str, tuple[float, str]]:
    """Return, by entity, the score and the name that fit best; without those that do not fit.

    Args:
        asked: The words asked for.
        names: Entity, name and normal name, in any order.
    """
    best: dict[str, tuple[float, str]] = {}
    for entity, name, normal_name in names:
        fit = score(asked, normal_name)
        rival = best.get(entity)
        if fit and (rival is None or (-fit, name) < (-rival[0], rival[1])):
            best[entity] = (fit, name)
    return best


def alternatives(asked: Sequence[str], found: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return, for each asked word, itself and its spellings, without repeats."""
    pairs = zip(asked, found, strict=True)
    return [list(dict.fromkeys(chain([word], others))) for word, others in pairs]
