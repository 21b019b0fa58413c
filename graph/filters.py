"""Which links count: labels, types, years, statuses, documents.

One value goes from the doors through the service to the store, and means the same everywhere. What
a newcomer would get wrong: an empty set means "no restriction", and a filter looks at the folded
link, not at single claims, except for `documents`.
"""

from collections.abc import Iterable
from typing import Self

from pydantic import model_validator

from graph.errors import FilterError
from graph.model import Link
from graph.ontology import RELATION_TYPES, Label, Status
from graph.value import CalendarYear, Text, Value


class Filter(Value):
    """A restriction on the links that a question may use.

    Attributes:
        labels: Entities other than those asked about must have one of these.
        types: Links must have one of these types.
        first_year: Links must have a year from here on; None means from ever.
        last_year: Links must have a year up to here; None means until ever.
        undated: Whether links without any year stay when years are restricted.
        statuses: The link's own (strongest) status must be one of these.
        documents: At least one claim must come from one of these.
    """

    labels: frozenset[Label] = frozenset()
    types: frozenset[str] = frozenset()
    first_year: CalendarYear | None = None
    last_year: CalendarYear | None = None
    undated: bool = True
    statuses: frozenset[Status] = frozenset()
    documents: frozenset[Text] = frozenset()

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        unknown = sorted(self.types - RELATION_TYPES.keys())
        if unknown:
            msg = f"no relation type is called {unknown[0]!r}; known: {', '.join(RELATION_TYPES)}"
            raise FilterError(msg)
        if self.first_year and self.last_year and self.first_year > self.last_year:
            msg = f"the years end ({self.last_year}) before they begin ({self.first_year})"
            raise FilterError(msg)
        return self

    @property
    def by_year(self) -> bool:
        """Whether years are restricted at all."""
        return self.first_year is not None or self.last_year is not None

    def keeps_years(self, years: Iterable[int]) -> bool:
        """Tell whether a link with exactly these years may stay."""
        if not self.by_year:
            return True
        first, last = self.first_year or 0, self.last_year or 9999
        stated = list(years)
        return any(first <= year <= last for year in stated) or (self.undated and not stated)

    def keeps(self, link: Link) -> bool:
        """Tell whether a link may stay by what it says itself (not its labels or documents)."""
        return (
            (not self.types or link.type in self.types)
            and (not self.statuses or link.status in self.statuses)
            and self.keeps_years(link.years)
        )


EVERYTHING = Filter()
"""The filter that restricts nothing."""
