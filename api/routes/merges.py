"""Merges: decisions that one entity is another, listed, taken and taken back.

What a newcomer would get wrong: nothing is lost by a merge; taking it back gives the graph as if it
had never been.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi import Query as Parameters
from pydantic import Field

from api.routes.asking import Asked, Query, problems
from api.schemas import Merges, NewMerge
from graph.model import Decision

router = APIRouter(tags=["merges"], prefix="/merges")
MAX_NUMBER = 2**53 - 1
"""The largest whole number that every JSON reader takes as it is."""


class MergesQuery(Query):
    """Which decisions."""

    all: bool = Field(default=False, description="Undone merges and their undos too.")


class UndoQuery(Query):
    """Who takes a merge back, and why."""

    by: str = Field("", max_length=200, description="Who decides.")
    reason: str = Field("", max_length=2000, description="Why.")


@router.get("", responses=problems(422))
def merges(service: Asked, query: Annotated[MergesQuery, Parameters()]) -> Merges:
    """Return the merges in force by number, or every decision ever taken."""
    return Merges(items=tuple(service.merges(all_decisions=query.all)))


@router.post("", status_code=HTTPStatus.CREATED, responses=problems(404, 409, 415, 422))
def merge(service: Asked, wanted: NewMerge) -> Decision:
    """Decide that one entity is another; its names become aliases, its links the other's."""
    return service.merge(wanted.merged, wanted.into, by=wanted.by, reason=wanted.reason)


@router.delete("/{number}", responses=problems(404, 422))
def unmerge(
    service: Asked,
    number: Annotated[int, Path(ge=1, le=MAX_NUMBER, description="Number of the merge.")],
    query: Annotated[UndoQuery, Parameters()],
) -> Decision:
    """Take back a merge, and return that decision."""
    return service.unmerge(number, by=query.by, reason=query.reason)
