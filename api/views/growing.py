"""What comes to a picture when one of its entities is expanded: neighbours not yet shown.

What a newcomer would get wrong: a new entity is linked to others of the picture too, not only to
the one that was expanded, so all that are shown are asked about.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.routes.asking import Asked, EntityId
from api.service import Service
from api.views.network import grow
from api.views.question import LIMITS, Question
from graph.errors import QuestionError
from graph.filters import Filter
from graph.model import Link, Subgraph

MOST_SHOWN = LIMITS[-1]
"""The most entities that a picture may grow to."""
STEP = 50
"""The most entities that come at once."""

router = APIRouter(include_in_schema=False)


class Wish(BaseModel):
    """Which entity is to be expanded, and what is there already.

    Attributes:
        shown: Ids of the entities that the picture shows, hidden ones too.
        type: Only neighbours by links of this relation type are wanted; None for any.
    """

    model_config = ConfigDict(extra="forbid")

    shown: Annotated[list[str], Field(min_length=1, max_length=MOST_SHOWN)]
    type: str | None = None


@router.post("/entities/{entity_id}/growth")
def growth(
    request: Request,
    service: Asked,
    entity_id: EntityId,
    wish: Wish,
    without: Annotated[list[str] | None, Query()] = None,
) -> dict[str, Any]:
    """Return what to add to a picture; the address's parameters are those of `Question`."""
    question = Question.of(request.query_params, without or ())
    kept = question.filter
    only = kept
    if wish.type is not None:
        only = Filter.model_validate(dict(kept) | {"types": {wish.type}})
    subgraph, fresh = beyond(service, entity_id, wish.shown, only, kept)
    return grow(subgraph, fresh)


def beyond(
    service: Service, entity_id: str, shown: list[str], only: Filter, kept: Filter
) -> tuple[Subgraph, set[str]]:
    """Return an entity's best neighbours that are not shown yet, with their links.

    Args:
        service: What to ask.
        entity_id: Whose neighbours.
        shown: Ids of all that is shown.
        only: Which of its links to follow.
        kept: Which links are shown.

    Returns:
        The new entities with those that they are linked to, and the ids of the new ones.

    Raises:
        QuestionError: There is no room for more.
        EntityNotFoundError: One of what is shown is no longer there.
    """
    room = min(STEP, MOST_SHOWN - len(shown))
    if room <= 0:
        raise QuestionError(
            f"the picture holds {MOST_SHOWN} entities, which is the most; put another entity in "
            "the middle, or take steps back"
        )
    most = min(len(set(shown)) + room, service.settings.max_entities)
    around = service.neighbourhood([entity_id], filter=only, limit=most)
    there = set(shown) | {entity_id}
    fresh = [one for one in around.entities if one.id not in there][:room]
    new = {one.id for one in fresh}
    everybody = list(dict.fromkeys([entity_id, *shown, *(one.id for one in fresh)]))
    among = service.store.neighbourhood(everybody, hops=0, filter=kept, limit=len(everybody))
    links: dict[str, Link] = {}
    for link in (*around.links, *among.links):
        ends = {link.source, link.target}
        if ends & new and ends <= there | new:
            links[link.id] = link
    ends = {end for link in links.values() for end in (link.source, link.target)}
    entities = tuple(one for one in among.entities if one.id in ends | new)
    subgraph = Subgraph(
        start=(),
        entities=entities,
        hops=(0,) * len(entities),
        links=tuple(links.values()),
        truncated=around.truncated,
        more=(),
    )
    return subgraph, new
