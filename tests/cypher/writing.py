"""Answers as docs/cypher.md writes them: rows of a table."""

from collections.abc import Iterable
from typing import Any

from api.typed import plain


def row_of(values: Iterable[Any]) -> str:
    """Return a row of a table; a list's items have commas between them, nothing is empty."""
    return f"| {' | '.join(map(_cell, map(plain, values)))} |"


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
