"""Two entities side by side, for whoever decides whether they are one; and what was decided so far.

What a newcomer would get wrong: nothing is merged here, and nothing is ever suggested as certain;
a person decides, gives a reason, and can take it back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from api.schemas import DocumentCard, EntityCard, LinkInWords
from api.service import Names, Service
from graph.errors import EntityNotFoundError
from graph.folding import FIXED_LABELS, may_be_one
from graph.model import Decision, Entity

_DOCUMENTS = 8
_COMMON = 30
_NEIGHBOURS = 300


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: how much is known of it, and the newest documents that mention it."""

    card: EntityCard
    documents: tuple[DocumentCard, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two entities.

    Attributes:
        sides: Both.
        between: Links between them; an entity is seldom said to be linked to itself.
        common: Entities that both are linked to, those with the best evidence first.
        more: How many of these are left out.
        hindrance: Why they can't be merged; empty where they can.
    """

    sides: tuple[Side, Side]
    between: tuple[LinkInWords, ...]
    common: tuple[Entity, ...]
    more: int
    hindrance: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as the history shows it.

    Attributes:
        decision: What was decided.
        survivor: What the merged entity is part of today; None where no document names it any more.
        in_force: Whether it can be taken back.
    """

    decision: Decision
    survivor: Entity | None
    in_force: bool


def compare(service: Service, one: str, other: str) -> Comparison:
    """Look up two entities and what they share.

    Raises:
        EntityNotFoundError: One of the ids is no entity's.
    """
    sides = _side(service, one), _side(service, other)
    first, second = (side.card.entity for side in sides)
    if first.id == second.id:
        return Comparison(sides, (), (), 0, "These are one entity already.")
    limit = min(_NEIGHBOURS, service.settings.max_entities)
    around, beside = (service.neighbourhood([each.id], limit=limit) for each in (first, second))
    near = {each.id for each in beside.entities}
    common = [e for e in around.entities if e.id in near - {first.id, second.id}]
    ends = {first.id, second.id}
    links = [link for link in around.links if {link.source, link.target} == ends]
    between = Names(service.store).all_words(links)
    rest = max(0, len(common) - _COMMON)
    return Comparison(sides, between, tuple(common[:_COMMON]), rest, _hindrance(first, second))


def history(service: Service) -> list[Decided]:
    """Return every decision ever taken, the latest first."""
    held = {decision.number for decision in service.merges()}
    taken = sorted(service.merges(all_decisions=True), key=lambda d: -d.number)
    return [Decided(each, _survivor(service, each), each.number in held) for each in taken]


def _side(service: Service, entity_id: str) -> Side:
    card = service.entity(entity_id)
    return Side(card, tuple(service.documents(entity_id=card.entity.id, limit=_DOCUMENTS).items))


def _hindrance(one: Entity, other: Entity) -> str:
    if may_be_one(one.label, other.label):
        return ""
    if {one.label, other.label} & FIXED_LABELS:
        return "Countries, years and commodities are what they are, and are never merged."
    return f"One is a {one.label.lower()}, the other a {other.label.lower()}: they can't be one."


def _survivor(service: Service, decision: Decision) -> Entity | None:
    ids: Iterable[str | None] = (decision.into, decision.merged)
    for id_ in filter(None, ids):
        try:
            return service.store.entity(id_)
        except EntityNotFoundError:
            continue
    return None
