"""Statements handed on to a Neo4j server's own Query API, once the store has judged them.

The server writes a thousand rows as JSON in less time than its driver takes to read them. What a
newcomer would get wrong: nothing is handed on that `judge_cypher` has not let through, and only
what was read of a request, never its bytes, which two programs may read in two ways.
"""

import json
import math
import time
from collections.abc import Iterator, Mapping
from typing import Any, Protocol, runtime_checkable
from urllib.parse import quote

import httpx
from starlette.responses import Response

from api import query, written
from api.parameters import ParameterError
from graph.cypher import CypherLimits
from graph.errors import CypherError, CypherLimitError, StoreError, StoreUnreachableError
from graph.stores.access import Access

_GRACE_S = 2.0
"""How much longer than the server may take an answer is waited for."""
_CONNECT_S = 5.0
_GONE = (
    "the HTTP API of the Neo4j server does not answer. Check that it is switched on, and "
    "REDSTRING_NEO4J_HTTP; or leave that empty"
)
_NO_API = (
    "what answers there (status {status}) is no Query API of Neo4j. Check REDSTRING_NEO4J_HTTP: it "
    "is the port for HTTP, 7474 unless it was changed"
)
_LATE = "the server gave no answer within {time_s:g} s; ask for less"
_BROKEN = (httpx.RemoteProtocolError, httpx.WriteError, httpx.ReadError)


@runtime_checkable
class Judge(Protocol):
    """A store on a Neo4j server, which says whether a statement may be run there."""

    def judge_cypher(
        self, statement: str, parameters: Mapping[str, Any], *, limits: CypherLimits
    ) -> str:
        """Refuse it, or return the database that it is for."""
        ...

    def cypher_error(
        self, code: str, message: str, *, limits: CypherLimits, address: str
    ) -> CypherError | StoreError:
        """Return what an error of the server means."""
        ...


class Forwarder:
    """The HTTP API of a Neo4j server; its connections are kept. May be used from any thread."""

    def __init__(self, address: str, access: Access, judge: Judge) -> None:
        """Reach nothing yet.

        Args:
            address: Such as `http://host:7474`.
            access: The log-in, the same as the store's.
            judge: The store on that server.
        """
        self._address = address.rstrip("/")
        self._judge = judge
        self._client = httpx.Client(
            base_url=self._address,
            auth=(access.user, access.password) if access.password else None,
            headers={"accept-encoding": "identity", "user-agent": "redstring"},
            trust_env=False,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def answer(
        self,
        asked: query.Statement,
        parameters: Mapping[str, Any],
        kinds: tuple[str, str],
        limits: CypherLimits,
    ) -> Response:
        """Return the server's answer to a statement that may be run.

        Args:
            asked: As the client sent it.
            parameters: Its parameters as values, for the judge.
            kinds: Media types of the question and of the answer.
            limits: How much it may take.

        Raises:
            CypherError: It may not be run, failed, or took more than it may.
            StoreError: The server does not answer, or not as a Query API does.
        """
        started = time.monotonic()
        database = self._judge.judge_cypher(asked.statement, parameters, limits=limits)
        left_s = max(limits.time_s - (time.monotonic() - started), 0)
        sent, kind = kinds
        request = self._client.build_request(
            "POST",
            f"/db/{quote(database, safe='')}/query/v2",
            content=_question(asked, left_s),
            headers={"content-type": sent, "accept": kind},
            timeout=httpx.Timeout(left_s + _GRACE_S, connect=_CONNECT_S),
        )
        body = self._asked(request, limits, time.monotonic() + left_s + _GRACE_S)
        written.check_depth(body.body, typed=kind in query.TYPED_JSON)
        if not body.cut:
            return query.handed_on(body.body, kind)
        took_ms = int(1000 * (time.monotonic() - started))
        return query.cut_short(
            body.body, kind, limits.rows, counters=asked.includeCounters, took_ms=took_ms
        )

    def _asked(self, request: httpx.Request, limits: CypherLimits, until: float) -> written.Written:
        try:
            try:
                return self._sent(request, limits, until)
            except _BROKEN:  # a connection that was kept while the server was away
                return self._sent(request, limits, until)
        except (httpx.ReadTimeout, httpx.WriteTimeout):
            raise CypherLimitError(_LATE.format(time_s=limits.time_s)) from None
        except httpx.TransportError as error:
            raise StoreUnreachableError(f"{self._address}: {_GONE}") from error

    def _sent(self, request: httpx.Request, limits: CypherLimits, until: float) -> written.Written:
        answer = self._client.send(request, stream=True)
        try:
            body = written.read(_in_time(answer, until), limits)
        finally:
            answer.close()
        if not body.cut:
            self._check(body.body, answer.status_code, limits)
        return body

    def _check(self, body: bytes, status: int, limits: CypherLimits) -> None:
        try:
            errors = written.errors_of(body)
        except (ValueError, RecursionError):
            errors = []
        if errors:
            code, message = (str(errors[0].get(part, "")) for part in ("code", "message"))
            raise self._judge.cypher_error(code, message, limits=limits, address=self._address)
        if not body.startswith(written.START):
            raise StoreUnreachableError(f"{self._address}: {_NO_API.format(status=status)}")


def _question(asked: query.Statement, left_s: float) -> bytes:
    body = {
        "statement": asked.statement,
        "parameters": asked.parameters or {},
        "accessMode": "READ",
        "includeCounters": asked.includeCounters,
        "maxExecutionTime": max(math.ceil(left_s), 1),  # it knows whole seconds only
    }
    try:
        return json.dumps(body, allow_nan=False, separators=(",", ":")).encode()
    except ValueError:  # 1e999
        msg = "a parameter is a number that is too large"
        raise ParameterError(msg) from None


def _in_time(answer: httpx.Response, until: float) -> Iterator[bytes]:
    for part in answer.iter_raw():
        yield part
        if time.monotonic() > until:
            raise httpx.ReadTimeout("it goes on and on", request=answer.request)
