"""The HTTP door: routes, pages, and what stands in front of them.

    request ─▶ Guard (headers, size) ─▶ Gate (host, token, origin) ─▶ routes ─▶ Service ─▶ store

What a newcomer would get wrong: an app is made by `create_app` from settings, never at import, so
that two apps over two stores can live in one process, as they do in the tests.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.auth import Gate
from api.description import describe
from api.errors import answer_errors
from api.forwarding import Forwarder, Judge
from api.guard import Guard
from api.routes import cypher, documents, entities, exports, health, links, merges
from api.service import Service
from api.settings import Settings
from api.views import growing, pages
from api.worker import Worker
from graph.store import GraphStore
from graph.stores import open_store

_ABOUT = """Who is linked to whom, where, when, and which sentence says so.

Ids come from `/api/search`; every refusal is a problem document (RFC 9457)."""


def create_app(settings: Settings, store: GraphStore | None = None) -> FastAPI:
    """Return the server of one store.

    Args:
        settings: Limits, the token, and the store's address.
        store: The store; None opens the one of the settings, and closes it at the server's end.

    Raises:
        StoreError: The store can't be opened.
    """
    kept = store or open_store(settings.store, access=settings.access)
    worker = Worker(settings.extraction_timeout_s)
    forwarder = _forwarder(kept, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        yield
        worker.close()
        if forwarder:
            forwarder.close()
        if store is None:
            kept.close()

    app = FastAPI(
        title="redstring",
        version=version("redstring"),
        description=_ABOUT,
        docs_url=None,  # the framework's pages load their scripts from other hosts
        redoc_url=None,
        lifespan=lifespan,
        generate_unique_id_function=_operation,
        redirect_slashes=False,
    )
    app.state.service = Service(kept, settings)
    app.state.worker = worker
    app.state.forwarder = forwarder
    answer_errors(app)
    app.add_exception_handler(HTTPStatus.NOT_FOUND, pages.unknown_address)
    for routes in (entities, links, documents, merges, exports):
        app.include_router(routes.router, prefix="/api")
    app.include_router(cypher.router)
    app.include_router(health.router)
    app.include_router(growing.router)
    app.include_router(pages.router)
    describe(app)
    app.add_middleware(Gate, settings=settings)
    app.add_middleware(Guard, max_body_bytes=settings.max_body_bytes)
    return app


def _forwarder(store: GraphStore, settings: Settings) -> Forwarder | None:
    if not settings.neo4j_http or not isinstance(store, Judge):
        return None
    return Forwarder(settings.neo4j_http, settings.access, store)


def _operation(route: APIRoute) -> str:
    return route.name
