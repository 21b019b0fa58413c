"""The record (documents, entities, mentions, claims, decisions) and what is derived from it.

Claims are the record; links are derived. Every value here is frozen and checks itself, so that a
value that exists is a value that may be stored. What a newcomer would get wrong: an `Entity` here
is what one document says of it until a store has folded the documents; then it is what all say.
"""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import chain
from typing import Annotated, Generic, Self, TypeVar

from pydantic import Field, model_validator

from graph import identity
from graph.ontology import (
    RELATION_TYPES,
    TYPES_WITH_COMMODITY,
    Label,
    Status,
)
from graph.value import CalendarYear, Id, Share, Span, Text, Value

T = TypeVar("T")


class Document(Value):
    """One article as it is kept: its id is the hash of its text.

    Attributes:
        id: `identity.document_id(text)`; anything else is refused.
        title: As given, or the first heading, or empty.
        text: What claims' offsets count in: the article without site furniture.
        source: Where it came from, a path or an address; None where nobody said.
        published: The day it is from; what "last year" counts from.
        language: ISO 639-1 code; anything but `en` has countries and years only.
        extractor: Name and version of what read it, so that a newer one is told from an older.
        ingested_at: When a store took it, in UTC; None outside a store. No part of what it is.
    """

    id: Id
    title: Text = ""
    text: Text
    source: Text | None = None
    published: date | None = None
    language: Text = "en"
    extractor: Text = ""
    ingested_at: datetime | None = None

    @model_validator(mode="after")
    def _id_is_of_text(self) -> Self:
        if self.id != identity.document_id(self.text):
            msg = f"{self.id!r} is not the id of this text"
            raise ValueError(msg)
        return self


class Entity(Value):
    """Someone or something that a document, or all documents together, speak of.

    Attributes:
        id: By `graph.identity`; it begins with the label, so that a label never changes.
        label: What it is.
        name: The fullest name seen.
        aliases: Other names, sorted, without the name itself.
        described: Known by a description only ("Mexican drug cartels"), not by a name of its own.
        kind: What sort of place or event, where the text says.
    """

    id: Annotated[Text, Field(min_length=3, max_length=400)]
    label: Label
    name: Annotated[Text, Field(min_length=1)]
    aliases: tuple[Text, ...] = ()
    described: bool = False
    kind: Text | None = None

    @model_validator(mode="after")
    def _id_is_of_label(self) -> Self:
        if identity.label_of(self.id) is not self.label:
            msg = f"{self.id!r} is not the id of a {self.label}"
            raise ValueError(msg)
        return self


class Mention(Value):
    """A span of a document's text that stands for an entity; one span may stand for several."""

    document: Id
    span: Span
    entity: Id


class Claim(Value):
    """One statement of a relation by one sentence.

    Attributes:
        id: `identity.claim_id` of its document, sentence, ends, type and status.
        document: Where it is stated.
        source: Entity at the start; for a symmetric type the end with the smaller id.
        type: A name of `RELATION_TYPES`.
        target: Entity at the end.
        status: How the sentence holds it.
        attributed_to: The entity that says so, where it is not the article itself.
        year: When it happened, where the text says.
        commodity: What was moved, for `TYPES_WITH_COMMODITY` only.
        sentence: The evidence, literally; `text[start:end] == sentence`.
        start: Offset of the sentence's first character in the document's text.
        end: Offset after its last.
        source_span: The words that stand for the source.
        target_span: The words that stand for the target.
        trigger: The words that say the relation, where the extractor knows.
        rule: What made the claim.
        confidence: How sure that is, 0 to 1.
    """

    id: Id
    document: Id
    source: Id
    type: str
    target: Id
    status: Status = Status.ASSERTED
    attributed_to: Id | None = None
    year: CalendarYear | None = None
    commodity: Id | None = None
    sentence: Annotated[str, Field(min_length=1)]
    start: Annotated[int, Field(ge=0)]
    end: int
    source_span: Span
    target_span: Span
    trigger: Span | None = None
    rule: Text
    confidence: Share

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        kind = RELATION_TYPES.get(self.type)
        if kind is None:
            problem = f"{self.type!r} is no relation type"
        elif self.source == self.target:
            problem = f"{self.source!r} can't be linked to itself"
        elif kind.symmetric and self.source > self.target:
            problem = f"{self.type} is symmetric: its ends must be ordered by id"
        elif self.commodity and self.type not in TYPES_WITH_COMMODITY:
            problem = f"{self.type} names no commodity"
        elif self.end - self.start != len(self.sentence):
            problem = f"offsets {self.start} to {self.end} do not fit the sentence"
        elif self.id != self._own_id():
            problem = f"{self.id!r} is not the id of this claim"
        else:
            return self
        raise ValueError(problem)

    def _own_id(self) -> str:
        ends = (self.source, self.type, self.target)
        return identity.claim_id(self.document, (self.start, self.end), ends, self.status)

    @classmethod
    def state(cls, **fields: object) -> Self:
        """Return the claim with these fields, its id made and the ends of a symmetric type ordered.

        Raises:
            ValidationError: The fields are no sound claim.
        """
        kind = RELATION_TYPES.get(str(fields["type"]))
        if kind and kind.symmetric and str(fields["source"]) > str(fields["target"]):
            fields |= {"source": fields["target"], "target": fields["source"]}
            fields |= {
                "source_span": fields["target_span"],
                "target_span": fields["source_span"],
            }
        document, start, end, source, type_, target = (
            fields[key] for key in ("document", "start", "end", "source", "type", "target")
        )
        status = Status(str(fields.setdefault("status", Status.ASSERTED)))
        sentence, ends = (int(str(start)), int(str(end))), (str(source), str(type_), str(target))
        fields["id"] = identity.claim_id(str(document), sentence, ends, status)
        return cls.model_validate(fields)


class Extraction(Value):
    """All that was read from one article; either all of it is stored or nothing."""

    document: Document
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        labels = {entity.id: entity.label for entity in self.entities}
        if len(labels) != len(self.entities):
            msg = "an entity is listed twice"
            raise ValueError(msg)
        if len({claim.id for claim in self.claims}) != len(self.claims):
            msg = "a claim is listed twice"
            raise ValueError(msg)
        for mention in self.mentions:
            self._check_mention(mention, labels)
        for claim in self.claims:
            self._check_claim(claim, labels)
        return self

    def _check_mention(self, mention: Mention, labels: Mapping[str, Label]) -> None:
        if mention.document != self.document.id or mention.entity not in labels:
            msg = f"a mention of {mention.entity!r} belongs elsewhere"
            raise ValueError(msg)
        if mention.span.end > len(self.document.text):
            msg = f"a mention of {mention.entity!r} lies behind the end of the text"
            raise ValueError(msg)

    def _check_claim(self, claim: Claim, labels: Mapping[str, Label]) -> None:
        others = (claim.attributed_to, claim.commodity)
        named = [claim.source, claim.target, *(id_ for id_ in others if id_)]
        unknown = [id_ for id_ in named if id_ not in labels]
        kind = RELATION_TYPES[claim.type]
        spans = chain((claim.source_span, claim.target_span), filter(None, [claim.trigger]))
        if claim.document != self.document.id or unknown:
            problem = f"names what the extraction does not have: {unknown or claim.document}"
        elif not kind.allows(labels[claim.source], labels[claim.target]):
            problem = f"{labels[claim.source]} {claim.type} {labels[claim.target]} is not allowed"
        elif self.document.text[claim.start : claim.end] != claim.sentence:
            problem = "its offsets do not slice to its sentence"
        elif any(span.end > len(self.document.text) for span in spans):
            problem = "one of its ends lies behind the end of the text"
        else:
            return
        msg = f"claim {claim.id}: {problem}"
        raise ValueError(msg)


class Decision(Value):
    """An analyst's decision about identity: one entity is another, or an earlier one was wrong.

    Attributes:
        number: Counted from 1 in the order they were taken; never reused.
        merged: The entity that was made part of another; None in an undo.
        into: The entity that stays; None in an undo.
        undoes: The number of the decision that this one takes back; None in a merge.
        by: Who decided, empty where nobody said.
        reason: Why, empty where nobody said.
        decided_at: When, in UTC.
    """

    number: Annotated[int, Field(ge=1)]
    merged: Id | None = None
    into: Id | None = None
    undoes: int | None = None
    by: Text = ""
    reason: Text = ""
    decided_at: datetime


class Link(Value):
    """All claims with the same ends and type, folded under the merge decisions in force.

    Attributes:
        id: `identity.link_id` of its ends and type.
        source: Entity at the start, after merges; for a symmetric type the smaller id.
        type: A name of `RELATION_TYPES`.
        target: Entity at the end, after merges.
        claims: How many claims, at least 1.
        documents: In how many documents.
        years: Every year that a claim states, ascending; empty means undated.
        status: `asserted` if any claim is, else the strongest.
        statuses: Every status that a claim has, strongest first.
        attributed_to: Every entity that a claim names as saying so, sorted, after merges.
        commodities: What was moved, as ids, sorted.
        confidence: Of the surest claim.
    """

    id: Id
    source: Id
    type: str
    target: Id
    claims: Annotated[int, Field(ge=1)]
    documents: Annotated[int, Field(ge=1)]
    years: tuple[int, ...] = ()
    status: Status
    statuses: tuple[Status, ...]
    attributed_to: tuple[str, ...] = ()
    commodities: tuple[str, ...] = ()
    confidence: Share

    @property
    def first_year(self) -> int | None:
        """The earliest year that a claim states; None where none does."""
        return self.years[0] if self.years else None

    @property
    def last_year(self) -> int | None:
        """The latest year that a claim states; None where none does."""
        return self.years[-1] if self.years else None


class Subgraph(Value):
    """A part of the graph to look at: entities, and the links among them.

    Attributes:
        start: Ids of the entities in the middle, after merges.
        entities: By hop, then best evidence first, then id; those in the middle come first.
        hops: How many links away from the nearest start each entity is, in the order of `entities`.
        links: Best evidenced (most claims) first, then id; both ends are among `entities`.
        truncated: Whether a limit left out entities or links within reach.
        more: Per relation type how many links of the start entities are not in `links`, in the
            ontology's order; types with none are not listed.
    """

    start: tuple[str, ...]
    entities: tuple[Entity, ...]
    hops: tuple[int, ...]
    links: tuple[Link, ...]
    truncated: bool = False
    more: tuple[tuple[str, int], ...] = ()


class Path(Value):
    """A chain of links from one entity to another, in walking order; no entity comes twice.

    Attributes:
        entities: One more than links, from the first entity to the last.
        links: Each joins its neighbours in `entities`, in either direction.
    """

    entities: tuple[Entity, ...]
    links: tuple[Link, ...]


class Match(Value):
    """An entity that a search found.

    Attributes:
        entity: What was found.
        name: The name or alias that matched best.
        score: How well, 1 for the very name.
        claims: How many claims it takes part in; breaks ties, most first.
        documents: In how many documents it is mentioned.
    """

    entity: Entity
    name: str
    score: Share
    claims: int
    documents: int


class TimelineYear(Value):
    """What the graph holds of one year.

    Attributes:
        year: A calendar year; None counts what has no year.
        claims: Claims that state it.
        links: Links with such a claim.
    """

    year: int | None
    claims: int
    links: int


class Statistics(Value):
    """How much a store holds; every count of a kind is listed, zero included.

    Attributes:
        documents: Documents.
        entities: Entities after merges, by label, in the ontology's order.
        mentions: Mentions.
        claims: Claims by status, strongest first.
        links: Links by type, in the ontology's order.
        merges: Merge decisions in force.
        languages: Documents by language, sorted by code.
    """

    documents: int
    entities: dict[Label, int]
    mentions: int
    claims: dict[Status, int]
    links: dict[str, int]
    merges: int
    languages: dict[str, int]


class Page(Value, Generic[T]):
    """A stretch of a longer list.

    Attributes:
        items: In the list's own order.
        next: Pass it as `cursor` to get what follows; None at the end.
        total: How long the whole list is.
    """

    items: tuple[T, ...]
    next: str | None = None
    total: int
