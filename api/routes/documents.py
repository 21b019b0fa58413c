"""Documents: listed, shown, read anew from an article that is sent, and forgotten.

What a newcomer would get wrong: an article is read in a process of its own, so this module must
never import the extractor.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi import Query as Parameters
from pydantic import Field

from api.ingest import Keeper
from api.routes.asking import Asked, PageQuery, Query, problems
from api.schemas import (
    DocumentCard,
    DocumentExplanation,
    DocumentPage,
    Ingested,
    NewArticle,
    Outcome,
)
from api.worker import Worker
from graph.model import Page

router = APIRouter(tags=["documents"], prefix="/documents")
DocumentId = Annotated[str, Path(description="Id of a document.")]


class DocumentsQuery(PageQuery):
    """Which documents, and which stretch of them."""

    entity: str | None = Field(None, description="Id of an entity that they mention.")


class ExplanationQuery(Query):
    """Which sentence."""

    sentence: int | None = Field(
        None, ge=0, description="An offset in it; none given means all sentences."
    )


@router.get("", responses=problems(404, 422))
def documents(service: Asked, query: Annotated[DocumentsQuery, Parameters()]) -> Page[DocumentCard]:
    """Return documents without their texts, newest first, page by page."""
    return service.documents(entity_id=query.entity, cursor=query.cursor, limit=query.limit)


@router.get("/{document_id}", responses=problems(404))
def document(service: Asked, document_id: DocumentId) -> DocumentPage:
    """Return a document with its text and every mention in it."""
    return service.document(document_id)


@router.get("/{document_id}/explanation", responses=problems(404, 422, 503))
def explanation(
    request: Request,
    service: Asked,
    document_id: DocumentId,
    query: Annotated[ExplanationQuery, Parameters()],
) -> DocumentExplanation:
    """Read a document again, and return what each claim was read from, or why there is none."""
    worker: Worker = request.app.state.worker
    return worker.explain(service.store.document(document_id), query.sentence)


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses={
        200: {"model": Ingested, "description": "It was there already, or replaced another."},
        **problems(413, 415, 422, 503),
    },
)
def add_document(
    request: Request, response: Response, service: Asked, article: NewArticle
) -> Ingested:
    """Read an article and keep it with all that it says, or nothing of it."""
    worker: Worker = request.app.state.worker
    keeper = Keeper(service.store, worker.extract)
    result = keeper.keep(worker.clean(article), replaces=article.replaces)
    response.headers["Location"] = f"/api/documents/{result.document}"
    if result.outcome is not Outcome.ADDED:
        response.status_code = HTTPStatus.OK
    return result


@router.delete("/{document_id}", status_code=HTTPStatus.NO_CONTENT, responses=problems(404))
def remove_document(service: Asked, document_id: DocumentId) -> None:
    """Forget a document and all that was read from it; merges stay."""
    service.remove(document_id)
