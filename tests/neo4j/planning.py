"""What is being ingested when something is killed, and what may then be in the store.

Run as `python -m tests.neo4j.planning TRIAL`, it ingests a trial's documents into the store of the
settings, and prints a line for each that it begins.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from api.settings import load_settings
from graph.model import Extraction
from graph.ontology import Status
from graph.record import extractions, fingerprint
from graph.store import GraphStore
from graph.stores import open_store
from graph.verifying import verify
from tests.builders import Statement, article, entity, state

DOCUMENTS = 12
KILLS = 20
LONGEST_S = (0.06, 0.5)
"""A kill comes at most so long after a document was begun: one by one, and all together."""
_TYPES = ("SUPPLIES", "PAID", "RIVAL_OF", "COOPERATES_WITH")

Told = Callable[[Extraction], None]


def planned(trial: int) -> list[Extraction]:
    """Return a trial's documents, the same every time; some replace those of the trial before."""
    listed = [_document(trial, number) for number in range(DOCUMENTS)]
    if trial:
        listed += [_read_again(_document(trial - 1, n)) for n in range(0, DOCUMENTS, 3)]
    return random.Random(trial).sample(listed, len(listed))


def ingest(store: GraphStore, trial: int, begun: Told, kept: Told) -> None:
    """Ingest a trial's documents: one by one in even trials, all together in odd ones.

    Args:
        store: Where they go.
        trial: Which documents.
        begun: Told of each before the store has it.
        kept: Told of each once the store has said that it is in.
    """
    documents = planned(trial)
    if trial % 2:
        store.add_all(_told(documents, begun))
        for extraction in documents:
            kept(extraction)
        return
    for extraction in documents:
        begun(extraction)
        store.add(extraction)
        kept(extraction)


def problems(store: GraphStore, trials: int, kept: Iterable[Extraction] = ()) -> list[str]:
    """Return all that is wrong with a store after some trials.

    Args:
        store: Where they were ingested.
        trials: How many there were.
        kept: What must be in, since the store said so.
    """
    whole: dict[str, set[bytes]] = defaultdict(set)
    for trial in range(trials):
        for extraction in planned(trial):
            whole[extraction.document.id].add(fingerprint(extraction))
    held = {each.document.id: fingerprint(each) for each in extractions(store)}
    found = [f"{id_} is not whole" for id_, print_ in held.items() if print_ not in whole[id_]]
    found += [
        f"{each.document.id} is lost"
        for each in kept
        if held.get(each.document.id) != fingerprint(each)
    ]
    return found + verify(store).wrong


def _told(extractions: Iterable[Extraction], begun: Told) -> Iterator[Extraction]:
    for extraction in extractions:
        begun(extraction)
        yield extraction


def _document(trial: int, number: int) -> Extraction:
    chance = random.Random(f"{trial} {number}")
    return article(
        *(_statement(chance) for _ in range(6)),
        title=f"Report {number} of trial {trial}",
        entities=[entity("group:g0", "Group Zero", f"Zero {number}")],
        extractor="1",
    )


def _read_again(first: Extraction) -> Extraction:
    """Return what another version of the extractor reads in the same text: less."""
    document = first.document.model_copy(update={"extractor": "2"})
    return first.model_copy(update={"document": document, "claims": first.claims[::2]})


def _statement(chance: random.Random) -> Statement:
    hub = "group:g0" if chance.random() < 0.3 else f"group:g{chance.randint(1, 40)}"
    status = chance.choice(list(Status))
    other = f"group:h{chance.randint(0, 40)}"
    return state(hub, chance.choice(_TYPES), other, status=status, year=chance.randint(1990, 2024))


if __name__ == "__main__":
    settings = load_settings()
    opened = open_store(settings.store, access=settings.access)
    say = partial(print, "begun", flush=True)
    ingest(opened, int(sys.argv[1]), lambda _: say(), lambda _: None)
