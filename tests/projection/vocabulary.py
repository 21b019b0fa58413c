"""What statements may speak of: the properties of each kind of thing, and what joins them."""

from dataclasses import dataclass
from typing import Any

from tests.stores.strategies import IDS

TEXT, WHOLE, DECIMAL, TRUTH, DAY, TEXTS, WHOLES = (
    "text",
    "whole",
    "decimal",
    "truth",
    "day",
    "texts",
    "wholes",
)
LINK_TYPES = ("SUPPLIES", "PAID", "LEADS", "ASSOCIATED_WITH", "ATTACKED", "MEMBER_OF", "BASED_IN")

PROPERTIES: dict[str, dict[str, str]] = {
    "Entity": {
        "id": TEXT,
        "name": TEXT,
        "kind": TEXT,
        "claims": WHOLE,
        "documents": WHOLE,
        "mentions": WHOLE,
        "links": WHOLE,
        "described": TRUTH,
        "aliases": TEXTS,
        "normal_names": TEXTS,
    },
    "Claim": {
        "id": TEXT,
        "type": TEXT,
        "status": TEXT,
        "source": TEXT,
        "target": TEXT,
        "attributed_to": TEXT,
        "commodity": TEXT,
        "sentence": TEXT,
        "link": TEXT,
        "year": WHOLE,
        "start": WHOLE,
        "end": WHOLE,
        "source_start": WHOLE,
        "confidence": DECIMAL,
    },
    "Document": {
        "id": TEXT,
        "title": TEXT,
        "name": TEXT,
        "source": TEXT,
        "text": TEXT,
        "language": TEXT,
        "published": DAY,
    },
    "Decision": {"number": WHOLE, "merged": TEXT, "into": TEXT, "by": TEXT, "undoes": WHOLE},
    "": {"name": TEXT, "claims": WHOLE, "year": WHOLE, "confidence": DECIMAL, "title": TEXT},
    "link": {
        "id": TEXT,
        "status": TEXT,
        "claims": WHOLE,
        "documents": WHOLE,
        "first_year": WHOLE,
        "last_year": WHOLE,
        "confidence": DECIMAL,
        "years": WHOLES,
        "statuses": TEXTS,
        "attributed_to": TEXTS,
        "commodities": TEXTS,
    },
    "MENTIONED_IN": {
        "entity": TEXT,
        "name": TEXT,
        "kind": TEXT,
        "described": TRUTH,
        "aliases": TEXTS,
        "starts": WHOLES,
        "ends": WHOLES,
    },
    "any": {"id": TEXT, "claims": WHOLE, "years": WHOLES, "status": TEXT, "entity": TEXT},
}
"""By label, by type, or "" and "any" for what may be of several; names that mean other things on
the embedded store (`id` of a decision, `type` of what is no claim) are left out of the latter."""

VALUES: dict[str, tuple[Any, ...]] = {
    TEXT: (*IDS, "asserted", "denied", "SUPPLIES", "Al", "Bo", "Alpha One", "gang", "", "A", "en"),
    WHOLE: (0, 1, 2, 3, 5, 8, 1999, 2010, 2019, -1),
    DECIMAL: (0.25, 0.5, 1.0, 0.3),
    TRUTH: (True, False),
    TEXTS: ((), ("asserted",), ("asserted", "denied"), ("Al", "Bo")),
    WHOLES: ((), (2019,), (1999, 2019), (1, 2, 3)),
}


@dataclass(frozen=True, slots=True)
class Joint:
    """What may join two kinds of node; `kind` names the properties of the relationship."""

    source: str
    types: tuple[str, ...]
    target: str
    kind: str


JOINTS = (
    Joint("Entity", LINK_TYPES, "Entity", "link"),
    Joint("Entity", LINK_TYPES, "Entity", "link"),
    Joint("Entity", ("MENTIONED_IN",), "Document", "MENTIONED_IN"),
    Joint("Claim", ("SUBJECT", "OBJECT"), "Entity", "any"),
    Joint("Claim", ("STATED_IN",), "Document", "any"),
)
