import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from graph.errors import QuestionError
from graph.filters import EVERYTHING, Filter
from graph.identity import link_id
from graph.model import Decision, Extraction
from graph.ontology import Label
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.neo4j import hubs
from tests.neo4j_server import Neo4j, empty
from tests.stores.kinds import access_of, wipe
from tests.stores.strategies import IDS, articles, filters

_SETTINGS = settings(
    max_examples=12,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)
_WHEN = datetime(2024, 6, 1, tzinfo=UTC)
_ASKED = (*IDS, "group:nobody")
_TEXTS = ("al", "alpha one", "alhpa two", "agypten", "bo", "?")
_ADOPTED = (
    Decision(number=1, merged="group:alpha", into="group:beta", by="ann", decided_at=_WHEN),
    Decision(number=2, merged="group:gamma", into="group:alpha", reason="so", decided_at=_WHEN),
    Decision(number=3, undoes=1, decided_at=_WHEN),
    Decision(number=4, merged="organization:bank", into="agency:guard", decided_at=_WHEN),
)

Question = Callable[[GraphStore], object]


def _outcome(store: GraphStore, question: Question) -> object:
    """Return what a store answers, or which question error with which words."""
    try:
        return question(store)
    except QuestionError as error:
        return type(error), str(error)


def _dated(read: Extraction) -> Extraction:
    document = read.document.model_copy(update={"ingested_at": _WHEN})
    return read.model_copy(update={"document": document})


def _undated(decision: Decision) -> Decision:
    return decision.model_copy(update={"decided_at": _WHEN})


def _answers(store: GraphStore, filter_: Filter, page: int) -> Iterator[object]:
    """Yield what a store says to every question there is."""
    yield store.statistics()
    yield [_undated(decision) for decision in store.merges(all_decisions=True)]
    yield [_undated(decision) for decision in store.merges()]
    yield store.timeline(filter=filter_)
    yield store.catalogue(limit=page)
    yield store.derived(limit=page)
    for text in _TEXTS:
        yield store.search(text)
        yield store.search(text, labels=[Label.GROUP, Label.PERSON], limit=page)
    yield from _pages(lambda cursor: store.links(filter=filter_, cursor=cursor, limit=page))
    yield from _pages(lambda cursor: store.documents(cursor=cursor, limit=page))
    yield from _answers_about_documents(store, page)
    for id_ in _ASKED:
        yield _outcome(
            store, lambda store, id_=id_: list(_answers_about(store, id_, filter_, page))
        )
    for one, other in pairwise(_ASKED):
        for asked in (EVERYTHING, filter_):
            yield _outcome(
                store,
                lambda store, one=one, other=other, asked=asked: store.paths(
                    one, other, k=page, filter=asked
                ),
            )


def _pages(ask: Callable[[str | None], object]) -> Iterator[object]:
    cursor = None
    while True:
        found = ask(cursor)
        yield found
        cursor = found.next  # pyright: ignore[reportAttributeAccessIssue]
        if cursor is None:
            return


def _answers_about_documents(store: GraphStore, page: int) -> Iterator[object]:
    ids = [entry.id for entry in store.catalogue()]
    yield store.extractions(ids)
    for id_ in [*ids, "document:none"]:
        for question in (GraphStore.extraction, GraphStore.document, GraphStore.mentions):
            name = question.__name__
            yield _outcome(store, lambda store, name=name, id_=id_: getattr(store, name)(id_))
    for link in store.links().items:
        yield store.link(link.id)
        yield from _pages(lambda cursor, id_=link.id: store.claims(id_, cursor=cursor, limit=page))
    yield _outcome(store, lambda store: store.link(link_id("group:a", "PAID", "group:b")))
    yield store.documents_from("news/a.txt")


def _answers_about(store: GraphStore, id_: str, filter_: Filter, page: int) -> Iterator[object]:
    yield store.entity(id_)
    yield store.counts(id_)
    yield store.timeline(id_, filter=filter_)
    yield from _pages(lambda cursor: store.links(id_, filter=filter_, cursor=cursor, limit=page))
    yield from _pages(lambda cursor: store.documents(entity_id=id_, cursor=cursor, limit=page))
    for asked in (EVERYTHING, filter_):
        for hops in range(3):
            yield store.neighbourhood([id_], hops=hops, filter=asked, limit=page)
    yield store.neighbourhood([id_, "group:alpha"], hops=2, filter=filter_, limit=page + 1)


class Both(RuleBasedStateMachine):
    """Two stores that are told and asked the same, and must answer the same."""

    server: Neo4j

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        wipe(self.server)
        self._stores = (
            open_store(f"sqlite:///{Path(self._folder.name)}/store.db"),
            open_store(self.server.url, access=access_of(self.server)),
        )
        self._numbers: set[int] = set()
        self._documents: set[str] = set()

    def teardown(self) -> None:
        for store in self._stores:
            store.close()
        self._folder.cleanup()

    def _both(self, change: Question) -> object:
        """Tell both stores to change, and return what both say to it."""
        before = [store.changes() for store in self._stores]
        one, other = [_outcome(store, change) for store in self._stores]
        after = [store.changes() for store in self._stores]
        assert one == other
        grew = [new > old for new, old in zip(after, before, strict=True)]
        assert grew[0] == grew[1]
        return one

    def _decide(self, decide: Callable[[GraphStore], Decision]) -> None:
        self._both(lambda store: _undated(decide(store)))
        self._numbers |= {decision.number for decision in self._stores[0].merges()}

    @rule(read=articles(), source=st.sampled_from([None, "news/a.txt", "news/b.txt"]))
    def add(self, read: Extraction, source: str | None) -> None:
        document = read.document.model_copy(update={"source": source})
        new = _dated(read.model_copy(update={"document": document}))
        self._both(lambda store: store.add(new))
        self._documents.add(new.document.id)

    @rule(many=st.lists(articles(), max_size=4))
    def add_all(self, many: list[Extraction]) -> None:
        self._both(lambda store: store.add_all(map(_dated, many)))
        self._documents |= {read.document.id for read in many}

    @precondition(lambda self: bool(self._documents))
    @rule(data=st.data(), read=articles())
    def replace(self, data: st.DataObject, read: Extraction) -> None:
        old = data.draw(st.sampled_from(sorted(self._documents)))
        self._both(lambda store: store.add(_dated(read), replaces=old))
        self._documents.add(read.document.id)

    @precondition(lambda self: bool(self._documents))
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from(sorted(self._documents)))
        self._both(lambda store: store.remove(old))

    @rule(merged=st.sampled_from(_ASKED), into=st.sampled_from(_ASKED))
    def merge(self, merged: str, into: str) -> None:
        self._decide(lambda store: store.merge(merged, into, by="ann", reason="so"))

    @precondition(lambda self: bool(self._numbers))
    @rule(data=st.data())
    def unmerge(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self._numbers)))
        self._decide(lambda store: store.unmerge(number))

    @rule(many=st.integers(1, len(_ADOPTED)))
    def adopt(self, many: int) -> None:
        self._both(lambda store: store.adopt(_ADOPTED[:many]))

    @rule()
    def rebuild(self) -> None:
        self._both(lambda store: store.rebuild())

    @rule(filter_=filters(), page=st.integers(1, 4))
    def ask(self, filter_: Filter, page: int) -> None:
        one, other = self._stores
        for expected, found in zip(
            _answers(one, filter_, page), _answers(other, filter_, page), strict=True
        ):
            assert found == expected


@pytest.mark.parametrize(("links", "neighbours"), [(1000, 1001), (1, 6)])
def test_both_stores_answer_alike_whatever_happened(
    neo4j_server: Neo4j, monkeypatch: pytest.MonkeyPatch, links: int, neighbours: int
) -> None:
    monkeypatch.setattr(hubs, "LINKS", links)
    monkeypatch.setattr(hubs, "NEIGHBOURS", neighbours)
    empty(neo4j_server)
    machine = type("Both", (Both,), {"server": neo4j_server}).TestCase
    machine.settings = _SETTINGS
    machine().runTest()
