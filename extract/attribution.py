"""Who says so: the speakers of a sentence, and which of its claims each of them makes.

What a newcomer would get wrong: a speaker is the source of the reported words only. What the
sentence takes for granted beside them is the article's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from extract.claims import Draft, Scene
from graph.ontology import ACTORS, Status

_SPEECH = (
    r"say|says|said|saying|states?|stated|reports?|reported|reporting|claims?|claimed|alleges?|alleged"
    r"|believes?|believed|den(?:y|ies|ied)"
    r"|warns?|warned|tells?|told|notes?|noted|finds?|found|estimates?|estimated|adds?|added"
    r"|explains?|explained|confirms?|confirmed|announces?|announced|insists?|insisted|maintains?"
    r"|maintained|contends?|contended|argues?|argued|testif(?:y|ies|ied)|acknowledges?"
    r"|acknowledged|admits?|admitted|describes?|described|rejects?|rejected|concludes?|concluded"
    r"|shout(?:s|ed)|spoke|fears?|feared|holds|held(?=\s+that)|urge[sd]?|recalls?|recalled|asserts?|asserted|think|thinks|thought|wrote|writes?|put|puts|calls?|called"
)
_VERB = re.compile(rf"\b(?:{_SPEECH})\b(?!\s+(?:of|by|for|to|as|guilty)\b)", re.IGNORECASE)
_CHARGE = re.compile(
    r"\b(?:accus(?:e|es|ed)|blam(?:e|es|ed)|suspects?|charg(?:e|es|ed)|indict(?:s|ed)?)\b"
    r"(?!\s+(?:of|by|for|to|as)\b)",
    re.IGNORECASE,
)
_VOICES = (
    r"officials?|authorities|spokes\w+|police|leaders?|sources?|investigators?|prosecutors?"
    r"|analysts?|commanders?|members?|residents|ministry|reports?|statements?|government|media"
    r"|newspapers?|agency|agents?|detectives?|courts?|judges?|itself|himself|herself|themselves"
    r"|own|lawyers?|office|intelligence|military|chief|minister|documents?|experts|staff"
)
_BEFORE_VERB = re.compile(
    rf"""(?:['\u2019]s?)?(?:\s+(?:{_VOICES}))*
    (?:\s+(?:in|of|at|for|from|on|with)\s+(?:the\s+)?(?:[\w.\u2019'-]+\s*){{1,4}}?)?
    (?:\s*\([^()]{{1,20}}\))?(?:,[^,;:"“”]{{1,80}},)?,?
    (?:\s+(?:which|who|did|does|has|have|had|also|later|however|would|will|now|then|both|all|recently|\w+ly))*
    \s+""",
    re.VERBOSE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being|it|as)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_ENDED = re.compile(r"[^,;:\"“”]{0,40}(?:\.?$|[.;])")
_INTERJECTED = re.compile(r"\s*,")
_ACCORDING = re.compile(
    r"\b(?:according to|in the (?:words|view|account|opinion|assessment) of|"
    r"(?:accused|blamed|suspected|alleged|told|described)\b[^.;]{0,60}?\bby)\s+",
    re.IGNORECASE,
)
_ASSESSMENT = re.compile(
    r"['\u2019]s?\s+(?:own\s+)?(?:\w+\s+)?(?:view|account|opinion|assessment|words|version|telling|estimate)\b"
)
_TO_SPEAKER = re.compile(r"\s+(?:the\s+)?(?:\w+\s+)?")
_REACH_CHARS = 60
_TAKEN_FOR_GRANTED = frozenset(
    {"BASED_IN", "LOCATED_IN", "FAMILY_OF", "PART_OF", "SPLIT_FROM", "WORKS_FOR"}
)


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks in a sentence, and where the reported words may be.

    Attributes:
        speaker: The entity.
        start: Where the words that say so start.
        end: Where they end.
        before: Whether what stands before them is reported.
        after: Whether what stands after them is.
        accuses: Whether only what is alleged is the speaker's.
    """

    speaker: int
    start: int
    end: int
    before: bool
    after: bool
    accuses: bool = False


class Attribution:
    """Tells whose claims are, reading each sentence for its speakers once."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._speeches: tuple[Speech, ...] = ()

    def source_of(self, draft: Draft) -> int | None:
        """Return the entity that states a claim, or None where it is the article itself.

        Claims must come sentence by sentence, or the sentences are read again.

        Why:
            "The ministry says that X armed Y" and "X armed Y" are not the same evidence.

        Known problems:
            Whose words a quotation over several sentences are is not followed; facts taken for
            granted inside a reported clause are given to the speaker too.

        Example:
            "According to Europol, the ring supplied X." is attributed to Europol.
        """
        if draft.type in _TAKEN_FOR_GRANTED:
            return None
        if draft.scene is not self._scene:
            self._scene, self._speeches = draft.scene, tuple(speeches(draft.scene))
        return next((s.speaker for s in self._speeches if _reports(s, draft)), None)


def speeches(scene: Scene) -> Iterator[Speech]:
    """Yield the speakers of a sentence, in the order of the words that name their speaking."""
    text, base = scene.sentence.text, scene.sentence.start
    actors = sorted(
        (start - base, -(end - base), key)
        for key, spans in scene.spans.items()
        if scene.labels[key] in ACTORS
        for start, end in spans
    )
    found = [*_by_phrase(text, actors), *_by_verb(text, actors)]
    for speech in sorted(found, key=lambda s: (s.start, s.speaker)):
        yield replace(speech, start=speech.start + base, end=speech.end + base)


def _by_phrase(text: str, actors: list[tuple[int, int, int]]) -> Iterator[Speech]:
    for match in _ACCORDING.finditer(text):
        near = [a for a in actors if match.end() <= a[0] <= match.end() + _REACH_CHARS]
        if near:
            start, end, key = near[0]
            yield Speech(key, match.start(), -end, before=True, after=True)
    for start, end, key in actors:
        match = _ASSESSMENT.match(text, -end)
        if match and re.search(r"\b[Ii]n\s+(?:the\s+)?$", text[:start]):
            yield Speech(key, start, match.end(), before=True, after=True)


def _by_verb(text: str, actors: list[tuple[int, int, int]]) -> Iterator[Speech]:
    for verb in chain(_VERB.finditer(text), _CHARGE.finditer(text)):
        if _PASSIVE.search(text[: verb.start()]):
            continue
        subject = next(
            (a for a in actors if -a[1] < verb.start() and _leads_to(text, -a[1], verb.start())),
            None,
        )
        if subject:
            aside = text[: subject[0]].rstrip(" the").endswith((",", "”", '"'))
            ended = aside and bool(_ENDED.fullmatch(text, verb.end()))
            between = bool(_INTERJECTED.match(text, verb.end()))
            accuses = bool(_CHARGE.match(text, verb.start()))
            yield Speech(
                subject[2],
                subject[0],
                verb.end(),
                before=ended or between or accuses,
                after=not ended,
                accuses=accuses,
            )
            continue
        behind = _TO_SPEAKER.match(text, verb.end())
        quoted = text[: verb.start()].rstrip().endswith((",", '"', "\u201d", "\u2019"))
        speaker = next((a for a in actors if behind and verb.end() < a[0] <= behind.end()), None)
        if speaker and quoted:
            yield Speech(speaker[2], verb.start(), -speaker[1], before=True, after=False)


def _leads_to(text: str, end: int, verb: int) -> bool:
    return verb - end <= 3 * _REACH_CHARS and bool(_BEFORE_VERB.fullmatch(text, end, verb))


def _reports(speech: Speech, draft: Draft) -> bool:
    """Tell whether a claim is made in the reported words."""
    if speech.accuses and draft.status != Status.ALLEGED:
        return False
    for key, span in zip((draft.source, draft.target), draft.ends(), strict=True):
        outside = (span.end <= speech.start and not speech.before) or (
            span.start >= speech.end and not speech.after
        )
        inside_phrase = speech.start <= span.start and span.end <= speech.end
        if outside or (inside_phrase and key != speech.speaker):
            return False
    return True
