"""`python -m bench.score GOLD PREDICTED [--errors]`: how well extracted graphs match gold ones.

Both folders hold one JSON file an article, paired by name, in the shape that `redstring extract`
writes. What a newcomer would get wrong: a claim is right only if both its ends are matched to gold
entities, and each gold entity takes one match only: an entity split in two costs its claims.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anyascii import anyascii

from graph.ontology import COMMODITY_PARENTS, RELATION_TYPES

FRAME_TYPES = frozenset({"SEEN_IN", "BASED_IN", "LOCATED_IN", "TOOK_PART_IN"})
"""Types that say where and when; all others are core: who did what with whom."""
_KINDS = {
    "Person": 0,
    "Group": 1,
    "Organization": 1,
    "Agency": 1,
    "Country": 2,
    "Place": 2,
    "Commodity": 3,
    "Event": 4,
    "Year": 5,
}
"""Labels with one number may be confused at a price; others never match."""
_BY_WORDS = frozenset({"Group", "Agency", "Event", "Organization"})
_FILLER = frozenset(
    {"the", "a", "an", "of", "in", "on", "to", "and", "for", "by"}
    | {"with", "its", "his", "her", "their", "s", "at", "from"}
)
_SAME_ID, _SAME_NAME, _SAME_CLASS, _SAME_WORDS, _LABEL_BONUS = 1.0, 0.9, 0.85, 0.8, 0.05
_ENOUGH_WORDS = 0.5

Record = Mapping[str, Any]
Key = tuple[str, str, str]


@dataclass(slots=True)
class Tally:
    """How many were found, said and true; in percent precision, recall and F1."""

    hit: int = 0
    said: int = 0
    true: int = 0

    def add(self, hit: int, said: int, true: int) -> None:
        """Count one article more."""
        self.hit, self.said, self.true = self.hit + hit, self.said + said, self.true + true

    @property
    def precision(self) -> float:
        """Of those said, how many are true."""
        return 100 * self.hit / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Of those true, how many are said."""
        return 100 * self.hit / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 200 * self.hit / (self.said + self.true) if self.said + self.true else 0.0


@dataclass(slots=True)
class Score:
    """The figures of some articles together.

    Attributes:
        entities: With the right label.
        core: Claims of who did what with whom.
        frame: Claims of where and when.
        facts: Matched claims of which gold states a year, a commodity or a source, and how many
            are right (`year`, `year right`, ...); `status right`, `matched`.
        errors: A line for every claim that is too much or missed.
    """

    entities: Tally = field(default_factory=Tally)
    core: Tally = field(default_factory=Tally)
    frame: Tally = field(default_factory=Tally)
    facts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def right(self, fact: str) -> float:
        """Return in percent how many of the matched claims that have a fact have it right."""
        return 100 * self.facts[f"{fact} right"] / max(1, self.facts[fact])

    def add(self, name: str, gold: Record, said: Record) -> None:
        """Score one article more."""
        to = align(gold["entities"], said["entities"])
        labels = {entity["id"]: entity["label"] for entity in gold["entities"]}
        hits = sum(labels.get(to.get(e["id"], "")) == e["label"] for e in said["entities"])
        self.entities.add(hits, len(said["entities"]), len(gold["entities"]))
        want: dict[Key, list[Record]] = defaultdict(list)
        for claim in gold["claims"]:
            want[_key(claim, {})].append(claim)
        have: dict[Key, Record] = {}
        for claim in said["claims"]:
            have.setdefault(_key(claim, to, unknown="?"), claim)
        self._add_claims(name, want, have)
        for key in want.keys() & have.keys():
            self._add_facts(want[key], have[key], to)

    def _add_claims(
        self, name: str, want: Mapping[Key, list[Record]], have: Mapping[Key, Record]
    ) -> None:
        for tally, framing in ((self.core, False), (self.frame, True)):
            true = {key for key in want if (key[1] in FRAME_TYPES) == framing}
            said = {key for key in have if (key[1] in FRAME_TYPES) == framing}
            tally.add(len(true & said), len(said), len(true))
        for key in sorted(have.keys() - want.keys()):
            self.errors.append(f"{name}\textra\t{' '.join(key)}\t{have[key]['sentence']}")
        for key in sorted(want.keys() - have.keys()):
            self.errors.append(f"{name}\tmissed\t{' '.join(key)}\t{want[key][0]['sentence']}")

    def _add_facts(self, true: list[Record], said: Record, to: Mapping[str, str]) -> None:
        self.facts["matched"] += 1
        self.facts["status right"] += any(c["status"] == said["status"] for c in true)
        given = {
            "year": said["year"],
            "commodity": _commodity(said["commodity"] or ""),
            "attributed_to": to.get(said["attributed_to"] or ""),
        }
        for fact, value in given.items():
            values = {
                _commodity(c[fact]) if fact == "commodity" else c[fact] for c in true if c[fact]
            }
            self.facts[fact] += bool(values)
            self.facts[f"{fact} right"] += value in values


def score(gold: Path, said: Path) -> Score:
    """Score every article of a gold folder; one that was not extracted counts as empty."""
    result = Score()
    for path in sorted(gold.glob("*.json")):
        other = said / path.name
        nothing = {"entities": [], "claims": []}
        extracted = json.loads(other.read_text("utf-8")) if other.exists() else nothing
        result.add(path.stem, json.loads(path.read_text("utf-8")), extracted)
    return result


def align(gold: Iterable[Record], said: Iterable[Record]) -> dict[str, str]:
    """Return which gold entity each entity that was said is: one to one, the best pairs first."""
    others = list(said)
    pairs = sorted((-_likeness(g, s), g["id"], s["id"]) for g in gold for s in others)
    found: dict[str, str] = {}
    for likeness, gold_id, said_id in pairs:
        free = gold_id.startswith("commodity:") or gold_id not in found.values()
        if likeness < 0 and free and said_id not in found:
            found[said_id] = gold_id
    return found


def _likeness(gold: Record, said: Record) -> float:
    """Return how much two entities are alike; 0 for not at all."""
    if _KINDS[gold["label"]] != _KINDS[said["label"]]:
        return 0.0
    bonus = _LABEL_BONUS if gold["label"] == said["label"] else 0.0
    if gold["id"] == said["id"]:
        return _SAME_ID + bonus
    if gold["label"] == "Commodity" and _commodity(gold["id"]) == _commodity(said["id"]):
        return _SAME_CLASS
    mine, theirs = set(_names(gold)), set(_names(said))
    if mine & theirs:
        return _SAME_NAME + bonus
    if gold["label"] not in _BY_WORDS:
        return 0.0
    shares = (len(a & b) / len(a | b) for a in mine for b in theirs)
    best = max(shares, default=0.0)
    return _SAME_WORDS * best if best >= _ENOUGH_WORDS else 0.0


def _names(entity: Record) -> Iterator[frozenset[str]]:
    for name in (entity["name"], *entity.get("aliases", ())):
        plain = anyascii(name).lower().replace("'", "")
        if words := frozenset(re.findall(r"[a-z0-9]+", plain)) - _FILLER:
            yield words


def _commodity(id_: str) -> str:
    """Return the widest class of a commodity."""
    class_ = id_.removeprefix("commodity:")
    return COMMODITY_PARENTS.get(class_, class_)


def _key(claim: Record, to: Mapping[str, str], unknown: str = "") -> Key:
    """Return what makes a claim the same as another, its ends as gold names them."""
    ends = [to.get(claim[end], unknown + claim[end]) for end in ("source", "target")]
    ends = [f"commodity:{_commodity(e)}" if e.startswith("commodity:") else e for e in ends]
    if RELATION_TYPES[claim["type"]].symmetric:
        ends.sort()
    return ends[0], claim["type"], ends[1]


def main(arguments: list[str]) -> int:
    """Print the figures, and with `--errors` every claim that is too much or missed."""
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")]
    result = score(*folders)
    if "--errors" in arguments:
        print(*result.errors, sep="\n", file=sys.stderr)
    for name, tally in (
        ("entities", result.entities),
        ("core claims", result.core),
        ("frame claims", result.frame),
    ):
        print(f"{name:<14}P {tally.precision:5.1f}  R {tally.recall:5.1f}  F1 {tally.f1:5.1f}")
    print(dict(sorted(result.facts.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
