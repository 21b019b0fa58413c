"""When and what: the year in which a claim holds, and the commodity that it moves.

Rules over the words around both ends of a claim. What a newcomer would get wrong: a year in the
sentence need not be the year of the claim; standing facts (who is based where) have none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.claims import Draft, Scene
from graph.ontology import TYPES_WITH_COMMODITY, Label

_CLAUSE = re.compile(
    r"[;:,\u2014\u2013]|\b(?:and|but|while|when|after|before|which|who|whose|where|until)\b",
    re.IGNORECASE,
)
_CLAUSE_CHARS = 40
"""How many characters of distance a clause's border counts for."""
_DATELINE_WORDS = 6
_GOODS_SENTENCES = 10
_MAX_DISTANCE = 190
"""A year further away than this dates something else."""
_TIMELESS = frozenset({"BASED_IN", "LOCATED_IN", "FAMILY_OF"})
_STANDING = frozenset({"PART_OF", "MEMBER_OF", "WORKS_FOR", "ASSOCIATED_WITH", "OWNS", "LEADS"})
_SECOND_OF_RANGE = re.compile(
    r"\b(?:between|from)\s+(?:\w+\s+){0,2}(?:1[89]|20)\d\d\s+(?:and|to|until|till)\s+(?:\w+\s+){0,2}$"
    r"|\b(?:1[89]|20)\d\d\s?[-\u2013\u2014]\s?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\b(?:since|from|until|between|during)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def year_of(draft: Draft) -> int | None:
    """Return the entity of the year in which a claim holds, or None.

    Why:
        One sentence may name the years of several acts; each claim has its own.

    Known problems:
        A year is taken from the nearest clause, not from grammar, so in "A, arrested in 2017,
        killed B" the killing is dated 2017. A standing fact ("X, its leader") has a year only
        after "since" and the like.

    Example:
        "X broke away from Y in 2011 and attacked Z in 2015." dates the attack 2015.
    """
    if draft.type == "SEEN_IN":
        return draft.target
    if draft.type in _TIMELESS:
        return None
    if near := min(_years(draft), default=None):
        distance, key = near
        return key if distance <= _MAX_DISTANCE else None
    return None if draft.type in _STANDING else draft.scene.dateline


def commodity_of(draft: Draft) -> int | None:
    """Return the entity of what was moved, or None.

    Why:
        "Weapons in exchange for drugs" is two supplies, each of its own commodity.

    Known problems:
        Nearness decides, not grammar: what the buyer pays with may be taken for what is sold.

    Example:
        "X sold rifles to Y and bought gold in Z." gives firearms for the supply.
    """
    if draft.type not in TYPES_WITH_COMMODITY:
        return None
    scene = draft.scene
    goods = [
        (_distance(draft, start, end), start, key)
        for key, spans in scene.spans.items()
        if scene.labels[key] == Label.COMMODITY
        for start, end in spans
    ]
    return min(goods)[2] if goods else scene.goods


@dataclass(slots=True)
class Paragraph:
    """What the text has said so far that later sentences build on.

    Attributes:
        dateline: The year that opened it and dates all of it.
        goods: The commodity named last, while it is not too long ago.
        goods_age: How many sentences ago that was.
    """

    dateline: int | None = None
    goods: int | None = None
    goods_age: int = 0

    def enter(self, scene: Scene, *, opens: bool) -> Scene:
        """Return a sentence with what the text said before it, and take note of its own.

        Args:
            scene: The sentences must come in order.
            opens: Whether it is the first of its paragraph.
        """
        self.goods_age += 1
        self.goods = None if self.goods_age > _GOODS_SENTENCES else self.goods
        self.dateline = None if opens else self.dateline
        entered = replace(scene, dateline=self.dateline, goods=self.goods)
        if opens and len(scene.sentence.text.split()) <= _DATELINE_WORDS:
            self.dateline = _last(scene, Label.YEAR)
        goods = _last(scene, Label.COMMODITY)
        if goods is not None:
            self.goods, self.goods_age = goods, 0
        return entered


def _last(scene: Scene, label: Label) -> int | None:
    """Return the entity of a label that a sentence names last."""
    spans = [(spans[-1], key) for key, spans in scene.spans.items() if scene.labels[key] == label]
    return max(spans)[1] if spans else None


def _years(draft: Draft) -> Iterator[tuple[int, int]]:
    """Yield the years of the sentence that may date a claim, each with its distance."""
    scene = draft.scene
    text, base = scene.sentence.text, scene.sentence.start
    for key, spans in scene.spans.items():
        if scene.labels[key] != Label.YEAR:
            continue
        for start, end in spans:
            standing = draft.type in _STANDING
            before = text[: start - base]
            ends_range = _SECOND_OF_RANGE.search(before)
            if not ends_range and (not standing or _RANGE.search(before)):
                yield _distance(draft, start, end), key


def _distance(draft: Draft, start: int, end: int) -> int:
    """Return how far words lie from the nearer end of a claim that has no end behind them.

    It counts characters, and more for clause borders. Words between both ends have two ways.
    """
    text, base = draft.scene.sentence.text, draft.scene.sentence.start
    ends = draft.ends()
    first, last = min(ends, key=lambda s: s.start), max(ends, key=lambda s: s.end)
    if end <= first.start:
        gaps = [text[end - base : first.start - base]]
    elif start >= last.end:
        gaps = [text[last.end - base : start - base]]
    else:
        gaps = [text[first.end - base : start - base], text[end - base : last.start - base]]
    return min(len(gap) + _CLAUSE_CHARS * len(_CLAUSE.findall(gap)) for gap in gaps)
