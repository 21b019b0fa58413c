"""Pairs of mentions of one sentence to claims: which relation the sentence states, and how.

For every ordered pair of entities that the ontology allows, a network scores each relation type
from the vectors of both ends and of the words that both look at. It writes no text: a claim can
only join what its sentence names. What a newcomer would get wrong: both directions of a symmetric
type are one question, and share their scores.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, permutations
from pathlib import Path

import numpy as np

from extract.encoder import Floats, Window, open_session
from extract.manifest import Labels, Manifest
from extract.sentences import Sentence
from graph.model import Span
from graph.ontology import BODIES, PLACES, RELATION_TYPES, Label, Status

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with the entities that it names.

    Attributes:
        sentence: The evidence of all claims made of it.
        window: Where it was read.
        spans: Every mention of each entity in it, entities in the order of the text.
        labels: What each entity is.
        dateline: The year that opens its paragraph and dates all of it, as an entity; or None.
        goods: The commodity that the paragraph named last before it, as an entity; or None.
    """

    sentence: Sentence
    window: Window
    spans: Mapping[int, Spans]
    labels: Mapping[int, Label]
    dateline: int | None = None
    goods: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim between entities that have no ids yet."""

    scene: Scene
    source: int
    type: str
    target: int
    status: Status
    share: float

    def ends(self) -> tuple[Span, Span]:
        """Return the mentions of both ends that stand closest to each other, the first such."""
        sources, targets = self.scene.spans[self.source], self.scene.spans[self.target]
        pairs = [(_gap(a, b), a, b) for a in sources for b in targets]
        _, source, target = min(pairs)
        return Span(start=source[0], end=source[1]), Span(start=target[0], end=target[1])


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two entities of a sentence as the network weighed them, in one direction.

    Attributes:
        scene: The sentence.
        source: From whom.
        target: To whom.
        shares: Each type that the ontology allows, its share, and from which share on it is stated.
        statuses: Each status with how likely it is.
    """

    scene: Scene
    source: int
    target: int
    shares: tuple[tuple[str, float, float], ...]
    statuses: tuple[tuple[Status, float], ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    scene: Scene
    source: int
    target: int
    types: tuple[int, ...]


class ClaimHead:
    """The network that scores pairs, with the thresholds of its manifest."""

    def __init__(self, folder: Path, labels: Labels, manifest: Manifest) -> None:
        self._session = open_session(folder / "pairs.onnx")
        self._types = labels.types
        self._statuses = tuple(Status(name) for name in labels.statuses)
        self._numbers = {Label(name): number for number, name in enumerate(labels.labels)}
        self._shares = [
            manifest.claim_share_by_type.get(name, manifest.claim_share) for name in labels.types
        ]
        self._allowed = {(a, b): tuple(self._types_between(a, b)) for a in Label for b in Label}

    def read(self, scenes: Iterable[Scene]) -> Iterator[Draft]:
        """Yield the claims of scenes in the order of the text, window by window."""
        for pair, shares, scores in self._weighed(scenes):
            for number, share in shares:
                if share >= self._shares[number]:
                    status = self._statuses[int(scores.argmax())]
                    ends = pair.source, self._types[number], pair.target
                    yield Draft(pair.scene, *ends, status, round(share, 4))

    def weigh(self, scenes: Iterable[Scene]) -> Iterator[Weighed]:
        """Yield how every pair of entities was weighed, whether a claim came of it or not."""
        for pair, shares, scores in self._weighed(scenes):
            likely = np.exp(scores - scores.max())
            likely /= likely.sum()
            yield Weighed(
                pair.scene,
                pair.source,
                pair.target,
                tuple((self._types[n], round(share, 4), self._shares[n]) for n, share in shares),
                tuple(zip(self._statuses, map(float, likely.round(4)), strict=True)),
            )

    def _weighed(
        self, scenes: Iterable[Scene]
    ) -> Iterator[tuple[_Pair, Iterator[tuple[int, float]], Floats]]:
        for _, group in groupby(scenes, key=lambda scene: id(scene.window)):
            pairs = [pair for scene in group for pair in self._pairs(scene)]
            if not pairs:
                continue
            shares, statuses = self._score(pairs[0].scene.window, pairs)
            place = {(id(p.scene), p.source, p.target): row for row, p in enumerate(pairs)}
            for row, pair in enumerate(pairs):
                back = place.get((id(pair.scene), pair.target, pair.source))
                there = None if back is None else shares[back]
                yield pair, self._of_each_type(pair, shares[row], there), statuses[row]

    def _of_each_type(
        self, pair: _Pair, there: Floats, back: Floats | None
    ) -> Iterator[tuple[int, float]]:
        for number in pair.types:
            share = float(there[number])
            if RELATION_TYPES[self._types[number]].symmetric and back is not None:
                if pair.source > pair.target:
                    continue
                share = (share + float(back[number])) / 2
            yield number, share

    def _types_between(self, source: Label, target: Label) -> Iterator[int]:
        for number, name in enumerate(self._types):
            if RELATION_TYPES[name].allows(source, target):
                yield number

    def _pairs(self, scene: Scene) -> Iterator[_Pair]:
        holders = holders_of(scene)
        for source, target in permutations(scene.spans, 2):
            types = self._allowed[scene.labels[source], scene.labels[target]]
            apart = any(
                key in holders and other not in holders[key]
                for key, other in ((source, target), (target, source))
            )
            if types and not apart:
                yield _Pair(scene, source, target, types)

    def _score(self, window: Window, pairs: Sequence[_Pair]) -> tuple[Floats, Floats]:
        """Return the shares of all types and the scores of all statuses, a row a pair."""
        order: dict[tuple[int, int], int] = {}
        members, labels, ends = [], [], []
        for pair in pairs:
            for key in (pair.source, pair.target):
                name = (id(pair.scene), key)
                if name not in order:
                    order[name] = len(order)
                    members.append(_share_of_rows(window, pair.scene.spans[key]))
                    labels.append(self._numbers[pair.scene.labels[key]])
                ends.append(order[name])
        feed = {
            "hidden": window.hidden,
            "attention": window.attention,
            "members": np.stack(members),
            "labels": np.array(labels),
            "first": np.array(ends[::2]),
            "second": np.array(ends[1::2]),
        }
        shares, statuses = self._session.run(None, feed)
        return np.asarray(shares), np.asarray(statuses)


def holders_of(scene: Scene) -> dict[int, set[int]]:
    """Return the entities that a sentence names only inside names of others, and those others.

    Why:
        In "Dutch and Polish police held Rosa Quispe" neither country does or suffers anything, and
        the Dutch police are not based in Poland: a name inside another says something of that only.
        Of 8,551 claims in the corpus 31 break this.

    Known problems:
        A place inside an event's name ("the 2002 Bali bombing") is lost to who was involved.

    Example:
        "Spain" in "Spanish police" is held by the police.
    """
    every = [(start, end, key) for key, spans in scene.spans.items() for start, end in spans]
    holders: dict[int, set[int]] = {}
    for key, spans in scene.spans.items():
        where = scene.labels[key] in PLACES
        found = [
            {
                other
                for first, last, other in every
                if first <= start
                and end <= last
                and (last - first > end - start or (where and scene.labels[other] in BODIES))
            }
            for start, end in spans
        ]
        if all(found):
            holders[key] = set[int]().union(*found)
    return holders


def _share_of_rows(window: Window, spans: Spans) -> Floats:
    """Return how much each row of a window counts for an entity: its pieces alike, others not."""
    rows = window.rows(spans)
    share = np.zeros(len(window.hidden), dtype=np.float32)
    share[rows] = 1 / len(rows)
    return share


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)
