"""Answers of two stores, made comparable: nodes and relationships by what they hold."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from graph.cypher import CypherAnswer, CypherNode, CypherPath, CypherRelationship
from tests.projection.asking import Question

_DIGITS = 12
_NOT_COMPARED = frozenset({"ingested_at", "decided_at"})
"""When a store took something, which is another moment on each."""


def comparable(question: Question, answer: CypherAnswer) -> tuple[object, ...]:
    """Return the rows of an answer in a form that is equal where the answers are."""
    rows = [
        tuple(
            _plain(value, bag=field in question.bags)
            for field, value in zip(answer.fields, row, strict=True)
        )
        for row in answer.rows
    ]
    return (answer.fields, *(rows if question.ordered else sorted(rows, key=repr)))


def _plain(value: Any, *, bag: bool = False) -> object:
    for kind, parts in _PARTS.items():
        if isinstance(value, kind):
            return (kind.__name__, *map(_plain, parts(value)))
    if isinstance(value, Mapping):
        kept = {key: each for key, each in value.items() if key not in _NOT_COMPARED}
        return tuple((key, _plain(each)) for key, each in sorted(kept.items()))
    if isinstance(value, list | tuple):
        items = [_plain(each) for each in value]
        return ("list", *(sorted(items, key=repr) if bag else items))
    if isinstance(value, float) and math.isfinite(value):
        return float(f"{value:.{_DIGITS}g}")
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else value


_PARTS: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    CypherNode: lambda node: (sorted(node.labels), node.properties),
    CypherRelationship: lambda each: (each.type, each.properties),
    CypherPath: lambda path: (path.nodes, path.relationships),
}
