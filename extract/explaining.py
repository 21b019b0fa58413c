"""Why a claim was read, or none was: what each stage saw, and how it weighed that.

What a newcomer would get wrong: nothing here decides anything; it reads the article again with the
same stages, and tells what they saw. Pairs are weighed window by window as in reading, since the
weights' int8 makes a pair's share hang on what is weighed with it.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Self

from extract.article import Article
from extract.claims import ClaimHead, Scene, Weighed, holders_of
from extract.coreference import Choice
from extract.manifest import DEFAULT_FOLDER, Labels, Manifest
from extract.mentions import Tagger, words
from extract.phrases import Named
from extract.pipeline import Extractor
from graph.explanation import Explanation, SeenMention, SeenPair, SeenSentence, TypeScore
from graph.ontology import Label
from graph.value import Span

_MOST_WORDS = 8
_LEAST_WEIGHT = 0.01
_MOST_CANDIDATES = 6
_LEAST = 1e-9


class Explainer:
    """Reads articles with an extractor's own stages, and tells what they saw."""

    def __init__(
        self, extractor: Extractor, tagger: Tagger, head: ClaimHead, manifest: Manifest
    ) -> None:
        self._extractor = extractor
        self._tagger = tagger
        self._head = head
        self._manifest = manifest

    @classmethod
    def load(cls, extractor: Extractor, folder: Path = DEFAULT_FOLDER) -> Self:
        """Explain what an extractor reads that was loaded from this model folder."""
        labels, manifest = Labels.load(folder), Manifest.load(folder)
        head = ClaimHead(folder, labels, manifest)
        return cls(extractor, Tagger(labels.tags), head, manifest)

    def explain(self, article: Article) -> Explanation:
        """Return what is read in an article with all that it was read from."""
        looked = self._extractor.look_at(article)
        choices = {(choice.start, choice.end): choice for choice in looked.choices}
        weighed: dict[int, list[Weighed]] = {}
        for each in self._head.weigh(scene for scene, _ in looked.sentences):
            weighed.setdefault(id(each.scene), []).append(each)
        sentences = tuple(
            self._sentence(scene, weighed.get(id(scene), []), named, choices, looked.ids)
            for scene, named in looked.sentences
        )
        return Explanation(
            extraction=looked.extraction, sentences=sentences, rule=self._manifest.rule
        )

    def _sentence(
        self,
        scene: Scene,
        weighed: list[Weighed],
        named: list[Named],
        choices: dict[tuple[int, int], Choice],
        ids: list[str],
    ) -> SeenSentence:
        held = {
            ids[key]: tuple(sorted(ids[other] for other in others))
            for key, others in holders_of(scene).items()
        }
        return SeenSentence(
            span=Span(start=scene.sentence.start, end=scene.sentence.end),
            mentions=tuple(self._mention(scene, each, choices, ids) for each in named),
            pairs=tuple(
                _pair(each, ids)
                for each in weighed
                if ids[each.source] != ids[each.target] and each.shares
            ),
            held=held,
        )

    def _mention(
        self, scene: Scene, named: Named, choices: dict[tuple[int, int], Choice], ids: list[str]
    ) -> SeenMention:
        found = named.found
        place = found.start, found.end
        choice = choices.get(place)
        ranked: list[tuple[str, float]] = []
        if choice:
            shares = sorted(choice.shares, key=lambda each: -each[1])
            ranked = [(ids[key], round(share, 4)) for key, share in shares[:_MOST_CANDIDATES]]
        by_table = found.label is Label.YEAR
        return SeenMention(
            span=Span(start=found.start, end=found.end),
            label=found.label,
            named=found.named,
            share=1.0 if by_table else round(self._tagger.share(scene.window, found), 4),
            entities=tuple(ids[key] for key, spans in scene.spans.items() if place in spans),
            candidates=tuple(ranked),
            needed=self._manifest.antecedent_share if choice else 0,
        )


def _pair(weighed: Weighed, ids: list[str]) -> SeenPair:
    scores = [
        TypeScore(type=name, share=share, needed=needed) for name, share, needed in weighed.shares
    ]
    return SeenPair(
        source=ids[weighed.source],
        target=ids[weighed.target],
        scores=tuple(sorted(scores, key=lambda score: (-score.share, score.type))),
        statuses=weighed.statuses,
        words=tuple(_words(weighed)),
    )


def _words(weighed: Weighed) -> Iterator[tuple[Span, float]]:
    """Yield the words that both ends look at, most first: what the claim head calls the context."""
    scene = weighed.scene
    window = scene.window
    rows = [window.rows(scene.spans[key]) for key in (weighed.source, weighed.target)]
    one, other = (window.attention[each].mean(axis=0) for each in rows)
    both = one * other
    both = both / (both.sum() + _LEAST)
    weights: list[tuple[float, Span]] = []
    for pieces, first in window.read:
        own = words(pieces)
        edges = [*(piece for *_, piece in own), len(pieces.ids)]
        for (start, end, _), (piece, following) in zip(own, pairwise(edges), strict=True):
            weight = float(both[first + piece : first + following].sum())
            weights.append((weight, Span(start=start, end=end)))
    for weight, span in sorted(weights, key=lambda each: (-each[0], each[1].start))[:_MOST_WORDS]:
        if weight >= _LEAST_WEIGHT:
            yield span, round(weight, 4)
