"""What the stages of reading saw in an article: the values that an explanation is made of.

What a newcomer would get wrong: shares are the model's own, no probabilities; each stands beside
the share that is needed.
"""

from graph.model import Extraction
from graph.ontology import Label, Status
from graph.value import Span, Text, Value


class SeenMention(Value):
    """A mention as the tags have it.

    Attributes:
        span: In the text.
        label: What it seems to stand for.
        named: Whether it names something; else it refers back.
        share: How sure the tags are of the label, at its least sure word.
        entities: What it was found to stand for; empty where that is not known.
        candidates: For one that refers back: entities that it could stand for with the share of
            each, most likely first.
        needed: From which share on a candidate is believed.
    """

    span: Span
    label: Label
    named: bool
    share: float
    entities: tuple[str, ...]
    candidates: tuple[tuple[str, float], ...] = ()
    needed: float = 0


class TypeScore(Value):
    """How much a sentence seems to state a relation, and from which share on it is a claim."""

    type: str
    share: float
    needed: float

    @property
    def stated(self) -> bool:
        """Whether it is a claim."""
        return self.share >= self.needed


class SeenPair(Value):
    """Two entities of a sentence, in one direction.

    Attributes:
        source: Id of the entity at the start.
        target: Id of the entity at the end.
        scores: Of every relation type that the ontology allows between them, highest first.
        statuses: How likely each status is.
        words: The words that both look at most, with their weights, highest first; they sum to 1
            with those left out.
    """

    source: str
    target: str
    scores: tuple[TypeScore, ...]
    statuses: tuple[tuple[Status, float], ...]
    words: tuple[tuple[Span, float], ...]


class SeenSentence(Value):
    """A sentence with what was seen in it.

    Attributes:
        span: In the text.
        mentions: In the order of the text.
        pairs: Every two of its entities that a claim may join.
        held: Entities named only inside the names of others, which are then linked to those
            only, each with these others.
    """

    span: Span
    mentions: tuple[SeenMention, ...]
    pairs: tuple[SeenPair, ...]
    held: dict[str, tuple[str, ...]]


class Explanation(Value):
    """What was read in an article, and why.

    Attributes:
        extraction: As it is kept.
        sentences: All of the article's, in order; none for an article in a language that the model
            does not know.
        rule: Name and version of the claim model.
    """

    extraction: Extraction
    sentences: tuple[SeenSentence, ...]
    rule: Text
