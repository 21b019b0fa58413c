"""What a walk over all of a store gives, page by page in the order of ids.

What a newcomer would get wrong: these are for copying and checking a whole store; questions about
single things have answers of their own in `graph.model`.
"""

from collections.abc import Generator
from contextlib import contextmanager

from graph.errors import StoreDamagedError
from graph.model import Entity, Link
from graph.value import Id, Value


class CatalogueEntry(Value):
    """A document as a walk over all of them meets it first, without what it holds.

    Attributes:
        id: Of the document.
        extractor: What read it; see `Document.extractor`.
        characters: How long its text is.
    """

    id: Id
    extractor: str
    characters: int


class Derived(Value):
    """All that a store has derived about one entity, for a walk over all of them.

    Attributes:
        entity: As all documents together know it, after merges.
        counts: As `GraphStore.counts` gives them.
        links: Those that start at it, by id.
    """

    entity: Entity
    counts: dict[str, int]
    links: tuple[Link, ...] = ()


@contextmanager
def written_here(what: str) -> Generator[None]:
    """Make clear of a failure that somebody else must have altered what was kept.

    Raises:
        StoreDamagedError: What was kept of this thing can't be what redstring wrote.
    """
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        msg = (
            f"{what} was altered in the store, and can't be read ({type(error).__name__}: {error})"
        )
        raise StoreDamagedError(msg) from error
