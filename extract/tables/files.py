"""The data files beside this module: CSV tables with a head of `#` lines that name the source."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def read_text(name: str) -> str:
    """Return a data file as text."""
    return (files("extract.tables") / "data" / name).read_text(encoding="utf-8")


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file by column, without its head of `#` lines."""
    lines = (line for line in read_text(name).splitlines() if not line.startswith("#"))
    yield from csv.DictReader(lines)
