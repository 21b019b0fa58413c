"""When, what and who says so: the year, the commodity and the source of what a sentence states.

Rules over the words around both ends of a claim. What a newcomer would get wrong: whoever is said
to say something is its source only inside the reported words; what the sentence takes for granted
beside them is the article's own.
"""

from extract.claims import Draft


def year_of(draft: Draft) -> int | None:
    """Return the entity of the year in which a claim holds, or None."""
    return None


def commodity_of(draft: Draft) -> int | None:
    """Return the entity of what was moved, or None."""
    return None


def source_of(draft: Draft) -> int | None:
    """Return the entity that says so, or None where it is the article itself."""
    return None
