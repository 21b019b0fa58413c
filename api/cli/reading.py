"""Commands that read articles: ingest into a store, extract into files."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsJson, Store, all_readable

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


def explain(
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="One article: text or JSON.", show_default=False)
    ],
    claim: Annotated[
        int | None, typer.Option("--claim", metavar="N", help="Tell what this claim was read from.")
    ] = None,
    between: Annotated[
        list[str] | None,
        typer.Option(
            "--between",
            metavar="NAME",
            callback=all_readable,
            help="Tell how two entities were weighed, also where no claim joins them; twice.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell why the claims of an article were read, or none was.

    Without --claim or --between the claims are listed with their numbers. No store is touched.
    """
    from api.cli.explaining import Telling
    from api.console import as_json as written
    from api.console import show_lines
    from api.ingest import explain_here
    from api.settings import load_settings
    from extract.reader import read
    from graph.errors import ArticleError, QuestionError

    articles = list(read(file, max_bytes=load_settings().max_article_bytes))
    if len(articles) != 1:
        msg = f"{file}: holds {len(articles)} articles; give a file with one"
        raise QuestionError(msg)
    if isinstance(articles[0], ArticleError):
        raise articles[0]
    explanation = explain_here(articles[0])
    telling = Telling(explanation)
    if as_json:
        show_lines([written(explanation)])
    elif claim is not None:
        show_lines(telling.claim(claim))
    else:
        show_lines(telling.between(between) if between else telling.claims())


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
