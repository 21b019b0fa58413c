"""The legend: what the picture shows and leaves out, each with an address to toggle it.

What a newcomer would get wrong: what is left out is listed too, or nobody could bring it back; and
what is not shown yet, which the page hides until the picture grows by it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.views.palette import LABELS, STATUSES
from api.views.question import Question
from graph.model import Subgraph
from graph.ontology import RELATION_TYPES, Family, Label, Status


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend.

    Attributes:
        name: A label, type or status of the ontology.
        words: The same for a person.
        count: How many of it are shown.
        shown: False where the question leaves it out.
        href: The page with it left out, or back in; empty where a switch does that.
    """

    name: str
    words: str
    count: int
    shown: bool
    href: str


@dataclass(frozen=True, slots=True)
class Legend:
    """What the picture is made of, in the ontology's order.

    Attributes:
        labels: Kinds of entities.
        families: Relation types under their families.
        statuses: How the links are held.
        described: Entities known by description only, drawn hollow.
    """

    labels: tuple[Entry, ...]
    families: tuple[tuple[Family, tuple[Entry, ...]], ...]
    statuses: tuple[Entry, ...]
    described: int


def explain(subgraph: Subgraph, question: Question, entity_id: str) -> Legend:
    """Return the legend of a subgraph that answers a question about an entity."""
    labels: dict[str, str] = {label: style.plural for label, style in LABELS.items()}
    phrases = {name: kind.phrase for name, kind in RELATION_TYPES.items()}
    statuses: dict[str, str] = {s: f"{s} {STATUSES[s].sign}".strip() for s in Status}

    def entries(words: Mapping[str, str], shown: Iterable[str]) -> tuple[Entry, ...]:
        counts = Counter(shown)
        return tuple(_entry(name, words[name], counts[name], question, entity_id) for name in words)

    types = entries(phrases, (link.type for link in subgraph.links))
    families = [
        (family, tuple(e for e in types if RELATION_TYPES[e.name].family is family))
        for family in Family
    ]
    return Legend(
        labels=entries(labels, (entity.label for entity in subgraph.entities)),
        families=tuple(group for group in families if group[1]),
        statuses=entries(statuses, (link.status for link in subgraph.links)),
        described=sum(entity.described for entity in subgraph.entities),
    )


def _entry(name: str, words: str, count: int, question: Question, entity_id: str) -> Entry:
    has_switch = name in {Label.YEAR, Status.DENIED}
    href = "" if has_switch else question.toggled(name).address(entity_id)
    return Entry(name, words, count, name not in question.without, href)
