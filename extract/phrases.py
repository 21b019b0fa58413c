"""What the words of a mention name, given the words around it.

Mends what tags of single words can't know: nicknames, legal forms, a noun that two adjectives
share. What a newcomer would get wrong: a mention's span stays what stands in the text; only its
names may differ from that.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.mentions import Found
from extract.names import legal_form_end
from extract.sentences import Sentence
from extract.tables.countries import country_code, country_name
from extract.tables.regions import is_region
from graph.ontology import Label

_NICKNAME = re.compile(
    r"\s+[\"\u201c\u2018'(]+[^\"\u201c\u201d\u2019\n]{1,30}[\"\u201d\u2019')]+\s+"
)
_PLURAL_HEAD = re.compile(r"[a-z]+(?:s|ce|men)$")
_JOINT = re.compile(r"\s*(?:,|and|,\s*and)\s+(?:the\s+)?")
_INDEFINITE = re.compile(r"\b(?:an?|another)\s+\Z", re.IGNORECASE)
_MODIFIER = re.compile(
    r"\s(?:involved|linked|accused|suspected|speciali[sz]\w+|based|run|led|made|dedicated|engaged"
    r"|operating|active|that|which|in|from|of)"
    r"(?:[ ](?!and\b|but\b|who\b|which\b)[\w\u2019'-]+){1,6}"
)
_QUARTER = re.compile(
    r"\b(?:(?:North|South|East|West|NORTH|SOUTH|EAST|WEST)(?:ern|ERN)?|Central|CENTRAL)"
    r"(?:[- ]?(?:[Ee]ast|[Ww]est|EAST|WEST)(?:ern|ERN)?)?\s\Z"
)
_BODIES = frozenset({Label.GROUP, Label.AGENCY, Label.ORGANIZATION})
_WHERE = frozenset({Label.COUNTRY, Label.PLACE})
_MAY_BE_FIRMS = frozenset({Label.ORGANIZATION, Label.PERSON, Label.GROUP, Label.PLACE})


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with what identity needs to know of its surroundings.

    Attributes:
        found: Where it is, and what the tags say.
        names: What it calls its entity; two where one plural stands for two.
        sentence: Number of its sentence in the article.
        opens: Whether it starts its sentence, where a capital says nothing.
        nested: Words of the countries and places named inside it.
        glosses: Whether it stands in brackets after another name of the same label, as an acronym
            does.
    """

    found: Found
    names: tuple[str, ...]
    sentence: int
    opens: bool = False
    nested: tuple[str, ...] = ()
    glosses: bool = False

    @property
    def text(self) -> str:
        """Its words, or those of the first that it names."""
        return self.names[0]


def describe(text: str, sentence: Sentence, number: int, found: Sequence[Found]) -> list[Named]:
    """Return the mentions of a sentence with the names that they give.

    Args:
        text: The article's.
        sentence: Where they are.
        number: Of the sentence in the article.
        found: Mentions as tagged, in the order of the text, the longer of two first.
    """
    mended = list(_with_legal_forms(text, _with_nicknames(text, list(found))))
    mended = [_whole_region(text, each) for each in _with_shared_nouns(text, mended)]
    return [
        Named(
            replace(each, named=each.named or bool(_introduced(text, each))),
            tuple(_names(text, each, mended)),
            number,
            opens=each.start == sentence.start,
            nested=tuple(text[m.start : m.end] for m in _inside(each, mended)),
            glosses=_glosses(text, each, mended),
        )
        for each in mended
    ]


def _glosses(text: str, each: Found, found: Sequence[Found]) -> bool:
    """Tell whether a name stands in brackets right after another of its label.

    Why:
        "Judicial Police (PJ)", "Harbour Rice (Rice)": whoever writes so names one body twice.

    Known problems:
        A subsidiary or a member's group in brackets is taken for the name before it.

    Example:
        "PJ" in "the Judicial Police (PJ)".
    """
    if text[each.end : each.end + 1] != ")" or text[max(0, each.start - 2) : each.start] != " (":
        return False
    return any(m.end == each.start - 2 and m.label == each.label and m.named for m in found)


def _with_nicknames(text: str, found: list[Found]) -> list[Found]:
    """Return the mentions with a person's name made one around the nickname in it.

    Why:
        "Ana “La Reina” Ruiz" is tagged as two or three persons.

    Known problems:
        A title of a work in quotes between two names joins them.

    Example:
        "Ana “La Reina” Ruiz" is one mention.
    """
    people = [m for m in found if m.label == Label.PERSON and m.named and not m.inner]
    kept = list(found)
    for first in people:
        gap = _NICKNAME.match(text, first.end)
        last = gap and next((m for m in people if m.start == gap.end()), None)
        if last and first in kept:
            kept = [m for m in kept if not first.start <= m.start < last.end]
            kept.append(replace(first, end=last.end))
    return sorted(kept, key=lambda m: (m.start, -m.end, m.inner))


def _with_legal_forms(text: str, found: list[Found]) -> Iterator[Found]:
    """Yield the mentions, those of organizations with the legal form that follows them.

    Why:
        Whatever the tags take "Quispe Hermanos" for, with "S.A." after it it is a company.

    Known problems:
        "Jordan AG" of an attorney general would be a company.

    Example:
        "Quispe Hermanos S.A." is one mention of an organization.
    """
    covered = 0
    for each in found:
        mention = each
        if each.label in _MAY_BE_FIRMS and each.named and not each.inner:
            end = legal_form_end(text, each.end)
            if each.label == Label.ORGANIZATION or end > each.end:
                mention = replace(each, end=end, label=Label.ORGANIZATION)
        if each.label == Label.ORGANIZATION and each.end <= covered and each.start >= covered - 8:
            continue
        if mention.end > each.end:
            covered = mention.end
        yield mention


def _whole_region(text: str, each: Found) -> Found:
    """Return a region with the quarter of it that stands before its name.

    Why:
        The tags leave the direction out: "South-East Asia" is not all of Asia.

    Known problems:
        Only directions with a capital are seen.

    Example:
        "Western Balkans" is one mention.
    """
    if each.label != Label.PLACE or not is_region(text[each.start : each.end]):
        return each
    quarter = _QUARTER.search(text[max(0, each.start - 24) : each.start])
    return replace(each, start=each.start - len(quarter[0])) if quarter else each


def _with_shared_nouns(text: str, found: list[Found]) -> Iterator[Found]:
    """Yield the mentions, and a body where only its country's adjective is tagged.

    Why:
        "Kenyan and Ugandan authorities" is two agencies, and the first has no noun of its own.

    Known problems:
        Only adjectives directly before the named body are seen.

    Example:
        "Kenyan" in "Kenyan and Ugandan authorities" is an agency and a country.
    """
    for each in found:
        own = text[each.start : each.end]
        code = country_code(own) if each.label == Label.COUNTRY and not each.inner else None
        if code and own != country_name(code):
            body = next((m for m in found if _JOINT.fullmatch(text, each.end, m.start)), None)
            inner = next(_inside(body, found), None) if body and body.label in _BODIES else None
            inner = inner if inner and body and inner.start == body.start else None
            noun = text[inner.end : body.end] if body and inner else ""
            if body and _PLURAL_HEAD.search(noun):
                yield replace(body, start=each.start, end=each.end)
                yield replace(each, inner=True)
                continue
        yield each


def _introduced(text: str, each: Found) -> str:
    """Return what a body is called that "a" introduces with what tells it apart; else nothing.

    Why:
        "A network that brought pistols from Ohio" is new in the text and has no other name; the
        tags take it for a reference to what was named before.

    Known problems:
        A heading may have named it already ("heir to a clan whose cocaine ..." for the clan).

    Example:
        "a ring involved in fuel theft," is called "ring involved in fuel theft".
    """
    before = text[max(0, each.start - 12) : each.start]
    new = each.label in _BODIES and not each.named and _INDEFINITE.search(before)
    modifier = new and _MODIFIER.match(text, each.end)
    return text[each.start : modifier.end()] if modifier else ""


def _inside(outer: Found, found: Sequence[Found]) -> Iterator[Found]:
    for each in found:
        within = outer.start <= each.start and each.end <= outer.end
        if each.inner and within and each.label in _WHERE and each is not outer:
            yield each


def _names(text: str, each: Found, found: Sequence[Found]) -> Iterator[str]:
    """Yield what a mention calls its entities.

    Why:
        In "U.S. and Afghan forces" the first agency has only its country in the text, and "Kenyan
        and Ugandan authorities" may be tagged as one.

    Known problems:
        "British and Irish Lions" would be two.

    Example:
        "Kenyan and Ugandan authorities" gives "Kenyan authorities" and "Ugandan authorities".
    """
    own = _introduced(text, each) or text[each.start : each.end]
    where = list(_inside(each, found)) if each.label in _BODIES and each.named else []
    if where and (where[0].start, where[0].end) == (each.start, each.end):
        yield own + _shared_noun(text, each, found)
        return
    if len(where) > 1 and where[0].start == each.start:
        first, last = where[0], where[-1]
        noun = text[last.end : each.end]
        joint = _JOINT.fullmatch(text, where[-2].end, last.start)
        if joint and _PLURAL_HEAD.search(noun):
            yield from (text[w.start : w.end] + noun for w in (first, *where[1:]))
            return
    yield own


def _shared_noun(text: str, each: Found, found: Sequence[Found]) -> str:
    for other in found:
        if other.inner or other.start <= each.end or other.label != each.label:
            continue
        inside = next(_inside(other, found), None)
        if not inside or not _JOINT.fullmatch(text, each.end, other.start):
            return ""
        if inside.end == other.end:
            return _shared_noun(text, other, found)
        return text[inside.end : other.end]
    return ""
