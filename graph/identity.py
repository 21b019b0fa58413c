"""Ids: how the same thing gets the same id wherever and whenever it is met.

Ids of persons, groups and the like are slugs of their fullest name; of countries the ISO 3166-1
code; of documents, claims and links a hash of what makes them what they are. What a newcomer would
get wrong: ids are never shown as names, nor parsed for anything but the label before the colon.
"""

import hashlib
import re

from anyascii import anyascii

from graph.ontology import Label

_APOSTROPHES = str.maketrans("", "", "'`\u2018\u2019\u00b4\u02bc")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LABELS = {label.lower(): label for label in Label}
HASH_LENGTH = 32
"""Hexadecimal digits in the hash of a document, a claim or a link: 128 bits of SHA-256."""


def slug(name: str) -> str:
    """Return a name in lower case, accents folded, apostrophes dropped, all else one hyphen.

    Letters of other scripts are written in Latin ones. Empty where the name has no letter or digit.
    """
    return _NOT_SLUG.sub("-", anyascii(name.translate(_APOSTROPHES)).lower()).strip("-")


def digest(*parts: object) -> str:
    """Return the hash of a sequence of values, each told apart from its neighbours."""
    text = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]


def document_id(text: str) -> str:
    """Return the id of the document that has exactly this text."""
    return f"document:{digest(text)}"


def entity_id(label: Label, key: str) -> str:
    """Return the id of an entity: its label, then what tells it from the others of that label.

    Args:
        label: What it is.
        key: An ISO 3166-1 alpha-2 code for a country, a class for a commodity, four digits for a
            year; for all others the fullest name, which is made a slug.
    """
    if label in {Label.COUNTRY, Label.COMMODITY, Label.YEAR}:
        return f"{label.lower()}:{key}"
    return f"{label.lower()}:{slug(key)}"


def label_of(id_: str) -> Label | None:
    """Return the label that an entity's id begins with; None where that is no label."""
    return _LABELS.get(id_.partition(":")[0])


def described_id(label: Label, name: str, document: str) -> str:
    """Return the id of an entity that only this document's words tell apart, never another's."""
    return f"{label.lower()}:{slug(name)}@{document.removeprefix('document:')}"


def event_id(document: str, number: int) -> str:
    """Return the id of a document's event without a name; events are counted from 1."""
    return f"event:{document.removeprefix('document:')}:{number}"


def claim_id(
    document: str, sentence: tuple[int, int], ends: tuple[str, str, str], status: str
) -> str:
    """Return the id of the claim that this sentence of this document makes.

    Args:
        document: Id of the document.
        sentence: Offsets of the sentence in the document's text.
        ends: Source, type and target.
        status: How the sentence holds it.
    """
    return f"claim:{digest(document, *sentence, *ends, status)}"


def link_id(source: str, type_: str, target: str) -> str:
    """Return the id of the link that folds all claims with these ends and this type."""
    return f"link:{digest(source, type_, target)}"
