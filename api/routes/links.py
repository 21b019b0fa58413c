"""Links, and the sentences behind them.

What a newcomer would get wrong: a link's id is a hash of its ends and type, so it stays the same
whatever claims come and go, but changes when one of its ends is merged.
"""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi import Query as Parameters
from pydantic import Field

from api.routes.asking import Asked, FilterQuery, PageQuery, problems
from api.schemas import LinkEvidence, LinkInWords, Paths, Timeline

router = APIRouter(tags=["links"])
LinkId = Annotated[str, Path(description="Id of a link, from a neighbourhood or a path.")]


class PathsQuery(FilterQuery):
    """Between which entities, and along which links."""

    source: str = Field(description="Id of the entity to start from.", examples=["country:PE"])
    target: str = Field(description="Id of the entity to end at.", examples=["country:MX"])
    max_hops: int = Field(4, description="The longest way, in links, from 1 on.")
    limit: int = Field(5, description="The most ways, from 1 on.")


class TimelineQuery(FilterQuery):
    """Of what, and of which links."""

    entity: str | None = Field(None, description="Id of an entity; none for the whole graph.")


@router.get("/links/{link_id}", responses=problems(404))
def link(service: Asked, link_id: LinkId) -> LinkInWords:
    """Return a link in words."""
    return service.link(link_id)


@router.get("/links/{link_id}/claims", responses=problems(404, 422))
def claims(
    service: Asked, link_id: LinkId, query: Annotated[PageQuery, Parameters()]
) -> LinkEvidence:
    """Return the claims behind a link, surest first, each with its sentence and document."""
    return service.evidence(link_id, cursor=query.cursor, limit=query.limit)


@router.get("/paths", responses=problems(404, 422))
def paths(service: Asked, query: Annotated[PathsQuery, Parameters()]) -> Paths:
    """Return ways from one entity to another, shortest first, never through a year."""
    found = service.paths(
        query.source,
        query.target,
        max_hops=query.max_hops,
        k=query.limit,
        filter=query.filter(),
    )
    return Paths(items=tuple(found))


@router.get("/timeline", responses=problems(404, 422))
def timeline(service: Asked, query: Annotated[TimelineQuery, Parameters()]) -> Timeline:
    """Count claims and links by year, of one entity or of the whole graph."""
    return Timeline(items=tuple(service.timeline(query.entity, filter=query.filter())))
