"""The ways from one entity to another as lanes: each step with its evidence, the weakest one named.

What a newcomer would get wrong: a chain holds no better than its weakest step, and an allegation
with many sentences is weaker than one plain statement, so status counts before the number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from api.service import AmbiguousNameError, Names, Service
from api.views.network import TO, years
from api.views.text import short
from graph.errors import NotFoundError, QuestionError
from graph.filters import Filter
from graph.model import Entity, Link, Path
from graph.ontology import RELATION_TYPES, STATUS_STRENGTH, Status

HOPS = (2, 3, 4, 5, 6)
DEFAULT_HOPS = 4
_PATHS = 5
_QUOTED = 220
_MAX_NAME = 400


@dataclass(frozen=True, slots=True)
class PathsAsked:
    """What the address of the page asks; what it can't mean is taken as not said.

    Attributes:
        source: Name or id of where to start, empty where nothing is asked yet.
        target: Name or id of where to end.
        hops: The longest way, in links.
        denied: Whether links that are only denied may be walked.
    """

    source: str = ""
    target: str = ""
    hops: int = DEFAULT_HOPS
    denied: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Self:
        """Read an address's parameters."""
        hops = parameters.get("hops")
        return cls(
            source=parameters.get("source", "").strip()[:_MAX_NAME],
            target=parameters.get("target", "").strip()[:_MAX_NAME],
            hops=next((choice for choice in HOPS if str(choice) == hops), DEFAULT_HOPS),
            denied=parameters.get("denied") == "1",
        )

    @property
    def filter(self) -> Filter:
        """Which links may be walked."""
        kept = (status for status in Status if self.denied or status is not Status.DENIED)
        return Filter(statuses=frozenset(kept))

    def with_end(self, end: str, entity_id: str) -> str:
        """Return the address that asks the same with one end given by its id."""
        fields = {"source": self.source, "target": self.target, "hops": str(self.hops)}
        fields |= {"denied": "1"} if self.denied else {}
        return f"/paths?{urlencode(fields | {end: entity_id})}"


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a way.

    Attributes:
        link: The link.
        words: It in words, in its own direction.
        phrase: Its relation in words.
        way: An arrow as the link points, back against the walk too; a dash for a symmetric type.
        years: When, empty for an undated one.
        quoted: The first of the sentences behind it.
        document: Id of the document of that sentence.
        title: Title of that document.
        offset: Where the sentence starts in it.
        to: The entity that the step leads to.
        weakest: Whether no step of the way is held less surely.
    """

    link: Link
    words: str
    phrase: str
    way: str
    years: str
    quoted: str
    document: str
    title: str
    offset: int
    to: Entity
    weakest: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A way from one entity to another."""

    start: Entity
    steps: tuple[Step, ...]

    @property
    def weakest(self) -> tuple[Step, ...]:
        """The steps that no other is weaker than; all of them where all hold alike."""
        return tuple(step for step in self.steps if step.weakest)

    @property
    def alike(self) -> bool:
        """Whether no step is weaker than another."""
        return len(self.weakest) == len(self.steps)


@dataclass(frozen=True, slots=True)
class Choice:
    """An entity that a name may mean: what it is called, and the address that asks for it."""

    entity: Entity
    href: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Attributes:
        lanes: Shortest first.
        ends: Both entities; empty where nothing was asked, or an end is not known.
        message: Why there is no answer, empty where there is one.
        choices: What an ambiguous name may mean.
    """

    lanes: tuple[Lane, ...] = ()
    ends: tuple[Entity, ...] = ()
    message: str = ""
    choices: tuple[Choice, ...] = ()


def answer(service: Service, asked: PathsAsked) -> Answer:
    """Find the ways that are asked for; what is wrong with the question becomes a message."""
    if not (asked.source and asked.target):
        return Answer()
    ends: list[Entity] = []
    for end, name in (("source", asked.source), ("target", asked.target)):
        try:
            ends.append(service.resolve(name))
        except AmbiguousNameError as error:
            return _ambiguous(asked, end, error)
        except NotFoundError as error:
            return Answer(message=str(error))
    source, target = ends
    if source.id == target.id:
        both = short(source.name)
        return Answer(message=f"Both names stand for {both}; give two different entities.")
    return _found(service, asked, source, target)


def strength(link: Link) -> tuple[int, int]:
    """Return how surely a link is held, to compare: its status first, then how many claims."""
    return STATUS_STRENGTH[link.status], link.claims


def _ambiguous(asked: PathsAsked, end: str, error: AmbiguousNameError) -> Answer:
    found = (match.entity for match in error.matches)
    choices = tuple(Choice(entity, asked.with_end(end, entity.id)) for entity in found)
    return Answer(message=f"“{short(error.name)}” could be one of several.", choices=choices)


def _found(service: Service, asked: PathsAsked, source: Entity, target: Entity) -> Answer:
    try:
        found = service.paths(
            source.id,
            target.id,
            max_hops=min(asked.hops, service.settings.max_path_hops),
            k=min(_PATHS, service.settings.max_paths),
            filter=asked.filter,
        )
    except QuestionError as error:
        return Answer(ends=(source, target), message=str(error))
    names = Names(service.store)
    return Answer(tuple(_lane(service, path, names) for path in found), (source, target))


def _lane(service: Service, path: Path, names: Names) -> Lane:
    lowest = min(map(strength, path.links))
    legs = zip(path.links, path.entities, path.entities[1:], strict=False)
    steps = (
        _step(service, link, (one, to), names, weak=strength(link) == lowest)
        for link, one, to in legs
    )
    return Lane(path.entities[0], tuple(steps))


def _step(
    service: Service, link: Link, ends: tuple[Entity, Entity], names: Names, *, weak: bool
) -> Step:
    [claim] = service.store.claims(link.id, limit=1).items
    first = names.evidence(claim)
    return Step(
        link=link,
        words=short(names.words(link).words, 300),
        phrase=RELATION_TYPES[link.type].phrase,
        way=_way(link, ends[0]),
        years=years(link),
        quoted=short(claim.sentence, _QUOTED),
        document=claim.document,
        title=short(first.document.title, 100),
        offset=claim.start,
        to=ends[1],
        weakest=weak,
    )


def _way(link: Link, came_from: Entity) -> str:
    if RELATION_TYPES[link.type].symmetric:
        return TO
    return "→" if link.source == came_from.id else "←"
