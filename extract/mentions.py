"""Tags of the encoder into mentions: which words stand for a person, a group, a country and so on.

Every word of a sentence has the tag of its first piece. What a newcomer would get wrong: mentions
nest ("Spanish" in "Spanish police"); the inner ones come from a second row of tags.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from extract.encoder import Floats, Window
from extract.pieces import Pieces
from extract.sentences import Sentence
from graph.ontology import Label

_WORD = re.compile(r"\w+|[^\w\s]")
_NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A stretch of the article's text that stands for something.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        label: What it stands for.
        named: Whether it names or describes that; else it only refers back ("she", "the gang").
        inner: Whether it lies inside another one.
    """

    start: int
    end: int
    label: Label
    named: bool
    inner: bool = False


class Tagger:
    """Reads mentions off a window by the tags of a model folder."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        self._parts = [("O", "", "") if tag == "O" else _split(tag) for tag in tags]
        index = {tag: number for number, tag in enumerate(tags)}
        opening = [begin for begin, _, _ in self._parts]
        self._inside = np.array([begin == "I" for begin in opening])
        self._begin = np.array([index.get(f"B{tag[1:]}", 0) for tag in tags])
        self._own = np.arange(len(tags))

    def find(self, window: Window) -> Iterator[tuple[Sentence, list[Found]]]:
        """Yield every sentence of a window with its mentions, in the order of the text.

        Where two start together the longer comes first.
        """
        for pieces, first in window.read:
            own = words(pieces)
            rows = np.array([first + row for _, _, row in own], dtype=np.intp)
            outer = self._spans(window.outer[rows], own, inner=False) if own else []
            inner = self._spans(window.inner[rows], own, inner=True) if own else []
            kept = [m for m in inner if any(_holds(o, m) for o in outer)]
            yield pieces.sentence, sorted([*outer, *kept], key=lambda m: (m.start, -m.end, m.inner))

    def share(self, window: Window, found: Found) -> float:
        """Return how sure the tags are of a mention's label, 0 to 1: at its least sure word."""
        rows = window.rows([(found.start, found.end)])
        scores = (window.inner if found.inner else window.outer)[rows]
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        own = np.array([label == found.label for _, label, _ in self._parts])
        first = np.isin(rows, [row + at for pieces, at in window.read for *_, row in words(pieces)])
        return float(likely[first][:, own].sum(axis=1).min(initial=1))

    def _spans(
        self, scores: Floats, words: list[tuple[int, int, int]], *, inner: bool
    ) -> list[Found]:
        found: list[Found] = []
        start = 0
        for (word_start, end, _), tag in zip(words, self._best_path(scores), strict=True):
            begin, label, form = self._parts[tag]
            if begin == "I":
                found.pop()
            elif begin == "B":
                start = word_start
            if begin != "O":
                found.append(Found(start, end, Label(label), form == "named", inner))
        return found

    def _best_path(self, scores: Floats) -> list[int]:
        """Return the best tags such that an inside tag only follows its own begin or inside.

        Mostly the best tag of each word is such a path already; only else is one looked for.
        """
        path = scores.argmax(axis=1)
        before = np.concatenate([[0], path[:-1]])
        fits = (before == self._begin[path]) | (before == path)
        if bool(np.all(~self._inside[path] | fits)):
            return path.tolist()
        return self._viterbi(scores)

    def _viterbi(self, scores: Floats) -> list[int]:
        best = np.where(self._inside, _NEVER, scores[0])
        back = []
        for row in scores[1:]:
            top = int(best.argmax())
            own = np.where(best[self._begin] > best, self._begin, self._own)
            source = np.where(self._inside, own, top)
            back.append(source)
            best = best[source] + row
        path = [int(best.argmax())]
        for source in reversed(back):
            path.append(int(source[path[-1]]))
        return path[::-1]


def _split(tag: str) -> tuple[str, str, str]:
    begin, label, form = tag.split("-")
    return begin, label, form


def words(pieces: Pieces) -> list[tuple[int, int, int]]:
    """Return the words of a sentence: start, end, and which of its pieces is the first of each."""
    base = pieces.sentence.start
    starts = pieces.spans[:, 0].tolist()
    found, row = [], 0
    for match in _WORD.finditer(pieces.sentence.text):
        start, end = match.start() + base, match.end() + base
        while row < len(starts) and starts[row] < start:
            row += 1
        if row < len(starts) and starts[row] < end:
            found.append((start, end, row))
    return found


def _holds(outer: Found, inner: Found) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
