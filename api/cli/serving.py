"""Commands that serve the graph to a browser and to scripts: serve, demo."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Store, readable
from graph.errors import ArticleError

PROJECT = Path(__file__).resolve().parents[2]

Host = Annotated[
    str | None,
    typer.Option(
        "--host",
        callback=readable,
        help="Address to listen on, else REDSTRING_HOST, else 127.0.0.1; "
        "any that other machines can reach needs REDSTRING_TOKEN.",
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port", help="Port to listen on, else REDSTRING_PORT, else 8000; if busy, the next free."
    ),
]


def serve(*, host: Host = None, port: Port = None, store: Store = None) -> None:
    """Serve pages for a browser and JSON for scripts.

    Ctrl-C stops it.
    """
    from api.cli.server import run
    from api.settings import load_settings

    run(load_settings(store=store, host=host, port=port))


def demo(
    *,
    port: Port = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            callback=readable,
            help="Address of the store, else a file in the project's .cache/.",
        ),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Whether to open a browser.")
    ] = True,
) -> None:
    """Read the articles of seeds/ and serve them.

    They go into a store of their own, so that a second run starts at once.
    """
    from api.cli.finding import opened
    from api.cli.ingesting import best_links, in_short, read_into
    from api.cli.server import run
    from api.console import show_lines
    from api.settings import load_settings

    store = store or f"sqlite:///{PROJECT / '.cache' / 'demo.db'}"
    with opened(store) as service:
        read_into(service, [_seeds()])
        show_lines((in_short(service.statistics()), "best evidenced:", *best_links(service)))
    run(load_settings(store=store, host="127.0.0.1", port=port), browser=browser)


def _seeds() -> Path:
    """The articles come with the source only, not with an installed redstring."""
    folder = PROJECT / "seeds"
    if not folder.is_dir():
        msg = (
            "there is no folder of articles; run it from the project's own source, or `ingest` some"
        )
        raise ArticleError(str(folder), msg)
    return folder
