"""Statements handed on to a Neo4j server's own Query API, once the store has judged them.

The server writes a thousand rows as JSON in less time than its driver takes to read them. What a
newcomer would get wrong: nothing is handed on that `judge_cypher` has not let through, and the
answer is held to the same limits as any other.
"""

import json
import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Protocol, runtime_checkable

import httpx
from starlette.responses import Response

from api.query import Statement, cut_notice
from graph.cypher import CypherLimits, refusal_of
from graph.errors import CypherLimitError, StoreError, StoreLoginError, StoreUnreachableError
from graph.stores.access import Access

_GRACE_S = 2.0
_CONNECT_S = 5.0
_DEFAULT_DATABASE = "neo4j"
_GONE = (
    "the HTTP API of the Neo4j server does not answer. Check that it is switched on, and "
    "REDSTRING_NEO4J_HTTP; or leave that empty"
)


@runtime_checkable
class Judge(Protocol):
    """A store that says whether a statement may be run."""

    def judge_cypher(
        self, statement: str, parameters: Mapping[str, Any], *, limits: CypherLimits
    ) -> None:
        """Refuse it, or do nothing."""
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
        self._user = access.user
        self._path = f"/db/{access.database or _DEFAULT_DATABASE}/query/v2"
        self._judge = judge
        self._client = httpx.Client(
            base_url=self._address,
            auth=(access.user, access.password),
            trust_env=False,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def answer(
        self,
        asked: Statement,
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
        self._judge.judge_cypher(asked.statement, parameters, limits=limits)
        body = {
            "statement": asked.statement,
            "parameters": asked.parameters or {},
            "accessMode": "READ",
            "includeCounters": asked.includeCounters,
            "maxExecutionTime": math.ceil(limits.time_s),
        }
        question = json.dumps(body).encode()
        headers = {"content-type": kinds[0], "accept": kinds[1], "accept-encoding": "identity"}
        try:
            status, raw = self._sent(question, headers, limits)
        except (httpx.RemoteProtocolError, httpx.WriteError, httpx.ReadError):
            # It was kept while the server was away: a new one is made.
            status, raw = self._reached(question, headers, limits)
        return self._checked(status, raw, kinds[1], limits)

    def _reached(
        self, body: bytes, headers: Mapping[str, str], limits: CypherLimits
    ) -> tuple[int, bytes]:
        try:
            return self._sent(body, headers, limits)
        except httpx.TransportError as error:
            raise StoreUnreachableError(f"{self._address}: {_GONE}") from error

    def _sent(
        self, body: bytes, headers: Mapping[str, str], limits: CypherLimits
    ) -> tuple[int, bytes]:
        timeout = httpx.Timeout(limits.time_s + _GRACE_S, connect=_CONNECT_S)
        parts: list[bytes] = []
        size = 0
        try:
            with self._client.stream(
                "POST", self._path, content=body, headers=headers, timeout=timeout
            ) as answer:
                for part in answer.iter_raw():
                    size += len(part)
                    if size > limits.size_bytes:
                        msg = f"the answer takes more than {limits.size_bytes} bytes; ask for less"
                        raise CypherLimitError(msg)
                    parts.append(part)
                return answer.status_code, b"".join(parts)
        except httpx.ReadTimeout as error:
            msg = f"the server gave no answer within {limits.time_s:g} s; ask for less"
            raise CypherLimitError(msg) from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise StoreUnreachableError(f"{self._address}: {_GONE}") from error

    def _checked(self, status: int, raw: bytes, kind: str, limits: CypherLimits) -> Response:
        """Return an answer as it came where it is within the limits, else cut or refused."""
        try:
            content: Any = json.loads(raw)
            problems: list[Any] = content.get("errors") or []
            rows: list[Any] = [] if problems else content["data"]["values"]
        except (ValueError, LookupError, TypeError, AttributeError):
            msg = (
                f"{self._address}: what answers there (status {status}) is no Query API of Neo4j. "
                "Check REDSTRING_NEO4J_HTTP: it is the port for HTTP, 7474 unless it was changed"
            )
            raise StoreError(msg) from None
        if problems:
            raise self._refusal(problems[0], limits)
        if len(rows) > limits.rows:
            content["data"]["values"] = rows[: limits.rows]
            content["notifications"] = [*content.get("notifications", ()), cut_notice(limits.rows)]
            raw = json.dumps(content, ensure_ascii=False).encode()
        return Response(raw, HTTPStatus.ACCEPTED, media_type=kind)

    def _refusal(self, problem: Mapping[str, str], limits: CypherLimits) -> Exception:
        code, message = problem.get("code", ""), problem.get("message", "")
        if code.startswith("Neo.ClientError.Security."):
            msg = (
                f"{self._address}: the Neo4j server does not let {self._user!r} in over HTTP. "
                "Check the user and the password, REDSTRING_NEO4J_USER and REDSTRING_NEO4J_PASSWORD"
            )
            return StoreLoginError(msg)
        told = refusal_of(code, message, limits)
        return told or StoreError(f"{self._address}: the Neo4j server says: {message}")
