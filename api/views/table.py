"""The links of a picture as rows, and what was left out of it: the same in words as in lines.

What a newcomer would get wrong: the table is no extra, it is the picture for whoever can't see or
point at one, so every line that can be clicked has a row here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.views.network import years
from api.views.question import LIMITS, Question, entity_address
from api.views.text import short
from graph.model import Entity, Link, Subgraph
from graph.ontology import RELATION_TYPES, Label, Status


@dataclass(frozen=True, slots=True)
class End:
    """An entity as a row names it."""

    name: str
    label: Label
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A link as the table shows it; `years` is empty for an undated one."""

    id: str
    source: End
    phrase: str
    target: End
    status: Status
    years: str
    claims: int
    documents: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a limit cut off.

    Attributes:
        cut: Whether anything was cut.
        more: Per relation in words, how many links of the entity in the middle are not shown.
        wider: The page that shows more; empty where this is the most.
        most: How many entities that page shows at most.
    """

    cut: bool
    more: tuple[tuple[str, int], ...]
    wider: str
    most: int


def rows(subgraph: Subgraph) -> list[Row]:
    """Return a row for each link, in the subgraph's order."""
    ends = {entity.id: _end(entity) for entity in subgraph.entities}
    return [_row(link, ends[link.source], ends[link.target]) for link in subgraph.links]


def left_out(subgraph: Subgraph, question: Question, entity_id: str) -> LeftOut:
    """Return what the limit of a question kept out of the picture."""
    wider = _next(LIMITS, question.limit)
    return LeftOut(
        cut=subgraph.truncated,
        more=tuple((RELATION_TYPES[name].phrase, count) for name, count in subgraph.more),
        wider=replace(question, limit=wider).address(entity_id) if wider else "",
        most=wider,
    )


def _end(entity: Entity) -> End:
    return End(short(entity.name), entity.label, entity_address(entity.id))


def _row(link: Link, source: End, target: End) -> Row:
    return Row(
        id=link.id,
        source=source,
        phrase=RELATION_TYPES[link.type].phrase,
        target=target,
        status=link.status,
        years=years(link),
        claims=link.claims,
        documents=link.documents,
    )


def _next(choices: Sequence[int], chosen: int) -> int:
    return next((choice for choice in choices if choice > chosen), 0)
