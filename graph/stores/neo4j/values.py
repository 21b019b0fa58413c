"""The driver's values made into those of `graph.cypher`, and counted on the way.

What a newcomer would get wrong: the driver's times count nanoseconds, Python's microseconds; what
would be lost is kept in a `CypherTime`.
"""

import datetime as python
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType, NoneType
from typing import Any

from neo4j import graph, spatial, time

from graph.cypher import (
    CypherDuration,
    CypherNode,
    CypherPath,
    CypherPoint,
    CypherRelationship,
    CypherTime,
)
from graph.errors import CypherError, CypherLimitError

MAX_DEPTH = 100
"""Lists and maps inside each other; what reads JSON often takes no more."""
_NUMBER_BYTES = 8
_NUMBERS = frozenset({int, float, bool, NoneType})
_NODE_BYTES = 100
_NANOSECONDS = 1000


class Converter:
    """Converts the values of one answer, until they have taken the room that there is."""

    def __init__(self, size_bytes: int) -> None:
        self._size_bytes = size_bytes
        self._left = size_bytes

    def row(self, values: Iterable[Any]) -> tuple[Any, ...]:
        """Return the values of one row.

        Raises:
            CypherLimitError: With this row the answer takes more room than it may.
            CypherError: A value of a kind that is not known.
        """
        return tuple([self._value(value, 0) for value in values])

    def _value(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is str:
            self._take(len(value))
            return value
        if kind in _NUMBERS:
            self._take(_NUMBER_BYTES)
            return value
        if isinstance(value, bytes | bytearray):
            self._take(len(value))
            return bytes(value)
        if depth >= MAX_DEPTH:
            msg = f"a value holds lists or maps more than {MAX_DEPTH} deep"
            raise CypherLimitError(msg, code=CypherError.code)
        if isinstance(value, list):
            self._take(_NUMBER_BYTES)
            return [self._value(each, depth + 1) for each in value]
        if isinstance(value, dict):
            return self._map(value, depth)
        return self._other(value, depth)

    def _map(self, value: Mapping[str, Any], depth: int) -> dict[str, Any]:
        self._take(_NUMBER_BYTES + sum(map(len, value)))
        return {key: self._value(each, depth + 1) for key, each in value.items()}

    def _other(self, value: Any, depth: int) -> Any:
        self._take(_NODE_BYTES)
        if isinstance(value, graph.Node):
            return self._node(value, depth)
        if isinstance(value, graph.Relationship):
            return self._relationship(value, depth)
        if isinstance(value, graph.Path):
            return CypherPath(
                tuple(self._node(node, depth) for node in value.nodes),
                tuple(self._relationship(each, depth) for each in value.relationships),
            )
        if isinstance(value, spatial.Point):
            return CypherPoint(value.srid or 0, tuple(value))
        for kind, convert in _TIMES.items():
            if isinstance(value, kind):
                return convert(value)
        msg = f"the answer holds a {type(value).__name__}, which can't be shown; return parts of it"
        raise CypherError(msg)

    def _node(self, node: graph.Node, depth: int) -> CypherNode:
        labels = tuple(sorted(node.labels))
        return CypherNode(node.element_id, labels, self._map(dict(node), depth))

    def _relationship(self, each: graph.Relationship, depth: int) -> CypherRelationship:
        start, end = (node.element_id if node is not None else "" for node in each.nodes)
        properties = self._map(dict(each), depth)
        return CypherRelationship(each.element_id, each.type, start, end, properties)

    def _take(self, size_bytes: int) -> None:
        self._left -= size_bytes
        if self._left < 0:
            msg = (
                f"the answer takes more than {self._size_bytes} bytes; "
                "return fewer properties, or set a LIMIT"
            )
            raise CypherLimitError(msg, code=CypherError.code)


def _time(value: time.Time | time.DateTime) -> Any:
    nanoseconds = value.nanosecond % _NANOSECONDS
    whole = value.replace(nanosecond=value.nanosecond - nanoseconds)  # `to_native` would round
    native = whole.to_native()
    return CypherTime(native, nanoseconds) if nanoseconds else native


def _date(value: time.Date) -> python.date:
    return value.to_native()


def _duration(value: time.Duration) -> CypherDuration:
    return CypherDuration(value.months, value.days, value.seconds, value.nanoseconds)


_TIMES: Mapping[type, Callable[[Any], Any]] = MappingProxyType(
    {time.DateTime: _time, time.Date: _date, time.Time: _time, time.Duration: _duration}
)
