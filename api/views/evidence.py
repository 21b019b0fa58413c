"""A link's evidence for a person: in words, the sides that disagree apart, every sentence marked.

What a newcomer would get wrong: what was moved and when is said by single claims, so it is worded
for each status from its own claims; a denied year must not look like a fact of the link.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from api.schemas import Evidence, LinkInWords
from api.service import Names, Service, all_claims
from api.views.network import TO
from api.views.text import ELLIPSIS, between_blanks, short
from graph.model import Claim
from graph.ontology import RELATION_TYPES, TYPES_WITH_COMMODITY, Status

SHOWN = (50, 500)
"""How many sentences of a side are shown, at first and when more are asked for."""
_AROUND = 500
"""Characters of an endless sentence that are shown before its first and after its last mark."""
_MAX_WORDS = 300
_HELD = frozenset({Status.ASSERTED, Status.ALLEGED})


@dataclass(frozen=True, slots=True)
class Said:
    """One claim, as evidence is read.

    Attributes:
        pieces: Its sentence in order, each piece with what it is marked as, empty for nothing.
        evidence: The claim with its document and who says so.
    """

    pieces: tuple[tuple[str, str], ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Side:
    """All claims of a link that are held alike.

    Attributes:
        status: How.
        words: The link in words, with what was moved, how often it is said and when.
        said: The first of its claims, by document and offset.
        more: How many follow.
    """

    status: Status
    words: str
    said: tuple[Said, ...]
    more: int


@dataclass(slots=True)
class _Tally:
    """Counts the claims of one status while they pass."""

    first: list[Claim] = field(default_factory=list[Claim])
    claims: int = 0
    sentences: set[tuple[str, int, int]] = field(default_factory=set[tuple[str, int, int]])
    documents: set[str] = field(default_factory=set[str])
    years: set[int] = field(default_factory=set[int])
    commodities: set[str] = field(default_factory=set[str])

    def take(self, claim: Claim, most: int) -> None:
        """Count a claim, and keep it if it is among the first."""
        if self.claims < most:
            self.first.append(claim)
        self.claims += 1
        self.sentences.add((claim.document, claim.start, claim.end))
        self.documents.add(claim.document)
        self.years |= {claim.year} if claim.year else set()
        self.commodities |= {claim.commodity} if claim.commodity else set()


def sides(service: Service, about: LinkInWords, *, most: int = SHOWN[0]) -> list[Side]:
    """Return a link's claims by status, surest first; statuses without a claim are left out.

    Every claim is counted, however many there are.

    Args:
        service: What to ask for the claims.
        about: The link.
        most: How many claims of a status to show.
    """
    tallies = {status: _Tally() for status in Status}
    for claim in all_claims(service.store, about.link.id):
        tallies[claim.status].take(claim, most)
    names = Names(service.store)
    return [_side(about, *counted, names) for counted in tallies.items() if counted[1].claims]


def disagree(found: Iterable[Side]) -> bool:
    """Tell whether some sentence says what another denies."""
    statuses = {side.status for side in found}
    return Status.DENIED in statuses and bool(statuses & _HELD)


def others(service: Service, about: LinkInWords) -> list[LinkInWords]:
    """Return the other links between the same two entities, either way."""
    names = Names(service.store)
    between = service.store.neighbourhood([about.source.id, about.target.id], hops=0)
    return list(names.all_words(link for link in between.links if link.id != about.link.id))


def worded(about: LinkInWords, commodities: Sequence[str] = ()) -> str:
    """Return a link in words, with what was moved where its type can say so.

    Example:
        "Alpha supplies Beta with firearms", "Alpha smuggles firearms to Peru".
    """
    if about.link.type not in TYPES_WITH_COMMODITY or not commodities:
        return short(about.words, _MAX_WORDS)
    source, target, moved = about.source.name, about.target.name, _listed(commodities)
    verb, _, way = RELATION_TYPES[about.link.type].phrase.partition(" ")
    words = f"{verb} {moved} {way} {target}" if way else f"{verb} {target} with {moved}"
    return short(f"{source} {words}", _MAX_WORDS)


def pieces(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Cut a sentence at its marks; an endless one is shown around them only."""
    sentence = evidence.claim.sentence
    spans = {
        "source": evidence.source_in_sentence,
        "target": evidence.target_in_sentence,
        "trigger": evidence.trigger_in_sentence,
    }
    known = [(span.start, span.end, name) for name, span in spans.items() if span]
    first, last = min((m[0] for m in known), default=0), max((m[1] for m in known), default=0)
    start, end = max(0, first - _AROUND), min(len(sentence), last + _AROUND)
    cuts = sorted({start, end, *chain.from_iterable(m[:2] for m in known)})
    cut = [
        (
            between_blanks(sentence[one:next_]),
            " ".join(m[2] for m in known if m[0] <= one and next_ <= m[1]),
        )
        for one, next_ in pairwise(cuts)
    ]
    before = [(f"{ELLIPSIS} ", "")] if start else []
    after = [(f" {ELLIPSIS}", "")] if end < len(sentence) else []
    return (*before, *cut, *after)


def _side(about: LinkInWords, status: Status, tally: _Tally, names: Names) -> Side:
    names.learn(tally.commodities)
    moved = sorted({names.entity(id_).name for id_ in tally.commodities})
    evidence = names.all_evidence(tally.first)
    sentences, documents = len(tally.sentences), len(tally.documents)
    counted = f"{_number(sentences, 'sentence')} in {_number(documents, 'document')}"
    when = f", {_years(tally.years)}" if tally.years else ""
    return Side(
        status,
        f"{worded(about, moved)}: {_BY[status]} {counted}{when}",
        tuple(Said(pieces(each), each) for each in evidence),
        tally.claims - len(evidence),
    )


_BY = {
    Status.ASSERTED: "asserted by",
    Status.ALLEGED: "alleged by",
    Status.HYPOTHETICAL: "said to be possible by",
    Status.DENIED: "denied by",
}


def _years(years: Iterable[int]) -> str:
    known = sorted(years)
    return str(known[0]) if len(known) == 1 else f"{known[0]}{TO}{known[-1]}"


def _number(count: int, one: str) -> str:
    return f"{count} {one if count == 1 else one + 's'}"


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
