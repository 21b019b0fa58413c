"""Parameters of a Cypher statement as Neo4j's clients send them, made into values.

What a newcomer would get wrong: a plain parameter is taken as JSON has it, so that a date given as
a text stays a text (`date($day)` in the statement makes it one); only typed JSON tells more.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, cast
from zoneinfo import ZoneInfo

from graph.cypher import CypherDuration, CypherPoint, CypherTime
from graph.errors import QuestionError

_MAX_INTEGER = 2**63
_MAX_DEPTH = 100
_CLOCK = re.compile(r"(.*?:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d(?::\d\d)?)?(?:\[([\w/+-]+)\])?")
_DURATION = re.compile(
    r"(-?)P(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)W)?(?:(-?\d+)D)?"
    r"(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?)(\d+)(?:\.(\d{1,9}))?S)?)?"
)
_POINT = re.compile(r"SRID=(\d+);\s*POINT(?: Z)? ?\(([^()]*)\)")
_PLACES = {2, 3}


class ParameterError(QuestionError):
    """A parameter of a Cypher statement that is none of the values it may be."""


def read_plain(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters of plain JSON.

    Raises:
        ParameterError: A whole number is larger than 64 bits, or lists lie too deep in each other.
    """
    return {name: _plain(name, value, 0) for name, value in parameters.items()}


def read_typed(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters of typed JSON, each `{"$type": …, "_value": …}`.

    Raises:
        ParameterError: One is not put like that, of a type that can't be sent, or not of its type.
    """
    return {name: _typed(name, value, 0) for name, value in parameters.items()}


def _plain(name: str, value: Any, depth: int) -> Any:
    _check_depth(name, depth)
    if isinstance(value, int) and not -_MAX_INTEGER <= value < _MAX_INTEGER:
        raise _problem(name, "a whole number of more than 64 bits")
    if isinstance(value, list):
        return [_plain(name, each, depth + 1) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        inner = cast("dict[str, Any]", value)
        return {key: _plain(name, each, depth + 1) for key, each in inner.items()}
    return value


def _typed(name: str, value: Any, depth: int) -> Any:
    _check_depth(name, depth)
    if not isinstance(value, dict) or set(cast("dict[str, Any]", value)) != {"$type", "_value"}:
        raise _problem(name, 'not of the form {"$type": …, "_value": …}')
    kind, inner = (cast("dict[str, Any]", value)[key] for key in ("$type", "_value"))
    if kind == "List" and isinstance(inner, list):
        return [_typed(name, each, depth + 1) for each in cast("list[Any]", inner)]
    if kind == "Map" and isinstance(inner, dict):
        pairs = cast("dict[str, Any]", inner).items()
        return {key: _typed(name, each, depth + 1) for key, each in pairs}
    if kind in ("Null", "Boolean", "String"):
        if isinstance(inner, _JSON[kind]):
            return inner
        raise _problem(name, f"no {kind}: {str(inner)[:100]!r}")
    read = _READERS.get(str(kind))
    if read is None:
        raise _problem(name, f"of the type {str(kind)[:100]!r}, which is not supported")
    try:
        return read(str(inner))
    except (ValueError, LookupError, OverflowError, binascii.Error):
        raise _problem(name, f"no {kind}: {str(inner)[:100]!r}") from None


def _check_depth(name: str, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise _problem(name, f"lists or maps more than {_MAX_DEPTH} deep")


def _problem(name: str, what: str) -> ParameterError:
    return ParameterError(f"the parameter {name[:100]!r} is {what}")


def _integer(text: str) -> int:
    value = int(text)
    if not -_MAX_INTEGER <= value < _MAX_INTEGER:
        raise ValueError(text)
    return value


def _moment(text: str) -> datetime | CypherTime:
    return cast("datetime | CypherTime", _clock(text, datetime.fromisoformat))


def _time(text: str) -> time | CypherTime:
    return cast("time | CypherTime", _clock(text, time.fromisoformat))


def _clock(text: str, read: Callable[[str], datetime | time]) -> datetime | time | CypherTime:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(text)
    start, fraction, offset, zone = found.groups()
    fraction = (fraction or "").ljust(9, "0")
    value = read(f"{start}.{fraction[:6]}{offset or ''}")
    if zone:
        value = value.replace(tzinfo=ZoneInfo(zone))
    nanoseconds = int(fraction[6:])
    return CypherTime(value, nanoseconds) if nanoseconds else value


def _duration(text: str) -> CypherDuration:
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()[1:]):
        raise ValueError(text)
    minus, years, months, weeks, days, hours, minutes, sign, seconds, part = found.groups()
    whole = -1 if minus else 1
    clock = int(f"{sign or ''}{seconds or 0}"), int(f"{sign or ''}{(part or '').ljust(9, '0')}")
    return CypherDuration(
        whole * (12 * int(years or 0) + int(months or 0)),
        whole * (7 * int(weeks or 0) + int(days or 0)),
        whole * (3600 * int(hours or 0) + 60 * int(minutes or 0) + clock[0]),
        whole * clock[1],
    )


def _point(text: str) -> CypherPoint:
    found = _POINT.fullmatch(text)
    places = tuple(map(float, found[2].split())) if found else ()
    if found is None or len(places) not in _PLACES:
        raise ValueError(text)
    return CypherPoint(int(found[1]), places)


_JSON: Mapping[str, type] = MappingProxyType({"Null": type(None), "Boolean": bool, "String": str})
_READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "Integer": _integer,
        "Float": float,
        "Base64": lambda text: base64.b64decode(text, validate=True),
        "Date": date.fromisoformat,
        "Time": _time,
        "LocalTime": _time,
        "OffsetDateTime": _moment,
        "ZonedDateTime": _moment,
        "LocalDateTime": _moment,
        "Duration": _duration,
        "Point": _point,
    }
)
