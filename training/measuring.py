"""`python -m training.measuring FOLDER FILE.txt…`: how good a model folder is, stage by stage.

Mentions alone, claims between entities that are given, and all of it end to end, on annotated
articles that it did not learn from: so one sees at which stage what is missed gets lost. What a
newcomer would get wrong: an article is read as one that nobody annotated, sentences included, only
for the claims between given entities the annotator's sentences are used.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pydantic_core

from api.cli.writing import as_gold
from bench.score import FRAME_TYPES, Tally, score
from extract.article import Article
from extract.claims import ClaimHead, Scene
from extract.encoder import Encoder
from extract.manifest import Labels, Manifest
from extract.pipeline import Extractor
from extract.sentences import Sentence
from graph.model import Extraction
from graph.ontology import RELATION_TYPES
from training.marked import MarkedArticle, usable

Triple = tuple[str, str, str]


def measure(folder: Path, articles: Sequence[MarkedArticle]) -> dict[str, Tally]:
    """Return the tallies of each stage, the first stage first."""
    extractor, head = Extractor.load(folder), _Head(folder)
    mentions, labelled = Tally(), Tally()
    core, frame = Tally(), Tally()
    with tempfile.TemporaryDirectory() as temporary:
        gold, said = Path(temporary) / "gold", Path(temporary) / "said"
        gold.mkdir()
        said.mkdir()
        for number, article in enumerate(articles):
            extraction = extractor.extract(_unmarked(article))
            _count_mentions(article, extraction, mentions, labelled)
            _count_claims(article, head.claims(article), core, frame)
            name = f"{number}.json"
            (gold / name).write_text(json.dumps(article.record()), "utf-8")
            (said / name).write_bytes(pydantic_core.to_json(as_gold(extraction)))
        whole = score(gold, said)
    return {
        "mentions, any label": mentions,
        "mentions": labelled,
        "core claims, entities given": core,
        "frame claims, entities given": frame,
        "entities": whole.entities,
        "core claims": whole.core,
        "frame claims": whole.frame,
    }


def _unmarked(article: MarkedArticle) -> Article:
    given = article.fields["date"]
    published = date.fromisoformat(given) if given not in {"", "none"} else None
    return Article(text=article.text, title=article.fields["title"], published=published)


def _count_mentions(
    article: MarkedArticle, extraction: Extraction, spans: Tally, labelled: Tally
) -> None:
    found = {(m.span.start, m.span.end, m.entity.partition(":")[0]) for m in extraction.mentions}
    true = {(m.start, m.end, m.entity.partition(":")[0]) for m in article.mentions}
    labelled.add(len(found & true), len(found), len(true))
    bare, wanted = ({each[:2] for each in group} for group in (found, true))
    spans.add(len(bare & wanted), len(bare), len(wanted))


def _count_claims(article: MarkedArticle, said: set[Triple], core: Tally, frame: Tally) -> None:
    true = {_ordered((c.source, c.type, c.target)) for c in article.claims}
    for tally, of_frame in ((core, False), (frame, True)):
        mine = {c for c in said if (c[1] in FRAME_TYPES) == of_frame}
        theirs = {c for c in true if (c[1] in FRAME_TYPES) == of_frame}
        tally.add(len(mine & theirs), len(mine), len(theirs))


def _ordered(claim: Triple) -> Triple:
    source, type_, target = claim
    if RELATION_TYPES[type_].symmetric and target < source:
        return target, type_, source
    return claim


class _Head:
    """The claim head of a folder, given what an annotator marked."""

    def __init__(self, folder: Path) -> None:
        manifest = Manifest.load(folder)
        self._encoder = Encoder(folder, manifest)
        self._head = ClaimHead(folder, Labels.load(folder), manifest)

    def claims(self, article: MarkedArticle) -> set[Triple]:
        ids = list(article.by_id)
        drafts = self._head.read(self._scenes(article, {id_: n for n, id_ in enumerate(ids)}))
        return {_ordered((ids[d.source], d.type, ids[d.target])) for d in drafts}

    def _scenes(self, article: MarkedArticle, numbers: dict[str, int]) -> Iterator[Scene]:
        spans = article.sentences.values()
        sentences = [Sentence(article.text[start:end], start) for start, end in spans]
        for window in self._encoder.read(sentences):
            for pieces, _ in window.read:
                start, end = pieces.sentence.start, pieces.sentence.end
                own: dict[int, tuple[tuple[int, int], ...]] = {}
                for m in article.mentions:
                    if start <= m.start and m.end <= end:
                        key = numbers[m.entity]
                        own[key] = (*own.get(key, ()), (m.start, m.end))
                labels = {numbers[id_]: entity.label for id_, entity in article.by_id.items()}
                yield Scene(pieces.sentence, window, own, labels)


def main(arguments: Sequence[str]) -> int:
    """Print a line a stage."""
    parser = argparse.ArgumentParser(prog="python -m training.measuring", description=__doc__)
    parser.add_argument("folder", type=Path, help="model folder")
    parser.add_argument("files", type=Path, nargs="+", help="marked articles")
    options = parser.parse_args(arguments)
    for stage, tally in measure(options.folder, usable(options.files)).items():
        print(f"{stage:<30}P {tally.precision:5.1f}  R {tally.recall:5.1f}  F1 {tally.f1:5.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
