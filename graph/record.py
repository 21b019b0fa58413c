"""The record of a store as one thing: its checksum, and a copy of it in another store.

The record is the documents, each with its entities, mentions and claims, and the decisions. Two
stores with the same record have the same checksum, whatever they are and whatever came first. What
a newcomer would get wrong: when a store took a document is no part of what the document is, but
when an analyst took a decision is part of the decision.
"""

import hashlib
import heapq
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from graph.errors import CopyError, StoreBusyError
from graph.listing import CatalogueEntry
from graph.model import Decision, Extraction
from graph.store import MAX_PAGE, Change, GraphStore

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Called now and then with how many steps are done, and how many there are."""

MAX_STEP_DOCUMENTS = 500
MAX_STEP_CHARACTERS = 5_000_000
"""How much a store is asked for at once; a text that is longer is asked for alone."""
_VERSION = b"redstring record 1\n"
_NOT_PART = {"document": {"ingested_at": True}}
_NAMED = 3


def silent(_done: int, _known: int) -> None:
    """Tell nobody how far it is."""


class Checksum:
    """A checksum on its way: first documents in the order of their ids, then decisions."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._hash = hashlib.sha256(_VERSION)

    def take(self, fingerprint: bytes) -> None:
        """Take in the next document."""
        self._hash.update(fingerprint)

    def end(self, decisions: Iterable[Decision]) -> str:
        """Take in all decisions, and return the checksum in 64 hexadecimal digits."""
        for decision in decisions:
            decided_at = decision.decided_at.astimezone(UTC)
            same = decision.model_copy(update={"decided_at": decided_at})
            self._hash.update(same.model_dump_json().encode())
        return self._hash.hexdigest()


def fingerprint(extraction: Extraction) -> bytes:
    """Return the hash of a document with all that was read from it, as a store returns it."""
    text = extraction.model_dump_json(exclude=_NOT_PART)
    return hashlib.sha256(text.encode()).digest()


def checksum(store: GraphStore, progress: Progress | None = None) -> str:
    """Return the checksum of a store's record.

    Raises:
        StoreBusyError: The record changed while it was read.
    """
    found = Checksum()
    with unchanging(store):
        for extraction in extractions(store, progress):
            found.take(fingerprint(extraction))
        return found.end(store.merges(all_decisions=True))


def catalogue(store: GraphStore) -> Iterator[CatalogueEntry]:
    """Yield all documents of a store in the order of their ids, without what they hold."""
    after = ""
    while page := store.catalogue(after=after):
        yield from page
        if len(page) < MAX_PAGE:
            return
        after = page[-1].id


def extractions(store: GraphStore, progress: Progress | None = None) -> Iterator[Extraction]:
    """Yield all documents of a store in the order of their ids, with all that was read."""
    known = store.statistics().documents if progress else 0
    for done, extraction in enumerate(_read(store, catalogue(store)), start=1):
        yield extraction
        if progress:
            progress(done, max(done, known))


def in_steps(entries: Iterable[CatalogueEntry]) -> Iterator[list[str]]:
    """Yield ids of documents in lists, each no more than a store is asked for at once."""
    step: list[str] = []
    characters = 0
    for entry in entries:
        characters += entry.characters
        if step and (len(step) == MAX_STEP_DOCUMENTS or characters > MAX_STEP_CHARACTERS):
            yield step
            step, characters = [], entry.characters
        step.append(entry.id)
    if step:
        yield step


@contextmanager
def unchanging(store: GraphStore) -> Generator[None]:
    """Make sure that the record stays what it is while it is read page by page.

    Raises:
        StoreBusyError: It did not.
    """
    before = store.changes()
    yield
    if store.changes() != before:
        msg = f"{store.url} changed while it was read; try again while nobody writes to it"
        raise StoreBusyError(msg)


@dataclass(slots=True)
class Copied:
    """What a copy did, and how the target compares with the source afterwards.

    Attributes:
        changes: How many documents of the source came to what in the target.
        decisions: How many decisions the target has.
        beside: How many documents the target has that the source does not.
        differing: Ids of documents whose title, source, date or reading differ.
        checksum: Of the target; that of the source too, unless something is beside or differs.
    """

    changes: dict[Change, int]
    decisions: int = 0
    beside: int = 0
    differing: list[str] = field(default_factory=list[str])
    checksum: str = ""


def copy(
    source: GraphStore, target: GraphStore, *, adding: bool = False, progress: Progress = silent
) -> Copied:
    """Give a store the record of another, and compare the two.

    What the target has already stays as it is and costs little, so that a copy that broke off can
    be run again; a document that another version of the extractor read is replaced. Decisions come
    first, so that documents are folded under them once.

    Args:
        source: The store to read.
        target: The store to write.
        adding: Whether the target may have documents and decisions that the source does not have,
            or has otherwise; they stay.
        progress: Told of every document twice, once for copying and once for comparing.

    Raises:
        CopyError: The target has what the source does not have, or has otherwise.
        StoreBusyError: The source changed meanwhile; the copy can be run again.
        StoreError: A store can't be read or written.
    """
    with unchanging(source):
        known, missing = _refuse_loss(source, target, adding=adding)
        target.adopt(_new_decisions(source, target, adding=adding))
        there = known - missing
        progress(there, known * 2)
        changes = target.add_all(
            _read(source, _missing(source, target)),
            progress=lambda done: progress(there + done, known * 2),
        )
        changes[Change.UNCHANGED] += there
        copied = _compare(source, target, changes, lambda done: progress(known + done, known * 2))
    if not adding and (copied.beside or copied.differing):
        raise CopyError(_difference(target, copied))
    return copied


def _refuse_loss(source: GraphStore, target: GraphStore, *, adding: bool) -> tuple[int, int]:
    """Return how many documents the source has, and how many of them are to be copied."""
    known = missing = beside = 0
    for _, ours, theirs in _paired(_extractors(source), _extractors(target)):
        known += ours is not None
        missing += ours not in (None, theirs)
        beside += ours is None
    if beside and not adding:
        msg = (
            f"{target.url} holds {beside} documents that {source.url} does not; name an empty "
            "store, or keep them beside with --add"
        )
        raise CopyError(msg)
    return known, missing


def _new_decisions(source: GraphStore, target: GraphStore, *, adding: bool) -> list[Decision]:
    ours, theirs = source.merges(all_decisions=True), target.merges(all_decisions=True)
    shared = min(len(ours), len(theirs))
    if ours[:shared] != theirs[:shared]:
        msg = (
            f"{source.url} and {target.url} each hold decisions that the other does not, and these "
            "can't be put in one order; name an empty store"
        )
        raise CopyError(msg)
    if len(theirs) > shared and not adding:
        msg = (
            f"{target.url} holds {len(theirs) - shared} decisions that {source.url} does not; name "
            "an empty store, or keep them with --add"
        )
        raise CopyError(msg)
    return ours[shared:]


def _missing(source: GraphStore, target: GraphStore) -> Iterator[CatalogueEntry]:
    ours = ((entry.id, entry) for entry in catalogue(source))
    theirs = ((entry.id, entry) for entry in catalogue(target))
    for _, entry, there in _paired(ours, theirs):
        if entry and (there is None or there.extractor != entry.extractor):
            yield entry


def _compare(
    source: GraphStore,
    target: GraphStore,
    changes: dict[Change, int],
    progress: Callable[[int], None],
) -> Copied:
    copied, found = Copied(changes), Checksum()
    seen = 0
    for id_, ours, theirs in _paired(_fingerprints(source), _fingerprints(target)):
        if theirs is not None:
            found.take(theirs)
        if ours is None:
            copied.beside += 1
        elif ours != theirs:
            copied.differing.append(id_)
        seen += ours is not None
        progress(seen)
    decisions = target.merges(all_decisions=True)
    copied.decisions, copied.checksum = len(decisions), found.end(decisions)
    return copied


def _difference(target: GraphStore, copied: Copied) -> str:
    if copied.beside:
        return f"{copied.beside} documents came into {target.url} from elsewhere meanwhile"
    named = ", ".join(copied.differing[:_NAMED])
    more = ", …" if len(copied.differing) > _NAMED else ""
    return (
        f"{target.url} holds {len(copied.differing)} documents with another title, source, date or "
        f"reading ({named}{more}); remove them there and copy again, or keep them with --add"
    )


def _extractors(store: GraphStore) -> Iterator[tuple[str, str]]:
    return ((entry.id, entry.extractor) for entry in catalogue(store))


def _fingerprints(store: GraphStore) -> Iterator[tuple[str, bytes]]:
    return ((read.document.id, fingerprint(read)) for read in extractions(store))


def _read(store: GraphStore, entries: Iterable[CatalogueEntry]) -> Iterator[Extraction]:
    for ids in in_steps(entries):
        yield from store.extractions(ids)


def _paired(
    ours: Iterable[tuple[str, T]], theirs: Iterable[tuple[str, T]]
) -> Iterator[tuple[str, T | None, T | None]]:
    """Yield what two listings in the order of ids say of each id, None where one lacks it."""
    mine = ((id_, 0, value) for id_, value in ours)
    other = ((id_, 1, value) for id_, value in theirs)
    merged = heapq.merge(mine, other, key=itemgetter(0, 1))
    for id_, each in groupby(merged, key=itemgetter(0)):
        said = {whose: value for _, whose, value in each}
        yield id_, said.get(0), said.get(1)
