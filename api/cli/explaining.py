"""An explanation in words: a claim with all that it was read from, or why there is none.

What a newcomer would get wrong: shares are the model's own and no probabilities, so they are always
shown beside the share that is needed.
"""

from collections.abc import Iterator, Sequence

from extract.names import slug
from graph.errors import QuestionError
from graph.explanation import Explanation, SeenMention, SeenPair, SeenSentence
from graph.model import Claim, Entity, Span
from graph.ontology import RELATION_TYPES

_MOST_TYPES = 6
_LEAST_SHARE = 0.01


class Telling:
    """Tells of one explanation, line by line."""

    def __init__(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self._extraction = explanation.extraction
        self._text = explanation.extraction.document.text
        self._entities = {one.id: one for one in explanation.extraction.entities}

    def claims(self) -> Iterator[str]:
        """Yield a line for each claim, numbered in the order of the text."""
        for number, claim in enumerate(self._extraction.claims, 1):
            yield f"{number}  {self._words(claim)}, {claim.status}, {claim.confidence:.2f}"
        if not self._extraction.claims:
            yield "no claim was read; --between NAME --between NAME tells why of two entities"

    def claim(self, number: int) -> Iterator[str]:
        """Yield what a claim was read from.

        Raises:
            QuestionError: There is no claim of that number.
        """
        claims = self._extraction.claims
        if not 1 <= number <= len(claims):
            raise QuestionError(f"there is no claim {number}; there are {len(claims)}, from 1 on")
        claim = claims[number - 1]
        yield f"{self._words(claim)}, {claim.status}, {claim.confidence:.2f}"
        sentence = self._sentence_at(claim.start)
        yield f"  “{self._text[claim.start : claim.end]}”"
        pair = next(
            pair for pair in sentence.pairs if (pair.source, pair.target) == _ends(claim, sentence)
        )
        yield from self._mentions(sentence, {pair.source, pair.target})
        yield from self._pair(pair)

    def between(self, names: Sequence[str]) -> Iterator[str]:
        """Yield for every sentence that names two entities how they were weighed, or why not.

        Raises:
            QuestionError: They are not two, or nothing is called so.
        """
        if len(names) != 2:  # noqa: PLR2004 - between two
            raise QuestionError("give --between twice, once for each of the two entities")
        one, other = (self._entity(name) for name in names)
        together = [
            sentence
            for sentence in self._explanation.sentences
            if {one.id, other.id} <= {id_ for m in sentence.mentions for id_ in m.entities}
        ]
        if not together:
            yield f"no sentence names both {one.name} and {other.name}: no claim can join them"
            yield from self._alone(one)
            yield from self._alone(other)
        for sentence in together:
            yield f"“{self._text[sentence.span.start : sentence.span.end]}”"
            pairs = [p for p in sentence.pairs if {p.source, p.target} == {one.id, other.id}]
            yield from self._mentions(sentence, {one.id, other.id})
            for pair in pairs:
                yield from self._pair(pair)
            if not pairs:
                yield f"  {self._why_not(sentence, one, other)}"

    def _why_not(self, sentence: SeenSentence, one: Entity, other: Entity) -> str:
        for inside, outside in ((one, other), (other, one)):
            held = sentence.held.get(inside.id)
            if held and outside.id not in held:
                names = ", ".join(self._entities[id_].name for id_ in held)
                return f"{inside.name} is named only inside “{names}” here, and linked to that only"
        return f"the ontology has no relation between {one.label} and {other.label}"

    def _alone(self, entity: Entity) -> Iterator[str]:
        places = [
            f"“{self._text[m.span.start : m.span.end]}”"
            for sentence in self._explanation.sentences
            for m in sentence.mentions
            if entity.id in m.entities
        ]
        yield f"  {entity.name}: {len(places)} mentions, {', '.join(dict.fromkeys(places))}"

    def _mentions(self, sentence: SeenSentence, entities: set[str]) -> Iterator[str]:
        for mention in sentence.mentions:
            if entities & set(mention.entities):
                yield from self._mention(mention)

    def _pair(self, pair: SeenPair) -> Iterator[str]:
        source, target = self._entities[pair.source], self._entities[pair.target]
        yield f"  from {source.name} to {target.name}"
        told = [score for score in pair.scores[:_MOST_TYPES] if score.share >= _LEAST_SHARE]
        for score in told or pair.scores[:1]:
            verdict = "stated" if score.stated else "not stated"
            yield f"    {score.type} {score.share:.2f}, needs {score.needed:.2f}: {verdict}"
        if pair.statuses:
            said = ", ".join(f"{status} {share:.2f}" for status, share in pair.statuses)
            yield f"    held as: {said}"
        if pair.words:
            yield f"    words that both look at: {', '.join(map(self._weight, pair.words))}"

    def _mention(self, mention: SeenMention) -> Iterator[str]:
        words = self._text[mention.span.start : mention.span.end]
        form = "names it" if mention.named else "refers back"
        yield f"  “{words}”: {mention.label} {mention.share:.2f}, {form}"
        if mention.candidates:
            likely = [each for each in mention.candidates if each[1] >= _LEAST_SHARE]
            shown = likely or mention.candidates[:1]
            listed = [f"{self._entities[id_].name} {share:.2f}" for id_, share in shown]
            yield f"    could be {', '.join(listed)}; needs {mention.needed:.2f}"

    def _weight(self, word: tuple[Span, float]) -> str:
        span, weight = word
        return f"“{self._text[span.start : span.end]}” {weight:.2f}"

    def _words(self, claim: Claim) -> str:
        source, target = self._entities[claim.source], self._entities[claim.target]
        return f"{source.name} {RELATION_TYPES[claim.type].phrase} {target.name}"

    def _sentence_at(self, start: int) -> SeenSentence:
        return next(s for s in self._explanation.sentences if s.span.start == start)

    def _entity(self, name: str) -> Entity:
        """Return the entity that is called so, by its id, its name or a part of one."""
        if name in self._entities:
            return self._entities[name]
        asked = slug(name)
        called = {id_: [slug(n) for n in (e.name, *e.aliases)] for id_, e in self._entities.items()}
        found = [id_ for id_, names in called.items() if asked in names]
        found = found or [id_ for id_, names in called.items() if any(asked in n for n in names)]
        if len(found) == 1:
            return self._entities[found[0]]
        if not found:
            raise QuestionError(f"nothing in this article is called {name!r}")
        raise QuestionError(f"{name!r} could be {', '.join(found)}; give one of these ids")


def _ends(claim: Claim, sentence: SeenSentence) -> tuple[str, str]:
    """Return the ends of a claim as its pair has them: of a symmetric type either way."""
    there, back = (claim.source, claim.target), (claim.target, claim.source)
    stated = {
        (pair.source, pair.target)
        for pair in sentence.pairs
        if any(score.type == claim.type for score in pair.scores)
    }
    return there if there in stated else back
