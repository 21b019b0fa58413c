"""Values of Cypher as JSON, in the two ways of Neo4j's Query API: plain, and with their types.

Plain JSON is easy to read and loses what JSON does not have: a date is a text like any other.
Typed JSON (`application/vnd.neo4j.query`) names the type of every value, and has whole numbers as
texts. What a newcomer would get wrong: a whole number and a float are told apart (`1` and `1.0`),
and what is no number in JSON (NaN, Infinity) is a text in both ways.
"""

import base64
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType, NoneType
from typing import Any

from graph.cypher import (
    CypherDuration,
    CypherNode,
    CypherPath,
    CypherPoint,
    CypherRelationship,
    CypherTime,
)

_NO_OFFSET = timedelta(0)
_PLAIN_FROM, _PLAIN_TO = 1e-3, 1e7
"""Between these, Java writes a float without an exponent."""


def plain(value: Any) -> Any:
    """Return a value as plain JSON has it."""
    return _writer(_PLAIN, value)(value)


def typed(value: Any) -> dict[str, Any]:
    """Return a value as typed JSON has it: its type, and itself below `_value`."""
    kind, written = _writer(_TYPED, value)(value)
    return {"$type": kind, "_value": written}


def _writer(writers: Mapping[type, Callable[[Any], Any]], value: object) -> Callable[[Any], Any]:
    kind: type = type(value)
    found = writers.get(kind)
    if found is None:
        found = next((write for each, write in writers.items() if isinstance(value, each)), None)
    if found is None:
        msg = f"a {kind.__name__} is no value of Cypher"
        raise TypeError(msg)
    return found


def _plain_list(values: Sequence[Any]) -> list[Any]:
    return [plain(each) for each in values]


def _plain_map(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: plain(each) for key, each in values.items()}


def _plain_node(node: CypherNode) -> dict[str, Any]:
    properties = _plain_map(node.properties)
    return {"elementId": node.id, "labels": list(node.labels), "properties": properties}


def _plain_relationship(each: CypherRelationship) -> dict[str, Any]:
    return {
        "elementId": each.id,
        "startNodeElementId": each.start,
        "endNodeElementId": each.end,
        "type": each.type,
        "properties": _plain_map(each.properties),
    }


def _as_text(value: Any) -> str:
    """The text of typed JSON, without the name of a time's zone."""
    return _TYPED[type(value)](value)[1].partition("[")[0]


def _typed_list(values: Sequence[Any]) -> tuple[str, list[Any]]:
    return "List", [typed(each) for each in values]


def _typed_map(values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "Map", {key: typed(each) for key, each in values.items()}


def _typed_node(node: CypherNode) -> tuple[str, dict[str, Any]]:
    properties = _typed_map(node.properties)[1]
    labels = list(node.labels)
    return "Node", {"_element_id": node.id, "_labels": labels, "_properties": properties}


def _typed_relationship(each: CypherRelationship) -> tuple[str, dict[str, Any]]:
    return "Relationship", {
        "_element_id": each.id,
        "_start_node_element_id": each.start,
        "_end_node_element_id": each.end,
        "_type": each.type,
        "_properties": _typed_map(each.properties)[1],
    }


def _walk(path: CypherPath) -> list[CypherNode | CypherRelationship]:
    walk: list[CypherNode | CypherRelationship] = list(path.nodes[:1])
    for relationship, node in zip(path.relationships, path.nodes[1:], strict=True):
        walk += (relationship, node)
    return walk


def _float(value: float) -> str:
    """Write a float as Java does: 1.5E300, 1.0E-7, 123.0, NaN."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    if value == 0 or _PLAIN_FROM <= abs(value) < _PLAIN_TO:
        return repr(value) if "e" not in repr(value) else f"{value:f}"
    digits, _, exponent = f"{value!r}".partition("e")
    if not exponent:
        digits, exponent = _scientific(digits)
    digits = digits if "." in digits else f"{digits}.0"
    return f"{digits}E{int(exponent)}"


def _scientific(digits: str) -> tuple[str, str]:
    """Move the point of a number like 123456789.5 behind its first digit that is not zero."""
    sign = "-" if digits.startswith("-") else ""
    whole, _, fraction = digits.lstrip("-").partition(".")
    if whole != "0":
        tail = (whole[1:] + fraction).rstrip("0")
        return f"{sign}{whole[0]}.{tail or '0'}", str(len(whole) - 1)
    first = len(fraction) - len(fraction.lstrip("0"))
    tail = fraction[first + 1 :]
    return f"{sign}{fraction[first]}.{tail or '0'}", str(-first - 1)


def _time(value: time | datetime, nanoseconds: int = 0) -> tuple[str, str]:
    fraction = f"{value.microsecond:06}{nanoseconds:03}".rstrip("0")
    text = value.replace(microsecond=0, tzinfo=None).isoformat()
    text += f".{fraction}" if fraction else ""
    moment = isinstance(value, datetime)
    offset = value.utcoffset()
    if offset is None:
        return ("LocalDateTime" if moment else "LocalTime"), text
    text += "Z" if offset == _NO_OFFSET else value.isoformat()[-_offset_length(offset) :]
    zone = str(getattr(value.tzinfo, "key", None) or getattr(value.tzinfo, "zone", None) or "")
    if not moment:
        return "Time", text
    if not zone or zone == "UTC":
        return "OffsetDateTime", text
    return "ZonedDateTime", f"{text}[{zone}]"


def _offset_length(offset: timedelta) -> int:
    return len("+00:00:00" if offset.seconds % 60 else "+00:00")


def _duration(value: CypherDuration) -> tuple[str, str]:
    years, months = _parted(value.months, 12)
    nanoseconds = value.seconds * 1_000_000_000 + value.nanoseconds
    hours, rest = _parted(nanoseconds, 3600 * 1_000_000_000)
    minutes, rest = _parted(rest, 60 * 1_000_000_000)
    whole, part = _parted(rest, 1_000_000_000)
    seconds = f"{'-' if rest < 0 and not whole else ''}{whole}"
    seconds += f".{abs(part):09}".rstrip("0") if part else ""
    day = "".join(
        f"{n}{unit}" for n, unit in zip((years, months, value.days), "YMD", strict=True) if n
    )
    clock = "".join(f"{n}{unit}" for n, unit in zip((hours, minutes), "HM", strict=True) if n)
    clock += f"{seconds}S" if rest else ""
    return "Duration", f"P{day}{'T' + clock if clock else ''}" if day or clock else "PT0S"


def _parted(value: int, size: int) -> tuple[int, int]:
    """Divide towards zero, as Java does, so that both parts have the sign of the whole."""
    sign = -1 if value < 0 else 1
    return sign * (abs(value) // size), sign * (abs(value) % size)


def _point(value: CypherPoint) -> tuple[str, str]:
    kind = "POINT Z" if len(value.coordinates) > 2 else "POINT"  # noqa: PLR2004 - a height
    places = " ".join(map(_float, value.coordinates))
    return "Point", f"SRID={value.srid};{kind} ({places})"


def _itself(value: Any) -> Any:
    return value


_TYPED: Mapping[type, Callable[[Any], tuple[str, Any]]] = MappingProxyType(
    {
        NoneType: lambda _: ("Null", None),
        bool: lambda value: ("Boolean", value),
        int: lambda value: ("Integer", str(value)),
        float: lambda value: ("Float", _float(value)),
        str: lambda value: ("String", value),
        bytes: lambda value: ("Base64", base64.b64encode(value).decode()),
        list: _typed_list,
        tuple: _typed_list,
        Mapping: _typed_map,
        CypherNode: _typed_node,
        CypherRelationship: _typed_relationship,
        CypherPath: lambda path: ("Path", [typed(each) for each in _walk(path)]),
        CypherTime: lambda value: _time(value.value, value.nanoseconds),
        datetime: _time,
        date: lambda value: ("Date", value.isoformat()),
        time: _time,
        CypherDuration: _duration,
        CypherPoint: _point,
    }
)
"""In this order, since a `bool` is an `int` and a `datetime` a `date`."""

_PLAIN: Mapping[type, Callable[[Any], Any]] = MappingProxyType(
    {
        **dict.fromkeys((NoneType, bool, int, str), _itself),
        float: lambda value: value if math.isfinite(value) else _float(value),
        list: _plain_list,
        tuple: _plain_list,
        dict: _plain_map,
        Mapping: _plain_map,
        CypherNode: _plain_node,
        CypherRelationship: _plain_relationship,
        CypherPath: lambda path: [plain(each) for each in _walk(path)],
        object: _as_text,
    }
)
