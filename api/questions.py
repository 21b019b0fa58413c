"""Words as people type them, made into the values that the graph takes.

What a newcomer would get wrong: a word in another case is understood ("supplies", "GROUP"), an
unknown one never ignored, since a filter that silently drops a word shows too much.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from pydantic import ValidationError

from graph.errors import FilterError
from graph.filters import Filter
from graph.ontology import Label, Status

Kind = TypeVar("Kind", bound=StrEnum)


def make_labels(words: Iterable[str]) -> frozenset[Label]:
    """Return the labels that words name.

    Raises:
        FilterError: A word names none.
    """
    return frozenset(_known(word, Label, "label") for word in words)


def make_filter(
    *,
    labels: Iterable[str] = (),
    types: Iterable[str] = (),
    years: tuple[int | None, int | None] = (None, None),
    undated: bool = True,
    statuses: Iterable[str] = (),
    documents: Iterable[str] = (),
) -> Filter:
    """Return the filter that words and years describe; see `graph.filters.Filter`.

    Args:
        labels: In any case.
        types: In any case.
        years: The first and the last, each None where it is open.
        undated: Whether links without a year stay when years are restricted.
        statuses: In any case.
        documents: Ids.

    Raises:
        FilterError: A word is not of the ontology, or the years are none.
    """
    try:
        return Filter(
            labels=make_labels(labels),
            types=frozenset(word.strip().upper() for word in types),
            first_year=years[0],
            last_year=years[1],
            undated=undated,
            statuses=frozenset(_known(word, Status, "status") for word in statuses),
            documents=frozenset(documents),
        )
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        msg = f"{problem['loc'][0]} is {problem['input']!r}: {problem['msg']}"
        raise FilterError(msg) from None


def _known(word: str, kinds: type[Kind], what: str) -> Kind:
    for kind in kinds:
        if kind.lower() == word.strip().lower():
            return kind
    msg = f"no {what} is called {word!r}; known: {', '.join(kinds)}"
    raise FilterError(msg)
