"""The embedded store: one SQLite file, read by many processes while one writes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from graph.cypher import DEFAULT_LIMITS, NO_PARAMETERS, CypherAnswer, CypherLimits
from graph.filters import EVERYTHING, Filter
from graph.folding import in_force
from graph.listing import CatalogueEntry, Derived
from graph.model import (
    Claim,
    Decision,
    Document,
    Entity,
    Extraction,
    Link,
    Match,
    Mention,
    Page,
    Path,
    Statistics,
    Subgraph,
    TimelineYear,
)
from graph.ontology import Label
from graph.projection.projection import Projection
from graph.store import (
    MAX_ENTITIES,
    MAX_HOPS,
    MAX_MATCHES,
    MAX_PAGE,
    MAX_PATH_HOPS,
    MAX_PATHS,
    Change,
    check_limit,
)
from graph.stores.sqlite import finding, reading, record, walking, writing
from graph.stores.sqlite.connection import Connections
from graph.stores.sqlite.loading import steps


class SQLiteStore:
    """A `GraphStore` in one file; its methods may be called from any thread.

    A file that can't be written is read all the same; only changes are refused.
    """

    def __init__(self, path: FilePath, *, url: str, read_only: bool = False) -> None:
        """Open a store file; where there is none, make it, unless it is only to be read.

        Raises:
            StoreError: It can't be opened or is no store; its subclass says why.
        """
        self._url = url
        self._connections = Connections(path, read_only=read_only)
        self._projection = Projection(path)

    @property
    def url(self) -> str:
        """See `GraphStore.url`."""
        return self._url

    def close(self) -> None:
        """See `GraphStore.close`."""
        self._projection.close()
        self._connections.close()

    def add(self, extraction: Extraction, *, replaces: str | None = None) -> Change:
        """See `GraphStore.add`."""
        with self._connections.writing() as connection:
            return writing.add_document(connection, extraction, replaces)

    def add_all(
        self, extractions: Iterable[Extraction], *, progress: Callable[[int], None] | None = None
    ) -> dict[Change, int]:
        """See `GraphStore.add_all`; `progress` is told after each step how many are done."""
        done = dict.fromkeys(Change, 0)
        for step in steps(extractions):
            with self._connections.loading() as connection:
                changes = writing.add_step(connection, step)
            for change in changes:
                done[change] += 1
            if progress:
                progress(sum(done.values()))
        return done

    def remove(self, document_id: str) -> None:
        """See `GraphStore.remove`."""
        with self._connections.writing() as connection:
            writing.remove_document(connection, reading.bindable(document_id))

    def entity(self, entity_id: str) -> Entity:
        """See `GraphStore.entity`."""
        with self._connections.reading() as connection:
            return reading.entity(connection, entity_id)

    def entities(self, entity_ids: Sequence[str]) -> list[Entity]:
        """See `GraphStore.entities`."""
        with self._connections.reading() as connection:
            return reading.entities(connection, entity_ids)

    def counts(self, entity_id: str) -> dict[str, int]:
        """See `GraphStore.counts`."""
        with self._connections.reading() as connection:
            return reading.counts(connection, entity_id)

    def search(self, text: str, *, labels: Iterable[Label] = (), limit: int = 20) -> list[Match]:
        """See `GraphStore.search`."""
        check_limit("limit", limit, MAX_MATCHES)
        with self._connections.reading() as connection:
            return finding.matches(connection, text, labels, limit)

    def neighbourhood(
        self,
        entity_ids: Sequence[str],
        *,
        hops: int = 1,
        filter: Filter = EVERYTHING,  # noqa: A002 - the protocol's word
        limit: int = 300,
    ) -> Subgraph:
        """See `GraphStore.neighbourhood`."""
        check_limit("hops", hops, MAX_HOPS, low=0)
        check_limit("limit", limit, MAX_ENTITIES)
        check_limit("the number of entities asked about", len(entity_ids), limit)
        with self._connections.reading() as connection:
            start = dict.fromkeys(reading.resolve(connection, id_) for id_ in entity_ids)
            return walking.neighbourhood(connection, list(start), hops, filter, limit)

    def paths(
        self,
        source: str,
        target: str,
        *,
        max_hops: int = 4,
        k: int = 5,
        filter: Filter = EVERYTHING,  # noqa: A002 - the protocol's word
    ) -> list[Path]:
        """See `GraphStore.paths`."""
        check_limit("max_hops", max_hops, MAX_PATH_HOPS)
        check_limit("k", k, MAX_PATHS)
        with self._connections.reading() as connection:
            ends = (reading.resolve(connection, source), reading.resolve(connection, target))
            check_limit("the number of different ends", len(set(ends)), 2, low=2)
            return walking.paths(connection, ends, max_hops, k, filter)

    def link(self, link_id: str) -> Link:
        """See `GraphStore.link`."""
        with self._connections.reading() as connection:
            return reading.link(connection, link_id)

    def links(
        self,
        entity_id: str | None = None,
        *,
        filter: Filter = EVERYTHING,  # noqa: A002 - the protocol's word
        cursor: str | None = None,
        limit: int = 100,
    ) -> Page[Link]:
        """See `GraphStore.links`."""
        check_limit("limit", limit, MAX_PAGE)
        with self._connections.reading() as connection:
            return reading.links(connection, entity_id, filter, cursor, limit)

    def claims(self, link_id: str, *, cursor: str | None = None, limit: int = 100) -> Page[Claim]:
        """See `GraphStore.claims`."""
        check_limit("limit", limit, MAX_PAGE)
        with self._connections.reading() as connection:
            return reading.claims(connection, link_id, cursor, limit)

    def documents(
        self, *, entity_id: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> Page[Document]:
        """See `GraphStore.documents`."""
        check_limit("limit", limit, MAX_PAGE)
        with self._connections.reading() as connection:
            return reading.documents(connection, entity_id, cursor, limit)

    def document(self, document_id: str) -> Document:
        """See `GraphStore.document`."""
        with self._connections.reading() as connection:
            return reading.document(connection, document_id)

    def extraction(self, document_id: str) -> Extraction:
        """See `GraphStore.extraction`."""
        with self._connections.reading() as connection:
            return reading.extraction(connection, document_id)

    def catalogue(self, *, after: str = "", limit: int = MAX_PAGE) -> list[CatalogueEntry]:
        """See `GraphStore.catalogue`."""
        check_limit("limit", limit, MAX_PAGE)
        with self._connections.reading() as connection:
            return record.catalogue(connection, reading.bindable(after), limit)

    def extractions(self, document_ids: Sequence[str]) -> list[Extraction]:
        """See `GraphStore.extractions`."""
        with self._connections.reading() as connection:
            return record.extractions(connection, [reading.bindable(id_) for id_ in document_ids])

    def derived(self, *, after: str = "", limit: int = MAX_PAGE) -> list[Derived]:
        """See `GraphStore.derived`."""
        check_limit("limit", limit, MAX_PAGE)
        with self._connections.reading() as connection:
            return record.derived(connection, reading.bindable(after), limit)

    def documents_from(self, source: str) -> list[str]:
        """See `GraphStore.documents_from`."""
        query = "SELECT id FROM documents WHERE source = ? ORDER BY id"
        with self._connections.reading() as connection:
            return [id_ for (id_,) in connection.execute(query, [reading.bindable(source)])]

    def mentions(self, document_id: str) -> list[Mention]:
        """See `GraphStore.mentions`."""
        with self._connections.reading() as connection:
            return reading.mentions(connection, document_id)

    def timeline(
        self,
        entity_id: str | None = None,
        *,
        filter: Filter = EVERYTHING,  # noqa: A002 - the protocol's word
    ) -> list[TimelineYear]:
        """See `GraphStore.timeline`."""
        with self._connections.reading() as connection:
            return reading.timeline(connection, entity_id, filter)

    def merge(self, merged: str, into: str, *, by: str = "", reason: str = "") -> Decision:
        """See `GraphStore.merge`."""
        with self._connections.writing() as connection:
            for id_ in (merged, into):
                reading.resolve(connection, id_)
            return writing.merge(connection, (merged, into), by=by, reason=reason)

    def unmerge(self, number: int, *, by: str = "", reason: str = "") -> Decision:
        """See `GraphStore.unmerge`."""
        with self._connections.writing() as connection:
            return writing.unmerge(connection, number, by=by, reason=reason)

    def merges(self, *, all_decisions: bool = False) -> list[Decision]:
        """See `GraphStore.merges`."""
        with self._connections.reading() as connection:
            taken = writing.decisions(connection)
        return taken if all_decisions else in_force(taken)

    def adopt(self, decisions: Sequence[Decision]) -> None:
        """See `GraphStore.adopt`."""
        with self._connections.loading() as connection:
            writing.adopt(connection, decisions)

    def changes(self) -> int:
        """See `GraphStore.changes`."""
        with self._connections.reading() as connection:
            return connection.execute("SELECT number FROM changes").fetchone()[0]

    def cypher(
        self,
        statement: str,
        parameters: Mapping[str, Any] = NO_PARAMETERS,
        *,
        limits: CypherLimits = DEFAULT_LIMITS,
    ) -> CypherAnswer:
        """See `GraphStore.cypher`; a copy of the graph is asked, made again after a change."""
        self.changes()  # what is wrong with the file or the store is said in the usual words
        return self._projection.cypher(statement, parameters, limits)

    def statistics(self) -> Statistics:
        """See `GraphStore.statistics`."""
        with self._connections.reading() as connection:
            return reading.statistics(connection)

    def rebuild(self) -> None:
        """See `GraphStore.rebuild`."""
        with self._connections.loading() as connection:
            writing.rebuild(connection)
