"""Commands for a store as a whole: copy it into another, verify that it is sound."""

from typing import Annotated

import typer

from api.cli.options import AsJson, Output, readable


def copy(
    *,
    source: Annotated[
        str,
        typer.Option(
            "--from", metavar="URL", callback=readable, help="Address of the store to read."
        ),
    ],
    target: Annotated[
        str,
        typer.Option(
            "--to", metavar="URL", callback=readable, help="Address of the store to write."
        ),
    ],
    add: Annotated[
        bool,
        typer.Option("--add", help="Keep what the other store holds of its own, beside the copy."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Copy all documents and merges of a store into another.

    A copy that broke off can be run again. Afterwards both are read and compared. A store that
    holds something else already is refused, unless --add is given.
    """
    from api.cli.finding import opened
    from api.console import progress, say, show_json, show_lines
    from graph import record

    with (
        opened(source, read_only=True) as ours,
        opened(target) as theirs,
        progress("copying, comparing") as advance,
    ):
        done = record.copy(ours.store, theirs.store, adding=add, progress=advance)
    if json:
        show_json(
            {
                **{str(change): number for change, number in done.changes.items()},
                "decisions": done.decisions,
                "beside": done.beside,
                "differing": done.differing,
                "checksum": done.checksum,
            }
        )
        return
    counts = ", ".join(f"{number} {change}" for change, number in done.changes.items())
    if done.beside or done.differing:
        say(f"of its own, the store holds {done.beside} more, and {len(done.differing)} otherwise")
    show_lines((f"documents: {counts}; merges and undos: {done.decisions}", done.checksum))


def verify(output: Output) -> None:
    """Check that a store is sound, and print the checksum of its record.

    All documents are read, and entities and links folded from scratch. The checksum, the last
    line, is the same for the same documents and merges in any store.
    """
    from dataclasses import asdict

    from api.cli.finding import opened
    from api.cli.ingesting import counted
    from api.console import progress, say, show_json, show_lines
    from graph.errors import StoreDamagedError
    from graph.verifying import MAX_LISTED
    from graph.verifying import verify as look

    with opened(output.store, read_only=True) as kept:
        with progress("reading, folding") as advance:
            found = look(kept.store, advance)
        url = kept.store.url
    if output.json:
        show_json(asdict(found))
    else:
        for complaint in found.wrong:
            say(complaint)
        if found.wrongs > MAX_LISTED:
            say(f"and {found.wrongs - MAX_LISTED} more")
        counts = ", ".join(
            (
                counted(found.documents, "document", "documents"),
                counted(found.entities, "entity", "entities"),
                counted(found.links, "link", "links"),
                counted(found.decisions, "merge or undo", "merges and undos"),
            )
        )
        show_lines((counts, found.checksum))
    if found.wrongs:
        msg = (
            f"{url}: {found.wrongs} things are not as the record says; `redstring rebuild` derives "
            "entities and links again, and a document that was altered must be removed and read "
            "again"
        )
        raise StoreDamagedError(msg)
