"""Cypher for scripts and tools that speak to Neo4j: its Query API, read only, over any store.

What a newcomer would get wrong: the framework reads no body here, since it would refuse the typed
JSON and put its refusals in a shape that Neo4j's clients do not read.
"""

import time
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from api import query
from api.forwarding import Forwarder
from api.routes.asking import Asked, problems

router = APIRouter(tags=["cypher"], prefix="/db")
Name = Annotated[str, Path(description="`neo4j` or `redstring`: the store, whichever it is.")]


async def _body(request: Request) -> bytes:
    return await request.body()


_DESCRIPTION: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": query.Statement.model_json_schema()}
            for kind in (query.PLAIN_JSON, query.TYPED_JSON[0])
        },
    }
}


@router.post(
    "/{name}/query/v2",
    status_code=HTTPStatus.ACCEPTED,
    response_class=Response,
    openapi_extra=_DESCRIPTION,
    responses=problems(404, 413, 415, 422, 503),
)
def cypher(
    service: Asked, name: Name, request: Request, body: Annotated[bytes, Depends(_body)]
) -> Response:
    """Run a statement of Cypher that only reads; docs/cypher.md has the schema and examples."""
    if name not in query.DATABASES:
        raise query.DatabaseNotFoundError(name)
    kind = query.chosen_type(request.headers.get("accept", ""))
    asked = query.read_statement(body)
    sent = request.headers.get("content-type", "")
    parameters = asked.values(sent)
    forwarder: Forwarder | None = request.app.state.forwarder
    if forwarder:
        limits = service.cypher_limits(asked.maxExecutionTime)
        return forwarder.answer(asked, parameters, (query.question_type(sent), kind), limits)
    started = time.monotonic()
    answer = service.cypher(asked.statement, parameters, time_s=asked.maxExecutionTime)
    took_ms = int(1000 * (time.monotonic() - started))
    return query.answered(answer, kind, counters=asked.includeCounters, took_ms=took_ms)


@router.api_route(
    "/{name}/query/v2/tx{rest:path}", methods=["POST", "DELETE"], include_in_schema=False
)
def transaction(name: Name, rest: str) -> Response:
    """Say that there are no transactions over several requests."""
    del name, rest
    raise query.TransactionError
