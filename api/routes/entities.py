"""Entities: found by name, and what is around them.

What a newcomer would get wrong: ids hold colons and at signs, which need no escaping in an address.
"""

from typing import Annotated

from fastapi import APIRouter
from fastapi import Query as Parameters
from pydantic import Field

from api.questions import make_labels
from api.routes.asking import (
    Asked,
    Choice,
    EntityId,
    FilterQuery,
    PageQuery,
    Query,
    one_of,
    problems,
    words,
)
from api.schemas import EntityCard, LinkInWords, Matches
from graph.model import Page, Subgraph
from graph.ontology import Label

router = APIRouter(tags=["entities"])


class SearchQuery(Query):
    """What to look for."""

    text: str = Field(
        description="A name or alias, the start of one, or one misspelt.",
        examples=["peruvian guns"],
        max_length=1000,
    )
    labels: Choice = Field(
        default_factory=list,
        description="Labels; none for all.",
        json_schema_extra=one_of(Label),
    )
    limit: int = Field(20, description="The most entities, from 1 on.")


class NeighbourhoodQuery(FilterQuery):
    """How far to walk, and along which links."""

    hops: int = Field(1, description="How far, in links, from 1 on.")
    limit: int = Field(300, description="The most entities, from 1 on.")


class LinksQuery(FilterQuery, PageQuery):
    """Which links, and which stretch of them."""


@router.get("/search", responses=problems(422))
def search(service: Asked, query: Annotated[SearchQuery, Parameters()]) -> Matches:
    """Find entities by name or alias: the very name first, then its beginning, then misspelt."""
    labels = make_labels(words(query.labels))
    found = service.search(query.text, labels=labels, limit=query.limit)
    return Matches(items=tuple(found))


@router.get("/entities/{entity_id}", responses=problems(404))
def entity(service: Asked, entity_id: EntityId) -> EntityCard:
    """Return an entity and how much is known of it; an id that was merged away works still."""
    return service.entity(entity_id)


@router.get("/entities/{entity_id}/neighbourhood", responses=problems(404, 422))
def neighbourhood(
    service: Asked, entity_id: EntityId, query: Annotated[NeighbourhoodQuery, Parameters()]
) -> Subgraph:
    """Return the entities around one, nearest first, and the links among them."""
    return service.neighbourhood(
        [entity_id], hops=query.hops, filter=query.filter(), limit=query.limit
    )


@router.get("/entities/{entity_id}/links", responses=problems(404, 422))
def links(
    service: Asked, entity_id: EntityId, query: Annotated[LinksQuery, Parameters()]
) -> Page[LinkInWords]:
    """Return the links of an entity in words, best evidenced first, page by page."""
    return service.links(entity_id, filter=query.filter(), cursor=query.cursor, limit=query.limit)
