"""How answers are shown: tables and progress bars on a terminal, plain lines in a pipe, JSON.

Data goes to standard output and all else to standard error. What a newcomer would get wrong: names
and sentences come from articles that anybody may have written, so they are never read as markup,
and control characters, with which a text could steer a terminal, are shown as a space.
"""

import json
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel

TIMES = frozenset({"ingested_at", "decided_at"})
"""Fields that say when a store took something, which is no part of what it holds."""


def printable(text: str) -> str:
    """Return a text with a space for every character that is not for the eye, line breaks too."""
    return "".join(c if c.isprintable() else " " for c in text)


def plain(text: str) -> str:
    """Return a text on one line, without control characters or runs of white space."""
    return " ".join(printable(text).split())


def near(where: str) -> str:
    """Return a path as seen from the working folder, where it lies below it."""
    return where.removeprefix(f"{Path.cwd()}/")


def say(message: str) -> None:
    """Tell the person at the terminal something that is no data."""
    print(printable(message), file=sys.stderr, flush=True)  # noqa: T201 - this is where it is printed


def show_lines(lines: Iterable[str]) -> None:
    """Write data, one line each."""
    for line in lines:
        print(printable(line))  # noqa: T201 - as above


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows: a table with headings on a terminal, else lines with tabs and no headings.

    Args:
        columns: The heading of each column; one that starts with `#` holds numbers, and
            `id` is never broken into lines.
        rows: As many cells each as there are columns; None shows as nothing.
    """
    texts = [["" if cell is None else plain(str(cell)) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _draw_table(columns, texts)
    else:
        sys.stdout.writelines("\t".join(row) + "\n" for row in texts)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as evidence.

    Attributes:
        about: What it is evidence for; quotes that follow each other may share it.
        sentence: Literally.
        marked: Where the words that matter start and end in the sentence.
        note: From where it is, and whatever else to know of it.
        cells: What stands before the sentence where a program reads it.
    """

    about: str
    sentence: str
    marked: Sequence[tuple[int, int]]
    note: str
    cells: Sequence[object]


def show_quotes(quotes: Iterable[Quote]) -> None:
    """Write sentences: below what they are evidence for on a terminal, else as lines with tabs."""
    if sys.stdout.isatty():
        _draw_quotes(quotes)
    else:
        show_table((), ((*quote.cells, quote.sentence) for quote in quotes))


def show_json(value: object) -> None:
    """Write a value as JSON: keys in order, so that the same value gives the same bytes."""
    print(as_json(value))  # noqa: T201 - as above


def as_json(value: object) -> str:
    """Return a value, models within it too, as JSON with sorted keys and readable letters.

    When a store took something is left out of models, so that the same graph gives the same bytes.
    """
    return json.dumps(value, default=_as_plain, ensure_ascii=False, indent=2, sort_keys=True)


@contextmanager
def progress(what: str) -> Generator[Callable[[int, int], None]]:
    """Show how far a long work is, on standard error and only on a terminal.

    Yields:
        A function to call with how many steps are done, and how many are known of.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _known: None
        return
    from rich.console import Console  # noqa: PLC0415 - a pipe does without it, and starts sooner
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 - as above

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, known: bar.update(task, completed=done, total=known)


def _as_plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return {name: part for name, part in value if name not in TIMES}
    if isinstance(value, date):
        return value.isoformat()
    msg = f"{type(value).__name__} can't be written as JSON"
    raise TypeError(msg)


def _draw_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    from rich import box  # noqa: PLC0415 - as above
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(box=box.SIMPLE_HEAD, header_style="bold cyan", pad_edge=False)
    for column in columns:
        table.add_column(
            column.removeprefix("#"),
            justify="right" if column.startswith("#") else "left",
            overflow="fold",
            no_wrap=column == "id",
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(table)


def _draw_quotes(quotes: Iterable[Quote]) -> None:
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.padding import Padding  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    console, about = Console(highlight=False), None
    for quote in quotes:
        if quote.about != about:
            about = quote.about
            console.print(Text(f"\n{plain(about)}", style="bold cyan"))
        sentence = Text(printable(quote.sentence))
        for start, end in quote.marked:
            sentence.stylize("bold", start, end)
        console.print(Padding(sentence, (0, 0, 0, 2)))
        console.print(Padding(Text(plain(quote.note), style="dim"), (0, 0, 0, 4)))
