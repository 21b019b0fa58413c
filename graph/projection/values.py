"""The engine's values made into those of `graph.cypher`, and counted on the way.

What a newcomer would get wrong: the engine hands nodes, relationships and paths over as plain maps.
They are told from a map of the statement's own by their keys and by their ids, which are numbers of
the engine's that no statement can ask for.
"""

import time
from collections.abc import Iterable, Mapping
from typing import Any

from graph.cypher import CypherDuration, CypherNode, CypherPath, CypherRelationship
from graph.errors import CypherLimitError

_NUMBER_BYTES = 8
_NODE_BYTES = 100
_NODE = frozenset({"id", "labels", "properties"})
_RELATIONSHIP = frozenset({"id", "start", "end", "type", "properties"})
_PATH = frozenset({"nodes", "relationships"})
_DURATION = frozenset({"months", "days", "seconds"})
_DURATION_PARTS = _DURATION | {"nanoseconds"}
_WITH_TYPE = "Claim"
"""The one label whose nodes have a property `type`; the engine says each node's label there."""
_WITH_TITLE = "Document"
_WITHOUT_ID = frozenset({"Decision", "Word", "Redstring"})


class Converter:
    """Converts the values of one answer, until they have taken the room or the time that there is.

    Attributes:
        deadline: When the time is over, as `time.monotonic` counts.
    """

    def __init__(self, size_bytes: int, deadline: float) -> None:
        self._size_bytes = size_bytes
        self._left = size_bytes
        self.deadline = deadline

    def row(self, values: Iterable[Any]) -> tuple[Any, ...]:
        """Return the values of one row.

        Raises:
            CypherLimitError: With this row the answer takes more room or time than it may.
        """
        if time.monotonic() > self.deadline:
            msg = "the statement's time was over before its answer was read; set a LIMIT"
            raise CypherLimitError(msg)
        return tuple([self._value(value) for value in values])

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            self._take(len(value))
            return value
        if isinstance(value, list):
            self._take(_NUMBER_BYTES)
            return [self._value(each) for each in value]
        if isinstance(value, dict):
            return self._of_map(value)
        self._take(_NUMBER_BYTES)
        return value

    def _of_map(self, value: Mapping[str, Any]) -> Any:
        keys = value.keys()
        if keys == _NODE and _is_node(value):
            return self._node(value)
        if keys == _RELATIONSHIP and _is_relationship(value):
            return self._relationship(value)
        if keys == _PATH and _is_path(value):
            return CypherPath(
                tuple(self._node(node) for node in value["nodes"]),
                tuple(self._relationship(each) for each in value["relationships"]),
            )
        if _DURATION <= keys <= _DURATION_PARTS:
            return CypherDuration(**value)
        return self._map(value)

    def _map(self, value: Mapping[str, Any]) -> dict[str, Any]:
        self._take(_NUMBER_BYTES + sum(map(len, value)))
        return {key: self._value(each) for key, each in value.items()}

    def _node(self, node: Mapping[str, Any]) -> CypherNode:
        self._take(_NODE_BYTES)
        properties = self._map(node["properties"])
        label = node["labels"][0]
        if label != _WITH_TYPE:
            properties.pop("type", None)
        if label != _WITH_TITLE:
            properties.pop("title", None)
        if label in _WITHOUT_ID:
            properties.pop("id", None)
        return CypherNode(str(node["id"]), tuple(sorted(node["labels"])), properties)

    def _relationship(self, each: Mapping[str, Any]) -> CypherRelationship:
        self._take(_NODE_BYTES)
        ends = str(each["start"]), str(each["end"])
        return CypherRelationship(
            f"r{each['id']}", each["type"], *ends, self._map(each["properties"])
        )

    def _take(self, size_bytes: int) -> None:
        self._left -= size_bytes
        if self._left < 0:
            msg = (
                f"the answer takes more than {self._size_bytes} bytes; "
                "return fewer properties, or set a LIMIT"
            )
            raise CypherLimitError(msg)


def _is_node(value: Mapping[str, Any]) -> bool:
    properties = value["properties"]
    return type(value["id"]) is int and isinstance(properties, dict) and "title" in properties


def _is_relationship(value: Mapping[str, Any]) -> bool:
    ids = (value["id"], value["start"], value["end"])
    return all(type(each) is int for each in ids) and isinstance(value["properties"], dict)


def _is_path(value: Mapping[str, Any]) -> bool:
    nodes, relationships = value["nodes"], value["relationships"]
    return (
        isinstance(nodes, list)
        and isinstance(relationships, list)
        and len(nodes) == len(relationships) + 1
        and all(isinstance(node, dict) and node.keys() == _NODE for node in nodes)
    )
