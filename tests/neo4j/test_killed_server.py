import random
import threading
import time
from collections.abc import Iterator

import pytest

from graph.errors import StoreError
from graph.model import Extraction
from graph.store import GraphStore
from graph.stores import open_store
from tests.neo4j.planning import DOCUMENTS, KILLS, LONGEST_S, ingest, problems
from tests.stores.kinds import access_of
from tools.neo4j.server import Server


@pytest.fixture
def mortal() -> Iterator[Server]:
    """A server of its own, to be killed."""
    with Server() as server:
        yield server


class Ingesting(threading.Thread):
    """Ingests the documents of a trial until the store fails or somebody says stop."""

    def __init__(self, store: GraphStore, trial: int) -> None:
        super().__init__()
        self.begun = threading.Semaphore(0)
        self.enough = threading.Event()
        self.kept: list[Extraction] = []
        self._store, self._trial = store, trial

    def run(self) -> None:
        try:
            ingest(self._store, self._trial, self._begin, self.kept.append)
        except StoreError:
            pass
        finally:
            self.begun.release(2 * DOCUMENTS)

    def _begin(self, _: Extraction) -> None:
        self.begun.release()
        if self.enough.is_set():
            message = "enough"
            raise StoreError(message)


def test_killing_the_server_leaves_every_document_whole_or_out(mortal: Server) -> None:
    chance = random.Random(20)
    store = open_store(mortal.url, access=access_of(mortal))

    for trial in range(KILLS):
        thread = Ingesting(store, trial)
        thread.start()
        for _ in range(chance.randrange(1, DOCUMENTS)):
            thread.begun.acquire()
        time.sleep(chance.uniform(0, LONGEST_S[trial % 2]))
        mortal.kill()
        thread.enough.set()
        mortal.start()
        thread.join()

        assert problems(store, trial + 1, thread.kept) == []

    assert DOCUMENTS < store.documents().total < KILLS * DOCUMENTS
    store.close()
