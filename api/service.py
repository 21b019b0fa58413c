"""Every question that a door may ask of the graph, and every change that it may make to it.

The doors (HTTP, pages, command line) say how a question is put and an answer shown; what it means
is said here, once. What a newcomer would get wrong: nothing here reads articles, so that answering
never waits for the extractor to load; that is `api.ingest`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.schemas import (
    DocumentCard,
    DocumentPage,
    EntityCard,
    Evidence,
    Excerpt,
    LinkEvidence,
    LinkInWords,
)
from api.settings import Settings
from graph.cypher import NO_PARAMETERS, CypherAnswer, CypherLimits
from graph.errors import EntityNotFoundError, QuestionError
from graph.filters import EVERYTHING, Filter
from graph.model import (
    Claim,
    Decision,
    Document,
    Entity,
    Link,
    Match,
    Page,
    Path,
    Span,
    Statistics,
    Subgraph,
    TimelineYear,
)
from graph.ontology import RELATION_TYPES, Label
from graph.store import MAX_PAGE, GraphStore, check_limit

MAX_NAMES_LISTED = 5


class AmbiguousNameError(QuestionError):
    """A name that fits several entities, or none of them well enough.

    Attributes:
        name: As it was given.
        matches: What it fits, best first.
    """

    def __init__(self, name: str, matches: Sequence[Match]) -> None:
        listed = [f"{m.entity.name} ({m.entity.id})" for m in matches[:MAX_NAMES_LISTED]]
        rest = len(matches) - len(listed)
        more = f", and {rest} more" if rest else ""
        super().__init__(f"{name!r} could be {', '.join(listed)}{more}; give the id of one")
        self.name, self.matches = name, tuple(matches)


class UnknownNameError(EntityNotFoundError):
    """A name or id that no entity has, nor anything like it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.args = (f"no entity has the name or id {name!r}; search for a part of it",)


class Service:
    """The questions and changes, over one store, within the limits of the settings."""

    def __init__(self, store: GraphStore, settings: Settings) -> None:
        self.store = store
        self.settings = settings

    def search(self, text: str, *, labels: Iterable[Label] = (), limit: int = 20) -> list[Match]:
        """See `GraphStore.search`; the settings' `max_matches` is the limit's limit."""
        check_limit("limit", limit, self.settings.max_matches)
        return self.store.search(text, labels=labels, limit=limit)

    def resolve(self, name: str, *, exactly: bool = False) -> Entity:
        """Return the one entity that a person means by an id, a name or an alias.

        Args:
            name: What was typed. An id goes before a name, the very name before one like it.
            exactly: Never take a name that is only like it; for changes.

        Raises:
            UnknownNameError: Nothing is called like that.
            AmbiguousNameError: Several are, or `exactly` was asked and none is.
        """
        try:
            return self.store.entity(name)
        except EntityNotFoundError:
            matches = self.store.search(name, limit=min(20, self.settings.max_matches))
        if not matches:
            raise UnknownNameError(name)
        exact = [match for match in matches if match.score == 1]
        fitting = exact or ([] if exactly else matches)
        if len(fitting) != 1:
            raise AmbiguousNameError(name, fitting or matches)
        return fitting[0].entity

    def entity(self, entity_id: str) -> EntityCard:
        """Return an entity with its counts.

        Raises:
            EntityNotFoundError: No entity has that id.
        """
        return EntityCard(entity=self.store.entity(entity_id), **self.store.counts(entity_id))

    def neighbourhood(
        self,
        entity_ids: Sequence[str],
        *,
        hops: int = 1,
        filter: Filter = EVERYTHING,  # noqa: A002 - the store's word
        limit: int = 300,
    ) -> Subgraph:
        """See `GraphStore.neighbourhood`; at least one hop, and what the settings allow."""
        check_limit("hops", hops, self.settings.max_hops)
        check_limit("limit", limit, self.settings.max_entities)
        return self.store.neighbourhood(entity_ids, hops=hops, filter=filter, limit=limit)

    def paths(
        self,
        source: str,
        target: str,
        *,
        max_hops: int = 4,
        k: int = 5,
        filter: Filter = EVERYTHING,  # noqa: A002 - the store's word
    ) -> list[Path]:
        """See `GraphStore.paths`; within what the settings allow."""
        check_limit("max_hops", max_hops, self.settings.max_path_hops)
        check_limit("k", k, self.settings.max_paths)
        return self.store.paths(source, target, max_hops=max_hops, k=k, filter=filter)

    def link(self, link_id: str) -> LinkInWords:
        """Return one link in words.

        Raises:
            LinkNotFoundError: No link has that id.
        """
        return Names(self.store).words(self.store.link(link_id))

    def links(
        self,
        entity_id: str | None = None,
        *,
        filter: Filter = EVERYTHING,  # noqa: A002 - the store's word
        cursor: str | None = None,
        limit: int = 100,
    ) -> Page[LinkInWords]:
        """Return a page of links in words, of one entity or of all; see `GraphStore.links`."""
        check_limit("limit", limit, self.settings.max_page)
        page = self.store.links(entity_id, filter=filter, cursor=cursor, limit=limit)
        names = Names(self.store)
        items = names.all_words(page.items)
        return Page[LinkInWords](items=items, next=page.next, total=page.total)

    def evidence(
        self, link_id: str, *, cursor: str | None = None, limit: int = 100
    ) -> LinkEvidence:
        """Return a link in words and a page of the claims behind it; see `GraphStore.claims`."""
        check_limit("limit", limit, self.settings.max_page)
        names = Names(self.store)
        about = names.words(self.store.link(link_id))
        page = self.store.claims(link_id, cursor=cursor, limit=limit)
        items = names.all_evidence(page.items)
        return LinkEvidence(
            about=about, claims=Page[Evidence](items=items, next=page.next, total=page.total)
        )

    def excerpt(self, entity_ids: Sequence[str], link_ids: Iterable[str] | None = None) -> Excerpt:
        """Return entities with the links among them, all their claims and the documents of these.

        Args:
            entity_ids: At most as many as the settings' `max_entities`.
            link_ids: Which of the links among them; None for all that fit in an answer.

        Raises:
            EntityNotFoundError: One of the ids is no entity's.
        """
        check_limit("the number of entities", len(entity_ids), self.settings.max_entities)
        found = self.store.neighbourhood(entity_ids, hops=0, limit=self.settings.max_entities)
        wanted = None if link_ids is None else set(link_ids)
        links = tuple(link for link in found.links if wanted is None or link.id in wanted)
        claims = {link.id: tuple(all_claims(self.store, link.id)) for link in links}
        ids = sorted({claim.document for told in claims.values() for claim in told})
        documents = tuple(DocumentCard.of(self.store.document(id_)) for id_ in ids)
        return Excerpt(entities=found.entities, links=links, claims=claims, documents=documents)

    def documents(
        self, *, entity_id: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> Page[DocumentCard]:
        """Return a page of documents without their texts; see `GraphStore.documents`."""
        check_limit("limit", limit, self.settings.max_page)
        page = self.store.documents(entity_id=entity_id, cursor=cursor, limit=limit)
        items = tuple(DocumentCard.of(document) for document in page.items)
        return Page[DocumentCard](items=items, next=page.next, total=page.total)

    def document(self, document_id: str) -> DocumentPage:
        """Return a document with its text, its mentions and the entities mentioned.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        document = self.store.document(document_id)
        mentions = tuple(self.store.mentions(document_id))
        ids = sorted({mention.entity for mention in mentions})
        entities = tuple(self.store.entities(ids))
        return DocumentPage(document=document, mentions=mentions, entities=entities)

    def remove(self, document_id: str) -> None:
        """See `GraphStore.remove`."""
        self.store.remove(document_id)

    def timeline(
        self,
        entity_id: str | None = None,
        *,
        filter: Filter = EVERYTHING,  # noqa: A002 - the store's word
    ) -> list[TimelineYear]:
        """See `GraphStore.timeline`."""
        return self.store.timeline(entity_id, filter=filter)

    def merge(self, merged: str, into: str, *, by: str = "", reason: str = "") -> Decision:
        """See `GraphStore.merge`; takes ids, so that a door resolves names first."""
        return self.store.merge(merged, into, by=by, reason=reason)

    def unmerge(self, number: int, *, by: str = "", reason: str = "") -> Decision:
        """See `GraphStore.unmerge`."""
        return self.store.unmerge(number, by=by, reason=reason)

    def merges(self, *, all_decisions: bool = False) -> list[Decision]:
        """See `GraphStore.merges`."""
        return self.store.merges(all_decisions=all_decisions)

    def cypher(
        self,
        statement: str,
        parameters: Mapping[str, Any] = NO_PARAMETERS,
        *,
        time_s: float | None = None,
    ) -> CypherAnswer:
        """See `GraphStore.cypher`; within the limits of the settings, and in less time if asked."""
        return self.store.cypher(statement, parameters, limits=self.cypher_limits(time_s))

    def cypher_limits(self, time_s: float | None = None) -> CypherLimits:
        """Return the limits of the settings, with less time if asked."""
        limits = self.settings.cypher_limits
        return limits if time_s is None else replace(limits, time_s=min(time_s, limits.time_s))

    def statistics(self) -> Statistics:
        """See `GraphStore.statistics`."""
        return self.store.statistics()

    def answers(self) -> None:
        """Ask the store the cheapest of questions.

        Raises:
            StoreError: It can't answer; its text says why.
        """
        self.store.changes()

    def rebuild(self) -> None:
        """See `GraphStore.rebuild`."""
        self.store.rebuild()


def all_claims(store: GraphStore, link_id: str) -> Iterator[Claim]:
    """Yield all claims behind a link, surest first, page by page."""
    cursor = None
    while True:
        page = store.claims(link_id, cursor=cursor, limit=MAX_PAGE)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


class Names:
    """Entities and documents looked up for one answer, each asked of the store once."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._entities: dict[str, Entity] = {}
        self._documents: dict[str, DocumentCard] = {}

    def entity(self, entity_id: str) -> Entity:
        """Return the entity that an id of the record stands for today."""
        if entity_id not in self._entities:
            self._entities[entity_id] = self._store.entity(entity_id)
        return self._entities[entity_id]

    def learn(self, entity_ids: Iterable[str | None]) -> None:
        """Ask for all entities that are going to be needed, at once."""
        wanted = dict.fromkeys(id_ for id_ in entity_ids if id_ not in self._entities)
        ids = [id_ for id_ in wanted if id_]
        if ids:
            self._entities |= zip(ids, self._store.entities(ids), strict=True)

    def all_words(self, links: Iterable[Link]) -> tuple[LinkInWords, ...]:
        """Return links with the names that their ids stand for, in their order."""
        listed = tuple(links)
        self.learn(
            id_
            for link in listed
            for id_ in (link.source, link.target, *link.attributed_to, *link.commodities)
        )
        return tuple(map(self.words, listed))

    def all_evidence(self, claims: Iterable[Claim]) -> tuple[Evidence, ...]:
        """Return claims as evidence, in their order."""
        listed = tuple(claims)
        self.learn(id_ for claim in listed for id_ in (claim.attributed_to, claim.commodity))
        return tuple(map(self.evidence, listed))

    def words(self, link: Link) -> LinkInWords:
        """Return a link with the names that its ids stand for."""
        kind = RELATION_TYPES[link.type]
        source, target = self.entity(link.source), self.entity(link.target)
        return LinkInWords(
            link=link,
            words=f"{source.name} {kind.phrase} {target.name}",
            family=kind.family,
            source=source,
            target=target,
            attributed_to=tuple(self.entity(id_) for id_ in link.attributed_to),
            commodities=tuple(self.entity(id_) for id_ in link.commodities),
        )

    def evidence(self, claim: Claim) -> Evidence:
        """Return a claim with its document, and its spans as they lie in its sentence."""
        return Evidence(
            claim=claim,
            document=self._document(claim.document),
            source_in_sentence=_in_sentence(claim.source_span, claim),
            target_in_sentence=_in_sentence(claim.target_span, claim),
            trigger_in_sentence=_in_sentence(claim.trigger, claim),
            attributed_to=self.entity(claim.attributed_to) if claim.attributed_to else None,
            commodity=self.entity(claim.commodity) if claim.commodity else None,
        )

    def _document(self, document_id: str) -> DocumentCard:
        if document_id not in self._documents:
            document: Document = self._store.document(document_id)
            self._documents[document_id] = DocumentCard.of(document)
        return self._documents[document_id]


def _in_sentence(span: Span | None, claim: Claim) -> Span | None:
    if span is None or span.start < claim.start or span.end > claim.end:
        return None
    return Span(start=span.start - claim.start, end=span.end - claim.start)
