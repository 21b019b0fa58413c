"""Parameters of a statement made into what the driver sends.

What a newcomer would get wrong: the driver takes Python's times with a zone and then asks the zone
for the offset of a time of its own, which crashes the process (`zoneinfo`) or fails (`timezone`).
So each goes out as the driver's own, with a zone of the kind that the driver itself makes.
"""

import datetime as python
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

import pytz
from neo4j import spatial, time

from graph.cypher import CypherDuration, CypherPoint, CypherTime
from graph.errors import CypherError, CypherLimitError
from graph.stores.neo4j.values import MAX_DEPTH

_POINTS: Mapping[int, type[spatial.Point]] = MappingProxyType(
    {
        7203: spatial.CartesianPoint,
        9157: spatial.CartesianPoint,
        4326: spatial.WGS84Point,
        4979: spatial.WGS84Point,
    }
)


def sent(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters as the driver takes them.

    Raises:
        CypherLimitError: One holds lists or maps more than `MAX_DEPTH` deep.
        CypherError: One is a point in a reference system that is not known.
    """
    return {name: _sent(value, 0) for name, value in parameters.items()}


def _sent(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        msg = f"a parameter holds lists or maps more than {MAX_DEPTH} deep"
        raise CypherLimitError(msg, code=CypherError.code)
    if isinstance(value, Mapping):
        held = cast("Mapping[str, Any]", value)
        return {key: _sent(each, depth + 1) for key, each in held.items()}
    if isinstance(value, list | tuple):
        return [_sent(each, depth + 1) for each in cast("list[Any]", value)]
    if isinstance(value, CypherDuration):
        return time.Duration(
            0, value.months, 0, value.days, 0, 0, value.seconds, 0, 0, value.nanoseconds
        )
    if isinstance(value, CypherPoint):
        return _point(value)
    if isinstance(value, CypherTime):
        own = _time(value.value)
        return own.replace(nanosecond=own.nanosecond + value.nanoseconds)
    return _time(value) if isinstance(value, python.datetime | python.time) else value


def _point(value: CypherPoint) -> spatial.Point:
    if value.srid not in _POINTS:
        msg = f"no point can be sent in the reference system {value.srid}; known: {list(_POINTS)}"
        raise CypherError(msg)
    return _POINTS[value.srid](value.coordinates)


def _time(value: python.datetime | python.time) -> time.DateTime | time.Time:
    if isinstance(value, python.time):
        return time.Time.from_native(value.replace(tzinfo=_fixed(value.utcoffset())))
    zone = getattr(value.tzinfo, "key", None)
    if zone:
        local = pytz.timezone(zone).localize(value.replace(tzinfo=None), is_dst=not value.fold)
        return time.DateTime.from_native(local)
    return time.DateTime.from_native(value.replace(tzinfo=_fixed(value.utcoffset())))


def _fixed(offset: python.timedelta | None) -> python.tzinfo | None:
    return None if offset is None else pytz.FixedOffset(int(offset.total_seconds()) // 60)
