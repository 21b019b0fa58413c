import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from graph.errors import StoreError
from graph.model import Extraction
from graph.store import GraphStore
from graph.stores import open_store
from tests.builders import article
from tests.neo4j.planning import DOCUMENTS, ingest, problems
from tests.neo4j_server import Neo4j
from tests.stores.kinds import access_of
from tools.neo4j.server import Server

KILLS = 20
LONGEST_S = (0.06, 0.5)
"""The kill comes at most so long after a document was begun: one by one, and all together."""


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
    chance = random.Random(20)  # noqa: S311 - which moments
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


def test_killing_the_ingest_leaves_every_document_whole_or_out(empty_neo4j: Neo4j) -> None:
    chance = random.Random(21)  # noqa: S311 - which moments
    store = open_store(empty_neo4j.url, access=access_of(empty_neo4j))

    for trial in range(KILLS):
        _ingest_and_kill(empty_neo4j, trial, chance)
        _wait_for_the_store(store)

        assert problems(store, trial + 1) == []

    assert DOCUMENTS < store.documents().total < KILLS * DOCUMENTS
    store.close()


def _ingest_and_kill(server: Neo4j, trial: int, chance: random.Random) -> None:
    settings = {
        "REDSTRING_STORE": server.url,
        "REDSTRING_NEO4J_USER": server.user,
        "REDSTRING_NEO4J_PASSWORD": server.password,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.neo4j.planning", str(trial)],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for _ in range(chance.randrange(1, DOCUMENTS)):
            assert process.stdout.readline() == "begun\n"
        time.sleep(chance.uniform(0, LONGEST_S[trial % 2]))
        process.kill()


def _wait_for_the_store(store: GraphStore) -> None:
    """Wait until the server has noticed that the one who was writing is gone."""
    last = article(title="Last")
    store.add(last)
    store.remove(last.document.id)
