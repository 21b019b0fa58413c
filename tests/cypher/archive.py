"""A small archive that docs/cypher.md asks: five documents by hand, and one merge."""

from graph.model import Entity
from graph.ontology import Status
from graph.store import GraphStore
from tests.builders import article, day, entity, state

HARBOUR, NORTHERN = "group:harbour-gang", "group:northern-brotherhood"
IRON, SILVER = "group:iron-circle", "group:silver-road"
GUARD, COURIER = "agency:coast-guard", "organization:evening-courier"
SHIPPING = "organization:delta-shipping"
SALGADO, MATOS = "person:ines-salgado", "person:ruy-matos"
PORTUGAL, SPAIN, IRELAND = "country:PT", "country:ES", "country:IE"

_NAMES = [
    entity(PORTUGAL, "Portugal"),
    entity(SPAIN, "Spain"),
    entity(IRELAND, "Ireland"),
    entity(SALGADO, "Inês Salgado", "Salgado"),
]


def _named(*ids: str) -> list[Entity]:
    return [each for each in _NAMES if each.id in ids]


DOCUMENTS = (
    article(
        state(SILVER, "SUPPLIES", HARBOUR, year=2016, commodity="commodity:weapons"),
        state(SALGADO, "MEMBER_OF", SILVER, year=2014),
        state(SHIPPING, "PAID", SILVER, status=Status.ALLEGED, attributed_to=COURIER),
        title="Old friends",
        source="archive/old-friends.txt",
        published=day("2018-09-14"),
        entities=_named(SALGADO),
    ),
    article(
        state(HARBOUR, "SUPPLIES", NORTHERN, year=2019, commodity="commodity:weapons"),
        state(HARBOUR, "BASED_IN", PORTUGAL),
        state(NORTHERN, "OPERATES_IN", SPAIN),
        title="Rifles at the quay",
        source="archive/rifles.txt",
        published=day("2020-02-03"),
        entities=_named(PORTUGAL, SPAIN),
    ),
    article(
        state(HARBOUR, "SUPPLIES", IRON, year=2021, commodity="commodity:ammunition"),
        state(
            *(HARBOUR, "SUPPLIES", NORTHERN),
            year=2021,
            status=Status.ALLEGED,
            attributed_to=GUARD,
        ),
        state(IRON, "OPERATES_IN", SPAIN),
        state(SALGADO, "LEADS", HARBOUR),
        title="A convoy from the coast",
        source="archive/convoy.txt",
        published=day("2021-05-10"),
        entities=_named(SPAIN, SALGADO),
    ),
    article(
        state(HARBOUR, "SUPPLIES", NORTHERN, status=Status.DENIED, attributed_to=SALGADO),
        state(GUARD, "ARRESTED", MATOS, year=2022),
        state(MATOS, "MEMBER_OF", IRON),
        state(IRON, "RIVAL_OF", NORTHERN, year=2022),
        title="Denials",
        source="archive/denials.txt",
        published=day("2022-11-30"),
        entities=[*_named(SALGADO), entity("group:quay-crew")],
    ),
    article(
        state("group:harbour-boys", "SMUGGLES_TO", IRELAND, year=2023, commodity="commodity:gold"),
        state(MATOS, "WORKS_FOR", SHIPPING, status=Status.ALLEGED, attributed_to=COURIER),
        state(SHIPPING, "PAID", "group:harbour-boys", year=2023),
        title="The bookkeeper",
        source="archive/bookkeeper.txt",
        published=day("2023-04-21"),
        entities=_named(IRELAND),
    ),
)


def fill(store: GraphStore) -> None:
    """Keep the archive in an empty store."""
    for document in DOCUMENTS:
        store.add(document)
    store.merge("group:harbour-boys", HARBOUR, by="ana", reason="the same men")
