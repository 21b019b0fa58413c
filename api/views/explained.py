"""Why a document's claims were read, or none: each sentence with what was seen and how it weighed.

What a newcomer would get wrong: what weighed nothing is left out, or a sentence with six entities
would fill a page with hundreds of zeros.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.schemas import DocumentExplanation
from api.views.text import between_blanks, short
from graph.explanation import SeenMention, SeenPair, SeenSentence
from graph.model import Entity
from graph.ontology import RELATION_TYPES
from graph.value import Span

_LEAST_SHARE = 0.02
_MOST_SCORES = 6


@dataclass(frozen=True, slots=True)
class Score:
    """A relation between two entities: in words, its share and what it needs, in percent."""

    phrase: str
    share: int
    needed: int
    stated: bool


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two entities of a sentence in one direction.

    Attributes:
        source: Name of the entity at the start.
        target: Name of the entity at the end.
        scores: Highest first.
        statuses: How it is held, each with a percentage, likeliest first.
        words: Those that both ends look at most, each with a percentage.
    """

    source: str
    target: str
    scores: tuple[Score, ...]
    statuses: tuple[tuple[str, int], ...]
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class MentionShown:
    """A mention: its words, its label, how sure that is in percent, and what it stands for.

    Attributes:
        candidates: For one that refers back, names with percentages, likeliest first.
        needed: The percentage from which on a candidate is believed.
    """

    words: str
    label: str
    share: int
    named: bool
    entities: tuple[str, ...]
    candidates: tuple[tuple[str, int], ...]
    needed: int


@dataclass(frozen=True, slots=True)
class SentenceShown:
    """A sentence in pieces, each with the label of what it stands for or an empty one."""

    start: int
    pieces: tuple[tuple[str, str], ...]
    mentions: tuple[MentionShown, ...]
    pairs: tuple[PairShown, ...]
    held: tuple[tuple[str, str], ...]


def shown(explained: DocumentExplanation, text: str) -> list[SentenceShown]:
    """Return the sentences of an explanation as a page shows them."""
    entities = {one.id: one for one in explained.entities}
    return [_sentence(sentence, entities, text) for sentence in explained.sentences]


def _sentence(sentence: SeenSentence, entities: Mapping[str, Entity], text: str) -> SentenceShown:
    pairs = (_pair(pair, entities, text) for pair in sentence.pairs)
    held = (
        (_name(inside, entities), ", ".join(_name(each, entities) for each in outside))
        for inside, outside in sentence.held.items()
    )
    return SentenceShown(
        start=sentence.span.start,
        pieces=tuple(_pieces(sentence, text)),
        mentions=tuple(_mention(mention, entities, text) for mention in sentence.mentions),
        pairs=tuple(sorted((p for p in pairs if p.scores), key=lambda p: -p.scores[0].share)),
        held=tuple(held),
    )


def _pieces(sentence: SeenSentence, text: str) -> Iterator[tuple[str, str]]:
    """Yield a sentence in pieces; of mentions inside others only the outer ones are marked."""
    at = sentence.span.start
    for mention in sentence.mentions:
        span = mention.span
        if span.start < at:
            continue
        if span.start > at:
            yield between_blanks(text[at : span.start]), ""
        yield between_blanks(text[span.start : span.end]), mention.label
        at = span.end
    if at < sentence.span.end:
        yield between_blanks(text[at : sentence.span.end]), ""


def _mention(mention: SeenMention, entities: Mapping[str, Entity], text: str) -> MentionShown:
    likely = [each for each in mention.candidates if each[1] >= _LEAST_SHARE]
    return MentionShown(
        words=_words(mention.span, text),
        label=mention.label,
        share=_percent(mention.share),
        named=mention.named,
        entities=tuple(_name(id_, entities) for id_ in mention.entities),
        candidates=tuple((_name(id_, entities), _percent(share)) for id_, share in likely),
        needed=_percent(mention.needed),
    )


def _pair(pair: SeenPair, entities: Mapping[str, Entity], text: str) -> PairShown:
    scores = (
        Score(
            RELATION_TYPES[each.type].phrase,
            _percent(each.share),
            _percent(each.needed),
            each.stated,
        )
        for each in pair.scores[:_MOST_SCORES]
        if each.share >= _LEAST_SHARE
    )
    statuses = sorted(pair.statuses, key=lambda each: -each[1])
    return PairShown(
        source=_name(pair.source, entities),
        target=_name(pair.target, entities),
        scores=tuple(scores),
        statuses=tuple((s, _percent(share)) for s, share in statuses if share >= _LEAST_SHARE),
        words=tuple((_words(span, text), _percent(weight)) for span, weight in pair.words),
    )


def _name(entity_id: str, entities: Mapping[str, Entity]) -> str:
    return short(entities[entity_id].name, 80)


def _words(span: Span, text: str) -> str:
    return short(span.of(text), 80)


def _percent(share: float) -> int:
    return round(100 * share)
