"""Whether a store is what its record says: sound documents, and links that follow from them.

Entities, their counts and links are folded from scratch and compared with what the store has
derived. What a newcomer would get wrong: names to search are not looked at, since no store shows
how it keeps them; `rebuild` makes them anew together with all else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph import identity
from graph.folding import EntityFold, Folding, Triple
from graph.listing import Derived
from graph.model import Extraction, Link
from graph.record import Checksum, Progress, extractions, fingerprint, silent, unchanging
from graph.store import MAX_PAGE, GraphStore

MAX_LISTED = 100


@dataclass(slots=True)
class Verified:
    """What a look at a whole store found.

    Attributes:
        documents: How many it holds.
        entities: How many its record makes.
        links: How many its record makes.
        decisions: How many were ever taken.
        checksum: Of the record.
        wrong: What is not as it should be, a sentence each; the first `MAX_LISTED` of them.
        wrongs: How many there are in all.
    """

    documents: int
    entities: int
    links: int
    decisions: int
    checksum: str
    wrong: list[str]
    wrongs: int


def verify(store: GraphStore, progress: Progress = silent) -> Verified:
    """Read a store from end to end, and fold its record from scratch.

    Holds the folds of all entities and links in memory, but no document.

    Args:
        store: The store; nothing in it is changed.
        progress: Told of every document, then of every entity.

    Raises:
        StoreBusyError: The record changed while it was read.
    """
    wrong = _Wrong()
    with unchanging(store):
        decisions = store.merges(all_decisions=True)
        folding, found, documents = Folding(decisions), Checksum(), 0
        for extraction in extractions(store, progress):
            documents += 1
            found.take(fingerprint(extraction))
            wrong.take(_unsound(extraction))
            folding.take(extraction)
        entities, links = len(folding.entities), len(folding.links)
        wrong.take(_differences(store, folding, lambda done: progress(done, max(done, entities))))
    return Verified(
        documents, entities, links, len(decisions), found.end(decisions), wrong.first, wrong.count
    )


class _Wrong:
    """Counts all complaints, and keeps the first of them."""

    def __init__(self) -> None:
        self.first: list[str] = []
        self.count = 0

    def take(self, complaints: Iterator[str]) -> None:
        for complaint in complaints:
            self.count += 1
            if len(self.first) < MAX_LISTED:
                self.first.append(complaint)


def _unsound(extraction: Extraction) -> Iterator[str]:
    document = extraction.document
    if document.id != identity.document_id(document.text):
        yield f"{document.id}: its text is not the one that was added"
    for claim in extraction.claims:
        if document.text[claim.start : claim.end] != claim.sentence:
            yield f"{claim.id}: {document.id} does not have its sentence at its offsets"


def _differences(
    store: GraphStore, folding: Folding, progress: Callable[[int], None]
) -> Iterator[str]:
    """Yield what the store has derived otherwise; uses up the folds on the way."""
    counts = folding.counts()
    for done, held in enumerate(_derived(store), start=1):
        id_ = held.entity.id
        yield from _of_entity(held, folding.entities.pop(id_, None), counts.get(id_))
        for link in held.links:
            yield from _of_link(link, folding)
        progress(done)
    for id_ in folding.entities:
        yield f"{id_}: is missing"
    for ends in folding.links:
        yield f"{_in_words(ends)}: is missing"


def _derived(store: GraphStore) -> Iterator[Derived]:
    after = ""
    while page := store.derived(after=after):
        yield from page
        if len(page) < MAX_PAGE:
            return
        after = page[-1].entity.id


def _of_entity(
    held: Derived, fold: EntityFold | None, counts: dict[str, int] | None
) -> Iterator[str]:
    id_ = held.entity.id
    if fold is None:
        yield f"{id_}: no document speaks of it"
    elif held.entity != fold.entity(id_):
        yield f"{id_}: its names or kind are not those that documents give it"
    if counts is not None and held.counts != counts:
        yield f"{id_}: its counts are {held.counts}, and should be {counts}"


def _of_link(link: Link, folding: Folding) -> Iterator[str]:
    ends = (link.source, link.type, link.target)
    fold = folding.links.pop(ends, None)
    if fold is None:
        yield f"{_in_words(ends)}: no claim states it"
    elif link != fold.link(ends):
        yield f"{_in_words(ends)}: is not what its claims make"


def _in_words(ends: Triple) -> str:
    return "link {} {} {}".format(*ends)
