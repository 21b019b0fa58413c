"""The neighbourhood of `GraphStore`, written by hand as one Cypher statement for so many hops.

It gives the same entities, links and counts as the store, with all that the store keeps for it (the
lists of hubs' best neighbours), in one question instead of one for each hop; it builds no values of
ours. What a newcomer would get wrong: it knows no filter, and it doesn't check what it is asked.
"""

from typing import Any

from neo4j import Driver

from graph.store import MAX_LINKS_PER_ENTITY
from graph.stores.neo4j.hubs import LINKS as HUB_LINKS
from graph.stores.neo4j.schema import LINK_TYPES

_START = """
MATCH (start:Entity {id: $id})
WITH start, [start] AS reached, [start] AS frontier
"""
_HOP = """
CALL (reached, frontier) {
    UNWIND frontier AS near
    WITH reached, near WHERE near IN [reached[0]] OR NOT near:Year
    CALL (near) {
        WITH near WHERE near.links <= $hub
        MATCH (near)-[link:LINKS]-(far:Entity)
        WITH far, max(link.claims) AS claims
        RETURN far, claims ORDER BY claims DESC, far.id LIMIT $limit + 1
        UNION ALL
        WITH near WHERE near.links > $hub
        MATCH (hub:Hub {id: near.id})
        WITH hub.nearest AS nearest, hub.claims AS best
        UNWIND range(0, $limit) AS place
        MATCH (far:Entity {id: nearest[place]})
        RETURN far, best[place] AS claims
    }
    WITH reached, far, max(claims) AS claims WHERE NOT far IN reached
    WITH far ORDER BY claims DESC, far.id
    RETURN collect(far) AS found
}
WITH start, reached, found[..$limit - size(reached)] AS next
WITH start, reached + next AS reached, next AS frontier
"""
_AMONG = """
CALL (reached) {
    UNWIND range(0, size(reached) - 1) AS one
    WITH reached, one, reached[one] AS source
    CALL (reached, source) {
        WITH reached, source WHERE source.links <= $hub
        MATCH (source)-[link:LINKS]->(target:Entity) WHERE target IN reached
        RETURN link, target
        UNION ALL
        WITH reached, source WHERE source.links > $hub
        UNWIND reached AS target
        MATCH (source)-[link:LINKS]->(target)
        RETURN link, target
    }
    WITH reached, one, source, link, target
    ORDER BY link.claims DESC, link.id LIMIT $most
    RETURN collect([source.id, type(link), target.id, properties(link)]) AS links
}
RETURN [entity IN reached | properties(entity)] AS entities, links, DEGREES AS degrees
"""


def statement(hops: int) -> str:
    """Return the statement that walks so many hops."""
    counts = ", ".join(f"COUNT {{ (start)-[:{type_}]-() }}" for type_ in LINK_TYPES.split("|"))
    text = _START + _HOP * hops + _AMONG.replace("DEGREES", f"[{counts}]")
    return text.replace("LINKS", LINK_TYPES)


def neighbourhood(driver: Driver, id_: str, hops: int, limit: int) -> tuple[list[Any], list[Any]]:
    """Return the entities and the links, as the driver gives them."""
    asked: Any = statement(hops)
    with driver.session() as session:
        found = session.run(
            asked, id=id_, limit=limit, most=MAX_LINKS_PER_ENTITY * limit, hub=HUB_LINKS
        )
        entities, links, _ = found.values()[0]
    return entities, links
