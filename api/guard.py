"""What holds for every answer: its headers, the size of what was sent, and no defect shown.

What a newcomer would get wrong: this stands outside the framework's own error handling, so that an
answer to a defect has the headers too.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import instance_of, problem
from api.settings import PREFIX

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
)
"""Headers of every answer, unless the route set its own; a page sets its own policy."""
_SORRY = "a defect of redstring, now in the server's log; please report it"
_log = logging.getLogger(__name__)


class Guard:
    """Adds headers, limits bodies, and answers a defect with a problem document."""

    def __init__(self, app: ASGIApp, max_body_bytes: int) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = Answer(send)
        instance = instance_of(scope["raw_path"])
        if _announced(scope) > self._max_body_bytes:
            error = self._too_large()
            refusal = problem(error.status_code, error.detail, instance=instance)
            await refusal(scope, receive, answer.send)
            return
        try:
            await self._app(scope, self._limited(receive), answer.send)
        except Exception:
            _log.exception("a defect of redstring, at %s", instance)
            if answer.started:
                raise
            sorry = problem(HTTPStatus.INTERNAL_SERVER_ERROR, _SORRY, instance=instance)
            await sorry(scope, receive, answer.send)

    def _limited(self, receive: Receive) -> Receive:
        """A body without an announced length is counted as it comes."""
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max_body_bytes:
                raise self._too_large()
            return message

        return receive_limited

    def _too_large(self) -> HTTPException:
        return HTTPException(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"the body has more than {self._max_body_bytes} bytes; send it in parts, or raise "
            f"{PREFIX}MAX_BODY_BYTES",
        )


class Answer:
    """The way back to the client, with the headers that every answer has."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def send(self, message: Message) -> None:
        """Send a part of the answer."""
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isdecimal() else 0
