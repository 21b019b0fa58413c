"""What commands that touch a store have in common: open it, and find what was named.

What a newcomer would get wrong: a name is never guessed at where something would change, and one
that fits several things is a wrong question, whose answer lists what it might have meant.
"""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import TypeVar

from api.cli.options import FilterOptions
from api.console import say
from api.questions import make_filter
from api.service import AmbiguousNameError, Service
from api.settings import load_settings
from graph.errors import DocumentNotFoundError, QuestionError
from graph.filters import Filter
from graph.identity import slug
from graph.model import Document, Entity, Page
from graph.stores import open_store

T = TypeVar("T")
PAGE = 1000


@contextmanager
def opened(store: str | None, *, read_only: bool = False) -> Generator[Service]:
    """Open the store that a command names, or the settings' own, and close it in the end.

    Args:
        store: Its address; None for the one of the settings.
        read_only: Only ask; a store that is not there yet is then an error, and never made.
    """
    settings = load_settings(store=store)
    kept = open_store(settings.store, read_only=read_only, access=settings.access)
    try:
        yield Service(kept, settings)
    finally:
        kept.close()


def the_entity(service: Service, name: str, *, exactly: bool = False) -> Entity:
    """Return the entity that was named; see `Service.resolve`.

    Raises:
        QuestionError: Nothing is called like that, or several are; those have been listed.
    """
    try:
        entity = service.resolve(name, exactly=exactly)
    except AmbiguousNameError as error:
        for match in error.matches:
            fits = match.entity
            say(f"{fits.id}  {fits.name}, {match.claims} claims")
        msg = f"{name!r} is not the name of one entity alone; name one of the above by its id"
        raise QuestionError(msg) from None
    if name != entity.id and slug(name) not in map(slug, (entity.name, *entity.aliases)):
        say(f"taking {name!r} as {entity.name} ({entity.id})")
    return entity


def the_document(service: Service, named: str) -> Document:
    """Return the document with this id, or the only one from this path or address.

    Raises:
        QuestionError: There is none, or there are several; those have been listed.
    """
    try:
        return service.store.document(named)
    except DocumentNotFoundError:
        sources = {named, os.path.abspath(named)}  # noqa: PTH100 - a link keeps the name it was given
        ids = sorted({id_ for each in sources for id_ in service.store.documents_from(each)})
    if not ids:
        msg = f"no document has the id or source {named!r}; `redstring documents` lists them"
        raise QuestionError(msg)
    if len(ids) > 1:
        for id_ in ids:
            say(f"{id_}\t{service.store.document(id_).title}")
        msg = f"several documents are from {named!r}; name one of the above by its id"
        raise QuestionError(msg)
    return service.store.document(ids[0])


def the_filter(chosen: FilterOptions) -> Filter:
    """Return the filter that options describe.

    Raises:
        FilterError: The years are none, or end before they begin.
    """
    return make_filter(
        labels=chosen.labels or (),
        types=chosen.types or (),
        years=(chosen.first_year, chosen.last_year),
        undated=chosen.undated,
        statuses=chosen.statuses or (),
    )


def all_items(listing: Callable[..., Page[T]]) -> Iterator[T]:
    """Yield everything that a question lists, page after page.

    Args:
        listing: Takes `cursor` and `limit`, and returns that page.
    """
    cursor = None
    while True:
        found = listing(cursor=cursor, limit=PAGE)
        yield from found.items
        cursor = found.next
        if cursor is None:
            return
