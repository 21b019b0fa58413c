import tempfile
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from graph import folding
from graph.errors import EntityNotFoundError, MergeError
from graph.filters import EVERYTHING, Filter
from graph.model import Decision, Extraction
from graph.ontology import Status
from graph.store import GraphStore
from tests.stores import reference
from tests.stores.kinds import StoreKind
from tests.stores.observing import held_by
from tests.stores.strategies import IDS, articles

_SETTINGS = settings(
    max_examples=40,
    stateful_step_count=14,
    deadline=None,
    derandomize=True,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


class Record(RuleBasedStateMachine):
    """A store beside the plain record that it is to hold; after every step, they are compared."""

    kind: StoreKind

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.store: GraphStore = self.kind.make(Path(self._folder.name))
        self.extractions: dict[str, Extraction] = {}
        self.decisions: list[Decision] = []

    def _keep(self, extraction: Extraction) -> None:
        known = self.extractions.get(extraction.document.id, extraction)
        version = extraction.document.extractor
        kept = known if known.document.extractor == version else extraction
        self.extractions[extraction.document.id] = kept

    def teardown(self) -> None:
        self.store.close()
        self._folder.cleanup()

    @rule(extraction=articles())
    def add(self, extraction: Extraction) -> None:
        self.store.add(extraction)
        self._keep(extraction)

    @rule(extractions=st.lists(articles(), max_size=4))
    def add_all(self, extractions: list[Extraction]) -> None:
        self.store.add_all(extractions)
        for extraction in extractions:
            self._keep(extraction)

    @precondition(lambda self: bool(self.extractions))
    @rule(data=st.data())
    def replace(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from(sorted(self.extractions)))
        new = data.draw(articles())
        self.store.add(new, replaces=old)
        self._keep(new)
        for id_ in {old} - {new.document.id}:
            del self.extractions[id_]

    @precondition(lambda self: bool(self.extractions))
    @rule(data=st.data())
    def read_again_by_another_version(self, data: st.DataObject) -> None:
        old = self.extractions[data.draw(st.sampled_from(sorted(self.extractions)))]
        version = f"v{len(old.document.extractor)}" + old.document.extractor
        document = old.document.model_copy(update={"extractor": version})
        new = old.model_copy(update={"document": document, "claims": old.claims[1:]})
        self.store.add(new)
        self.extractions[document.id] = new

    @precondition(lambda self: bool(self.extractions))
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from(sorted(self.extractions)))
        self.store.remove(old)
        del self.extractions[old]

    @rule(merged=st.sampled_from(IDS), into=st.sampled_from(IDS))
    def merge(self, merged: str, into: str) -> None:
        try:
            self.decisions.append(self.store.merge(merged, into))
        except (EntityNotFoundError, MergeError):
            return

    @precondition(lambda self: bool(folding.in_force(self.decisions)))
    @rule(data=st.data())
    def unmerge(self, data: st.DataObject) -> None:
        taken = [decision.number for decision in folding.in_force(self.decisions)]
        self.decisions.append(self.store.unmerge(data.draw(st.sampled_from(taken))))

    @invariant()
    def holds_what_the_record_makes(self) -> None:
        whole = folding.fold(self.extractions.values(), self.decisions)
        assert held_by(self.store, IDS) == whole
        assert self.store.merges(all_decisions=True) == self.decisions

    @invariant()
    def counts_the_links_of_every_entity_by_type(self) -> None:
        whole = folding.fold(self.extractions.values(), self.decisions)
        for filter_ in (EVERYTHING, Filter(statuses=frozenset({Status.ASSERTED}))):
            for id_ in whole.entities:
                links = reference.passing(whole, (), filter_, [id_])
                found = self.store.neighbourhood([id_], hops=0, filter=filter_)
                assert dict(found.more) == reference.more(links, (), [id_])

    @rule()
    def rebuild(self) -> None:
        self.store.rebuild()

    @invariant()
    def counts_what_it_holds(self) -> None:
        whole = folding.fold(self.extractions.values(), self.decisions)
        statistics = self.store.statistics()
        assert statistics.documents == len(self.extractions)
        assert sum(statistics.entities.values()) == len(whole.entities)
        assert sum(statistics.links.values()) == len(whole.links)
        assert statistics.merges == len(folding.in_force(self.decisions))


def test_any_history_ends_as_a_fold_from_scratch(kind: StoreKind) -> None:
    machine = type("Record", (Record,), {"kind": kind}).TestCase
    machine.settings = _SETTINGS
    machine().runTest()


@_SETTINGS
@given(extractions=st.lists(articles(), max_size=6), order=st.randoms(use_true_random=False))
def test_the_order_of_ingest_does_not_matter(
    kind: StoreKind, extractions: list[Extraction], order: Random
) -> None:
    by_id = {extraction.document.id: extraction for extraction in extractions}
    shuffled = list(by_id.values())
    order.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first = kind.make(Path(one))
        first.add_all(by_id.values())
        answers = _answers(first)
        first.close()
        second = kind.make(Path(other))
        for extraction in shuffled:
            second.add(extraction)
        assert _answers(second) == answers
        second.close()


def _answers(store: GraphStore) -> list[object]:
    graph = held_by(store, IDS)
    claims = [store.claims(link_id).items for link_id in sorted(graph.links)]
    walks = [store.neighbourhood([id_], hops=2, limit=4) for id_ in sorted(graph.entities)]
    found = [store.search(text) for text in ("alpha", "agypten", "alhpa")]
    return [graph, claims, walks, found, store.timeline(), store.statistics()]
