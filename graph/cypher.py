"""What goes in and comes out of a read-only Cypher question, whichever store answers it.

A store turns its engine's own values into these, so that the doors know one set only: None, bool,
int, float, str, bytes, lists, maps with text keys, dates and times of `datetime`, and the classes
below. What a newcomer would get wrong: nothing here runs a statement or judges it; a store does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any


@dataclass(frozen=True, slots=True)
class CypherLimits:
    """How much one statement may take; beyond it is an error, or a cut that the answer tells of.

    Attributes:
        time_s: Seconds until it is ended, and answered with an error.
        rows: The most rows that are read; what follows is left out and `truncated` is set.
        size_bytes: The most bytes of the answer's values, as JSON would hold them; more is an
            error.
        length: The most characters of a statement; more is an error.
        memory_bytes: The most memory that a process of ours may take for it; more is an error. A
            server has a setting of its own for that.
    """

    time_s: float = 5.0
    rows: int = 10_000
    size_bytes: int = 50_000_000
    length: int = 20_000
    memory_bytes: int = 1_000_000_000


@dataclass(frozen=True, slots=True)
class CypherNode:
    """A node of the answer; its id is good for telling it from others of the same answer only."""

    id: str
    labels: tuple[str, ...]
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CypherRelationship:
    """A relationship of the answer, with the ids of the nodes at its ends."""

    id: str
    type: str
    start: str
    end: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CypherPath:
    """Nodes in walking order, and the relationships between each and the next."""

    nodes: tuple[CypherNode, ...]
    relationships: tuple[CypherRelationship, ...]


@dataclass(frozen=True, slots=True)
class CypherDuration:
    """A length of time in units that can't be turned into each other."""

    months: int = 0
    days: int = 0
    seconds: int = 0
    nanoseconds: int = 0


@dataclass(frozen=True, slots=True)
class CypherTime:
    """A time of day, or a moment, that lies between two that Python's own classes can tell apart.

    Attributes:
        value: It, cut to microseconds.
        nanoseconds: How much later it is, 1 to 999.
    """

    value: time | datetime
    nanoseconds: int


@dataclass(frozen=True, slots=True)
class CypherPoint:
    """A place: two or three coordinates in the reference system with this number."""

    srid: int
    coordinates: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CypherAnswer:
    """The rows that a statement returned.

    Attributes:
        fields: The columns' names, in the statement's order; empty where it returns nothing.
        rows: One value a field each, in the order of the engine.
        truncated: Whether rows beyond the limit were left out.
        notices: Sentences that the reader should know: what was cut, what may differ from Neo4j.
        as_of: When the copy was made that answered, in UTC; None where the record itself did.
    """

    fields: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    truncated: bool = False
    notices: tuple[str, ...] = ()
    as_of: datetime | None = None


NO_PARAMETERS: Mapping[str, Any] = {}
DEFAULT_LIMITS = CypherLimits()


def told_cut(rows: int) -> str:
    """Return the notice of an answer that was cut after so many rows."""
    return f"cut at {rows} rows; there are more"
