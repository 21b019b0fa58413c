"""Answers as the API's description shows them, made of real values so that they stay true.

What a newcomer would get wrong: a value that changes its fields breaks this module at import, which
is wanted; an example that nobody can get is worse than none.
"""

from pydantic import BaseModel

from api.schemas import (
    DocumentCard,
    EntityCard,
    Evidence,
    Ingested,
    LinkEvidence,
    LinkInWords,
    Matches,
    Outcome,
    Paths,
    Timeline,
)
from graph.identity import document_id, link_id
from graph.model import (
    Claim,
    Document,
    Entity,
    Link,
    Match,
    Page,
    Path,
    Span,
    Subgraph,
    TimelineYear,
)
from graph.ontology import Family, Label, Status

_SENTENCE = "In 2019 the Harbour Gang supplied the Northern Brotherhood."
_DOCUMENT = Document(
    id=document_id(_SENTENCE),
    text=_SENTENCE,
    title="The harbour that never sleeps",
    source="https://news.example/harbour",
)
_GANG = Entity(id="group:harbour-gang", label=Label.GROUP, name="Harbour Gang")
_OTHERS = Entity(id="group:northern-brotherhood", label=Label.GROUP, name="Northern Brotherhood")
_LINK = Link(
    id=link_id(_GANG.id, "SUPPLIES", _OTHERS.id),
    source=_GANG.id,
    type="SUPPLIES",
    target=_OTHERS.id,
    claims=1,
    documents=1,
    years=(2019,),
    status=Status.ASSERTED,
    statuses=(Status.ASSERTED,),
    confidence=0.93,
)
_WORDS = LinkInWords(
    link=_LINK,
    words="Harbour Gang supplies Northern Brotherhood",
    family=Family.TRADE,
    source=_GANG,
    target=_OTHERS,
)
_CLAIM = Claim.state(
    document=_DOCUMENT.id,
    source=_GANG.id,
    type="SUPPLIES",
    target=_OTHERS.id,
    year=2019,
    sentence=_SENTENCE,
    start=0,
    end=len(_SENTENCE),
    source_span=Span(start=12, end=24),
    target_span=Span(start=38, end=58),
    rule="claims_en/1.0",
    confidence=0.93,
)
_EVIDENCE = Evidence(
    claim=_CLAIM,
    document=DocumentCard.of(_DOCUMENT),
    source_in_sentence=_CLAIM.source_span,
    target_in_sentence=_CLAIM.target_span,
)

EXAMPLES: tuple[BaseModel, ...] = (
    Matches(items=(Match(entity=_GANG, name="Harbour Gang", score=1, claims=1, documents=1),)),
    EntityCard(entity=_GANG, claims=1, documents=1, mentions=1, links=1),
    Subgraph(start=(_GANG.id,), entities=(_GANG, _OTHERS), hops=(0, 1), links=(_LINK,)),
    Page[LinkInWords](items=(_WORDS,), total=1),
    _WORDS,
    LinkEvidence(about=_WORDS, claims=Page[Evidence](items=(_EVIDENCE,), total=1)),
    Paths(items=(Path(entities=(_GANG, _OTHERS), links=(_LINK,)),)),
    Timeline(items=(TimelineYear(year=2019, claims=1, links=1),)),
    Page[DocumentCard](items=(DocumentCard.of(_DOCUMENT),), total=1),
    Ingested(
        where="https://news.example/harbour",
        outcome=Outcome.ADDED,
        document=_DOCUMENT.id,
        language="en",
        entities=2,
        claims=1,
    ),
)
"""One value for each kind of answer that is worth showing."""
