"""A document's text cut into pieces, so that a sentence can be pointed at and a name followed.

What a newcomer would get wrong: offsets count characters of the stored text; the pieces joined are
that text again, so nothing is cleaned before it is cut.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.views.question import entity_address
from api.views.text import between_blanks, clean, short
from graph.model import Claim, Entity, Mention


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a sentence, with the entity that they stand for, if any.

    Attributes:
        text: As it is drawn.
        label: Label of the entity, empty where there is none.
        name: Its name.
        href: Its page.
        start: Offset of its first character in the document's text, where it is named.
        end: Offset after its last.
    """

    text: str
    label: str = ""
    name: str = ""
    href: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a paragraph.

    Attributes:
        start: Offset of its first character; what a link to it ends in.
        claims: How many claims it states; 0 for what lies between such sentences.
        pieces: In order.
    """

    start: int
    claims: int
    pieces: tuple[Piece, ...]


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Stretch(Generic[T]):
    """A stretch of the text, and what is known of it."""

    start: int
    end: int
    about: T


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a text is cut: by sentences that state so many claims, and by names."""

    text: str
    stated: Sequence[_Stretch[int]]
    names: Sequence[_Stretch[Entity]]


def paragraphs(
    text: str, claims: Iterable[Claim], mentions: Iterable[Mention], entities: Iterable[Entity]
) -> list[list[Sentence]]:
    """Cut a text into paragraphs of sentences; each line of it is a paragraph.

    Args:
        text: The document's.
        claims: Their sentences are told apart; where two overlap, the earlier and longer counts.
        mentions: Where several stand at one place, the longest counts.
        entities: Every entity of the mentions.
    """
    known = {entity.id: entity for entity in entities}
    stated = Counter((claim.start, claim.end) for claim in claims)
    cut = _Cut(
        text,
        _apart(_Stretch(start, end, count) for (start, end), count in stated.items()),
        _apart(_Stretch(m.span.start, m.span.end, known[m.entity]) for m in mentions),
    )
    return [list(_sentences(cut, start, end)) for start, end in _blocks(text)]


def _apart(stretches: Iterable[_Stretch[T]]) -> list[_Stretch[T]]:
    """Return stretches that do not overlap: the earlier first, at one place the longest."""
    kept: list[_Stretch[T]] = []
    for stretch in sorted(stretches, key=lambda s: (s.start, -s.end)):
        if not kept or stretch.start >= kept[-1].end:
            kept.append(stretch)
    return kept


def _within(stretches: Sequence[_Stretch[T]], start: int, end: int) -> Sequence[_Stretch[T]]:
    first, last = (bisect_left(stretches, at, key=lambda s: s.start) for at in (start, end))
    return stretches[first:last]


def _blocks(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line)
        start += len(line)


def _sentences(cut: _Cut, start: int, end: int) -> Iterable[Sentence]:
    at = start
    for stated in _within(cut.stated, start, end):
        if stated.start > at:
            yield Sentence(at, 0, tuple(_pieces(cut, at, stated.start)))
        at = min(stated.end, end)
        yield Sentence(stated.start, stated.about, tuple(_pieces(cut, stated.start, at)))
    if at < end:
        yield Sentence(at, 0, tuple(_pieces(cut, at, end)))


def _pieces(cut: _Cut, start: int, end: int) -> Iterable[Piece]:
    at = start
    for named in _within(cut.names, start, end):
        if named.end > end:
            continue
        if named.start > at:
            yield Piece(between_blanks(cut.text[at : named.start]))
        at = named.end
        yield _named(cut.text, named)
    if at < end:
        yield Piece(between_blanks(cut.text[at:end]))


def _named(text: str, named: _Stretch[Entity]) -> Piece:
    entity = named.about
    return Piece(
        text=clean(text[named.start : named.end]),
        label=entity.label,
        name=short(entity.name),
        href=entity_address(entity.id),
        start=named.start,
        end=named.end,
    )
