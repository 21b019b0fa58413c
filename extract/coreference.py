"""What "she", "the gang" and "its members" stand for, ranked by a small network.

What a newcomer would get wrong: the features are those that the network was trained on, number by
number and in this order; a change of one is a change of the training.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from extract.encoder import open_session
from graph.ontology import Label

_HE = frozenset(["he", "him", "his", "himself"])
_SHE = frozenset(["she", "her", "hers", "herself"])
_IT = frozenset(["it", "its", "itself"])
_THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "who",
        "which",
        "whom",
        "himself",
        "itself",
        "themselves",
        "we",
        "us",
        "our",
        "i",
        "me",
        "my",
    ]
)
_LABELS = (
    Label.PERSON,
    Label.GROUP,
    Label.AGENCY,
    Label.ORGANIZATION,
    Label.COUNTRY,
    Label.PLACE,
    Label.EVENT,
)
_NEAR_CHARS = 40
_MEMORY = 300
"""Mentions that are remembered; older ones are given up, so that a huge article stays readable."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that refer back.

    Attributes:
        text: As written.
        label: What they seem to stand for.
        sentence: Number of the sentence, from the start of the article.
        start: Offset of the first character.
    """

    text: str
    label: Label
    sentence: int
    start: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant: what it is, and its name so far."""

    key: int
    label: Label
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What words that refer back could have stood for.

    Attributes:
        start: Offset of their first character.
        end: Offset after their last.
        shares: Entities met before with how likely each is meant, the last one met first.
    """

    start: int
    end: int
    shares: tuple[tuple[int, float], ...]


@dataclass(slots=True)
class History:
    """Mentions so far, oldest first: entity, sentence, start."""

    mentions: list[tuple[int, int, int]] = field(default_factory=list)
    heads: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, key: int, sentence: int, start: int, text: str) -> None:
        """Note a mention of an entity; they come in the order of the text."""
        self.mentions.append((key, sentence, start))
        words = text.lower().split()
        self.heads[key].add(words[-1] if words else "")
        if len(self.mentions) > 2 * _MEMORY:
            del self.mentions[:-_MEMORY]

    def recent(self) -> list[int]:
        """Return the entities met, the last one first."""
        return list(dict.fromkeys(key for key, _, _ in reversed(self.mentions)))


class Ranker:
    """The network that says which entity a reference stands for."""

    def __init__(self, folder: Path) -> None:
        self._session = open_session(folder / "antecedents.onnx")

    def shares(
        self, history: History, reference: Reference, candidates: Sequence[Candidate]
    ) -> list[float]:
        """Return how likely each candidate is meant; they sum to 1.

        Args:
            history: What was met before the reference.
            reference: What to resolve.
            candidates: Entities of the history, the last one met first.
        """
        features = np.array(_features(history, reference, candidates), dtype=np.float32)
        (shares,) = self._session.run(None, {"features": features})
        return np.asarray(shares).tolist()


def _features(
    history: History, reference: Reference, candidates: Sequence[Candidate]
) -> list[list[float]]:
    mentions = history.mentions
    last = {key: (sentence, start) for key, sentence, start in mentions}
    counts = Counter(key for key, _, _ in mentions)
    opened: dict[int, int] = {}
    begun: dict[int, int] = {}
    for key, sentence, _ in mentions:
        opened.setdefault(sentence, key)
        begun.setdefault(key, sentence)
    now = reference.sentence
    near = Counter(key for key, sentence, _ in mentions if sentence >= now - 1)
    subject = next((key for key, sentence, _ in mentions if sentence == now - 1), None)
    low = reference.text.lower()
    words = low.split()
    head = words[-1] if words else ""
    pronoun = [low in _HE, low in _SHE, low in _IT, low in _THEY, low not in PRONOUNS]
    plural = low.endswith("s") or low in _THEY
    rows: list[list[float]] = []
    for rank, candidate in enumerate(candidates):
        key, name = candidate.key, candidate.name.lower()
        sentence, start = last[key]
        rows.append(
            [
                rank,
                now - sentence,
                len(last),
                counts[key],
                sentence == now,
                subject == key,
                opened.get(sentence) == key,
                *(candidate.label == label for label in _LABELS),
                reference.label == candidate.label,
                *pronoun,
                plural,
                head in history.heads[key],
                head in name.split(),
                name.endswith("s"),
                reference.start - start < _NEAR_CHARS,
                mentions[-1][0] == key,
                sentence == 0,
                begun[key] == 0,
                near[key],
            ]
        )
    return rows
