"""The store for teams: a database of a Neo4j server, read and written by many at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from neo4j import ManagedTransaction

from graph.cypher import DEFAULT_LIMITS, NO_PARAMETERS, CypherAnswer, CypherLimits
from graph.errors import CypherError, StoreError
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
from graph.stores.access import NO_ACCESS, Access
from graph.stores.neo4j import (
    cypher,
    deciding,
    finding,
    listing,
    reading,
    record,
    schema,
    walking,
    writing,
)
from graph.stores.neo4j.connection import Connections, rows
from graph.stores.neo4j.loading import steps

_REMEMBERED = 500


class Neo4jStore:
    """A `GraphStore` in one database of a Neo4j server; its methods may be called from any thread.

    A server that goes away makes questions fail until it is back, and no longer.
    """

    def __init__(self, url: str, *, access: Access = NO_ACCESS, read_only: bool = False) -> None:
        """Reach the server; where its database is empty, make it a store.

        Raises:
            StoreError: It can't be reached or is no store; its subclass says why.
        """
        self._connections = Connections(url, access, read_only=read_only)
        self._let_through = dict[str, str]()

    @property
    def url(self) -> str:
        """See `GraphStore.url`."""
        return self._connections.address

    def close(self) -> None:
        """See `GraphStore.close`."""
        self._connections.close()

    def add(self, extraction: Extraction, *, replaces: str | None = None) -> Change:
        """See `GraphStore.add`."""
        return self._connections.write(lambda tx: writing.add_document(tx, extraction, replaces))

    def add_all(
        self, extractions: Iterable[Extraction], *, progress: Callable[[int], None] | None = None
    ) -> dict[Change, int]:
        """See `GraphStore.add_all`; `progress` is told after each step how many are done."""
        done = dict.fromkeys(Change, 0)
        for step in steps(extractions):
            for change in self._connections.write(partial(writing.add_step, step=step)):
                done[change] += 1
            if progress:
                progress(sum(done.values()))
        return done

    def remove(self, document_id: str) -> None:
        """See `GraphStore.remove`."""
        self._connections.write(lambda tx: writing.remove_document(tx, document_id))

    def entity(self, entity_id: str) -> Entity:
        """See `GraphStore.entity`."""
        return self._connections.read(lambda tx: reading.entity(tx, entity_id))

    def entities(self, entity_ids: Sequence[str]) -> list[Entity]:
        """See `GraphStore.entities`."""
        return self._connections.read(lambda tx: reading.entities(tx, entity_ids))

    def counts(self, entity_id: str) -> dict[str, int]:
        """See `GraphStore.counts`."""
        return self._connections.read(lambda tx: reading.counts(tx, entity_id))

    def search(self, text: str, *, labels: Iterable[Label] = (), limit: int = 20) -> list[Match]:
        """See `GraphStore.search`."""
        check_limit("limit", limit, MAX_MATCHES)
        return self._connections.read(lambda tx: finding.matches(tx, text, labels, limit))

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

        def work(tx: ManagedTransaction) -> Subgraph:
            start = list(dict.fromkeys(reading.resolve(tx, entity_ids)))
            return walking.neighbourhood(tx, start, hops, filter, limit)

        return self._connections.read(work)

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

        def work(tx: ManagedTransaction) -> list[Path]:
            first, last = reading.resolve(tx, [source, target])
            check_limit("the number of different ends", len({first, last}), 2, low=2)
            return walking.paths(tx, (first, last), max_hops, k, filter)

        return self._connections.read(work)

    def link(self, link_id: str) -> Link:
        """See `GraphStore.link`."""
        return self._connections.read(lambda tx: reading.link(tx, link_id))

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
        return self._connections.read(
            lambda tx: listing.links(tx, entity_id, filter, cursor, limit)
        )

    def claims(self, link_id: str, *, cursor: str | None = None, limit: int = 100) -> Page[Claim]:
        """See `GraphStore.claims`."""
        check_limit("limit", limit, MAX_PAGE)
        return self._connections.read(lambda tx: listing.claims(tx, link_id, cursor, limit))

    def documents(
        self, *, entity_id: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> Page[Document]:
        """See `GraphStore.documents`."""
        check_limit("limit", limit, MAX_PAGE)
        return self._connections.read(lambda tx: listing.documents(tx, entity_id, cursor, limit))

    def document(self, document_id: str) -> Document:
        """See `GraphStore.document`."""
        return self._connections.read(lambda tx: reading.document(tx, document_id))

    def extraction(self, document_id: str) -> Extraction:
        """See `GraphStore.extraction`."""
        return self._connections.read(lambda tx: reading.extraction(tx, document_id))

    def catalogue(self, *, after: str = "", limit: int = MAX_PAGE) -> list[CatalogueEntry]:
        """See `GraphStore.catalogue`."""
        check_limit("limit", limit, MAX_PAGE)
        return self._connections.read(lambda tx: record.catalogue(tx, after, limit))

    def extractions(self, document_ids: Sequence[str]) -> list[Extraction]:
        """See `GraphStore.extractions`."""
        return self._connections.read(lambda tx: record.extractions(tx, document_ids))

    def derived(self, *, after: str = "", limit: int = MAX_PAGE) -> list[Derived]:
        """See `GraphStore.derived`."""
        check_limit("limit", limit, MAX_PAGE)
        return self._connections.read(lambda tx: record.derived(tx, after, limit))

    def documents_from(self, source: str) -> list[str]:
        """See `GraphStore.documents_from`."""
        return self._connections.read(lambda tx: reading.documents_from(tx, source))

    def mentions(self, document_id: str) -> list[Mention]:
        """See `GraphStore.mentions`."""
        return self._connections.read(lambda tx: reading.mentions(tx, document_id))

    def timeline(
        self,
        entity_id: str | None = None,
        *,
        filter: Filter = EVERYTHING,  # noqa: A002 - the protocol's word
    ) -> list[TimelineYear]:
        """See `GraphStore.timeline`."""
        return self._connections.read(lambda tx: reading.timeline(tx, entity_id, filter))

    def merge(self, merged: str, into: str, *, by: str = "", reason: str = "") -> Decision:
        """See `GraphStore.merge`."""

        def work(tx: ManagedTransaction) -> Decision:
            reading.resolve(tx, [merged, into])
            return deciding.merge(tx, (merged, into), by=by, reason=reason)

        return self._connections.write(work)

    def unmerge(self, number: int, *, by: str = "", reason: str = "") -> Decision:
        """See `GraphStore.unmerge`."""
        return self._connections.write(
            lambda tx: deciding.unmerge(tx, number, by=by, reason=reason)
        )

    def merges(self, *, all_decisions: bool = False) -> list[Decision]:
        """See `GraphStore.merges`."""
        taken = self._connections.read(deciding.decisions)
        return taken if all_decisions else in_force(taken)

    def adopt(self, decisions: Sequence[Decision]) -> None:
        """See `GraphStore.adopt`."""
        self._connections.write(lambda tx: deciding.adopt(tx, decisions))

    def changes(self) -> int:
        """See `GraphStore.changes`."""
        return self._connections.read(lambda tx: rows(tx, schema.CHANGES))[0][0]

    def cypher(
        self,
        statement: str,
        parameters: Mapping[str, Any] = NO_PARAMETERS,
        *,
        limits: CypherLimits = DEFAULT_LIMITS,
    ) -> CypherAnswer:
        """See `GraphStore.cypher`."""
        return self._connections.ask(
            lambda driver, database: cypher.run(driver, database, statement, parameters, limits)
        )

    def judge_cypher(
        self, statement: str, parameters: Mapping[str, Any], *, limits: CypherLimits
    ) -> str:
        """Refuse a statement as `cypher` would, without running it, for who runs it elsewhere.

        A statement that was let through is remembered: whether it only reads hangs on its text.

        Returns:
            The database that it is to be run in.

        Raises:
            CypherError: It may not be run.
            StoreError: The server can't be asked.
        """
        database = self._let_through.get(statement)
        if database is None:
            database = self._connections.ask(
                lambda driver, name: cypher.judge(driver, name, statement, parameters, limits)
            )
            if len(self._let_through) >= _REMEMBERED:
                self._let_through.clear()
            self._let_through[statement] = database
        return database

    def cypher_error(
        self, code: str, message: str, *, limits: CypherLimits, address: str
    ) -> CypherError | StoreError:
        """Return the error that `cypher` raises where the server says this.

        Args:
            code: The server's, such as `Neo.ClientError.Statement.SyntaxError`.
            message: The server's.
            limits: What the statement was allowed to take.
            address: Where the server was asked.
        """
        told = cypher.refusal_of(code, message, limits)
        return told or self._connections.error_of(code, message, address)

    def statistics(self) -> Statistics:
        """See `GraphStore.statistics`."""
        return self._connections.read(reading.statistics)

    def rebuild(self) -> None:
        """See `GraphStore.rebuild`."""
        self._connections.write(deciding.rebuild)
