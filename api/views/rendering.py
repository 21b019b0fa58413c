"""Fill a template and answer with it, under the strictest policy that the page can live with.

What a newcomer would get wrong: a page has no inline script or style, since the policy would not
run them; data goes into `<script type="application/json">` by `tojson`, text by autoescaping.
"""

from collections.abc import Iterator
from pathlib import Path

from fastapi import Response
from fastapi.responses import HTMLResponse, StreamingResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.errors import title_of
from api.views.palette import FAMILIES, LABELS, STATUSES
from api.views.question import document_address, entity_address, link_address
from api.views.text import short
from graph.errors import RedstringError

WEB = Path(__file__).parent.parent / "web"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {"content-security-policy": POLICY, "cache-control": "no-cache"}
"""What a page says for itself; `api.guard` adds what every answer has."""
_REST_FOLLOWS = "<!-- what follows may take a moment to look up -->"
"""Stands in the frame of every page, above its block `main`."""


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "short": short,
        "entity_address": entity_address,
        "document_address": document_address,
        "link_address": link_address,
        "number": _grouped,
        "counted": _counted,
    }
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    environment.globals |= {"labels": LABELS, "families": FAMILIES, "statuses": STATUSES}
    return environment


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{_grouped(number)} {one if number == 1 else many or one + 's'}"


_ENVIRONMENT = _environment()


def render(template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Return the page that a template makes of some values."""
    text = _ENVIRONMENT.get_template(template).render(values)
    return HTMLResponse(text, status_code=status, headers=HEADERS)


def stream(template: str, **values: object) -> StreamingResponse:
    """Answer with a page whose top is sent, and its scripts fetched, while the rest is looked up.

    What takes long is a function among the values, which the template calls in its block `main`.
    An error raised there comes too late for a status, so it ends the page as a message.
    """
    pieces = iter(_ENVIRONMENT.get_template(template).generate(values))

    def parts() -> Iterator[str]:
        yield "".join(_up_to(pieces, _REST_FOLLOWS))
        try:
            yield "".join(pieces)
        except RedstringError as error:
            trouble = _ENVIRONMENT.get_template("broken.html")
            yield trouble.render(title=title_of(type(error)), detail=str(error))

    return StreamingResponse(parts(), media_type="text/html", headers=HEADERS)


def _up_to(pieces: Iterator[str], mark: str) -> Iterator[str]:
    for piece in pieces:
        yield piece
        if mark in piece:
            return


def stylesheet(template: str) -> Response:
    """Return the style sheet that a template makes of the palette."""
    text = _ENVIRONMENT.get_template(template).render()
    return Response(text, media_type="text/css", headers=HEADERS)
