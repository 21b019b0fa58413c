"""An article in, an extraction out: the whole way from text to entities and claims.

A block of the text becomes a spaCy `Doc`; each stage is a component (`redstring_lines`,
`redstring_mentions`, `redstring_entities`, `redstring_claims`) that leaves what it found on it, as
`doc._.redstring`. What a newcomer would get wrong: entities are the article's, not the block's, so
all blocks of an article share one `Registry`, and ids are made when the last one is read.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from spacy.language import Language
from spacy.tokens import Doc

from extract.article import Article
from extract.assertion import Paragraph, commodity_of, year_of
from extract.attribution import Attribution
from extract.claims import ClaimHead, Scene
from extract.coreference import Choice, Ranker
from extract.encoder import Encoder, Window
from extract.identity import Registry
from extract.manifest import DEFAULT_FOLDER, Labels, Manifest
from extract.mentions import Found, Tagger
from extract.phrases import Named, describe
from extract.pieces import Pieces
from extract.sentences import Sentence, blocks, load_splitter, sentences
from extract.tables.countries import find_countries
from extract.tables.years import find_years
from graph import identity
from graph.model import Claim, Document, Extraction, Mention, Span
from graph.ontology import Label, Status


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim between entities that have no ids yet, without the numbers that it was read from."""

    sentence: Sentence
    source: int
    type: str
    target: int
    status: Status
    share: float
    ends: tuple[Span, Span]
    speaker: int | None
    year: int | None
    goods: int | None


@dataclass(slots=True)
class Reading:
    """What the stages know of an article while one block of it after the other is read.

    Attributes:
        article: What is read.
        registry: Its entities so far.
        years: Calendar years that its text names or counts: start, end, year, in order.
        offset: Where the block starts.
        sentences_before: How many sentences lie before the block.
        last: The sentence before the block.
        named: Sentences of the block with their windows and mentions.
        paragraph: What the text has said so far that later sentences build on.
        scenes: Sentences of the block with their entities.
        stated: Claims of the whole article so far.
        mentions: Of the whole article so far: start, end, entity.
        looked_at: All sentences of the article with their mentions, where somebody wants them
            explained; else None.
    """

    article: Article
    registry: Registry
    years: list[tuple[int, int, int]]
    offset: int = 0
    sentences_before: int = 0
    last: Pieces | None = None
    named: list[tuple[Sentence, Window, list[Named]]] = field(default_factory=list)
    paragraph: Paragraph = field(default_factory=Paragraph)
    scenes: list[Scene] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    mentions: list[tuple[int, int, int]] = field(default_factory=list)
    looked_at: list[tuple[Scene, list[Named]]] | None = None


_MAX_WORDS = 200_000
"""How many different words spaCy may remember before it starts afresh, so that memory stays."""

if not Doc.has_extension("redstring"):
    Doc.set_extension("redstring", default=None)


class MentionStage:
    """`redstring_mentions`: reads the block's sentences and finds the mentions in them."""

    def __init__(self, encoder: Encoder, tagger: Tagger) -> None:
        self._encoder = encoder
        self._tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """Leave sentences, windows and mentions on the block."""
        reading: Reading = doc._.redstring
        own = list(sentences(doc, reading.offset))
        windows = self._encoder.read(own, reading.last)
        reading.named = []
        for window in windows:
            for sentence, found in self._tagger.find(window):
                number = reading.sentences_before + len(reading.named)
                mentions = _with_years(found, sentence, reading.years)
                named = describe(reading.article.text, sentence, number, mentions)
                reading.named.append((sentence, window, named))
        reading.sentences_before += len(reading.named)
        reading.last = windows[-1].read[-1][0] if windows else reading.last
        return doc


class EntityStage:
    """`redstring_entities`: finds what the mentions of a block stand for."""

    def __call__(self, doc: Doc) -> Doc:
        """Leave on the block which entities each sentence speaks of."""
        reading: Reading = doc._.redstring
        registry = reading.registry
        registry.learn(doc.text, [each for _, _, named in reading.named for each in named])
        years = {(start, end): year for start, end, year in reading.years}
        reading.scenes = []
        before = reading.offset
        for sentence, window, named in reading.named:
            spans: dict[int, list[tuple[int, int]]] = {}
            for mention in named:
                place = (mention.found.start, mention.found.end)
                if mention.found.label == Label.YEAR:
                    keys = [registry.year(years[place])]
                else:
                    keys = registry.resolve(mention)
                for key in dict.fromkeys(keys):
                    spans.setdefault(key, []).append(place)
            labels = {key: registry.label(key) for key in spans}
            own = {key: tuple(places) for key, places in spans.items()}
            scene = Scene(sentence, window, own, labels)
            opens = "\n" in reading.article.text[before : sentence.start] or not before
            reading.scenes.append(reading.paragraph.enter(scene, opens=opens))
            if reading.looked_at is not None:
                reading.looked_at.append((reading.scenes[-1], named))
            before = sentence.end
            reading.mentions += [(*place, key) for key in own for place in own[key]]
        return doc


class ClaimStage:
    """`redstring_claims`: finds what the sentences of a block state of their entities."""

    def __init__(self, head: ClaimHead) -> None:
        self._head = head

    def __call__(self, doc: Doc) -> Doc:
        """Leave the claims on the block."""
        reading: Reading = doc._.redstring
        attribution = Attribution()
        for draft in self._head.read(reading.scenes):
            reading.stated.append(
                Stated(
                    draft.scene.sentence,
                    draft.source,
                    draft.type,
                    draft.target,
                    draft.status,
                    draft.share,
                    draft.ends(),
                    attribution.source_of(draft),
                    year_of(draft),
                    commodity_of(draft),
                )
            )
        return doc


@Language.factory("redstring_mentions", default_config={"threads": 1})
def make_mention_stage(nlp: Language, name: str, folder: str, threads: int) -> MentionStage:  # noqa: ARG001 - spaCy's signature
    """Return the stage that a model folder's encoder and tags make."""
    path = Path(folder)
    encoder = Encoder(path, Manifest.load(path), threads=threads)
    return MentionStage(encoder, Tagger(Labels.load(path).tags))


@Language.factory("redstring_entities")
def make_entity_stage(nlp: Language, name: str) -> EntityStage:  # noqa: ARG001 - spaCy's signature
    """Return the stage that joins mentions; all it knows is in the article's registry."""
    return EntityStage()


@Language.factory("redstring_claims")
def make_claim_stage(nlp: Language, name: str, folder: str) -> ClaimStage:  # noqa: ARG001 - spaCy's signature
    """Return the stage that a model folder's claim head makes."""
    path = Path(folder)
    return ClaimStage(ClaimHead(path, Labels.load(path), Manifest.load(path)))


@dataclass(frozen=True, slots=True)
class Looked:
    """An extraction, with what the stages saw on the way to it.

    Attributes:
        extraction: As `Extractor.extract` returns it.
        sentences: Every sentence as the claim head saw it, with the mentions in it.
        choices: What was weighed for each mention that refers back, in order.
        ids: The id of every number that stands for an entity in the two above.
    """

    extraction: Extraction
    sentences: list[tuple[Scene, list[Named]]]
    choices: list[Choice]
    ids: list[str]


class Extractor:
    """Reads articles with one model folder; make it once, it takes a second to load.

    Attributes:
        version: Of weights, thresholds and code; every document that it read names it.
    """

    def __init__(
        self, make_nlp: Callable[[], Language], ranker: Ranker, manifest: Manifest
    ) -> None:
        self._make_nlp = make_nlp
        self._nlp = make_nlp()
        self._ranker = ranker
        self._manifest = manifest
        self.version = manifest.extractor

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> Self:
        """Load a model folder, the one that ships with redstring where none is given.

        Args:
            folder: Has `model.json` and what that needs.
            threads: How many cores may read one article; what is read is the same with any number.
        """
        folder = folder or DEFAULT_FOLDER

        def make_nlp() -> Language:
            nlp = load_splitter(folder)
            config = {"folder": str(folder)}
            nlp.add_pipe("redstring_mentions", config=config | {"threads": threads})
            nlp.add_pipe("redstring_entities")
            nlp.add_pipe("redstring_claims", config=config)
            return nlp

        return cls(make_nlp, Ranker(folder), Manifest.load(folder))

    def extract(self, article: Article) -> Extraction:
        """Return all that an article states.

        The same article gives the same extraction, whatever was read before and with any number
        of threads. Of an article in another language than the model's only countries and years are
        read.
        """
        return self._extraction(self._reading(article))

    def look_at(self, article: Article) -> Looked:
        """Return all that an article states, with what the stages saw on the way."""
        choices: list[Choice] = []
        reading = self._reading(article, choices)
        extraction = self._extraction(reading)
        ids = reading.registry.entities(extraction.document.id)[1]
        return Looked(extraction, reading.looked_at or [], choices, ids)

    def _reading(self, article: Article, choices: list[Choice] | None = None) -> Reading:
        registry = Registry(self._ranker, self._manifest.antecedent_share, choices)
        years = sorted(find_years(article.text, published=article.published))
        reading = Reading(article, registry, years)
        reading.looked_at = None if choices is None else []
        if article.language != self._manifest.language:
            _read_without_model(reading)
        else:
            self._read(reading)
        return reading

    def _extraction(self, reading: Reading) -> Extraction:
        article = reading.article
        document = Document(
            id=identity.document_id(article.text),
            title=article.title,
            text=article.text,
            source=article.source,
            published=article.published,
            language=article.language,
            extractor=self.version,
        )
        return _extraction(document, reading, self._manifest.rule)

    def extract_all(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Yield what each article states, one after the other."""
        return map(self.extract, articles)

    def _read(self, reading: Reading) -> None:
        for offset, text in blocks(reading.article.text):
            doc = self._nlp.make_doc(text)
            doc._.redstring = reading
            reading.offset = offset
            self._nlp(doc)
        if len(self._nlp.vocab) > _MAX_WORDS:
            self._nlp = self._make_nlp()


def _with_years(
    found: list[Found], sentence: Sentence, years: list[tuple[int, int, int]]
) -> list[Found]:
    """Return mentions with those of years replaced by the calendar years that the table reads."""
    kept = [each for each in found if each.label != Label.YEAR]
    first, last = (bisect_left(years, (at, 0, 0)) for at in (sentence.start, sentence.end))
    for start, end, _ in years[first:last]:
        if end <= sentence.end:
            kept.append(Found(start, end, Label.YEAR, named=True))
    return sorted(kept, key=lambda m: (m.start, -m.end, m.inner))


def _read_without_model(reading: Reading) -> None:
    article, registry = reading.article, reading.registry
    for start, end, code in find_countries(article.text, language=article.language):
        reading.mentions.append((start, end, registry.country(code, article.text[start:end])))
    for start, end, year in reading.years:
        reading.mentions.append((start, end, registry.year(year)))


def _extraction(document: Document, reading: Reading, rule: str) -> Extraction:
    entities, ids = reading.registry.entities(document.id)
    places = sorted({(start, end, ids[key]) for start, end, key in reading.mentions})
    claims = {claim.id: claim for claim in _claims(document, reading, ids, rule)}
    return Extraction(
        document=document,
        entities=tuple(entities),
        mentions=tuple(
            Mention(document=document.id, span=Span(start=start, end=end), entity=id_)
            for start, end, id_ in places
        ),
        claims=tuple(sorted(claims.values(), key=lambda c: (c.start, -c.confidence, c.id))),
    )


def _claims(document: Document, reading: Reading, ids: list[str], rule: str) -> Iterator[Claim]:
    for stated in reading.stated:
        source, target = ids[stated.source], ids[stated.target]
        if source == target:
            continue
        source_span, target_span = stated.ends
        year = None if stated.year is None else int(reading.registry.known[stated.year].key)
        yield Claim.state(
            document=document.id,
            source=source,
            type=stated.type,
            target=target,
            status=stated.status,
            attributed_to=None if stated.speaker is None else ids[stated.speaker],
            year=year,
            commodity=None if stated.goods is None else ids[stated.goods],
            sentence=stated.sentence.text,
            start=stated.sentence.start,
            end=stated.sentence.end,
            source_span=source_span,
            target_span=target_span,
            rule=rule,
            confidence=stated.share,
        )
