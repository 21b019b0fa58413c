"""Who may ask: the checks that a request passes before any route sees it.

A server on 127.0.0.1 is still reached by every web page that its user opens. So a request must name
this server by one of its own names (a page that rebinds its own name to 127.0.0.1 doesn't), a
change must come from this server's own pages or from no page at all, and where a token is set every
request must carry it. What a newcomer would get wrong: pages show the same data as `/api`, so the
token guards them too; a browser sends it as the password of its own log-in.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import instance_of, problem
from api.query import TYPED_JSON
from api.settings import PREFIX, Settings

OPEN_PATHS = frozenset({"/healthz"})
"""What needs no token: it tells nothing of what the store holds."""
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
JSON_TYPES = frozenset({"application/json", *TYPED_JSON})
"""What may be sent: no page of another name can send it without asking first."""
_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
_CHALLENGES = 'Basic realm="redstring", charset="UTF-8", Bearer realm="redstring"'


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes no further."""

    status: int
    detail: str
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Gate:
    """Lets through the requests that may be asked, and answers the others itself."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self.refusal(scope["method"], scope["path"], Headers(scope=scope))
        if refusal is None:
            await self._app(scope, receive, send)
            return
        answer = problem(
            refusal.status,
            refusal.detail,
            instance=instance_of(scope["raw_path"]),
            headers=refusal.headers,
        )
        await answer(scope, receive, send)

    def refusal(self, method: str, path: str, headers: Headers) -> Refusal | None:
        """Return why a request may not be asked; None where it may."""
        return (
            self._wrong_host(headers)
            or self._without_token(path, headers)
            or (None if method in READING_METHODS else self._from_elsewhere(method, headers))
        )

    def _wrong_host(self, headers: Headers) -> Refusal | None:
        given = self._settings.allowed_hosts
        host = headers.get("host", "")
        if self._settings.token and not given:
            return None  # no page of another name holds the token, so none can use its answer
        if _name(host) in {*_OWN_NAMES, *given, self._settings.host.lower()}:
            return None
        return Refusal(
            HTTPStatus.MISDIRECTED_REQUEST,
            f"this server is not called {_name(host)[:200]!r}; "
            f"if it should be, add the name to {PREFIX}ALLOWED_HOSTS",
        )

    def _without_token(self, path: str, headers: Headers) -> Refusal | None:
        token = self._settings.token
        if token is None or path in OPEN_PATHS:
            return None
        given = _credential(headers.get("authorization", ""))
        if given is not None and hmac.compare_digest(given, token.get_secret_value().encode()):
            return None
        return Refusal(
            HTTPStatus.UNAUTHORIZED,
            "send the token of this server: 'Authorization: Bearer <token>', or in a browser as "
            "the password, with any name",
            {"WWW-Authenticate": _CHALLENGES},
        )

    def _from_elsewhere(self, method: str, headers: Headers) -> Refusal | None:
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        foreign = site not in {None, "same-origin", "none"} or (
            origin is not None and origin.partition("://")[2] != headers.get("host")
        )
        if foreign:
            return Refusal(
                HTTPStatus.FORBIDDEN, "only this server's own pages may change what it holds"
            )
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if method == "POST" and kind not in JSON_TYPES:
            return Refusal(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                f"send JSON, with 'Content-Type: application/json', not {kind[:100]!r}",
            )
        return None


def _name(host: str) -> str:
    """Return a Host header without its port, which may follow an IPv6 address in brackets."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()


def _credential(authorization: str) -> bytes | None:
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip().encode("latin-1", "replace")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).partition(b":")[2]
        except (binascii.Error, ValueError):
            return None
    return None
