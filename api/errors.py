"""How an error becomes an answer: RFC 9457 problem details, and one table from class to status.

Every answer that is not a success is such a document, whoever refused: a route, the store, the
router, the guard in front of all. What a newcomer would get wrong: raise an error of `graph.errors`
or of this package with its facts, never `HTTPException`; a test checks that the table is complete.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api import query
from api.parameters import ParameterError
from api.service import AmbiguousNameError
from api.settings import SettingsError
from api.worker import ExtractorBusyError, ExtractorError
from graph import errors

MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:redstring:problem:"
_MAX_FACT = 400
_MAX_LISTED = 20
_ENCODE = TypeAdapter(dict[str, object])
_log = logging.getLogger(__name__)

STATUS: Mapping[type[errors.RedstringError], int] = MappingProxyType(
    {
        errors.RedstringError: HTTPStatus.INTERNAL_SERVER_ERROR,
        errors.QuestionError: HTTPStatus.UNPROCESSABLE_ENTITY,
        errors.NotFoundError: HTTPStatus.NOT_FOUND,
        errors.EntityNotFoundError: HTTPStatus.NOT_FOUND,
        errors.DocumentNotFoundError: HTTPStatus.NOT_FOUND,
        errors.LinkNotFoundError: HTTPStatus.NOT_FOUND,
        errors.DecisionNotFoundError: HTTPStatus.NOT_FOUND,
        errors.LimitError: HTTPStatus.UNPROCESSABLE_ENTITY,
        errors.FilterError: HTTPStatus.UNPROCESSABLE_ENTITY,
        errors.CursorError: HTTPStatus.UNPROCESSABLE_ENTITY,
        errors.MergeError: HTTPStatus.CONFLICT,
        errors.CopyError: HTTPStatus.CONFLICT,
        errors.CypherError: HTTPStatus.UNPROCESSABLE_ENTITY,
        errors.CypherSyntaxError: HTTPStatus.UNPROCESSABLE_ENTITY,
        errors.CypherRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
        errors.CypherLimitError: HTTPStatus.UNPROCESSABLE_ENTITY,
        errors.ArticleError: HTTPStatus.UNPROCESSABLE_ENTITY,
        errors.StoreError: HTTPStatus.INTERNAL_SERVER_ERROR,
        errors.StoreURLError: HTTPStatus.INTERNAL_SERVER_ERROR,
        errors.NotAStoreError: HTTPStatus.INTERNAL_SERVER_ERROR,
        errors.StoreVersionError: HTTPStatus.INTERNAL_SERVER_ERROR,
        errors.StoreReadOnlyError: HTTPStatus.SERVICE_UNAVAILABLE,
        errors.StoreFullError: HTTPStatus.INSUFFICIENT_STORAGE,
        errors.StoreBusyError: HTTPStatus.SERVICE_UNAVAILABLE,
        errors.StoreUnreachableError: HTTPStatus.SERVICE_UNAVAILABLE,
        errors.StoreLoginError: HTTPStatus.SERVICE_UNAVAILABLE,
        errors.StoreDamagedError: HTTPStatus.INTERNAL_SERVER_ERROR,
        errors.CypherUnavailableError: HTTPStatus.NOT_IMPLEMENTED,
        SettingsError: HTTPStatus.INTERNAL_SERVER_ERROR,
        AmbiguousNameError: HTTPStatus.CONFLICT,
        query.DatabaseNotFoundError: HTTPStatus.NOT_FOUND,
        query.NotAcceptableError: HTTPStatus.NOT_ACCEPTABLE,
        query.StatementError: HTTPStatus.UNPROCESSABLE_ENTITY,
        query.TransactionError: HTTPStatus.NOT_FOUND,
        ParameterError: HTTPStatus.UNPROCESSABLE_ENTITY,
        ExtractorError: HTTPStatus.INTERNAL_SERVER_ERROR,
        ExtractorBusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    }
)
"""The status of each class of errors; a class that is missing has that of the one above it."""


class InvalidRequestError(errors.QuestionError):
    """A request that is not put together as this address needs it."""


class FieldProblem(BaseModel):
    """One thing that is wrong with a request.

    Attributes:
        where: `query.hops`, `body.text`.
        problem: What is wrong with it.
    """

    where: str
    problem: str


class Problem(BaseModel):
    """A problem document of RFC 9457; facts of the single error come as further fields.

    Attributes:
        type: Names the sort of problem, for programs.
        title: The same for people.
        status: The answer's status.
        detail: What was wrong here, and what to do.
        instance: The address that was asked.
        errors: What is wrong with the single fields of a request.
    """

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": f"{_TYPE}limit",
                    "title": "A number that is out of its range",
                    "status": 422,
                    "detail": "hops is 99; it must be from 1 to 4",
                    "instance": "/api/entities/group:los-rios/neighbourhood",
                    "name": "hops",
                    "value": 99,
                    "low": 1,
                    "high": 4,
                }
            ]
        },
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldProblem] = Field(default_factory=list[FieldProblem])


def status_of(error: type[errors.RedstringError]) -> int:
    """Return the status of an error's class, or of the nearest class above it."""
    return next(STATUS[cls] for cls in error.__mro__ if cls in STATUS)


def kind_of(error: type[Exception]) -> str:
    """Return an error's class as words with hyphens: `EntityNotFoundError`, `entity-not-found`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+", error.__name__.removesuffix("Error"))
    return "-".join(words).lower()


def title_of(error: type[Exception]) -> str:
    """Return what the class says of itself; where docstrings were left out, its name in words."""
    told = (error.__doc__ or "").partition("\n")[0].rstrip(".")
    return told or kind_of(error).replace("-", " ")


def instance_of(raw_path: bytes) -> str:
    """Return the address that was asked for, as it was written on the wire."""
    return raw_path.decode("ascii", "replace")[:2000]


def problem(
    status: int,
    detail: str,
    *,
    instance: str,
    kind: type[Exception] | None = None,
    facts: Mapping[str, object] = MappingProxyType({}),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a problem document as an answer; below `/db/`, what Neo4j's clients take for one.

    Args:
        status: Of HTTP, 400 to 599.
        detail: What was wrong, and what to do.
        instance: The address that was asked.
        kind: The sort of problem; None where the status says all.
        facts: Further fields.
        headers: Further headers.
    """
    if query.speaks(instance):
        return query.refusal(status, detail, code=str(facts.get("code", "")), headers=headers)
    content = {
        "type": f"{_TYPE}{kind_of(kind)}" if kind else "about:blank",
        "title": title_of(kind) if kind else HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": instance,
        **facts,
    }
    return Response(_ENCODE.dump_json(content), status, headers, MEDIA_TYPE)


def answer_errors(app: FastAPI) -> None:
    """Make every error that a route or the router raises a problem document."""
    app.add_exception_handler(errors.RedstringError, _redstring_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, answer_refusal)


async def _redstring_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, errors.RedstringError):
        raise error
    status = status_of(type(error))
    facts = {
        name: fact[:_MAX_FACT] if isinstance(fact, str) else fact
        for name, fact in vars(error).items()
        if isinstance(fact, str | int | float) and not name.startswith("_")
    }
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s: %s", type(error).__name__, error)
    busy = isinstance(error, errors.StoreBusyError | ExtractorBusyError)
    return problem(
        status,
        str(error),
        instance=instance_of(request.scope["raw_path"]),
        kind=type(error),
        facts=facts,
        headers={"Retry-After": "5"} if busy else None,
    )


async def _invalid_request(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found: Sequence[dict[str, Any]] = error.errors()
    listed = [
        {
            "where": ".".join(map(str, each["loc"]))[:_MAX_FACT],
            "problem": str(each["msg"])[:_MAX_FACT],
        }
        for each in found[:_MAX_LISTED]
    ]
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "; ".join(f"{each['where']}: {each['problem']}" for each in listed[:3]),
        instance=instance_of(request.scope["raw_path"]),
        kind=InvalidRequestError,
        facts={"errors": listed},
    )


async def answer_refusal(request: Request, error: Exception) -> Response:
    """Return what the router or a route refused, as a problem document that says what to do."""
    if not isinstance(error, HTTPException):
        raise error
    return problem(
        error.status_code,
        _WHAT_TO_DO.get(error.status_code, error.detail),
        instance=instance_of(request.scope["raw_path"]),
        headers=error.headers,
    )


_WHAT_TO_DO = {
    400: "the body can't be read as JSON in UTF-8",
    404: "nothing is at this address; /openapi.json lists those that are",
    405: "this address does not take that method; the Allow header lists those that it takes",
}
