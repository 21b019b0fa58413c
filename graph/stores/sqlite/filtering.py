"""A `Filter` as the parameters of the one condition that every question about links uses.

The condition is literal SQL; what is asked for only ever comes as parameters.
"""

from collections.abc import Iterable

from graph.filters import Filter
from graph.stores.sqlite.columns import to_json

_PASSES = """
(:types IS NULL OR l.type IN (SELECT value FROM json_each(:types)))
AND (:statuses IS NULL OR l.status IN (SELECT value FROM json_each(:statuses)))
AND (:labels IS NULL OR (
    (substr(l.source, 1, instr(l.source, ':') - 1) IN (SELECT value FROM json_each(:labels))
        OR l.source IN (SELECT value FROM json_each(:asked)))
    AND (substr(l.target, 1, instr(l.target, ':') - 1) IN (SELECT value FROM json_each(:labels))
        OR l.target IN (SELECT value FROM json_each(:asked)))))
AND (NOT :by_year OR (:undated AND l.first_year IS NULL) OR (
    l.first_year <= :last_year AND l.last_year >= :first_year AND EXISTS (
        SELECT 1 FROM json_each(l.years) WHERE value BETWEEN :first_year AND :last_year)))
AND (:documents IS NULL OR EXISTS (
    SELECT 1 FROM claims AS stated JOIN documents AS place ON place.key = stated.document
    WHERE stated.link = l.key AND place.id IN (SELECT value FROM json_each(:documents))))
"""


_COLUMNS = """
l.id, l.source, l.type, l.target, l.claims, l.documents, l.years, l.statuses, l.attributed_to,
l.commodities, l.confidence
"""
"""What `columns.links_of` makes a link of."""


def filtered(query: str) -> str:
    """Return a literal query about a link `l`, its two words replaced.

    `COLUMNS` are those that make a link, `PASSES` is the condition of the filter.
    """
    return query.replace("COLUMNS", _COLUMNS).replace("PASSES", _PASSES)


def parameters(filter_: Filter, asked: Iterable[str] = ()) -> dict[str, str | int | None]:
    """Return the parameters of the condition: the filter, and the entities that are asked about."""
    return {
        "types": _listed(filter_.types),
        "statuses": _listed(filter_.statuses),
        "labels": _listed(label.lower() for label in filter_.labels),
        "documents": _listed(filter_.documents),
        "by_year": int(filter_.by_year),
        "first_year": filter_.first_year or 0,
        "last_year": filter_.last_year or 9999,
        "undated": int(filter_.undated),
        "asked": to_json(asked),
    }


def _listed(values: Iterable[str]) -> str | None:
    listed = sorted(values)
    return to_json(listed) if listed else None
