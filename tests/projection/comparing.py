"""Answers of two stores, made comparable: nodes and relationships by what they hold."""

import math
from collections.abc import Mapping
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
    if isinstance(value, CypherNode):
        return ("node", tuple(sorted(value.labels)), _plain(value.properties))
    if isinstance(value, CypherRelationship):
        return ("relationship", value.type, _plain(value.properties))
    if isinstance(value, CypherPath):
        return ("path", _plain(value.nodes), _plain(value.relationships))
    if isinstance(value, Mapping):
        kept = {key: each for key, each in value.items() if key not in _NOT_COMPARED}
        return tuple((key, _plain(each)) for key, each in sorted(kept.items()))
    if isinstance(value, list | tuple):
        items = [_plain(each) for each in value]
        return ("list", *(sorted(items, key=repr) if bag else items))
    if isinstance(value, float) and math.isfinite(value):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value
    return value
