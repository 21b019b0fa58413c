"""Pairs of mentions of one sentence to claims: which relation the sentence states, and how.

For every ordered pair of entities that the ontology allows, a network scores each relation type
from the vectors of both ends and of the words that both look at. It writes no text: a claim can
only join what its sentence names. What a newcomer would get wrong: both directions of a symmetric
type are one question, and share their scores.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import numpy as np

from extract.encoder import Floats, Window, open_session
from extract.manifest import Labels, Manifest
from extract.sentences import Sentence
from graph.model import Span
from graph.ontology import RELATION_TYPES, Label, Status

_TINY = np.float32(1e-9)
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
        """Yield the claims of the scenes of one block, in their order."""
        pairs = [pair for scene in scenes for pair in self._pairs(scene)]
        if not pairs:
            return
        shares, statuses = self._score(pairs)
        place = {(id(p.scene), p.source, p.target): row for row, p in enumerate(pairs)}
        for row, pair in enumerate(pairs):
            back = place.get((id(pair.scene), pair.target, pair.source))
            status = self._statuses[int(statuses[row].argmax())]
            for number, share in self._stated(
                pair, shares[row], None if back is None else shares[back]
            ):
                yield Draft(
                    pair.scene, pair.source, self._types[number], pair.target, status, share
                )

    def _stated(
        self, pair: _Pair, there: Floats, back: Floats | None
    ) -> Iterator[tuple[int, float]]:
        for number in pair.types:
            share = float(there[number])
            if RELATION_TYPES[self._types[number]].symmetric and back is not None:
                if pair.source > pair.target:
                    continue
                share = (share + float(back[number])) / 2
            if share >= self._shares[number]:
                yield number, round(share, 4)

    def _types_between(self, source: Label, target: Label) -> Iterator[int]:
        for number, name in enumerate(self._types):
            if RELATION_TYPES[name].allows(source, target):
                yield number

    def _pairs(self, scene: Scene) -> Iterator[_Pair]:
        for source, target in permutations(scene.spans, 2):
            types = self._allowed[scene.labels[source], scene.labels[target]]
            if types:
                yield _Pair(scene, source, target, types)

    def _score(self, pairs: Sequence[_Pair]) -> tuple[Floats, Floats]:
        sources, targets, contexts = [], [], []
        for scene, own in _by_scene(pairs):
            vectors, looks = _entity_vectors(scene)
            order = {key: row for row, key in enumerate(scene.spans)}
            ends = np.array([(order[pair.source], order[pair.target]) for pair in own])
            shared = looks[ends[:, 0]] * looks[ends[:, 1]]
            shared /= shared.sum(axis=1, keepdims=True) + _TINY
            sources.append(vectors[ends[:, 0]])
            targets.append(vectors[ends[:, 1]])
            contexts.append(shared @ scene.window.hidden)
        feed = {
            "source": np.concatenate(sources),
            "target": np.concatenate(targets),
            "context": np.concatenate(contexts),
            "source_label": np.array([self._numbers[p.scene.labels[p.source]] for p in pairs]),
            "target_label": np.array([self._numbers[p.scene.labels[p.target]] for p in pairs]),
        }
        shares, statuses = self._session.run(None, feed)
        return np.asarray(shares), np.asarray(statuses)


def _by_scene(pairs: Sequence[_Pair]) -> Iterator[tuple[Scene, list[_Pair]]]:
    own: list[_Pair] = []
    for pair in pairs:
        if own and own[0].scene is not pair.scene:
            yield own[0].scene, own
            own = []
        own.append(pair)
    yield own[0].scene, own


def _entity_vectors(scene: Scene) -> tuple[Floats, Floats]:
    """Return the mean vector of each entity's pieces, and where those look, a row an entity."""
    window = scene.window
    rows = [window.rows(spans) for spans in scene.spans.values()]
    vectors = np.stack([window.hidden[own].mean(axis=0) for own in rows])
    looks = np.stack([window.attention[own].mean(axis=0) for own in rows])
    return vectors, looks


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)
