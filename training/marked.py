"""`python -m training.marked PATH… [--output DIR]`: articles annotated in the text itself.

Reads them, says what is wrong with them, and writes them in the shape of gold articles.
`corpus/README.md` describes the format. A reader collects every fault with the article and line
that it is in, so that an annotator mends a file in one go. What a newcomer would get wrong: one
article with a fault is left out of training, the others of its file are not.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph import identity
from graph.ontology import RELATION_TYPES, Label, Status

_SENTENCE = re.compile(r"\s*(H?\d*)>\s?(.*)$")
_ENTITY = re.compile(r"(e\d+)\s+(\w+)\s+(~\s*)?(.+?)(?:\s*=\s*(.*))?$")
_KIND = re.compile(r"\s*\(([^()]+)\)$")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_UNLISTED = {
    Label.COUNTRY: re.compile(r"[A-Z]{2}"),
    Label.YEAR: _YEAR,
    Label.COMMODITY: re.compile(r"[a-z][a-z-]+"),
}
_LISTED = frozenset(Label) - frozenset(_UNLISTED)
_FIELDS = ("title", "date", "kind", "source")
_LEAST_WORDS = 4
"""Of a claim's line: sentence, source, type, target."""


@dataclass(frozen=True, slots=True)
class MarkedEntity:
    """What marks of an article stand for.

    Attributes:
        id: As in the graph, of an event as if it had a name.
        label: What it is.
        name: The fullest that the article has.
        aliases: Other names in it.
        described: Whether it is known by a description only.
        kind: Of a place: city, port, region.
    """

    id: str
    label: Label
    name: str
    aliases: tuple[str, ...] = ()
    described: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """Characters of the text that stand for an entity, `start` up to `end`."""

    start: int
    end: int
    entity: str


@dataclass(frozen=True, slots=True)
class MarkedClaim:
    """A claim of one sentence; entities by their ids.

    Attributes:
        source: Where it starts.
        type: A relation type of the ontology.
        target: Where it ends.
        status: How the sentence holds it.
        year: When, or None.
        commodity: Of what, or None.
        attributed_to: Who says so, or None.
        start: Of the sentence.
        end: Of the sentence.
    """

    source: str
    type: str
    target: str
    status: Status
    year: int | None
    commodity: str | None
    attributed_to: str | None
    start: int
    end: int


@dataclass
class MarkedArticle:
    """One annotated article.

    Attributes:
        key: The id that its file gives it.
        fields: title, date, kind and source; empty where not given.
        text: Without any marks.
        sentences: Start and end of each, in the order of the text.
        mentions: In the order of the text, the outer before the inner.
        claims: In the order of the file.
        faults: What is wrong with it, each with its line; one with faults is not used.
    """

    key: str
    fields: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_FIELDS, ""))
    text: str = ""
    sentences: dict[str, tuple[int, int]] = field(default_factory=dict)
    mentions: list[MarkedMention] = field(default_factory=list)
    claims: list[MarkedClaim] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    entities: dict[str, MarkedEntity] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, MarkedEntity]:
        """The entities by id; ask only once the article is read."""
        return {entity.id: entity for entity in self.entities.values()}

    def record(self) -> dict[str, object]:
        """Return the article in the shape of `bench/gold/`, each claim once a sentence."""
        claims = {_same(claim): self._claim(claim) for claim in reversed(self.claims)}
        return {
            "id": self.key,
            "title": self.fields["title"],
            "date": self.fields["date"].replace("none", "") or None,
            "text": self.text,
            "entities": [
                {
                    "id": each.id,
                    "label": each.label,
                    "name": each.name,
                    "aliases": list(each.aliases),
                    "described": each.described,
                }
                for each in self.by_id.values()
            ],
            "mentions": [
                {"start": each.start, "end": each.end, "entity": each.entity}
                for each in self.mentions
            ],
            "claims": list(claims.values())[::-1],
        }

    def _claim(self, claim: MarkedClaim) -> dict[str, object]:
        return {
            "source": claim.source,
            "type": claim.type,
            "target": claim.target,
            "status": claim.status,
            "year": claim.year,
            "commodity": claim.commodity,
            "attributed_to": claim.attributed_to,
            "sentence": self.text[claim.start : claim.end],
            "start": claim.start,
            "end": claim.end,
        }


def read_marked(path: Path) -> list[MarkedArticle]:
    """Return the articles of a file, those with faults among them.

    Raises:
        OSError: The file can't be read.
        UnicodeDecodeError: It is not UTF-8.
    """
    reader = _Reader()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        reader.take(number, line.rstrip())
    return reader.close()


def usable(paths: Iterator[Path] | list[Path]) -> list[MarkedArticle]:
    """Return the articles of files that have no fault, in the order of the files' names."""
    return [a for path in sorted(paths) for a in read_marked(path) if not a.faults]


def _same(claim: MarkedClaim) -> tuple[object, ...]:
    ends = [claim.source, claim.target]
    if RELATION_TYPES[claim.type].symmetric:
        ends.sort()
    return (claim.start, *ends, claim.type, claim.status)


class _Reader:
    """Goes through a file line by line; knows in which part of which article it is."""

    def __init__(self) -> None:
        self.articles: list[MarkedArticle] = []
        self._part = ""
        self._paragraph = True
        self._line = 0
        self._marks: list[tuple[int, int, str, int]] = []

    def take(self, number: int, line: str) -> None:
        self._line = number
        if line.startswith("### id:"):
            self._finish()
            self.articles.append(MarkedArticle(line.removeprefix("### id:").strip()))
            self._part = "fields"
        elif not self.articles or line == "end":
            self._part = ""
        elif line in {"text:", "entities:", "claims:"}:
            self._part, self._paragraph = line[:-1], True
        elif not line.strip():
            self._paragraph = True
        elif self._part:
            getattr(self, f"_take_{self._part}")(line.strip())

    def close(self) -> list[MarkedArticle]:
        self._finish()
        return self.articles

    def _fault(self, what: str) -> None:
        self.articles[-1].faults.append(f"line {self._line}: {what}")

    def _finish(self) -> None:
        if not self.articles:
            return
        article = self.articles[-1]
        for start, end, reference, line in sorted(self._marks, key=lambda m: (m[0], -m[1])):
            self._line = line
            if entity := self._entity(reference):
                article.mentions.append(MarkedMention(start, end, entity.id))
            else:
                self._fault(f"a mark of {reference!r}, which is not listed")
        self._marks = []
        used = {mention.entity for mention in article.mentions}
        for entity in article.entities.values():
            if entity.id not in used and entity.label in _LISTED:
                self._fault(f"{entity.name!r} is listed, but nothing in the text is marked as it")

    def _take_fields(self, line: str) -> None:
        name, _, value = line.partition(":")
        if name.strip() not in _FIELDS:
            self._fault(f"{name.strip()!r} is none of {', '.join(_FIELDS)}")
        self.articles[-1].fields[name.strip()] = value.strip()

    def _take_text(self, line: str) -> None:
        article = self.articles[-1]
        match = _SENTENCE.match(line)
        if not match:
            self._fault(f"no sentence: {line[:60]!r}; write `1> text`, or `H> text` for a heading")
            return
        number, marked = match.groups()
        heading = number.startswith("H")
        if article.text:
            article.text += "\n\n" if self._paragraph or heading else " "
        self._paragraph = heading
        start = len(article.text)
        self._take_marks(marked)
        if number in article.sentences and number != "H":
            self._fault(f"sentence {number} twice")
        key = f"H@{start}" if number == "H" else number
        article.sentences[key] = (start, len(article.text))

    def _take_marks(self, marked: str) -> None:
        """Append a sentence to the text, and note its mentions."""
        article = self.articles[-1]
        opened: list[int] = []
        at = 0
        while at < len(marked):
            sign = marked[at]
            if sign == "[":
                opened.append(len(article.text))
            elif sign == "|" and opened:
                close = marked.find("]", at)
                if close < 0:
                    close = len(marked)
                    self._fault("a mark has no closing bracket")
                reference = marked[at + 1 : close].strip()
                self._marks.append((opened.pop(), len(article.text), reference, self._line))
                at = close
            else:
                article.text += sign
            at += 1
        if opened:
            self._fault("a mark has no reference, or is not closed")

    def _take_entities(self, line: str) -> None:
        match = _ENTITY.match(line)
        if not match or match[2] not in _LISTED:
            self._fault(f"no entity: {line[:60]!r}; write `e1 Label name = alias; alias`")
            return
        label, name = Label(match[2]), match[4].strip()
        kind = _KIND.search(name) if label is Label.PLACE else None
        if kind:
            name = name[: kind.start()]
        aliases = (alias.strip() for alias in (match[5] or "").split(";"))
        self._known(
            match[1],
            MarkedEntity(
                identity.entity_id(label, name),
                label,
                name,
                tuple(alias for alias in aliases if alias),
                described=bool(match[3]),
                kind=kind[1] if kind else "",
            ),
        )

    def _take_claims(self, line: str) -> None:
        words = line.split()
        span = self.articles[-1].sentences.get(words[0].removeprefix("@"))
        if span is None:
            self._fault(f"no such sentence: {line!r}")
        elif len(words) > 2 and _YEAR.fullmatch(words[1]):  # noqa: PLR2004 - `@1 2019 e2 …`
            for who in words[2:]:
                self._claim(span, (who, "SEEN_IN", words[1]), Status.ASSERTED, {"y": words[1]})
        elif len(words) < _LEAST_WORDS:
            self._fault(f"no claim: {line!r}; write `@1 e1 TYPE e2`")
        else:
            rest = words[_LEAST_WORDS:]
            facts = dict(word.split("=", 1) for word in rest if "=" in word)
            statuses = [word for word in rest if word in set(Status)]
            if set(facts) - {"by", "y", "c"} or len(facts) + len(statuses) != len(rest):
                self._fault(f"no claim: {line!r}; after its ends only a status, by=, y= and c=")
                return
            status = Status(statuses[0]) if statuses else Status.ASSERTED
            self._claim(span, (words[1], words[2], words[3]), status, facts)

    def _claim(
        self,
        span: tuple[int, int],
        triple: tuple[str, str, str],
        status: Status,
        facts: dict[str, str],
    ) -> None:
        source, target = self._entity(triple[0]), self._entity(triple[2])
        by, goods = (self._entity(facts[k]) if k in facts else None for k in ("by", "c"))
        said = " ".join(triple)
        relation = RELATION_TYPES.get(triple[1])
        unknown = [k for k, found in (("by", by), ("c", goods)) if k in facts and not found]
        if source is None or target is None or unknown:
            self._fault(f"a reference that stands for nothing: {said}")
        elif relation is None or not relation.allows(source.label, target.label):
            self._fault(f"{said}: no {triple[1]} from a {source.label} to a {target.label}")
        elif source.id == target.id:
            self._fault(f"{said}: both ends are the same")
        else:
            year = int(facts["y"]) if "y" in facts else None
            ids = (goods.id if goods else None, by.id if by else None)
            self.articles[-1].claims.append(
                MarkedClaim(source.id, triple[1], target.id, status, year, *ids, *span)
            )

    def _entity(self, reference: str) -> MarkedEntity | None:
        """Return what a reference stands for; countries, years and goods need no listing."""
        known = self.articles[-1].entities.get(reference)
        if known is None:
            for label, pattern in _UNLISTED.items():
                if pattern.fullmatch(reference):
                    id_ = identity.entity_id(label, reference)
                    return self._known(reference, MarkedEntity(id_, label, reference))
        return known

    def _known(self, reference: str, entity: MarkedEntity) -> MarkedEntity:
        self.articles[-1].entities[reference] = entity
        return entity


def main(arguments: Sequence[str]) -> int:
    """Print every fault with its place, then the totals; 1 where there is a fault."""
    parser = argparse.ArgumentParser(prog="python -m training.marked", description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+", help="marked files, or folders of them")
    parser.add_argument("--output", type=Path, help="write one JSON file an article here")
    options = parser.parse_args(arguments)
    files = sorted(
        f for path in options.paths for f in ([path] if path.is_file() else path.rglob("*.txt"))
    )
    articles = {(file, n): a for file in files for n, a in enumerate(read_marked(file))}
    for (file, _), article in articles.items():
        for fault in article.faults:
            print(f"{file}: {article.key}: {fault}", file=sys.stderr)
        if options.output and not article.faults:
            options.output.mkdir(parents=True, exist_ok=True)
            text = json.dumps(article.record(), ensure_ascii=False, indent=1)
            (options.output / f"{article.key}.json").write_text(text, "utf-8")
    known = articles.values()
    words, claims = sum(len(a.text.split()) for a in known), sum(len(a.claims) for a in known)
    faults = sum(len(a.faults) for a in known)
    print(f"{len(articles)} articles, {words} words, {claims} claims, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
