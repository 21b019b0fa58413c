"""The vocabulary: node labels, relation types and what they may join, statuses, commodity classes.

A label or a relation type is added here first; the extractor, the stores, the API and the views
all read it from here. Directions are source to target. What a newcomer would get wrong: a
symmetric type is stored once, its ends ordered by id, so never ask which end is "first".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Label(StrEnum):
    """What an entity is."""

    PERSON = "Person"
    GROUP = "Group"
    AGENCY = "Agency"
    ORGANIZATION = "Organization"
    COUNTRY = "Country"
    PLACE = "Place"
    COMMODITY = "Commodity"
    EVENT = "Event"
    YEAR = "Year"


class Status(StrEnum):
    """How a sentence holds its claim, strongest first: a link takes the strongest of its claims."""

    ASSERTED = "asserted"
    ALLEGED = "alleged"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


STATUS_STRENGTH: Mapping[Status, int] = MappingProxyType(
    {status: len(Status) - rank for rank, status in enumerate(Status)}
)


class Family(StrEnum):
    """What a relation type is about; the views draw one line style a family."""

    BELONGING = "belonging"
    ALLIANCE = "alliance"
    PLACE = "place"
    TRADE = "trade"
    VIOLENCE = "violence"
    LAW = "law"
    TIME = "time"


ACTORS = frozenset({Label.PERSON, Label.GROUP, Label.AGENCY, Label.ORGANIZATION, Label.COUNTRY})
BODIES = frozenset({Label.GROUP, Label.AGENCY, Label.ORGANIZATION})
STATE = frozenset({Label.AGENCY, Label.COUNTRY})
PLACES = frozenset({Label.COUNTRY, Label.PLACE})
NEVER_WALKED_THROUGH = frozenset({Label.YEAR})
"""Labels that a walk may end at but never goes on from: two groups of one year are not linked."""

_PERSON = frozenset({Label.PERSON})
_GROUP = frozenset({Label.GROUP})
_ORGANIZATION = frozenset({Label.ORGANIZATION})
_COMMODITY = frozenset({Label.COMMODITY})


@dataclass(frozen=True, slots=True)
class RelationType:
    """A kind of link: what it may join, and how it reads.

    Attributes:
        name: In capitals, as in Cypher.
        sources: Labels that its source may have.
        targets: Labels that its target may have.
        family: What it is about.
        phrase: The verb between source and target in a sentence about the link.
        symmetric: Stored once, ends ordered by id; direction never counts.
        same_label: Both ends have one label.
    """

    name: str
    sources: frozenset[Label]
    targets: frozenset[Label]
    family: Family
    phrase: str
    symmetric: bool = False
    same_label: bool = False

    def allows(self, source: Label, target: Label) -> bool:
        """Tell whether a claim of this type may go from one label to another."""
        return (
            source in self.sources
            and target in self.targets
            and (source == target or not self.same_label)
        )


_TYPES = (
    RelationType(
        "MEMBER_OF",
        _PERSON,
        frozenset({Label.GROUP, Label.ORGANIZATION}),
        Family.BELONGING,
        "is a member of",
    ),
    RelationType("LEADS", _PERSON, BODIES, Family.BELONGING, "leads"),
    RelationType(
        "WORKS_FOR",
        _PERSON,
        frozenset({Label.AGENCY, Label.ORGANIZATION, Label.COUNTRY}),
        Family.BELONGING,
        "works for",
    ),
    RelationType("FAMILY_OF", _PERSON, _PERSON, Family.BELONGING, "is family of", symmetric=True),
    RelationType(
        "ASSOCIATED_WITH", ACTORS, ACTORS, Family.ALLIANCE, "has ties with", symmetric=True
    ),
    RelationType(
        "COOPERATES_WITH",
        ACTORS,
        ACTORS,
        Family.ALLIANCE,
        "cooperates with",
        symmetric=True,
        same_label=True,
    ),
    RelationType("RIVAL_OF", _GROUP, _GROUP, Family.VIOLENCE, "is a rival of", symmetric=True),
    RelationType(
        "PART_OF",
        BODIES,
        BODIES | {Label.COUNTRY},
        Family.BELONGING,
        "is part of",
        same_label=True,
    ),
    RelationType("SPLIT_FROM", _GROUP, _GROUP, Family.BELONGING, "split from"),
    RelationType("BASED_IN", ACTORS - {Label.COUNTRY}, PLACES, Family.PLACE, "is based in"),
    RelationType("OPERATES_IN", ACTORS, PLACES, Family.PLACE, "operates in"),
    RelationType("LOCATED_IN", frozenset({Label.PLACE}), PLACES, Family.PLACE, "lies in"),
    RelationType("TRAFFICS", ACTORS, _COMMODITY, Family.TRADE, "traffics"),
    RelationType("SUPPLIES", ACTORS, ACTORS, Family.TRADE, "supplies"),
    RelationType("SMUGGLES_TO", ACTORS, PLACES, Family.TRADE, "smuggles to"),
    RelationType("SMUGGLES_FROM", ACTORS, PLACES, Family.TRADE, "smuggles from"),
    RelationType("PAID", ACTORS, ACTORS, Family.TRADE, "paid"),
    RelationType("OWNS", ACTORS, _ORGANIZATION, Family.BELONGING, "owns"),
    RelationType("ATTACKED", ACTORS, ACTORS | PLACES, Family.VIOLENCE, "attacked"),
    RelationType(
        "KILLED", ACTORS, frozenset({Label.PERSON, Label.GROUP}), Family.VIOLENCE, "killed"
    ),
    RelationType("COERCED", ACTORS, ACTORS, Family.VIOLENCE, "coerced"),
    RelationType("ARRESTED", STATE, frozenset({Label.PERSON, Label.GROUP}), Family.LAW, "arrested"),
    RelationType(
        "PROSECUTED",
        STATE,
        frozenset({Label.PERSON, Label.GROUP, Label.ORGANIZATION}),
        Family.LAW,
        "prosecuted",
    ),
    RelationType(
        "SEIZED",
        STATE,
        frozenset({Label.COMMODITY, Label.ORGANIZATION}),
        Family.LAW,
        "seized",
    ),
    RelationType(
        "DISMANTLED",
        STATE,
        frozenset({Label.GROUP, Label.ORGANIZATION}),
        Family.LAW,
        "dismantled",
    ),
    RelationType("INVESTIGATED", STATE | _ORGANIZATION, ACTORS, Family.LAW, "investigated"),
    RelationType("SANCTIONED", STATE | _ORGANIZATION, ACTORS, Family.LAW, "sanctioned"),
    RelationType("TOOK_PART_IN", ACTORS, frozenset({Label.EVENT}), Family.TIME, "took part in"),
    RelationType(
        "SEEN_IN",
        ACTORS | {Label.EVENT},
        frozenset({Label.YEAR}),
        Family.TIME,
        "is dated to",
    ),
)

RELATION_TYPES: Mapping[str, RelationType] = MappingProxyType({t.name: t for t in _TYPES})
"""Every relation type by name, in the order of the ontology."""

TYPES_WITH_COMMODITY = frozenset({"SUPPLIES", "SMUGGLES_TO", "SMUGGLES_FROM"})
"""Types whose claims may name what was moved."""

COMMODITY_PARENTS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        (
            "cocaine",
            "heroin",
            "opiates",
            "amphetamine",
            "methamphetamine",
            "mdma",
            "captagon",
            "cannabis",
            "fentanyl",
            "precursors",
        ),
        "drugs",
    )
    | {"ammunition": "firearms", "ivory": "wildlife"}
)
"""The wider class of a commodity class; a class that is missing here has none."""
