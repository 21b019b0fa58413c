"""What travels between a store and the process that holds the copy of its graph.

What a newcomer would get wrong: the process runs strangers' statements, so what it sends is not
simply unpickled: only the classes listed here may come out.
"""

import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from io import BytesIO
from typing import IO, Any
from zoneinfo import ZoneInfo

from graph.cypher import (
    CypherAnswer,
    CypherDuration,
    CypherNode,
    CypherPath,
    CypherRelationship,
)

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Request:
    """A statement that the guard has let through.

    Attributes:
        text: It.
        parameters: What it calls `$name`.
        fields: Names of the columns; None where the engine is to name them.
        time_s: Seconds that it may take.
        rows: The most rows to return.
        size_bytes: The most bytes of the answer's values.
        memory_bytes: How much memory it may take beside the copy.
    """

    text: str
    parameters: Mapping[str, Any]
    fields: tuple[str, ...] | None
    time_s: float
    rows: int
    size_bytes: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The copy is as the record is now, and the statement's time begins."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The statement was not answered.

    Attributes:
        error: Name of a class of `graph.errors`.
        text: What was wrong.
    """

    error: str
    text: str


_SENT: tuple[type, ...] = (
    Request,
    Ready,
    Failure,
    CypherAnswer,
    CypherDuration,
    CypherNode,
    CypherPath,
    CypherRelationship,
    date,
    datetime,
    time,
    timedelta,
    timezone,
    ZoneInfo,
)
_CLASSES = {(kind.__module__, kind.__qualname__): kind for kind in _SENT}


class _Reader(pickle.Unpickler):
    """Makes values of the listed classes only."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if (module_name, global_name) == ("zoneinfo", "ZoneInfo._unpickle"):
            return getattr(ZoneInfo, "_unpickle")  # noqa: B009 - what its own pickles name
        kind = _CLASSES.get((module_name, global_name))
        if kind is None:
            msg = f"{module_name}.{global_name} can't be part of a message"
            raise pickle.UnpicklingError(msg)
        return kind


def send(stream: IO[bytes], message: object) -> None:
    """Write a message to a stream."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: IO[bytes]) -> object | None:
    """Return the next message of a stream; None at its end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    if len(body) < length:
        return None
    return _Reader(BytesIO(body)).load()
