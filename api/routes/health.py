"""How much the store holds, and whether the server answers.

What a newcomer would get wrong: `/healthz` needs no token, so it says nothing of the store.
"""

from fastapi import APIRouter
from pydantic import BaseModel

from api.routes.asking import Asked
from graph.model import Statistics

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """That the server answers and its store does."""

    status: str


@router.get("/api/statistics")
def statistics(service: Asked) -> Statistics:
    """Count what the store holds."""
    return service.statistics()


@router.get("/healthz")
def health(service: Asked) -> Health:
    """Say that the store answers; a problem document says why it doesn't."""
    service.answers()
    return Health(status="ok")
