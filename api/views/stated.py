"""What one document states, sentence by sentence, and what the graph would lack without it.

What a newcomer would get wrong: a claim keeps the ends that its document named; what they stand
for today, after merges, is looked up here, so a claim may have both ends in one entity and no link.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.service import Names, Service
from api.views.question import entity_address
from api.views.text import short
from graph import identity
from graph.errors import LinkNotFoundError
from graph.model import Claim, Entity, Link
from graph.ontology import RELATION_TYPES, Status
from graph.value import Span

_QUOTED = 90


@dataclass(frozen=True, slots=True)
class Told:
    """A claim in words, and where in the text its ends are named.

    Attributes:
        source: Name of the entity at its start, as all documents know it.
        phrase: The relation in words.
        target: Name of the entity at its end.
        status: How the sentence holds it.
        said_by: Who says so, empty where it is the article itself.
        commodity: What was moved, empty where nothing is named.
        year: When, None where the text does not say.
        link: Id of the link that it is evidence of; empty where a merge made both ends one.
        source_span: Offsets of the words that stand for its start.
        target_span: Offsets of the words that stand for its end.
    """

    source: str
    phrase: str
    target: str
    status: Status
    said_by: str
    commodity: str
    year: int | None
    link: str
    source_span: Span
    target_span: Span


@dataclass(frozen=True, slots=True)
class Stating:
    """A sentence and its claims.

    Attributes:
        start: Offset of its first character; what a link to it ends in.
        quoted: Its beginning.
        claims: In the order of the ontology's relations as the document keeps them.
    """

    start: int
    quoted: str
    claims: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """What no other document says.

    Attributes:
        entities: Name and page of each entity that no other document mentions.
        links: Id and words of each link that no other document is evidence of.
    """

    entities: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]


def statings(service: Service, claims: Iterable[Claim]) -> list[Stating]:
    """Return the sentences that state claims, in the order of the text."""
    names = Names(service.store)
    ordered = sorted(claims, key=lambda claim: (claim.start, claim.end))
    _learn(names, ordered)
    return [
        Stating(start, short(sentence, _QUOTED), tuple(_told(claim, names) for claim in stated))
        for (start, sentence), stated in groupby(ordered, lambda c: (c.start, c.sentence))
    ]


def alone(service: Service, entities: Sequence[Entity], claims: Iterable[Claim]) -> Alone:
    """Return what would be missing from the graph without the document of these claims."""
    names = Names(service.store)
    listed = list(claims)
    _learn(names, listed)
    links = _links(service, dict.fromkeys(link_of(claim, names) for claim in listed))
    found = [entity for entity in entities if service.store.counts(entity.id)["documents"] == 1]
    words = names.all_words(link for link in links if link.documents == 1)
    return Alone(
        tuple((short(entity.name), entity_address(entity.id)) for entity in found),
        tuple((about.link.id, short(about.words, 300)) for about in words),
    )


def link_of(claim: Claim, names: Names) -> str:
    """Return the id of the link that a claim is evidence of today; empty where it joins nothing."""
    source, target = names.entity(claim.source).id, names.entity(claim.target).id
    if source == target:
        return ""
    if RELATION_TYPES[claim.type].symmetric and source > target:
        source, target = target, source
    return identity.link_id(source, claim.type, target)


def _learn(names: Names, claims: Iterable[Claim]) -> None:
    names.learn(
        id_
        for claim in claims
        for id_ in (claim.source, claim.target, claim.attributed_to, claim.commodity)
    )


def _links(service: Service, ids: Iterable[str]) -> Iterable[Link]:
    for id_ in filter(None, ids):
        try:
            yield service.store.link(id_)
        except LinkNotFoundError:
            continue  # a document was removed, or two entities merged, since the page was asked for


def _told(claim: Claim, names: Names) -> Told:
    source, target = names.entity(claim.source), names.entity(claim.target)
    return Told(
        source=short(source.name),
        phrase=RELATION_TYPES[claim.type].phrase,
        target=short(target.name),
        status=claim.status,
        said_by=_name(claim.attributed_to, names),
        commodity=_name(claim.commodity, names),
        year=claim.year,
        link=link_of(claim, names),
        source_span=claim.source_span,
        target_span=claim.target_span,
    )


def _name(entity_id: str | None, names: Names) -> str:
    return short(names.entity(entity_id).name) if entity_id else ""
