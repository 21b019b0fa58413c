import os
import random
import subprocess
import sys
import time

from graph.store import GraphStore
from graph.stores import open_store
from tests.builders import article
from tests.neo4j.planning import DOCUMENTS, KILLS, LONGEST_S, problems
from tests.neo4j_server import Neo4j
from tests.stores.kinds import access_of


def test_killing_the_ingest_leaves_every_document_whole_or_out(empty_neo4j: Neo4j) -> None:
    chance = random.Random(21)
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
