"""How documents become one graph: entities, links and counts as functions of the record.

A store may fold step by step, as documents come and go, or all at once with `fold`; the end is the
same. What a newcomer would get wrong: of two documents' folds a store may make one by taking the
second into the first, but only while no claim is counted twice, so never for one document.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph import identity
from graph.model import Claim, Decision, Entity, Extraction, Link
from graph.ontology import BODIES, RELATION_TYPES, Label, Status

FIXED_LABELS = frozenset({Label.YEAR, Label.COUNTRY, Label.COMMODITY})
"""Labels whose entities are what they are: no two of them can be one."""


def may_be_one(one: Label | None, other: Label | None) -> bool:
    """Tell whether entities of two labels can be merged: of one label, or both of them bodies."""
    kinds = {one, other}
    return not kinds & FIXED_LABELS and (len(kinds) == 1 or kinds <= BODIES)


Triple = tuple[str, str, str]
"""Source, type and target of a link, after merges, a symmetric type's ends ordered by id."""


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the merges that no later decision took back, by number."""
    merges: dict[int, Decision] = {}
    for decision in sorted(decisions, key=lambda decision: decision.number):
        if decision.undoes is None:
            merges[decision.number] = decision
        else:
            merges.pop(decision.undoes, None)
    return list(merges.values())


def canonical_ids(decisions: Iterable[Decision]) -> dict[str, str]:
    """Map every id that was merged away to the id that stands for it now; others are missing.

    An entity has at most one merge in force and none leads back to itself, so that following them
    ends.
    """
    steps = {d.merged: d.into for d in in_force(decisions) if d.merged and d.into}
    ends: dict[str, str] = {}
    for merged, into in steps.items():
        end = into
        while end in steps:
            end = steps[end]
        ends[merged] = end
    return ends


def triple(claim: Claim, canonical: Mapping[str, str]) -> Triple | None:
    """Return the ends and type of the link that a claim belongs to; None for one with itself."""
    return canonical_triple(claim.source, claim.type, claim.target, canonical)


def canonical_triple(
    source: str, type_: str, target: str, canonical: Mapping[str, str]
) -> Triple | None:
    """Return a link's ends and type under the merges in force; None where both ends are one."""
    source, target = canonical.get(source, source), canonical.get(target, target)
    if source == target:
        return None
    if source > target and RELATION_TYPES[type_].symmetric:
        source, target = target, source
    return source, type_, target


_NOTHING: frozenset[Any] = frozenset()
_ALONE: Mapping[str, frozenset[str]] = {
    status.value: frozenset({status.value}) for status in Status
}


class LinkFold:
    """Claims with the same ends and type, on the way to their link.

    Claims of one document must be taken one after another, or their document counts twice.
    """

    __slots__ = (
        "_last_document",
        "attributed_to",
        "claims",
        "commodities",
        "confidence",
        "documents",
        "statuses",
        "years",
    )

    def __init__(self) -> None:
        self.claims = 0
        self.documents = 0
        self.years: frozenset[int] = _NOTHING
        self.statuses: frozenset[str] = _NOTHING
        self.attributed_to: frozenset[str] = _NOTHING
        self.commodities: frozenset[str] = _NOTHING
        self.confidence = 0.0
        self._last_document: object = None

    def take(
        self,
        document: object,
        status: str,
        year: int | None,
        others: tuple[str | None, str | None],
        confidence: float,
    ) -> None:
        """Count one more claim.

        Args:
            document: Whatever tells its document from others.
            status: How it is held.
            year: The year that it states.
            others: Who says so, after merges, and what was moved.
            confidence: How sure it is.
        """
        self.claims += 1
        if document != self._last_document:
            self.documents += 1
            self._last_document = document
        if status not in self.statuses:
            self.statuses = self.statuses | _ALONE[status] if self.statuses else _ALONE[status]
        if year is not None:
            self.years |= {year}
        attributed_to, commodity = others
        if attributed_to:
            self.attributed_to |= {attributed_to}
        if commodity:
            self.commodities |= {commodity}
        self.confidence = max(self.confidence, confidence)

    def join(self, other: "LinkFold") -> None:
        """Take in all claims of another fold of the same link; they share no document."""
        self.claims += other.claims
        self.documents += other.documents
        self.years |= other.years
        self.statuses |= other.statuses
        self.attributed_to |= other.attributed_to
        self.commodities |= other.commodities
        self.confidence = max(self.confidence, other.confidence)

    def link(self, ends: Triple) -> Link:
        """Return the link with these ends that the claims so far make."""
        source, type_, target = ends
        statuses = by_strength(self.statuses)
        return Link(
            id=identity.link_id(*ends),
            source=source,
            type=type_,
            target=target,
            claims=self.claims,
            documents=self.documents,
            years=tuple(sorted(self.years)),
            status=statuses[0],
            statuses=statuses,
            attributed_to=tuple(sorted(self.attributed_to)),
            commodities=tuple(sorted(self.commodities)),
            confidence=self.confidence,
        )


def by_strength(statuses: Iterable[str]) -> tuple[Status, ...]:
    """Return statuses, strongest first."""
    present = set(statuses)
    return tuple(status for status in Status if status in present)


class EntityFold:
    """What documents say of an entity, and of those merged into it, on the way to one entity."""

    __slots__ = ("described", "kind", "merged_name", "names", "own_name")

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.own_name: str | None = None
        self.merged_name: str | None = None
        self.described = True
        self.kind: str | None = None

    def take(
        self, name: str, aliases: Iterable[str], kind: str | None, *, described: bool, own: bool
    ) -> None:
        """Take in what one document says, or an earlier fold.

        Args:
            name: The fullest name there.
            aliases: Other names there.
            kind: What sort, where it is said.
            described: Whether it is known there by a description only.
            own: Whether it is said of the entity itself, not of one that was merged into it.
        """
        self.names.add(name)
        self.names.update(aliases)
        if own:
            self.own_name = fuller(self.own_name, name)
        else:
            self.merged_name = fuller(self.merged_name, name)
        self.described = self.described and described
        if kind is not None and (self.kind is None or kind < self.kind):
            self.kind = kind

    @property
    def name(self) -> str:
        """The fullest of its own names; of the merged ones' where it has none left."""
        return self.own_name or self.merged_name or ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """All other names, sorted."""
        return tuple(sorted(self.names - {self.name}))

    def entity(self, id_: str) -> Entity:
        """Return the entity with this id."""
        return Entity.model_validate(
            {
                "id": id_,
                "label": identity.label_of(id_),
                "name": self.name,
                "aliases": self.aliases,
                "described": self.described,
                "kind": self.kind,
            }
        )


def fuller(name: str | None, other: str) -> str:
    """Return the longer of two names; of equally long ones the smaller."""
    if name is None:
        return other
    return min(name, other, key=lambda name: (-len(name), name))


@dataclass(slots=True)
class Graph:
    """What the record makes, all of it.

    Attributes:
        entities: By id, after merges.
        links: By id.
        counts: Per entity, its `claims`, `documents`, `mentions` and `links`. Claims are those of
            its links.
    """

    entities: dict[str, Entity] = field(default_factory=dict[str, Entity])
    links: dict[str, Link] = field(default_factory=dict[str, Link])
    counts: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])


class Folding:
    """A fold of a whole record on its way, one document after another in any order.

    Attributes:
        entities: Folds of entities by id, after merges.
        links: Folds of links by their ends and type, after merges.
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        """Start with nothing, under these decisions."""
        self.entities: dict[str, EntityFold] = {}
        self.links: dict[Triple, LinkFold] = {}
        self._canonical = canonical_ids(decisions)
        self._mentioned: dict[str, list[int]] = {}

    def take(self, extraction: Extraction) -> None:
        """Take in a document; it must not have been taken before."""
        canonical = self._canonical
        for entity in extraction.entities:
            id_ = canonical.get(entity.id, entity.id)
            self.entities.setdefault(id_, EntityFold()).take(
                entity.name,
                entity.aliases,
                entity.kind,
                described=entity.described,
                own=id_ == entity.id,
            )
        for id_ in {canonical.get(entity.id, entity.id) for entity in extraction.entities}:
            self._mentioned.setdefault(id_, [0, 0])[0] += 1
        for mention in set(extraction.mentions):
            self._mentioned[canonical.get(mention.entity, mention.entity)][1] += 1
        self._take_claims(extraction)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return the counts of every entity, as `Graph.counts` holds them."""
        counts = {
            id_: {"claims": 0, "documents": documents, "mentions": mentions, "links": 0}
            for id_, (documents, mentions) in self._mentioned.items()
        }
        for (source, _, target), fold in self.links.items():
            for end in (source, target):
                counts[end]["claims"] += fold.claims
                counts[end]["links"] += 1
        return counts

    def graph(self) -> Graph:
        """Return all that the documents so far make."""
        links = [fold.link(ends) for ends, fold in self.links.items()]
        return Graph(
            entities={id_: self.entities[id_].entity(id_) for id_ in sorted(self.entities)},
            links={link.id: link for link in links},
            counts=self.counts(),
        )

    def _take_claims(self, extraction: Extraction) -> None:
        for claim in extraction.claims:
            ends = triple(claim, self._canonical)
            if ends is None:
                continue
            said_by = claim.attributed_to
            said_by = self._canonical.get(said_by, said_by) if said_by else None
            self.links.setdefault(ends, LinkFold()).take(
                claim.document,
                claim.status,
                claim.year,
                (said_by, claim.commodity),
                claim.confidence,
            )


def fold(extractions: Iterable[Extraction], decisions: Iterable[Decision] = ()) -> Graph:
    """Fold a whole record at once: what every store must hold, however it got there."""
    folding = Folding(decisions)
    for extraction in extractions:
        folding.take(extraction)
    return folding.graph()
