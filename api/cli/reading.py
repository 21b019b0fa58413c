"""Commands that read articles: ingest into a store, extract into files."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Store

SOME_FAILED = 2

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH", help="Files or folders: text, JSON or JSON lines.", show_default=False
    ),
]


def ingest(*, paths: Paths, store: Store = None) -> None:
    """Read articles into the store.

    Those that it has already are left as they are. A file that can't be read is named and passed
    over: the others are in, and the exit code is 2.
    """
    from api.cli.finding import opened
    from api.cli.ingesting import in_short, read_into
    from api.console import show_lines
    from api.schemas import Outcome

    with opened(store) as service:
        outcomes = read_into(service, paths)
        held = in_short(service.statistics())
    counts = ", ".join(f"{outcomes[kind]} {kind}" for kind in Outcome)
    show_lines((counts, f"the store holds {held}"))
    if outcomes[Outcome.FAILED]:
        raise typer.Exit(SOME_FAILED)


def extract(
    *,
    paths: Paths,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Folder to write to; made if it is not there."
        ),
    ],
) -> None:
    """Read articles into JSON files, without a store.

    Each article gives one file. One that can't be read is named and passed over, and the exit
    code is then 2.
    """
    from api.cli.writing import write_all
    from api.console import say
    from api.settings import load_settings

    most = load_settings().max_article_bytes
    written, failed = write_all(paths, output, max_bytes=most)
    say(f"{written} written to {output}, {failed} failed")
    if failed:
        raise typer.Exit(SOME_FAILED)
