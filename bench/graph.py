"""A large made-up graph: skewed as real ones are, the same every time, one document after another.

Every document has entities of its own and some that many documents have; one entity, the hub, is in
all of them. What a newcomer would get wrong: the numbers of entities and links are exact, since
figures are promised for them, while the number of claims only follows.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph import identity
from graph.model import Claim, Document, Entity, Extraction, Mention
from graph.ontology import RELATION_TYPES, Label
from graph.value import Span

ENTITIES, LINKS = 200_000, 1_000_000
HUB = 0
_OWN, _SHARED = 5, 7
_STATEMENTS = 26
_LABELS = (Label.GROUP, Label.PERSON, Label.ORGANIZATION, Label.PLACE, Label.GROUP)
_SYLLABLES = ("ba", "ro", "ki", "lem", "tas", "vu", "dor", "ni", "gar", "so", "pel", "qui")


@dataclass(slots=True)
class GraphMaker:
    """Makes the documents of a graph with so many entities and links.

    Attributes:
        entities: How many, the hub included.
        links: How many different ones, at least `4 * entities`.
    """

    entities: int = ENTITIES
    links: int = LINKS
    _random: random.Random = field(default_factory=lambda: random.Random(11))
    _made: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])

    def extractions(self) -> Iterator[Extraction]:
        """Yield documents until all entities and links are there."""
        number = 0
        while number * _OWN < self.entities or len(self._made) < self.links:
            yield self._document(number)
            number += 1

    def _document(self, number: int) -> Extraction:
        first = number * _OWN % self.entities
        own = [(first + offset) % self.entities for offset in range(_OWN)]
        shared = {HUB, *(self._popular() for _ in range(_SHARED))}
        cast = [entity_of(index) for index in dict.fromkeys([*own, *sorted(shared)])]
        lines = [f"Report {number}."]
        stated: list[tuple[Entity, str, Entity]] = []
        for _ in range(_STATEMENTS):
            triple = self._statement(cast)
            if triple is not None:
                source, type_, target = triple
                lines.append(f"{source.name} {RELATION_TYPES[type_].phrase} {target.name}.")
                stated.append(triple)
        return _extraction(lines, stated, cast)

    def _popular(self) -> int:
        """Return an entity that many documents share: the smaller its number, the more do."""
        return int(self.entities * self._random.random() ** 3)

    def _statement(self, cast: list[Entity]) -> tuple[Entity, str, Entity] | None:
        """Return a statement; None where it would be one link too many."""
        hub = self._random.random() < 0.12  # noqa: PLR2004 - makes a hub of more than 100,000
        source = cast[_OWN] if hub else self._random.choice(cast)
        target = self._random.choice(cast)
        types = [
            name
            for name, kind in RELATION_TYPES.items()
            if source.id != target.id and kind.allows(source.label, target.label)
        ]
        if not types:
            return None
        type_ = self._random.choice(types)
        if RELATION_TYPES[type_].symmetric and source.id > target.id:
            source, target = target, source
        link = (source.id, type_, target.id)
        if link not in self._made and len(self._made) >= self.links:
            return None
        self._made.add(link)
        return source, type_, target


def entity_of(index: int) -> Entity:
    """Return the entity with this number; the hub is a group."""
    name = " ".join(_word(index, place).capitalize() for place in range(2)) + f" {index}"
    label = _LABELS[index % len(_LABELS)]
    return Entity(id=identity.entity_id(label, name), label=label, name=name)


def _word(index: int, place: int) -> str:
    step = 7 + 5 * place
    return "".join(_SYLLABLES[(index // step**power) % len(_SYLLABLES)] for power in range(3))


def _extraction(
    lines: list[str], stated: list[tuple[Entity, str, Entity]], cast: list[Entity]
) -> Extraction:
    text = "\n".join(lines)
    about = Document(id=identity.document_id(text), text=text, title=lines[0], extractor="made")
    start = len(lines[0]) + 1
    claims: dict[str, Claim] = {}
    mentions = {(0, 6, entity.id) for entity in cast}
    for sentence, (source, type_, target) in zip(lines[1:], stated, strict=True):
        end = start + len(sentence)
        spans = (start, start + len(source.name)), (end - 1 - len(target.name), end - 1)
        claim = Claim.state(
            document=about.id,
            source=source.id,
            type=type_,
            target=target.id,
            sentence=sentence,
            start=start,
            end=end,
            source_span=Span(start=spans[0][0], end=spans[0][1]),
            target_span=Span(start=spans[1][0], end=spans[1][1]),
            rule="made",
            confidence=0.5,
        )
        claims[claim.id] = claim
        mentions |= {(*spans[0], source.id), (*spans[1], target.id)}
        start = end + 1
    return Extraction(
        document=about,
        entities=tuple(cast),
        mentions=tuple(
            Mention(document=about.id, span=Span(start=first, end=last), entity=id_)
            for first, last, id_ in sorted(mentions)
        ),
        claims=tuple(claims.values()),
    )
