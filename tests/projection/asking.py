"""Random statements about the graph, each of words that both kinds of store know.

What a newcomer would get wrong: a statement must have one right answer. So LIMIT comes only where
the order is complete, sums of decimals only as whole numbers, and lists made by `collect` are
compared without order (`Question.bags`).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.projection.expressing import Expressing, Known
from tests.projection.vocabulary import JOINTS, LINK_TYPES, TEXT, WHOLE, Joint


@dataclass(frozen=True, slots=True)
class Question:
    """A statement, and how its answers are to be compared.

    Attributes:
        text: The statement.
        parameters: What it calls `$name`.
        ordered: Whether the order of the rows counts.
        bags: Columns that hold lists of which the order does not count.
    """

    text: str
    parameters: dict[str, Any]
    ordered: bool = False
    bags: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Scope:
    known: list[Known] = field(default_factory=list[Known])
    names: int = 0

    def new(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"


class Asking:
    """Makes one statement after another; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._scope = _Scope()
        self._parameters: dict[str, Any] = {}
        self._say = Expressing(self._random, self._parameters)

    def question(self) -> Question:
        """Return the next statement."""
        self._parameters.clear()
        self._scope = _Scope()
        if self._chance(0.05):
            return self._union()
        clauses = [self._match()]
        while self._chance(0.45) and len(clauses) < 4:
            clauses.append(self._clause())
        returned, ordered, bags = self._return()
        text = " ".join([*clauses, returned])
        return Question(text, dict(self._parameters), ordered, bags)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _clause(self) -> str:
        clause = self._random.choice(
            (
                self._match,
                self._optional,
                self._optional,
                self._with,
                self._with_counted,
                self._with_counted,
                self._with_best,
                self._unwind,
                self._call,
                self._call,
            )
        )
        return clause()

    def _match(self) -> str:
        before = list(self._scope.known)
        kind = self._random.random()
        if kind < 0.08:
            return f"MATCH {self._shortest()}{self._where(0.3)}"
        patterns = [self._pattern(before)]
        if self._chance(0.2):
            patterns.append(self._pattern(list(self._scope.known)))
        return f"MATCH {', '.join(patterns)}{self._where(0.55)}"

    def _optional(self) -> str:
        return f"OPTIONAL MATCH {self._pattern(list(self._scope.known))}{self._where(0.5)}"

    def _where(self, share: float) -> str:
        if not self._chance(share):
            return ""
        return f" WHERE {self._say.condition(self._scope.known)}"

    def _pattern(self, before: Sequence[Known]) -> str:
        """Return a way of one to three nodes, and learn the names in it."""
        nodes = [known for known in before if known.is_node]
        if nodes and self._chance(0.75):
            first = self._random.choice(nodes)
            text, label = f"({first.name})", first.kind
        else:
            label = self._random.choice(("Entity", "Entity", "Claim", "Document", "", "Decision"))
            text = self._node(label, nodes)
        for _ in range(self._random.choice((0, 1, 1, 1, 2))):
            joints = [joint for joint in JOINTS if label in {joint.source, joint.target, ""}]
            if not joints:
                break
            more, label = self._step(label, self._random.choice(joints))
            text += more
        if self._chance(0.12) and "-" in text:
            name = self._scope.new("p")
            self._scope.known.append(Known(name, "path"))
            text = f"{name} = {text}"
        return text

    def _node(self, label: str, before: Sequence[Known]) -> str:
        again = [known for known in before if known.kind == label]
        if again and self._chance(0.15):
            return f"({self._random.choice(again).name})"
        name, shown = "", f":{label}" if label else ""
        if label == "Entity" and self._chance(0.4):
            shown = self._random.choice((":Group", ":Person", ":Entity:Group", ":Agency"))
        if self._chance(0.85):
            name = self._scope.new("n")
            self._scope.known.append(Known(name, label))
        given = ""
        if label and self._chance(0.15):
            given = " " + self._say.properties(label)
        return f"({name}{shown}{given})"

    def _step(self, label: str, joint: Joint) -> tuple[str, str]:
        forwards = joint.source == label or (label == "" and self._chance(0.5))
        if joint.source == joint.target:
            forwards = self._chance(0.5)
        before = [known for known in self._scope.known if known.is_node]
        relationship = self._relationship(joint)
        other = joint.target if forwards else joint.source
        if self._chance(0.15):
            left, right, other = "-", "-", other if joint.source == joint.target else ""
        elif forwards:
            left, right = "-", "->"
        else:
            left, right = "<-", "-"
        if self._chance(0.12):
            other = ""
        return f"{left}{relationship}{right}{self._node(other, before)}", other

    def _relationship(self, joint: Joint) -> str:
        if self._chance(0.12):
            return self._random.choice(("", "[]"))
        types = self._random.sample(joint.types, self._random.randint(1, min(2, len(joint.types))))
        shown, kind = ":" + "|".join(types), joint.kind
        if self._chance(0.35):
            shown, kind = "", "any"
        if self._chance(0.15):
            hops = self._random.choice(("*1..2", "*..2", "*2", "*0..1", "*1..3"))
            name = self._scope.new("w") if self._chance(0.4) else ""
            if name:
                self._scope.known.append(Known(name, "way"))
            return f"[{name}{shown}{hops}]"
        name = ""
        if self._chance(0.6):
            name = self._scope.new("r")
            self._scope.known.append(Known(name, kind))
        given = ""
        if kind == "link" and self._chance(0.1):
            given = " " + self._say.properties(kind)
        return f"[{name}{shown}{given}]"

    def _shortest(self) -> str:
        """Return a shortest way; of several only how long it is has one right answer."""
        one, other, way = (self._scope.new(letter) for letter in "nnp")
        function = self._random.choice(("shortestPath", "allShortestPaths"))
        types = self._random.choice(("", ":" + "|".join(LINK_TYPES[:4]), ":SUPPLIES"))
        hops = self._random.choice(("*..4", "*..6", "*1..3", "*"))
        arrow = self._random.choice(("-", "->"))
        self._scope.known += [Known(one, "Entity"), Known(other, "Entity"), Known(way, "length")]
        ends = f"({one}:Entity), ({other}:Group)"
        return (
            f"{ends} WHERE {one}.id <> {other}.id "
            f"MATCH {way} = {function}(({one})-[{types}{hops}]{arrow}({other}))"
        )

    def _with(self) -> str:
        kept = self._kept()
        value, kind = self._say.any(self._scope.known, 2)
        name = self._scope.new("v")
        distinct = "DISTINCT " if self._chance(0.25) else ""
        items = [*(known.name for known in kept), f"{value} AS {name}"]
        self._scope.known = [*kept, Known(name, kind)]
        return f"WITH {distinct}{', '.join(items)}{self._where(0.3)}"

    def _with_counted(self) -> str:
        kept = self._kept()[:2]
        counted, kind = self._say.counted(self._scope.known)
        name = self._scope.new("k")
        items = [*(known.name for known in kept), f"{counted} AS {name}"]
        self._scope.known = [*kept, Known(name, kind)]
        return f"WITH {', '.join(items)}{self._where(0.35)}"

    def _with_best(self) -> str:
        """Return a WITH that keeps the first few of distinct values, which have one order only."""
        value, kind = self._say.any(self._scope.known, 1, {TEXT, WHOLE})
        name = self._scope.new("v")
        self._scope.known = [Known(name, kind)]
        down = self._random.choice(("", " DESC"))
        skip = self._random.choice(("", "SKIP 1 "))
        return f"WITH DISTINCT {value} AS {name} ORDER BY {name}{down} {skip}LIMIT 3"

    def _unwind(self) -> str:
        value, kind = self._say.list(self._scope.known, 1)
        name = self._scope.new("u")
        self._scope.known.append(Known(name, TEXT if kind == "texts" else WHOLE))
        return f"UNWIND {value} AS {name}"

    def _call(self) -> str:
        """Return a subquery that is run for each row."""
        outer = list(self._scope.known)
        nodes = [known for known in outer if known.is_node]
        if not nodes:
            return self._optional()
        given = self._random.choice(nodes)
        self._scope.known = [given]
        inner = f"MATCH {self._pattern([given])}{self._where(0.4)}"
        if self._chance(0.6):
            value, kind = self._say.counted(self._scope.known)
        else:
            value, kind = self._say.any(self._scope.known, 1)
        name = self._scope.new("s")
        distinct = "DISTINCT " if self._chance(0.2) else ""
        self._scope.known = [*outer, Known(name, kind)]
        head = f"CALL ({given.name}) {{"
        if self._chance(0.3):
            head = f"CALL {{ WITH {given.name}"
        return f"{head} {inner} RETURN {distinct}{value} AS {name} }}"

    def _kept(self) -> list[Known]:
        count = self._random.randint(0, min(3, len(self._scope.known)))
        return self._random.sample(self._scope.known, count)

    def _return(self) -> tuple[str, bool, frozenset[str]]:
        if self._chance(0.4):
            return self._return_counted()
        if self._chance(0.25):
            return self._return_things()
        items: list[str] = []
        names: list[str] = []
        for number in range(self._random.randint(1, 3)):
            value, _ = self._say.any(self._scope.known, 2)
            names.append(f"c{number}")
            items.append(f"{value} AS c{number}")
        distinct = "DISTINCT " if self._chance(0.3) else ""
        text = f"RETURN {distinct}{', '.join(items)}"
        bags = frozenset[str]()
        if not self._chance(0.35):
            return text, False, bags
        order = ", ".join(f"{name}{self._random.choice(('', ' DESC'))}" for name in names)
        text += f" ORDER BY {order}"
        if self._chance(0.5):
            text += self._random.choice((" LIMIT 3", " SKIP 1 LIMIT 5", " SKIP 2"))
        return text, True, bags

    def _return_things(self) -> tuple[str, bool, frozenset[str]]:
        """Return whole nodes, relationships and paths, and what is made of them."""
        things = [
            f"{self._say.thing(self._scope.known)} AS bag{number}"
            for number in range(self._random.randint(1, 2))
        ]
        said = ", ".join(things)
        unordered = "keys(" in said or "[(" in said
        distinct = "DISTINCT " if self._chance(0.3) and not unordered else ""
        return f"RETURN {distinct}{said}", False, frozenset({"bag0", "bag1"})

    def _return_counted(self) -> tuple[str, bool, frozenset[str]]:
        items: list[str] = []
        for number in range(self._random.randint(0, 2)):
            value, _ = self._say.any(self._scope.known, 1)
            items.append(f"{value} AS c{number}")
        if self._chance(0.25):
            value, _ = self._say.any(self._scope.known, 1, {TEXT, WHOLE})
            distinct = self._random.choice(("", "DISTINCT "))
            items.append(f"collect({distinct}{value}) AS bag")
        else:
            items.append(f"{self._say.counted(self._scope.known)[0]} AS k")
        return f"RETURN {', '.join(items)}", False, frozenset({"bag"})

    def _union(self) -> Question:
        parts: list[str] = []
        for _ in range(2):
            self._scope.known = []
            match = self._match()
            value, _ = self._say.any(self._scope.known, 1, {TEXT, WHOLE})
            parts.append(f"{match} RETURN {value} AS c0")
        joined = self._random.choice((" UNION ", " UNION ALL "))
        return Question(joined.join(parts), dict(self._parameters))
