"""Claims by year and relation family, and the links behind one year.

What a newcomer would get wrong: a filter looks at the folded link, so the denied claims of a link
that is asserted too are counted; links that are only denied are not, unless asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from api.schemas import LinkInWords
from api.service import Service
from api.views.question import year_of
from graph.filters import Filter
from graph.model import Entity
from graph.ontology import RELATION_TYPES, Family, Status

_LINKS = 100
_BAR = 100


@dataclass(frozen=True, slots=True)
class YearsAsked:
    """What the address of the page asks; what it can't mean is taken as not said.

    Attributes:
        entity: Id of the entity whose links are counted, empty for all.
        year: Whose links are listed; None for none's.
        family: Only links of this family are listed; None for all.
        denied: Whether links that are only denied count.
    """

    entity: str = ""
    year: int | None = None
    family: Family | None = None
    denied: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Self:
        """Read an address's parameters."""
        named = parameters.get("family")
        return cls(
            entity=parameters.get("entity", ""),
            year=year_of(parameters.get("year", "")),
            family=next((family for family in Family if family == named), None),
            denied=parameters.get("denied") == "1",
        )

    def address(self, year: int, family: Family | None = None) -> str:
        """Return the address that lists the links of a year."""
        fields = {"entity": self.entity, "family": family or "", "denied": "1" * self.denied}
        said = {name: value for name, value in fields.items() if value}
        return f"/timeline?{urlencode({'year': year} | said)}#of-year"

    def filter(self, family: Family | None, year: int | None = None) -> Filter:
        """Return which links count for a family, and in a year."""
        kept = (status for status in Status if self.denied or status is not Status.DENIED)
        types = (t.name for t in RELATION_TYPES.values() if family in {None, t.family})
        return Filter(
            types=frozenset(types) if family else frozenset(),
            statuses=frozenset(kept),
            first_year=year,
            last_year=year,
            undated=year is None,
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """How many claims of a family state a year, and the address of their links."""

    claims: int
    share: int
    href: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year; its cells stand in the order of the families."""

    year: int
    total: int
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the page shows.

    Attributes:
        families: Those that have a claim with a year, in the ontology's order.
        rows: Years that a claim states, ascending.
        undated: How many claims state none.
        about: Whose links are counted; None for all.
        links: Of the year that is asked for, most claims first.
        total: How many links that year has.
    """

    families: tuple[Family, ...]
    rows: tuple[YearRow, ...]
    undated: int
    about: Entity | None
    links: tuple[LinkInWords, ...]
    total: int


def timeline(service: Service, asked: YearsAsked) -> Timeline:
    """Count claims by year and family, and list the links of the year that is asked for.

    Raises:
        EntityNotFoundError: No entity has the id that is asked for.
    """
    about = service.entity(asked.entity).entity if asked.entity else None
    counts = {family: _counts(service, asked, family) for family in Family}
    families = tuple(family for family in Family if set(counts[family]) - {None})
    years = sorted({year for family in families for year in counts[family] if year is not None})
    most = max((counts[family].get(y, 0) for family in families for y in years), default=1)
    rows = [
        YearRow(
            year,
            sum(counts[family].get(year, 0) for family in families),
            asked.address(year),
            tuple(_cell(asked, year, f, counts[f].get(year, 0), most) for f in families),
        )
        for year in years
    ]
    undated = sum(counted.get(None, 0) for counted in counts.values())
    return Timeline(families, tuple(rows), undated, about, *_links_of(service, asked))


def _counts(service: Service, asked: YearsAsked, family: Family) -> dict[int | None, int]:
    found = service.timeline(asked.entity or None, filter=asked.filter(family))
    return {each.year: each.claims for each in found if each.claims}


def _cell(asked: YearsAsked, year: int, family: Family, claims: int, most: int) -> Cell:
    return Cell(claims, max(4, _BAR * claims // most), asked.address(year, family))


def _links_of(service: Service, asked: YearsAsked) -> tuple[tuple[LinkInWords, ...], int]:
    if asked.year is None:
        return (), 0
    kept = asked.filter(asked.family, asked.year)
    limit = min(_LINKS, service.settings.max_page)
    page = service.links(asked.entity or None, filter=kept, limit=limit)
    return page.items, page.total
