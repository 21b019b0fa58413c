"""A `Filter` as the parameters of the one condition that every question about links uses.

The condition is literal Cypher; what is asked for only ever comes as parameters.
"""

from collections.abc import Iterable
from typing import LiteralString

from graph.filters import Filter
from graph.stores.neo4j.properties import Properties
from graph.stores.neo4j.schema import LINK_TYPES

_PASSES: LiteralString = """
($types IS NULL OR type(link) IN $types)
AND ($statuses IS NULL OR link.status IN $statuses)
AND ($labels IS NULL OR (
    (any(label IN labels(startNode(link)) WHERE label IN $labels)
        OR startNode(link).id IN $asked)
    AND (any(label IN labels(endNode(link)) WHERE label IN $labels)
        OR endNode(link).id IN $asked)))
AND (NOT $by_year OR ($undated AND link.first_year IS NULL)
    OR any(year IN link.years WHERE $first_year <= year <= $last_year))
AND ($documents IS NULL OR EXISTS {
    MATCH (stated:Claim {link: link.id})-[:STATED_IN]->(place:Document)
    WHERE place.id IN $documents
})
"""


def filtered(query: LiteralString) -> LiteralString:
    """Return a literal query with its words `LINKS` and `PASSES` replaced.

    The first by the types that links have, the second by the condition on the link `link`.
    """
    return query.replace("LINKS", LINK_TYPES).replace("PASSES", _PASSES)


def unfiltered(query: LiteralString) -> LiteralString:
    """Return a literal query as `filtered` does, but with nothing for a link to pass."""
    return query.replace("LINKS", LINK_TYPES).replace("PASSES", "true")


def parameters(filter_: Filter, asked: Iterable[str] = ()) -> Properties:
    """Return the parameters of the condition: the filter, and the entities that are asked about."""
    return {
        "types": _listed(filter_.types),
        "statuses": _listed(filter_.statuses),
        "labels": _listed(filter_.labels),
        "documents": _listed(filter_.documents),
        "by_year": filter_.by_year,
        "first_year": filter_.first_year or 0,
        "last_year": filter_.last_year or 9999,
        "undated": filter_.undated,
        "asked": list(asked),
    }


def _listed(values: Iterable[str]) -> list[str] | None:
    return sorted(str(value) for value in values) or None
