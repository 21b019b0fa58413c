"""The pages: find an entity, look at what is around it, read the document that says so.

What a newcomer would get wrong: pages ask the service in-process, as the API's routes do; only what
is fetched on a click (evidence, suggestions) goes through the API.
"""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import pyvis
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles

from api.errors import answer_refusal, instance_of, status_of, title_of
from api.service import Service
from api.views.comparing import compare, history
from api.views.evidence import SHOWN, disagree, others, sides, worded
from api.views.explained import shown
from api.views.lanes import HOPS as PATH_HOPS
from api.views.lanes import PathsAsked, answer
from api.views.legend import explain
from api.views.network import draw
from api.views.question import DEFAULT_LIMIT, HOPS, LIMITS, Question
from api.views.reading import paragraphs
from api.views.rendering import WEB, render, stream, stylesheet
from api.views.stated import alone, statings
from api.views.table import left_out, rows
from api.views.years import YearsAsked, timeline
from api.worker import Worker
from graph.errors import RedstringError
from graph.filters import Filter
from graph.model import Entity, Subgraph
from graph.ontology import ACTORS, Status

MAX_QUERY = 200
_STARTS = 12
_LINKS_FOR_STARTS = 200
_MATCHES = 25
_DOCUMENTS = 8
_MOST_DIGITS = 10
_ROWS_AT_ONCE = 60
"""Rows of the table that are there at once; the page adds the rest when the picture is drawn."""
VIS = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2"
"""vis-network's own files, as pyvis ships them; served as they are."""


class Files(StaticFiles):
    """Files as they are, which a browser may keep for as long as it asks whether they changed."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Send a file, or that it is the one that the browser has."""
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response


class PageRoute(APIRoute):
    """A route whose errors are pages too, with the status that the API would give."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route, so that an error raised on purpose is told to a person."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except RedstringError as error:
                status = status_of(type(error))
                return render(
                    "trouble.html", status=status, title=title_of(type(error)), detail=str(error)
                )

        return handle


router = APIRouter(include_in_schema=False, route_class=PageRoute)
router.mount("/static/vis-9.1.2", Files(directory=VIS), name="vis-network")
router.mount("/static", Files(directory=WEB / "static"), name="static")


@router.get("/favicon.ico")
def favicon() -> Response:
    """Send the icon that a browser asks for on its own."""
    return Response((WEB / "static" / "favicon.svg").read_bytes(), media_type="image/svg+xml")


@router.get("/palette.css")
def palette() -> Response:
    """Send the colours of labels and lines, which are written down once, in the palette."""
    return stylesheet("palette.css")


@router.get("/")
def home(request: Request, q: str = "") -> HTMLResponse:
    """Show what the store holds, where to start, and what a search found."""
    service = _service(request)
    text = q[:MAX_QUERY].strip()
    return render(
        "home.html",
        query=text,
        matches=service.search(text, limit=_MATCHES) if text else [],
        statistics=service.statistics(),
        starts=_best_evidenced(service),
        documents=service.documents(limit=_DOCUMENTS).items,
        asked=PathsAsked(),
        path_hops=PATH_HOPS,
    )


@router.get("/entities/{entity_id}")
def entity(
    request: Request, entity_id: str, without: Annotated[list[str] | None, Query()] = None
) -> StreamingResponse:
    """Draw an entity's neighbourhood; the address's parameters are those of `Question`."""
    service = _service(request)
    question = Question.of(request.query_params, without or ())
    card = service.entity(entity_id)
    return stream(
        "entity.html",
        card=card,
        question=question,
        choices={"hops": HOPS, "limit": LIMITS, "default": DEFAULT_LIMIT},
        rows_at_once=_ROWS_AT_ONCE,
        look=lambda: _picture(service, card.entity.id, question),
    )


@router.get("/documents/{document_id}")
def document(request: Request, document_id: str) -> HTMLResponse:
    """Show a document's text; the address's fragment is the offset of a sentence in it."""
    service = _service(request)
    page = service.document(document_id)
    claims = service.store.extraction(document_id).claims
    text = paragraphs(page.document.text, claims, page.mentions, page.entities)
    return render(
        "document.html",
        document=page.document,
        paragraphs=text,
        claims=len(claims),
        entities=page.entities,
        statings=statings(service, claims),
        alone=alone(service, page.entities, claims),
    )


@router.get("/documents/{document_id}/explanation")
def explanation(request: Request, document_id: str, sentence: str = "") -> HTMLResponse:
    """Show why a document's claims were read, or none, of one sentence or of all."""
    kept = _service(request).store.document(document_id)
    offset = int(sentence) if sentence.isdecimal() and len(sentence) < _MOST_DIGITS else None
    worker: Worker = request.app.state.worker
    explained = worker.explain(kept, offset)
    return render(
        "explanation.html",
        document=kept,
        explained=explained,
        sentences=shown(explained, kept.text),
        alone=offset is not None,
    )


@router.get("/links/{link_id}")
def link(request: Request, link_id: str, shown: str = "") -> HTMLResponse:
    """Show a link in words and its sentences, those that deny it beside those that say it."""
    service = _service(request)
    about = service.link(link_id)
    most = next((choice for choice in SHOWN if str(choice) == shown), SHOWN[0])
    found = sides(service, about, most=most)
    return render(
        "link.html",
        about=about,
        words=worded(about),
        sides=found,
        disagree=disagree(found),
        others=others(service, about),
        wider=0 if most == SHOWN[-1] else SHOWN[-1],
    )


@router.get("/compare")
def compare_two(request: Request, one: str = "", other: str = "") -> HTMLResponse:
    """Show two entities, named by their ids, side by side, to decide whether they are one."""
    return render("compare.html", found=compare(_service(request), one, other))


@router.get("/merges")
def merges(request: Request) -> HTMLResponse:
    """Show every decision that two entities are one, and those that were taken back."""
    return render("merges.html", decided=history(_service(request)))


@router.get("/paths")
def paths(request: Request) -> HTMLResponse:
    """Show the ways between two entities; the address's parameters are those of `PathsAsked`."""
    asked = PathsAsked.of(request.query_params)
    found = answer(_service(request), asked)
    return render("paths.html", asked=asked, answer=found, hops=PATH_HOPS)


@router.get("/timeline")
def by_year(request: Request) -> HTMLResponse:
    """Show claims by year and family; the address's parameters are those of `YearsAsked`."""
    asked = YearsAsked.of(request.query_params)
    return render("timeline.html", asked=asked, found=timeline(_service(request), asked))


async def unknown_address(request: Request, error: Exception) -> Response:
    """Tell a person at a browser that nothing is there, with a search; programs get a problem."""
    if "text/html" not in request.headers.get("accept", ""):
        return await answer_refusal(request, error)
    return render(
        "trouble.html",
        status=HTTPStatus.NOT_FOUND,
        title="Nothing is at this address",
        detail=instance_of(request.scope["raw_path"]),
    )


def _service(request: Request) -> Service:
    return request.app.state.service


def _picture(service: Service, entity_id: str, question: Question) -> tuple[object, ...]:
    """Look up and lay out what an entity's page shows, in the order that its template takes."""
    subgraph = _around(service, entity_id, question)
    return (
        len(subgraph.entities),
        rows(subgraph),
        explain(subgraph, question, entity_id),
        left_out(subgraph, question, entity_id),
        service.documents(entity_id=entity_id, limit=_DOCUMENTS),
        draw(subgraph).data()
        | {
            "middle": entity_id,
            "asked": question.asked_of_api,
            "question": urlencode(question.fields),
        },
    )


def _around(service: Service, entity_id: str, question: Question) -> Subgraph:
    limit = 1 if question.leaves_nothing else question.limit
    return service.neighbourhood(
        [entity_id],
        hops=min(question.hops, service.settings.max_hops),
        limit=min(limit, service.settings.max_entities),
        filter=question.filter,
    )


def _best_evidenced(service: Service) -> list[Entity]:
    """Return the actors at the ends of the best-evidenced links; they are worth a first look."""
    asserted = Filter(statuses=frozenset({Status.ASSERTED, Status.ALLEGED}))
    links = service.links(filter=asserted, limit=_LINKS_FOR_STARTS).items
    ends = chain.from_iterable((link.source, link.target) for link in links)
    actors = {entity.id: entity for entity in ends if entity.label in ACTORS}
    return list(actors.values())[:_STARTS]
