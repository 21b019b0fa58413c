"""Columns of values in the form in which the engine takes a load.

The engine reads a pandas DataFrame; of that it uses the few names below, so that pandas itself is
not needed. What a newcomer would get wrong: every column says its kind. Where the engine has to
guess one, it asks for more of pandas, and it takes a column without values for text.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Self

_DTYPES = {"boolean": "bool"}
"""Kinds that the engine has no word for, but knows by the type of the values."""


class Column:
    """Values of one kind, None where there is none.

    Attributes:
        kind: What the engine calls it.
        dtype: What pandas would call it.
    """

    def __init__(self, kind: str, values: Sequence[Any], *, full: bool = False) -> None:
        self.kind = kind
        self.dtype = _DTYPES.get(kind, "object")
        self._full = full
        self._values = list(values)

    def __len__(self) -> int:
        """How many values there are."""
        return len(self._values)

    def isna(self) -> "Column":
        """Return which values are None."""
        if self._full:
            return Column("boolean", [False] * len(self._values))
        return Column("boolean", [value is None for value in self._values])

    def tolist(self) -> list[Any]:
        """Return the values."""
        return self._values


class Table:
    """Columns of one length, by name.

    Attributes:
        columns: Their names.
    """

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = dict(columns)
        self.columns = list(columns)

    def __getitem__(self, name: str) -> Column:
        """Return a column."""
        return self._columns[name]

    @property
    def kinds(self) -> dict[str, str]:
        """What each column is called by the engine, where it has a word for it."""
        return {
            name: column.kind
            for name, column in self._columns.items()
            if column.kind not in _DTYPES
        }

    def reset_index(self, *, drop: bool) -> Self:
        """Return the table, which has no index."""
        del drop
        return self


def columns_of(width: int, rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return rows, each with so many values, as columns."""
    return list(zip(*rows, strict=True)) if rows else [()] * width


def table_of(names: Sequence[str], values: Iterable[Sequence[Any]]) -> Table:
    """Return columns as a table.

    Args:
        names: Their names, each with its kind after a colon unless it is text, and with a `!` at
            the end if no value is None.
        values: As SQLite gives them: lists as JSON, days and moments as text.
    """
    columns: dict[str, Column] = {}
    for name, column in zip(names, values, strict=True):
        title, _, kind = name.removesuffix("!").partition(":")
        read = _READ.get(kind)
        values_read = list(map(read, column)) if read else column
        full = name.endswith("!") or kind in _NEVER_NONE
        columns[title] = Column(_KINDS.get(kind, kind), values_read, full=full)
    return Table(columns)


def table_of_rows(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """Return rows as a table; the names are as `table_of` takes them."""
    return table_of(names, columns_of(len(names), rows))


@lru_cache(maxsize=1 << 14)
def _list(text: str | None) -> list[Any]:
    """Return the values of a JSON list of texts or whole numbers.

    Nobody changes them, so equal ones may be the same.
    """
    if not text or text == "[]":
        return []
    if text[1] == '"':
        return json.loads(text)
    return list(map(int, text[1:-1].split(",")))  # several times as fast, for most lists are short


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


_KINDS = {"": "string", "lists": "list"}
"""What the engine calls kinds that have another name here: `lists` are lists already, not JSON."""
_NEVER_NONE = frozenset({"list", "lists", "boolean"})
_READ: Mapping[str, Callable[[Any], Any]] = {
    "list": _list,
    "datetime": _day,
    "zoneddatetime": _moment,
    "boolean": bool,
}
