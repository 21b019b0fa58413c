"""Small random graphs, the same in every store that is given them."""

import random

from graph.identity import label_of
from graph.model import Extraction
from graph.ontology import RELATION_TYPES, TYPES_WITH_COMMODITY, Status
from graph.store import GraphStore
from tests.builders import Statement, article, day, entity, state
from tests.stores.strategies import IDS, SOURCES_OF_WORD

_NAMES = ("Al", "Bo", "Alpha One", "Alpha Two", "Ägypten", "gang 7")
_DAYS = (None, "2019-12-31", "2020-02-29", "2024-01-05")


def random_articles(seed: int) -> list[Extraction]:
    """Return up to eight articles about few entities."""
    chance = random.Random(seed)
    triples = [
        (source, kind.name, target)
        for kind in RELATION_TYPES.values()
        for source in IDS
        for target in IDS
        if source != target and kind.allows(label_of(source), label_of(target))  # pyright: ignore[reportArgumentType]
    ]
    return [_article(chance, number, triples) for number in range(chance.randint(2, 8))]


def merge_some(store: GraphStore, seed: int) -> None:
    """Make two groups one, in every third graph, and take that back in every sixth."""
    known = {link.source for link in store.links(limit=1000).items}
    known |= {link.target for link in store.links(limit=1000).items}
    if seed % 3 == 0 and {"group:beta", "group:gamma"} <= known:
        decision = store.merge("group:gamma", "group:beta", by="ann", reason="the same")
        if seed % 6 == 0:
            store.unmerge(decision.number)


def _article(chance: random.Random, number: int, triples: list[tuple[str, str, str]]) -> Extraction:
    told = [_statement(chance, chance.choice(triples)) for _ in range(chance.randint(1, 9))]
    ids = chance.sample(IDS, 3)
    named = [
        entity(
            id_,
            chance.choice(_NAMES),
            *chance.sample(_NAMES, chance.randint(0, 2)),
            described=chance.random() < 0.2,
            kind=chance.choice((None, "gang", "cartel")),
        )
        for id_ in ids
    ]
    published = chance.choice(_DAYS)
    return article(
        *told,
        title=f"Article {number}",
        entities=named,
        source=chance.choice((None, f"archive/{number}.txt")),
        published=day(published) if published else None,
    )


def _statement(chance: random.Random, triple: tuple[str, str, str]) -> Statement:
    source, type_, target = triple
    return state(
        source,
        type_,
        target,
        status=chance.choice(list(Status)),
        year=chance.choice((None, None, 1999, 2010, 2019)),
        attributed_to=chance.choice((None, None, *SOURCES_OF_WORD)),
        commodity=chance.choice((None, "commodity:cash"))
        if type_ in TYPES_WITH_COMMODITY
        else None,
        confidence=chance.choice((0.25, 0.5, 1.0, 0.1234567890123456)),
    )
