"""What is seen, as a file: entities and the links among them, with the sentences that say so.

What a newcomer would get wrong: ids come in the body, since several hundred make no address; the
question changes nothing all the same.
"""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.exporting import Format, export
from api.routes.asking import Asked, problems
from graph.store import MAX_ENTITIES

router = APIRouter(tags=["entities"])
MOST_LINKS = 2 * MAX_ENTITIES


class ExportQuery(BaseModel):
    """What to export, and as what."""

    model_config = ConfigDict(extra="forbid")

    entities: Annotated[list[str], Field(min_length=1, max_length=MAX_ENTITIES)] = Field(
        description="Ids of entities.", examples=[["country:PE", "group:shining-path"]]
    )
    links: Annotated[list[str], Field(max_length=MOST_LINKS)] | None = Field(
        None, description="Ids of the links among them to export; none given means all."
    )
    format: Format = Field(
        description="`csv` is an archive of four tables, `ftm` FollowTheMoney's JSON lines.",
        examples=["graphml"],
    )


@router.post(
    "/export",
    response_class=Response,
    responses={
        200: {"description": "The file.", "content": {"*/*": {}}},
        **problems(404, 415, 422),
    },
)
def export_file(service: Asked, query: ExportQuery) -> Response:
    """Return entities, the links among them and what says so as a file of another tool."""
    file = export(service.excerpt(query.entities, query.links), query.format)
    disposition = f'attachment; filename="redstring.{file.ending}"'
    return Response(
        file.content,
        media_type=file.media_type,
        headers={"content-disposition": disposition},
    )
