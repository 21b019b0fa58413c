"""What the doors answer with, beside the values of the graph itself, and what they are sent.

What a newcomer would get wrong: spans here count from the start of the sentence that they stand
beside, not from the start of the document as in `graph.model`, so that no reader needs its text.
"""

import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from graph.explanation import Explanation, SeenSentence
from graph.model import (
    Claim,
    Decision,
    Document,
    Entity,
    Id,
    Link,
    Match,
    Mention,
    Page,
    Path,
    Span,
    TimelineYear,
    Value,
)
from graph.ontology import Family


class EntityCard(Value):
    """An entity and how much the store holds of it.

    Attributes:
        entity: As all documents together know it.
        claims: Claims that it is an end of.
        documents: Documents that mention it.
        mentions: Mentions.
        links: Links that it is an end of.
    """

    entity: Entity
    claims: int
    documents: int
    mentions: int
    links: int


class LinkInWords(Value):
    """A link that can be read without looking anything up.

    Attributes:
        link: The link itself.
        words: "A supplies B"; who says so, the years and the status are not part of it.
        family: What its type is about.
        source: The entity at its start.
        target: The entity at its end.
        attributed_to: Whoever says so, where it is not the articles themselves.
        commodities: What was moved.
    """

    link: Link
    words: str
    family: Family
    source: Entity
    target: Entity
    attributed_to: tuple[Entity, ...] = ()
    commodities: tuple[Entity, ...] = ()


class DocumentCard(Value):
    """A document without its text; the fields are those of `Document`."""

    id: Id
    title: str
    source: str | None
    published: datetime.date | None
    language: str
    extractor: str
    ingested_at: datetime.datetime | None
    characters: int

    @classmethod
    def of(cls, document: Document) -> "DocumentCard":
        """Return the card of a document, with the length of its text in characters."""
        known = document.model_dump(exclude={"text"})
        return cls(**known, characters=len(document.text))


class DocumentPage(Value):
    """A document with its text and what it mentions.

    Attributes:
        document: With its whole text.
        mentions: In order of their spans; they count from the start of the text.
        entities: Every entity that is mentioned, by id.
    """

    document: Document
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]


class Excerpt(Value):
    """A part of the graph with all that it stands on.

    Attributes:
        entities: In the order that they were asked for.
        links: Among these entities, best evidenced first.
        claims: Behind each link, by its id, surest first.
        documents: That the claims are from, by id; without their texts.
    """

    entities: tuple[Entity, ...]
    links: tuple[Link, ...]
    claims: dict[str, tuple[Claim, ...]]
    documents: tuple["DocumentCard", ...]


class Evidence(Value):
    """One claim with all that is needed to show it.

    Attributes:
        claim: The claim itself; its `sentence` is the evidence.
        document: Where it is stated.
        source_in_sentence: The words that stand for the claim's source, counted from the start of
            the sentence; None where they lie outside it.
        target_in_sentence: The same for its target.
        trigger_in_sentence: The same for the words that say the relation; None where nobody knows.
        attributed_to: Whoever says so, where it is not the article itself.
        commodity: What was moved, where the sentence says.
    """

    claim: Claim
    document: DocumentCard
    source_in_sentence: Span | None = None
    target_in_sentence: Span | None = None
    trigger_in_sentence: Span | None = None
    attributed_to: Entity | None = None
    commodity: Entity | None = None


class LinkEvidence(Value):
    """A link in words and a page of the claims behind it, surest first."""

    about: LinkInWords
    claims: Page[Evidence]


class Outcome(StrEnum):
    """What ingesting an article came to."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    FAILED = "failed"


class Ingested(Value):
    """What became of one article.

    Attributes:
        where: The file, with the line where there is one, or what else was read.
        outcome: What was done.
        document: Its id in the store; None where it failed.
        message: What a person should know of it; empty where all is as expected.
        language: Of the article; None where it failed.
        entities: How many entities were read from it; 0 where nothing was read anew.
        claims: How many claims were read from it; 0 where nothing was read anew.
    """

    where: str
    outcome: Outcome
    document: str | None = None
    message: str = ""
    language: str | None = None
    entities: int = 0
    claims: int = 0


class NewArticle(Value):
    """An article to read and keep.

    Attributes:
        text: The article; site furniture is left out before it is kept.
        title: Empty where it has none, then the first heading is taken.
        date: The day it is from; what "last year" counts from.
        source: Its address, or where else it is from.
        replaces: Id of a document that it is a newer version of, removed in the same step.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "In 2019 the Harbour Gang supplied the Northern Brotherhood.",
                    "title": "The harbour that never sleeps",
                    "date": "2020-02-03",
                    "source": "https://news.example/harbour",
                }
            ]
        }
    )

    text: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(max_length=1000)] = ""
    date: datetime.date | None = None
    source: Annotated[str, Field(max_length=4000)] | None = None
    replaces: Id | None = None


class NewMerge(Value):
    """A decision that one entity is another.

    Attributes:
        merged: Id of the entity that becomes part of the other.
        into: Id of the entity that stays.
        by: Who decides.
        reason: Why.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "merged": "group:harbour-gang",
                    "into": "group:northern-brotherhood",
                    "by": "Ada",
                    "reason": "two names of one group",
                }
            ]
        }
    )

    merged: Id
    into: Id
    by: Annotated[str, Field(max_length=200)] = ""
    reason: Annotated[str, Field(max_length=2000)] = ""


class Matches(Value):
    """What a search found, best first."""

    items: tuple[Match, ...]


class Paths(Value):
    """Ways from one entity to another, shortest first; none where there is no way."""

    items: tuple[Path, ...]


class Timeline(Value):
    """Claims and links by year, ascending; those without a year come last, under null."""

    items: tuple[TimelineYear, ...]


class Merges(Value):
    """Merge decisions in order of their numbers."""

    items: tuple[Decision, ...]


class DocumentExplanation(Value):
    """Why the claims of a document were read, or none.

    Attributes:
        document: Its id.
        read_by: The extractor that read what the store holds of it.
        explained_by: The extractor that read it again for this; where it is another, the store may
            hold other claims than are explained here.
        entities: Found in this reading, before any merge.
        claims: Of the sentences below, in the order of the text.
        sentences: That were asked for, in order.
    """

    document: str
    read_by: str
    explained_by: str
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    sentences: tuple[SeenSentence, ...]

    @classmethod
    def of(
        cls, document: Document, explanation: Explanation, sentence: int | None
    ) -> "DocumentExplanation":
        """Return what an explanation says of one sentence, or of all where none is named."""
        found = explanation.extraction
        seen = tuple(
            each
            for each in explanation.sentences
            if sentence is None or each.span.start <= sentence < each.span.end
        )
        starts = {each.span.start for each in seen}
        return cls(
            document=document.id,
            read_by=document.extractor,
            explained_by=found.document.extractor,
            entities=found.entities,
            claims=tuple(claim for claim in found.claims if claim.start in starts),
            sentences=seen,
        )
