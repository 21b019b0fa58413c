"""Sound values from a few words, so that a test shows only what it is about.

`article(state("group:alpha", "SUPPLIES", "group:beta"))` is an extraction whose text has one
sentence a statement, with all offsets right. Names are made of ids unless they are given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from graph import identity
from graph.model import Claim, Document, Entity, Extraction, Mention
from graph.ontology import RELATION_TYPES, Status
from graph.value import Span


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence of an article is to say."""

    source: str
    type: str
    target: str
    status: Status = Status.ASSERTED
    year: int | None = None
    attributed_to: str | None = None
    commodity: str | None = None
    confidence: float = 0.5

    @property
    def named(self) -> tuple[str, ...]:
        """Every entity that the statement names."""
        others = (self.source, self.target, self.attributed_to, self.commodity)
        return tuple(id_ for id_ in others if id_)


def state(source: str, type_: str, target: str, **more: object) -> Statement:
    """Return a statement; `more` are the other fields of `Statement`."""
    return Statement(source, type_, target, **more)  # pyright: ignore[reportArgumentType]


def name_of(id_: str) -> str:
    """Return the name that an id is made of, near enough."""
    return id_.partition(":")[2].partition("@")[0].replace("-", " ").title()


def entity(id_: str, name: str = "", *aliases: str, **more: object) -> Entity:
    """Return an entity; its label is what its id begins with."""
    fields = {"id": id_, "label": identity.label_of(id_), "name": name or name_of(id_)}
    return Entity.model_validate(fields | {"aliases": tuple(sorted(aliases))} | more)


def document(text: str, **more: object) -> Document:
    """Return a document with this text."""
    return Document.model_validate({"id": identity.document_id(text), "text": text} | more)


def article(
    *statements: Statement,
    title: str = "A title",
    entities: Iterable[Entity] = (),
    **more: object,
) -> Extraction:
    """Return what was read from an article that has the statements as its sentences.

    Args:
        *statements: What it says, in order.
        title: Its first line, so that articles with the same statements may differ.
        entities: Entities that differ from what their ids say, or that no statement names.
        **more: Other fields of `Document`.
    """
    known = {given.id: given for given in entities}
    for id_ in chain.from_iterable(statement.named for statement in statements):
        known.setdefault(id_, entity(id_))
    text = title + "\n"
    sentences: list[tuple[Statement, int, str]] = []
    for statement in statements:
        sentence = _sentence(statement, known)
        sentences.append((statement, len(text), sentence))
        text += sentence + "\n"
    about = document(text, title=title, **more)
    claims = [_claim(about, known, *told) for told in sentences]
    return Extraction(
        document=about,
        entities=tuple(known[id_] for id_ in sorted(known)),
        mentions=tuple(_mentions(about, known, claims)),
        claims=tuple({claim.id: claim for claim in claims}.values()),
    )


def _sentence(statement: Statement, known: Mapping[str, Entity]) -> str:
    phrase = RELATION_TYPES[statement.type].phrase
    year = f" in {statement.year}" if statement.year else ""
    return f"{known[statement.source].name} {phrase} {known[statement.target].name}{year}."


def _claim(
    about: Document, known: Mapping[str, Entity], statement: Statement, start: int, sentence: str
) -> Claim:
    source_end = start + len(known[statement.source].name)
    target_start = about.text.index(known[statement.target].name, source_end)
    return Claim.state(
        document=about.id,
        source=statement.source,
        type=statement.type,
        target=statement.target,
        status=statement.status,
        year=statement.year,
        attributed_to=statement.attributed_to,
        commodity=statement.commodity,
        sentence=sentence,
        start=start,
        end=start + len(sentence),
        source_span=Span(start=start, end=source_end),
        target_span=Span(start=target_start, end=target_start + len(known[statement.target].name)),
        rule="built",
        confidence=statement.confidence,
    )


def _mentions(
    about: Document, known: Mapping[str, Entity], claims: Iterable[Claim]
) -> Iterable[Mention]:
    found = {
        (span.start, span.end, id_)
        for claim in claims
        for span, id_ in ((claim.source_span, claim.source), (claim.target_span, claim.target))
    }
    mentioned = {id_ for _, _, id_ in found}
    found |= {(0, 1, id_) for id_ in known if id_ not in mentioned}
    for start, end, id_ in sorted(found):
        yield Mention(document=about.id, span=Span(start=start, end=end), entity=id_)


def day(text: str) -> date:
    """Return the day that is written `2024-05-31`."""
    return date.fromisoformat(text)
