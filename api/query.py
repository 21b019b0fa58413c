"""Neo4j's Query API as its clients know it: what they send, and what they are answered.

Written from what the server of 2026.09 answers to the same requests. What a newcomer would get
wrong: below `/db/` refusals are no problem documents but `{"errors": [{"code", "message"}]}`, since
that is what those clients read.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import Response

from api.parameters import read_plain, read_typed
from api.typed import plain, typed
from graph.cypher import CypherAnswer, told_cut
from graph.errors import NotFoundError, QuestionError

PREFIX = "/db/"
PLAIN_JSON = "application/json"
TYPED_JSON = ("application/vnd.neo4j.query", "application/vnd.neo4j.query.v1.0")
"""Media types of typed JSON, both ways."""
DATABASES = frozenset({"neo4j", "redstring"})
"""Names that a client may use for the store, whichever it is."""
_CODES: Mapping[int, str] = MappingProxyType(
    {
        401: "Neo.ClientError.Security.Unauthorized",
        403: "Neo.ClientError.Security.Forbidden",
        500: "Neo.DatabaseError.General.UnknownError",
        501: "Neo.ClientError.Statement.UnsupportedOperationError",
        503: "Neo.TransientError.General.DatabaseUnavailable",
        507: "Neo.DatabaseError.General.UnknownError",
    }
)
_INVALID = "Neo.ClientError.Request.Invalid"
_ASIDE = "Redstring.Notice"
_COUNTERS: Mapping[str, bool | int] = MappingProxyType(
    {
        "containsUpdates": False,
        "nodesCreated": 0,
        "nodesDeleted": 0,
        "propertiesSet": 0,
        "relationshipsCreated": 0,
        "relationshipsDeleted": 0,
        "labelsAdded": 0,
        "labelsRemoved": 0,
        "indexesAdded": 0,
        "indexesRemoved": 0,
        "constraintsAdded": 0,
        "constraintsRemoved": 0,
        "containsSystemUpdates": False,
        "systemUpdates": 0,
    }
)
"""What a statement changed that may change nothing."""


class DatabaseNotFoundError(NotFoundError):
    """No database has that name here."""

    kind = "database"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        known = " or ".join(sorted(DATABASES))
        self.args = (f"Graph not found: {name[:200]}; this server's own is called {known}",)
        self.code = "Neo.ClientError.Database.DatabaseNotFound"


class TransactionError(QuestionError):
    """A transaction over several requests, which is not offered."""

    def __init__(self) -> None:
        super().__init__(
            "transactions over several requests are not offered, since nothing can be written "
            "here; send each statement to /db/NAME/query/v2"
        )


class StatementError(QuestionError):
    """A request that holds no statement as Neo4j's clients send it."""


class Statement(BaseModel):
    """A statement to run, and with what.

    Attributes:
        statement: In Cypher.
        parameters: What the statement calls `$name`.
        includeCounters: Whether to answer how much was changed, which is nothing.
        accessMode: Taken from clients that send it; nothing is ever written.
        maxExecutionTime: Seconds; the settings' own limit holds too.
        bookmarks: Taken from clients that send them; the answer is always of the newest state.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    statement: str = Field(min_length=1, examples=["MATCH (g:Group) RETURN g.name LIMIT 10"])
    parameters: dict[str, Any] | None = None
    includeCounters: bool = False  # noqa: N815 - the clients' word
    accessMode: Literal["READ", "WRITE", "read", "write"] = "READ"  # noqa: N815 - as above
    maxExecutionTime: float | None = Field(None, gt=0)  # noqa: N815 - as above
    bookmarks: list[str] | None = None

    def values(self, content_type: str) -> dict[str, Any]:
        """Return the parameters as values.

        Raises:
            ParameterError: One is none.
        """
        read = read_typed if question_type(content_type) in TYPED_JSON else read_plain
        return read(self.parameters or {})


def speaks(path: str) -> bool:
    """Tell whether an address is one of Neo4j's clients' own."""
    return path.startswith(PREFIX)


def media_type(header: str) -> str:
    """Return a media type without its parameters."""
    return header.partition(";")[0].strip().lower()


def question_type(header: str) -> str:
    """Return the media type in which a client's parameters are taken."""
    kind = media_type(header)
    return kind if kind in TYPED_JSON else PLAIN_JSON


def read_statement(body: bytes) -> Statement:
    """Return the statement that a request holds.

    Raises:
        StatementError: It holds none.
    """
    try:
        return Statement.model_validate(json.loads(body, parse_constant=_no_constant))
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(map(str, problem["loc"])) or "the body"
        raise StatementError(f"{where[:100]}: {problem['msg']}") from None
    except (ValueError, RecursionError):
        msg = "the body can't be read as JSON in UTF-8"
        raise StatementError(msg) from None


def chosen_type(accept: str) -> str:
    """Return the media type that a client would have, of those that can be answered.

    Raises:
        NotAcceptableError: It takes none of them.
    """
    wanted = [media_type(each) for each in accept.split(",") if each.strip()]
    for each in wanted:
        if each in TYPED_JSON or each == PLAIN_JSON:
            return each
    if wanted and not {"*/*", "application/*"} & set(wanted):
        msg = f"answers are {PLAIN_JSON} or {TYPED_JSON[0]}, none of which Accept names"
        raise NotAcceptableError(msg)
    return PLAIN_JSON


class NotAcceptableError(QuestionError):
    """A client that takes no kind of answer that there is."""


def answered(
    answer: CypherAnswer, kind: str, *, counters: bool = False, took_ms: int = 0
) -> Response:
    """Return what a statement returned, as a client's media type has it."""
    write = typed if kind in TYPED_JSON else plain
    data = {
        "fields": answer.fields,
        "values": [[write(value) for value in row] for row in answer.rows],
    }
    about = _about(answer, counters=counters, took_ms=took_ms)
    return _json(HTTPStatus.ACCEPTED, {"data": data, **about}, kind)


def handed_on(body: bytes, kind: str) -> Response:
    """Return the answer that a server wrote for a client, as it is."""
    return Response(body, HTTPStatus.ACCEPTED, media_type=kind)


def cut_short(
    data: bytes, kind: str, rows: int, *, counters: bool = False, took_ms: int = 0
) -> Response:
    """Return the first rows of an answer that a server wrote.

    Args:
        data: A JSON object that holds them, and nothing else, as `data`.
        kind: Its media type.
        rows: How many there are.
        counters: Whether to answer how much was changed.
        took_ms: How long it took.
    """
    told = CypherAnswer(truncated=True, notices=(told_cut(rows),))
    about = _text(_about(told, counters=counters, took_ms=took_ms))
    return handed_on(data[:-1] + b"," + about[1:], kind)


def refusal(
    status: int, detail: str, *, code: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """Return a refusal in the shape that Neo4j's clients read."""
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        status = HTTPStatus.BAD_REQUEST
    error = {"code": code or _CODES.get(status, _INVALID), "message": detail}
    return _json(status, {"errors": [error]}, PLAIN_JSON, headers)


def _about(answer: CypherAnswer, *, counters: bool, took_ms: int) -> dict[str, Any]:
    content: dict[str, Any] = {"counters": dict(_COUNTERS)} if counters else {}
    if notices := _notices(answer):
        content["notifications"] = notices
    content |= {"queryType": "r", "resultAvailableAfter": took_ms, "resultConsumedAfter": took_ms}
    return {**content, "bookmarks": []}


def _notices(answer: CypherAnswer) -> list[dict[str, str]]:
    told = [("WARNING" if answer.truncated else "INFORMATION", each) for each in answer.notices]
    if answer.as_of:
        told.append(
            ("INFORMATION", f"answered from a copy of the graph as of {answer.as_of:%FT%TZ}")
        )
    return [
        {
            "code": _ASIDE,
            "title": text,
            "description": text,
            "severity": severity,
            "category": "GENERIC",
        }
        for severity, text in told
    ]


def _json(
    status: int, content: Mapping[str, Any], kind: str, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(_text(content), status, headers, kind)


def _text(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def _no_constant(name: str) -> None:
    raise ValueError(name)
