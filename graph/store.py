"""What every store can do, whatever keeps the data: the contract is written here, once.

A store keeps the record (documents with their entities, mentions and claims; decisions) and answers
from what it derives from it. Two stores with the same record give the same answers, byte for byte.
What a newcomer would get wrong: nothing here is "updated"; the record grows or shrinks by whole
documents and decisions, and links are folded again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

from graph.cypher import DEFAULT_LIMITS, NO_PARAMETERS, CypherAnswer, CypherLimits
from graph.errors import LimitError
from graph.filters import EVERYTHING, Filter
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

MAX_HOPS = 4
MAX_ENTITIES = 1000
MAX_LINKS_PER_ENTITY = 2
"""A subgraph holds at most this many links for each entity that `limit` allows."""
MAX_PATHS = 50
MAX_PATH_HOPS = 6
MAX_PAGE = 1000
MAX_MATCHES = 200


class Change(StrEnum):
    """What adding a document did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


class GraphStore(Protocol):
    """A place that keeps documents, claims and decisions, and answers about entities and links."""

    @property
    def url(self) -> str:
        """The address that `open_store` opened, without any password."""
        ...

    def close(self) -> None:
        """Let go of files and connections; the store can't be used afterwards."""
        ...

    def add(self, extraction: Extraction, *, replaces: str | None = None) -> Change:
        """Keep a document with all that was read from it, or nothing.

        A document that is there already, read by the same extractor version, is left as it is; by
        another version, what that one read takes the place of what was there.

        Args:
            extraction: The document and what was read from it.
            replaces: Id of an earlier version of the same article, removed in the same step if it
                is there.

        Raises:
            StoreError: Nothing was changed; its subclass says why.
        """
        ...

    def add_all(
        self, extractions: Iterable[Extraction], *, progress: Callable[[int], None] | None = None
    ) -> dict[Change, int]:
        """Keep many documents in few steps, for loads of thousands; the end is as if by `add`.

        Raises:
            StoreError: Documents of earlier steps are in; those of the failed step are not.
        """
        ...

    def remove(self, document_id: str) -> None:
        """Forget a document and all that was read from it; decisions stay.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        ...

    def entity(self, entity_id: str) -> Entity:
        """Return an entity as all documents together know it; a merged id gives what it is now.

        Raises:
            EntityNotFoundError: No entity has that id.
        """
        ...

    def entities(self, entity_ids: Sequence[str]) -> list[Entity]:
        """Return what several ids stand for today, in their order, as `entity` does for one.

        Raises:
            EntityNotFoundError: One of the ids is no entity's.
        """
        ...

    def counts(self, entity_id: str) -> dict[str, int]:
        """Return an entity's `claims`, `documents`, `mentions` and `links`, as numbers.

        Claims are those of its links; documents are those in which it was found.

        Raises:
            EntityNotFoundError: No entity has that id.
        """
        ...

    def search(self, text: str, *, labels: Iterable[Label] = (), limit: int = 20) -> list[Match]:
        """Find entities by name or alias: the very name, a prefix of its words, or misspelt.

        Ordered by how well the name matches, then most claims, then id. Case and accents do not
        count. Misspelt names are looked for only where the others leave room under `limit`. Empty
        for a text without letters or digits.

        Args:
            text: What to look for.
            labels: Only entities with one of these; empty for all.
            limit: 1 to `MAX_MATCHES`.

        Raises:
            LimitError: `limit` is out of range.
        """
        ...

    def neighbourhood(
        self,
        entity_ids: Sequence[str],
        *,
        hops: int = 1,
        filter: Filter = EVERYTHING,  # noqa: A002 - the field's word, and keyword-only
        limit: int = 300,
    ) -> Subgraph:
        """Return the entities within `hops` links of some entities, and the links among them.

        Links are followed in both directions, never on from a year unless it is in the middle.
        Nearer entities come before farther ones. Where `limit` cuts a hop, those whose best link to
        the hop before has the most claims are kept, and among equals the smaller id, so that every
        store returns the same. Of the links among them, the `MAX_LINKS_PER_ENTITY * limit` with the
        most claims are returned; among equals those whose nearer end comes first among the
        entities, then whose other end does, then the smaller id.

        Args:
            entity_ids: The entities in the middle, at least one. They are always in the result.
            hops: How far to walk, in links: 0 to `MAX_HOPS`.
            filter: Which links may be walked and returned.
            limit: The most entities to return, the middle included: 1 to `MAX_ENTITIES`.

        Raises:
            EntityNotFoundError: One of the ids is no entity's.
            LimitError: `hops` or `limit` is out of range.
        """
        ...

    def paths(
        self,
        source: str,
        target: str,
        *,
        max_hops: int = 4,
        k: int = 5,
        filter: Filter = EVERYTHING,  # noqa: A002 - as above
    ) -> list[Path]:
        """Return up to `k` ways from one entity to another, shortest first; empty if there is none.

        Never through years. Where several links join two neighbours, the one with the most claims
        (then the smaller id) is taken, so paths differ by their entities. Among equally short ones,
        those whose weakest link has more claims come first, then by the ids along the way.

        Args:
            source: Where to start.
            target: Where to end; another entity than `source`.
            max_hops: The longest way, in links: 1 to `MAX_PATH_HOPS`.
            k: The most paths: 1 to `MAX_PATHS`.
            filter: Which links may be walked.

        Raises:
            EntityNotFoundError: One of the ids is no entity's.
            LimitError: A number is out of range, or both ends are one entity.
        """
        ...

    def link(self, link_id: str) -> Link:
        """Return one link.

        Raises:
            LinkNotFoundError: No link has that id.
        """
        ...

    def links(
        self,
        entity_id: str | None = None,
        *,
        filter: Filter = EVERYTHING,  # noqa: A002 - as above
        cursor: str | None = None,
        limit: int = 100,
    ) -> Page[Link]:
        """Return links, of one entity or of all, most claims first, then by id.

        Raises:
            EntityNotFoundError: No entity has that id.
            CursorError: The cursor is not of this list.
            LimitError: `limit` is not 1 to `MAX_PAGE`.
        """
        ...

    def claims(self, link_id: str, *, cursor: str | None = None, limit: int = 100) -> Page[Claim]:
        """Return the claims behind a link: surest status first, then by document and offset.

        Raises:
            LinkNotFoundError: No link has that id.
            CursorError: The cursor is not of this list.
            LimitError: `limit` is not 1 to `MAX_PAGE`.
        """
        ...

    def documents(
        self, *, entity_id: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> Page[Document]:
        """Return documents, all or those that mention an entity: newest published first, then id.

        Documents without a date come last.

        Raises:
            EntityNotFoundError: No entity has that id.
            CursorError: The cursor is not of this list.
            LimitError: `limit` is not 1 to `MAX_PAGE`.
        """
        ...

    def document(self, document_id: str) -> Document:
        """Return a document with its whole text.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        ...

    def extraction(self, document_id: str) -> Extraction:
        """Return a document with all that was read from it, as it was added (before merges).

        Entities, mentions and claims are ordered by id, span and offset.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        ...

    def catalogue(self, *, after: str = "", limit: int = MAX_PAGE) -> list[CatalogueEntry]:
        """Return documents in the order of their ids, for a walk over all of them.

        Args:
            after: Only those whose id is greater; the last one's goes on from there.
            limit: The most to return; fewer mean that none follow.

        Raises:
            LimitError: `limit` is not 1 to `MAX_PAGE`.
        """
        ...

    def extractions(self, document_ids: Sequence[str]) -> list[Extraction]:
        """Return several documents as `extraction` does each, in the order of their ids.

        Ids of no document are passed over. All of it is in memory at once, so ask for what the
        `catalogue` says is not too much.
        """
        ...

    def derived(self, *, after: str = "", limit: int = MAX_PAGE) -> list[Derived]:
        """Return entities in the order of their ids, each with its counts and links.

        Args:
            after: Only those whose id is greater; the last one's goes on from there.
            limit: The most to return; fewer mean that none follow.

        Raises:
            LimitError: `limit` is not 1 to `MAX_PAGE`.
        """
        ...

    def documents_from(self, source: str) -> list[str]:
        """Return ids of the documents that came from this path or address, sorted."""
        ...

    def mentions(self, document_id: str) -> list[Mention]:
        """Return a document's mentions in order of their spans, entities as they are after merges.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        ...

    def timeline(
        self,
        entity_id: str | None = None,
        *,
        filter: Filter = EVERYTHING,  # noqa: A002 - as above
    ) -> list[TimelineYear]:
        """Count claims and links by year, ascending; those without a year come last, under None.

        Raises:
            EntityNotFoundError: No entity has that id.
        """
        ...

    def merge(self, merged: str, into: str, *, by: str = "", reason: str = "") -> Decision:
        """Decide that one entity is another; its names become aliases, its links the other's.

        An entity that was merged before takes with it all that it stands for.

        Raises:
            EntityNotFoundError: One of the ids is no entity's.
            MergeError: They are one already, or of labels that can't be one (years, countries and
                commodities are what they are; bodies may be merged across their labels).
        """
        ...

    def unmerge(self, number: int, *, by: str = "", reason: str = "") -> Decision:
        """Take back a merge; everything is again as if it had never been decided.

        Raises:
            DecisionNotFoundError: No merge with that number is in force.
        """
        ...

    def merges(self, *, all_decisions: bool = False) -> list[Decision]:
        """Return the merges in force by number; or every decision ever taken, undos included."""
        ...

    def adopt(self, decisions: Sequence[Decision]) -> None:
        """Take over the decisions of another store, with their numbers, times and authors.

        Those that are here already are left as they are. The entities they name need not be here.

        Raises:
            MergeError: A decision with one of these numbers is here and says something else, or
                numbers are missing before them; nothing was changed.
        """
        ...

    def changes(self) -> int:
        """Return a number that grows whenever documents or decisions come or go, and only then."""
        ...

    def cypher(
        self,
        statement: str,
        parameters: Mapping[str, Any] = NO_PARAMETERS,
        *,
        limits: CypherLimits = DEFAULT_LIMITS,
    ) -> CypherAnswer:
        """Run a Cypher statement that only reads; docs/cypher.md has the schema it sees.

        Raises:
            CypherSyntaxError: The statement is not understood, or lacks a parameter.
            CypherRefusedError: It may do more than read the graph; it was not run.
            CypherLimitError: It took more time, room or characters than it may.
            CypherUnavailableError: This store can't run Cypher here.
        """
        ...

    def statistics(self) -> Statistics:
        """Count what the store holds."""
        ...

    def rebuild(self) -> None:
        """Derive entities, links and counts from the record again, in one step."""
        ...


def check_limit(name: str, value: int, high: int, *, low: int = 1) -> None:
    """Refuse a number out of its range, so that every store words it alike.

    Raises:
        LimitError: It is less than `low` or more than `high`.
    """
    if not low <= value <= high:
        raise LimitError(name, value, low, high)
