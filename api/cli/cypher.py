"""The command that asks the store in Cypher, for scripts and for whoever knows the language."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import Store, readable

if TYPE_CHECKING:
    from graph.cypher import CypherAnswer

STANDARD_INPUT = "-"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def cypher(
    *,
    statement: Annotated[
        str,
        typer.Argument(
            help="What to ask, such as 'MATCH (g:Group) RETURN g.name'; - reads it from standard "
            "input.",
            callback=readable,
        ),
    ],
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            metavar="NAME=VALUE",
            help="What the statement calls $NAME: a value of JSON, else a text; may be given "
            "again.",
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--params", metavar="FILE", help="A JSON object that holds parameters."),
    ] = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Write CSV with a heading, for a spreadsheet.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object a row.")] = False,
    store: Store = None,
) -> None:
    """Ask in Cypher; only reads.

    docs/cypher.md has the schema and examples.
    """
    from api.cli.finding import opened
    from api.console import say

    if as_csv and as_json:
        raise typer.BadParameter("--csv and --json can't both be")
    parameters = {**(_from_file(file) if file else {}), **dict(map(_named, given or ()))}
    asked = sys.stdin.read() if statement == STANDARD_INPUT else statement
    with opened(store, read_only=True) as service:
        answer = service.cypher(asked, parameters)
    _show(answer, as_csv=as_csv, as_json=as_json)
    for notice in answer.notices:
        say(notice)


def _named(given: str) -> tuple[str, Any]:
    import json

    name, equals, value = given.partition("=")
    if not equals or not name:
        raise typer.BadParameter(f"{given[:100]!r} is not of the form NAME=VALUE")
    try:
        return name, json.loads(value, parse_constant=str)
    except (ValueError, RecursionError):
        return name, readable(value)


def _from_file(path: Path) -> dict[str, Any]:
    import json

    try:
        held = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise typer.BadParameter(f"{path} can't be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"{path} is no JSON in UTF-8: {error}") from None
    if not isinstance(held, dict):
        raise typer.BadParameter(f"{path} holds no JSON object")
    return held


def _show(answer: "CypherAnswer", *, as_csv: bool, as_json: bool) -> None:
    from api.console import show_table
    from api.typed import plain

    rows = [[plain(value) for value in row] for row in answer.rows]
    if as_json:
        _show_objects(answer.fields, rows)
    elif as_csv:
        _show_csv(answer.fields, rows)
    else:
        show_table(answer.fields, ([_cell(value) for value in row] for row in rows))


def _show_objects(fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    import json

    for row in rows:
        named: Mapping[str, Any] = dict(zip(fields, row, strict=True))
        typer.echo(json.dumps(named, ensure_ascii=False))


def _show_csv(fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_harmless(field) for field in fields)
    writer.writerows([_harmless(_cell(value)) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    """What one cell shows: a text or number as it is, all else as JSON."""
    import json

    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _harmless(cell: Any) -> Any:
    """Keep a spreadsheet from running a text that somebody wrote into an article as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
