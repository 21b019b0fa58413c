"""The `redstring` command and its commands in the order of a first visit.

What a newcomer would get wrong: commands import what they need inside, since `--help` and shell
completion must answer at once; a test looks at what they load.
"""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli import asking, cypher, keeping, moving, reading, serving
from api.cli.exits import errors_as_messages
from api.cli.options import grouped


class Commands(TyperGroup):
    """A group whose commands raise, and whose errors become messages and exit codes."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        with errors_as_messages(debug=bool(ctx.params.get("debug"))):
            return super().invoke(ctx)


app = typer.Typer(
    name="redstring",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads articles; shows who is linked to whom, where, when, and which sentence says so.",
)

COMMANDS = (
    reading.ingest,
    serving.serve,
    asking.search,
    asking.neighbours,
    asking.path,
    asking.documents,
    asking.statistics,
    cypher.cypher,
    reading.extract,
    reading.explain,
    keeping.merge,
    keeping.unmerge,
    keeping.merges,
    keeping.remove,
    keeping.rebuild,
    moving.copy,
    moving.verify,
    serving.demo,
)

for command in COMMANDS:
    app.command()(grouped(command))


def _tell_version(*, wanted: bool) -> None:
    from importlib.metadata import version

    if wanted:
        typer.echo(f"redstring {version('redstring')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an error came from, with its traceback.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which redstring this is.", callback=_tell_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command; `Commands` acts on them."""
