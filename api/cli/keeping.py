"""Commands that change a store: remove, merge, unmerge, rebuild; and what they changed before."""

from typing import Annotated

import typer

from api.cli.options import Output, Store, name_or_id, readable


def remove(
    document: Annotated[
        str,
        typer.Argument(
            help="Id of the document, or the path or address that it came from.",
            callback=readable,
        ),
    ],
    store: Store = None,
) -> None:
    """Forget a document and all that was read from it.

    Merges stay.
    """
    from api.cli.finding import opened, the_document
    from api.console import say

    with opened(store) as kept:
        found = the_document(kept, document)
        kept.remove(found.id)
    say(f"removed {found.id} ({found.title or found.source or 'without a title'})")


def merge(
    merged: Annotated[str, name_or_id("Name or id of the entity that is not one of its own.")],
    into: Annotated[str, name_or_id("Name or id of the entity that it is.")],
    reason: Annotated[
        str, typer.Option("--reason", help="Why, for whoever reads it later.", callback=readable)
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Who decides this.", callback=readable)] = "",
    store: Store = None,
) -> None:
    """Decide that one entity is another.

    Its names become aliases of the other, and its links the other's. Nothing is lost: `unmerge`
    takes it back.
    """
    from api.cli.finding import opened, the_entity
    from api.console import say

    with opened(store) as kept:
        one, other = (the_entity(kept, name, exactly=True) for name in (merged, into))
        decision = kept.merge(one.id, other.id, by=by, reason=reason)
    say(f"merge {decision.number}: {one.name} ({one.id}) is now {other.name} ({other.id})")
    say(f"to take it back: redstring unmerge {decision.number}")


def unmerge(
    number: Annotated[int, typer.Argument(help="Number of the merge, as `merges` lists it.")],
    reason: Annotated[
        str, typer.Option("--reason", help="Why, for whoever reads it later.", callback=readable)
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Who decides this.", callback=readable)] = "",
    store: Store = None,
) -> None:
    """Take back a merge.

    Everything is as if it had never been decided.
    """
    from api.cli.finding import opened
    from api.console import say

    with opened(store) as kept:
        kept.unmerge(number, by=by, reason=reason)
    say(f"merge {number} is taken back")


def merges(
    *,
    every: Annotated[
        bool, typer.Option("--all", help="Every decision ever taken, undone ones and undos too.")
    ] = False,
    output: Output,
) -> None:
    """List the merges in force, with their numbers."""
    from api.cli.finding import opened
    from api.console import show_json, show_table

    with opened(output.store, read_only=True) as kept:
        decisions = kept.merges(all_decisions=every)
    if output.json:
        show_json(decisions)
        return
    show_table(
        ("#number", "merged", "into", "#undoes", "by", "reason"),
        ((d.number, d.merged, d.into, d.undoes, d.by, d.reason) for d in decisions),
    )


def rebuild(store: Store = None) -> None:
    """Derive entities and links from the record again.

    Never needed where all is well: the record is the documents and the merges, and nothing of
    it changes.
    """
    from api.cli.finding import opened
    from api.cli.ingesting import in_short
    from api.console import say

    with opened(store) as kept:
        kept.rebuild()
        held = kept.statistics()
    say(f"derived again from the record: {in_short(held)}")
