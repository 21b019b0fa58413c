"""Annotated articles as what the networks are shown: windows of sentences with the right answers.

A window is made as `extract.encoder` makes one, so that training and use see the same. What a
newcomer would get wrong: only the first piece of a word has a tag, since only that is asked for.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from extract.coreference import PRONOUNS
from extract.manifest import Labels
from extract.mentions import words
from extract.pieces import SPECIAL, PieceMaker, Pieces
from extract.sentences import Sentence
from graph.identity import slug
from graph.ontology import RELATION_TYPES, Label
from training.marked import MarkedArticle, MarkedClaim, MarkedMention

IGNORED = -100
"""The tag of a piece that is not asked for."""
_NAMED_UNLESS_PRONOUN = frozenset({Label.COUNTRY, Label.YEAR, Label.COMMODITY, Label.PLACE})
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities of a sentence, and which claims the sentence makes from one to the other.

    Attributes:
        first: Number of the source among the window's members.
        second: Number of the target.
        allowed: Numbers of the relation types that the ontology allows.
        stated: Numbers of those that are stated, with the number of the status of each.
    """

    first: int
    second: int
    allowed: tuple[int, ...]
    stated: dict[int, int]


@dataclass(slots=True)
class TrainingWindow:
    """What the networks see at once, and what they should say.

    Attributes:
        ids: Numbers of the pieces, marks included.
        case: How each is written.
        outer: Number of the tag of each piece, or `IGNORED`.
        inner: The same for mentions inside others.
        members: Rows of the pieces of each entity of each sentence.
        labels: Number of the label of each member.
        pairs: All that the ontology allows.
    """

    ids: list[int]
    case: list[int]
    outer: list[int]
    inner: list[int]
    members: list[list[int]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


class WindowMaker:
    """Makes windows of articles, for one set of labels."""

    def __init__(self, maker: PieceMaker, labels: Labels, most: int) -> None:
        self._maker = maker
        self._most = most
        self._tags = {tag: number for number, tag in enumerate(labels.tags)}
        self._labels = {Label(name): number for number, name in enumerate(labels.labels)}
        self._types = {name: number for number, name in enumerate(labels.types)}
        self._statuses = {name: number for number, name in enumerate(labels.statuses)}

    def windows(
        self, article: MarkedArticle, sizes: Sequence[int], chance: random.Random
    ) -> Iterator[TrainingWindow]:
        """Yield an article in windows of some sentences each, with or without one before.

        Args:
            article: Without faults.
            sizes: How many sentences a window may have; each is drawn from these.
            chance: What is drawn from.
        """
        spans = list(article.sentences.values())
        sentences = [Sentence(article.text[a:b], a) for a, b in spans]
        pieces = list(self._maker.pieces(sentences))
        at = 0
        while at < len(pieces):
            group = pieces[at : at + chance.choice(sizes)]
            while len(group) > 1 and sum(len(p.ids) for p in group) > self._most:
                group.pop()
            before = pieces[at - 1] if at and chance.random() < 0.5 else None  # noqa: PLR2004
            yield self._window(article, group, before)
            at += len(group)

    def _window(
        self, article: MarkedArticle, group: Sequence[Pieces], before: Pieces | None
    ) -> TrainingWindow:
        read = [*([before] if before else []), *group]
        ids = [self._maker.first, *(i for p in read for i in p.ids), self._maker.last]
        case = [SPECIAL, *(c for p in read for c in p.case), SPECIAL]
        window = TrainingWindow(ids, case, [IGNORED] * len(ids), [IGNORED] * len(ids))
        row = 1 + (len(before.ids) if before else 0)
        for pieces in group:
            self._tag(article, pieces, row, window)
            self._relate(article, pieces, row, window)
            row += len(pieces.ids)
        return window

    def _tag(
        self, article: MarkedArticle, pieces: Pieces, row: int, window: TrainingWindow
    ) -> None:
        outer, inner = split_nested(_inside(article.mentions, pieces))
        for _, _, piece in (own := words(pieces)):
            window.outer[row + piece] = window.inner[row + piece] = self._tags["O"]
        for tags, mentions in ((window.outer, outer), (window.inner, inner)):
            for mention in mentions:
                name = f"{article.by_id[mention.entity].label}-{form_of(article, mention)}"
                begin = "B"
                for start, end, piece in own:
                    if start < mention.end and end > mention.start:
                        tags[row + piece] = self._tags[f"{begin}-{name}"]
                        begin = "I"

    def _relate(
        self, article: MarkedArticle, pieces: Pieces, row: int, window: TrainingWindow
    ) -> None:
        rows: dict[str, list[int]] = {}
        for mention in _inside(article.mentions, pieces):
            for number, (start, end) in enumerate(pieces.spans.tolist()):
                if start < mention.end and end > mention.start:
                    rows.setdefault(mention.entity, []).append(row + number)
        first = len(window.members)
        numbers = {entity: first + n for n, entity in enumerate(rows)}
        window.members += [sorted(set(each)) for each in rows.values()]
        window.labels += [self._labels[article.by_id[entity].label] for entity in rows]
        at, end = pieces.sentence.start, pieces.sentence.end
        claims = [claim for claim in article.claims if claim.start <= at and end <= claim.end]
        for source, target in permutations(rows, 2):
            ends = article.by_id[source].label, article.by_id[target].label
            allowed = tuple(
                number for name, number in self._types.items() if RELATION_TYPES[name].allows(*ends)
            )
            if allowed:
                stated = {
                    self._types[claim.type]: self._statuses[claim.status]
                    for claim in claims
                    if _joins(claim, source, target)
                }
                window.pairs.append(Pair(numbers[source], numbers[target], allowed, stated))


def form_of(article: MarkedArticle, mention: MarkedMention) -> str:
    """Return `named` for a mention that names or describes its entity, `anaphor` for another."""
    entity = article.by_id[mention.entity]
    text = article.text[mention.start : mention.end]
    low = text.lower()
    if low in PRONOUNS:
        return "anaphor"
    if entity.label in _NAMED_UNLESS_PRONOUN:
        return "named"
    if slug(text) in {slug(name) for name in (entity.name, *entity.aliases)}:
        return "named"
    written = text[:1].isupper() and len(text) >= _SHORTEST_NAME and not low.startswith("the ")
    return "named" if written else "anaphor"


def split_nested(
    mentions: Sequence[MarkedMention],
) -> tuple[list[MarkedMention], list[MarkedMention]]:
    """Return mentions that lie in no other, and those that do; the outer come before the inner."""
    outer: list[MarkedMention] = []
    inner: list[MarkedMention] = []
    for mention in mentions:
        held = any(o.start <= mention.start and mention.end <= o.end for o in outer)
        (inner if held else outer).append(mention)
    return outer, inner


def _inside(mentions: Sequence[MarkedMention], pieces: Pieces) -> list[MarkedMention]:
    start, end = pieces.sentence.start, pieces.sentence.end
    return [m for m in mentions if start <= m.start and m.end <= end]


def _joins(claim: MarkedClaim, source: str, target: str) -> bool:
    if (claim.source, claim.target) == (source, target):
        return True
    symmetric = RELATION_TYPES[claim.type].symmetric
    return symmetric and (claim.source, claim.target) == (target, source)
