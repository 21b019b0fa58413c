"""What a store holds, as the pure fold would give it, so that the two can be compared whole."""

from collections.abc import Iterable, Iterator

from graph.errors import EntityNotFoundError
from graph.folding import Graph
from graph.model import Link
from graph.store import GraphStore


def held_by(store: GraphStore, ids: Iterable[str]) -> Graph:
    """Return the entities with these ids, their counts, and all links."""
    graph = Graph()
    for id_ in ids:
        try:
            entity = store.entity(id_)
        except EntityNotFoundError:
            continue
        graph.entities[entity.id] = entity
        graph.counts[entity.id] = store.counts(id_)
    graph.links = {link.id: link for link in all_links(store)}
    return graph


def all_links(store: GraphStore, page: int = 1000) -> Iterator[Link]:
    """Yield every link, page by page."""
    cursor = None
    while True:
        found = store.links(cursor=cursor, limit=page)
        yield from found.items
        cursor = found.next
        if cursor is None:
            return
