"""What a page's address asks: how far to walk, how much to show, what to leave out.

The address holds all of it, so that it can be kept and sent. What a newcomer would get wrong: an
address may be old or typed by hand, so whatever it holds that can't be is ignored, never an error;
the API is strict instead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import quote, urlencode

from pydantic import TypeAdapter, ValidationError

from graph.filters import Filter
from graph.ontology import RELATION_TYPES, Label, Status
from graph.value import CalendarYear

HOPS = (1, 2, 3)
LIMITS = (30, 60, 150, 300)
DEFAULT_LIMIT = 60
HIDEABLE = (
    *(label for label in Label if label is not Label.YEAR),
    *RELATION_TYPES,
    *(status for status in Status if status is not Status.DENIED),
)
"""What the legend can leave out, by name; years and denials have switches of their own."""
_YEAR: TypeAdapter[int] = TypeAdapter(CalendarYear)


@dataclass(frozen=True, slots=True)
class Question:
    """What to show around an entity.

    Attributes:
        hops: How far to walk, in links.
        limit: The most entities to show.
        years: Whether years are entities of the picture; they join what has nothing in common.
        denied: Whether links that are only denied are shown.
        first_year: Links must have a year from here on; None means from ever.
        last_year: Links must have a year up to here; None means until ever.
        undated: Whether links without any year stay when years are restricted.
        without: Labels, types and statuses to leave out, in the order of `HIDEABLE`.
    """

    hops: int = HOPS[0]
    limit: int = DEFAULT_LIMIT
    years: bool = False
    denied: bool = False
    first_year: int | None = None
    last_year: int | None = None
    undated: bool = True
    without: tuple[str, ...] = ()

    @classmethod
    def of(cls, parameters: Mapping[str, str], without: Iterable[str] = ()) -> Self:
        """Read an address's parameters; what can't be is taken as not said.

        Args:
            parameters: The last value of each parameter, by name.
            without: Every value of the parameter `without`.
        """
        hidden = set(without)
        first, last = (year_of(parameters.get(name, "")) for name in ("from", "to"))
        if first and last and first > last:
            first = last = None
        return cls(
            hops=_choice(parameters.get("hops"), HOPS, HOPS[0]),
            limit=_choice(parameters.get("limit"), LIMITS, DEFAULT_LIMIT),
            years=parameters.get("years") == "1",
            denied=parameters.get("denied") == "1",
            first_year=first,
            last_year=last,
            undated=parameters.get("undated") != "0",
            without=tuple(name for name in HIDEABLE if name in hidden),
        )

    @property
    def filter(self) -> Filter:
        """Which links to walk, as the store is asked."""
        labels = self._kept(label for label in Label if self.years or label is not Label.YEAR)
        statuses = self._kept(s for s in Status if self.denied or s is not Status.DENIED)
        return Filter(
            labels=frozenset(map(Label, labels)),
            types=frozenset(self._kept(RELATION_TYPES)),
            statuses=frozenset(map(Status, statuses)),
            first_year=self.first_year,
            last_year=self.last_year,
            undated=self.undated,
        )

    @property
    def asked_of_api(self) -> str:
        """The same filter as the API's parameters, for what the page fetches on a click."""
        kept = self.filter
        listed = {"labels": kept.labels, "types": kept.types, "statuses": kept.statuses}
        pairs = [(name, ",".join(sorted(values))) for name, values in listed.items()]
        years = {"first_year": self.first_year, "last_year": self.last_year}
        pairs += [(name, str(year)) for name, year in years.items() if year]
        return urlencode([*pairs, ("undated", str(self.undated).lower())])

    @property
    def leaves_nothing(self) -> bool:
        """Whether every label, type or status is left out, so that no link can be shown."""
        kept = self.filter
        return not (kept.labels and kept.types and kept.statuses)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The parameters that say this question, without those that say the default."""
        usual = Question()
        numbers = {"hops": self.hops, "limit": self.limit}
        pairs = [(n, str(v)) for n, v in numbers.items() if v != getattr(usual, n)]
        pairs += [(name, "1") for name in ("years", "denied") if getattr(self, name)]
        between = {"from": self.first_year, "to": self.last_year}
        pairs += [(name, str(year)) for name, year in between.items() if year]
        pairs += [] if self.undated else [("undated", "0")]
        return (*pairs, *(("without", name) for name in self.without))

    def address(self, entity_id: str) -> str:
        """Return the address of the page that asks this about an entity."""
        query = urlencode(self.fields)
        return entity_address(entity_id) + (f"?{query}" if query else "")

    def toggled(self, name: str) -> "Question":
        """Return the question that leaves out this label, type or status, or no longer does."""
        hidden = set(self.without) ^ {name}
        return replace(self, without=tuple(known for known in HIDEABLE if known in hidden))

    def _kept(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name not in self.without]


def entity_address(entity_id: str) -> str:
    """Return the address of an entity's page."""
    return f"/entities/{quote(entity_id, safe=':@')}"


def document_address(document_id: str, offset: int | None = None) -> str:
    """Return the address of a document's page, at the sentence that starts at an offset."""
    place = "" if offset is None else f"#{offset}"
    return f"/documents/{quote(document_id, safe=':')}{place}"


def link_address(link_id: str) -> str:
    """Return the address of a link's page."""
    return f"/links/{quote(link_id, safe=':')}"


def year_of(text: str) -> int | None:
    """Return the calendar year that a parameter says; None where it says none."""
    try:
        return _YEAR.validate_python(text)
    except ValidationError:
        return None


def _choice(text: str | None, choices: tuple[int, ...], default: int) -> int:
    return next((choice for choice in choices if str(choice) == text), default)
