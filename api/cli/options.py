"""Options that several commands share, and how a command takes a group of them as one value.

What a newcomer would get wrong: this module is read by `redstring --help`, so nothing here may
import pydantic, a store or the extractor; the commands do that inside.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from graph.ontology import RELATION_TYPES, Label, Status


def readable(text: str | None) -> str | None:
    """Refuse bytes that are no text, and characters that no name has."""
    if text is not None and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        raise typer.BadParameter(f"{text!r} is not readable text; type it in UTF-8")
    return text


def all_readable(texts: list[str] | None) -> list[str] | None:
    """Refuse the same in every one of several texts."""
    for text in texts or ():
        readable(text)
    return texts


def _relation_type(names: list[str] | None) -> list[str]:
    known = [name.upper() for name in names or ()]
    unknown = [name for name in known if name not in RELATION_TYPES]
    if unknown:
        raise typer.BadParameter(
            f"no relation type is called {unknown[0]!r}; known: {', '.join(RELATION_TYPES)}"
        )
    return known


def _matching_types(incomplete: str) -> list[str]:
    return [name for name in RELATION_TYPES if name.startswith(incomplete.upper())]


def name_or_id(what: str) -> Any:
    """Return the argument that names an entity."""
    return typer.Argument(help=what, callback=readable, show_default=False)


Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        callback=readable,
        help="Address of the store, such as sqlite:///graph.db; "
        "else REDSTRING_STORE, else a file in your data folder.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of lines.")]
Labels = Annotated[
    list[Label] | None,
    typer.Option(
        "--label",
        case_sensitive=False,
        metavar="LABEL",
        help=f"Only entities of this label ({', '.join(Label)}); may be given again.",
    ),
]
Limit = Annotated[int, typer.Option("--limit", help="The most to show.")]


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """Which links count; none given means all do."""

    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            callback=_relation_type,
            autocompletion=_matching_types,
            help="Only links of this type, such as SUPPLIES; may be given again.",
        ),
    ] = None
    labels: Labels = None
    statuses: Annotated[
        list[Status] | None,
        typer.Option(
            "--status",
            case_sensitive=False,
            metavar="STATUS",
            help=f"Only links of this status ({', '.join(Status)}); may be given again.",
        ),
    ] = None
    first_year: Annotated[
        int | None,
        typer.Option("--from", metavar="YEAR", help="Only links with a year from here on."),
    ] = None
    last_year: Annotated[
        int | None,
        typer.Option("--to", metavar="YEAR", help="Only links with a year up to here."),
    ] = None
    undated: Annotated[
        bool,
        typer.Option(
            "--undated/--dated-only",
            help="Whether links without a year stay when years are given.",
        ),
    ] = True


@dataclass(frozen=True, slots=True)
class Output:
    """From which store the answer comes, and in which form."""

    store: Store = None
    json: AsJson = False


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take options in groups: a dataclass parameter stands for all its fields.

    typer reads a command's options from its signature, one parameter each, which would make
    functions of a dozen parameters; the command written with groups is called with the groups.
    """
    hints = get_type_hints(command, include_extras=True)
    groups = {name: hint for name, hint in hints.items() if is_dataclass(hint)}

    @wraps(command)
    def run(**given: object) -> None:
        for name, group in groups.items():
            values = {field.name: given.pop(field.name) for field in fields(group)}
            given[name] = group(**values)  # type: ignore[operator] - a dataclass, as asked above
        command(**given)

    parameters = list(_flat(inspect.signature(command), groups))
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _flat(signature: inspect.Signature, groups: dict[str, Any]) -> Iterator[inspect.Parameter]:
    for parameter in signature.parameters.values():
        group = groups.get(parameter.name)
        if group is None:
            yield parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            continue
        types = get_type_hints(group, include_extras=True)
        for field in fields(group):
            yield inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=types[field.name],
                default=field.default,
            )
