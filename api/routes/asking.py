"""What the routes share: the service behind them, and a question as an address puts it.

What a newcomer would get wrong: an unknown parameter is refused, since a misspelt filter that is
silently dropped shows too much.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import Depends, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from api.questions import make_filter
from api.service import Service
from graph.filters import Filter
from graph.ontology import RELATION_TYPES, Label, Status


async def _service(request: Request) -> Service:
    """Async, so that the look-up of one attribute doesn't take a thread."""
    return request.app.state.service


Asked = Annotated[Service, Depends(_service)]
EntityId = Annotated[str, Path(description="Id of an entity.", examples=["country:PE"])]
Choice = Annotated[list[str], Field(max_length=100)]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what a route's description says of its refusals."""
    return {status: {"description": _MEANINGS[status]} for status in statuses}


_MEANINGS: Mapping[int, str] = {
    404: "Nothing has that id.",
    409: "It can't be, as things are.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "The question can't be; `detail` says why.",
    503: "Not now; ask again after `Retry-After` seconds.",
}


def one_of(kinds: Iterable[str]) -> dict[str, Any]:
    """Return what a parameter's description says of the words that it takes."""
    return {"items": {"type": "string", "enum": list(kinds)}}


class Query(BaseModel):
    """Parameters of an address; those that are not known are refused."""

    model_config = ConfigDict(extra="forbid")


class PageQuery(Query):
    """Which stretch of a list."""

    cursor: str | None = Field(None, description="`next` of the page before; none at the start.")
    limit: int = Field(100, description="The most items, from 1 on.")


class FilterQuery(Query):
    """Which links count; several values by repeating a parameter, or with commas."""

    labels: Choice = Field(
        default_factory=list,
        description="Labels of entities other than the one asked about; none for all.",
        json_schema_extra=one_of(Label),
    )
    types: Choice = Field(
        default_factory=list,
        description="Types of links; none for all.",
        json_schema_extra=one_of(RELATION_TYPES),
    )
    statuses: Choice = Field(
        default_factory=list,
        description="Statuses of links; none for all.",
        json_schema_extra=one_of(Status),
    )
    documents: Choice = Field(
        default_factory=list, description="Ids of documents that a link must have a claim from."
    )
    first_year: int | None = Field(
        None, description="Links with a year from here on.", examples=[1994]
    )
    last_year: int | None = Field(
        None, description="Links with a year up to here.", examples=[2019]
    )
    undated: bool = Field(
        default=True, description="Whether links without a year stay when years are given."
    )

    def filter(self) -> Filter:
        """Return the filter that the parameters describe.

        Raises:
            FilterError: They describe none.
        """
        return make_filter(
            labels=words(self.labels),
            types=words(self.types),
            years=(self.first_year, self.last_year),
            undated=self.undated,
            statuses=words(self.statuses),
            documents=words(self.documents),
        )


def words(values: Iterable[str]) -> list[str]:
    """Return single words of a parameter that was repeated, or written with commas."""
    return [word for value in values for word in value.split(",") if word.strip()]
