"""Random expressions over what a statement knows by name."""

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.projection.vocabulary import (
    DAY,
    DECIMAL,
    PROPERTIES,
    TEXT,
    TEXTS,
    TRUTH,
    VALUES,
    WHOLE,
    WHOLES,
)

T = TypeVar("T")

_OF_TEXT = ("toLower", "toUpper", "trim", "reverse", "toString")
_OF_TEXTS = ("STARTS WITH", "ENDS WITH", "CONTAINS", "=", "<>", "<")
_OF_LISTS = ("any", "all", "none", "single")
_COMPARED = ("=", "<>", "<", "<=", ">", ">=")
_ODD = frozenset({"Decision", ""})
"""Nodes that may have the engine's `id` beside their own properties, as is documented."""
_SIMPLE = frozenset({TEXT, WHOLE, DECIMAL, TRUTH, DAY, TEXTS, WHOLES})


@dataclass(frozen=True, slots=True)
class Known:
    """A name, and what it stands for: a label, a type, a kind of value, `path`, `way`, `length`."""

    name: str
    kind: str

    @property
    def is_node(self) -> bool:
        """Whether it is a node."""
        return self.kind in {"Entity", "Claim", "Document", "Decision", ""}


class Expressing:
    """Says values of a kind in random ways."""

    def __init__(self, chance: random.Random, parameters: dict[str, Any]) -> None:
        self._random = chance
        self._parameters = parameters
        self._may_be_pattern = False

    def any(
        self, known: Sequence[Known], depth: int, kinds: Collection[str] = _SIMPLE
    ) -> tuple[str, str]:
        """Return a value and its kind, one of `kinds`."""
        ways: dict[str, Callable[[], tuple[str, str]]] = {
            TEXT: lambda: (self.text(known, depth), TEXT),
            WHOLE: lambda: (self.whole(known, depth), WHOLE),
            DECIMAL: lambda: self._decimal(known),
            TRUTH: lambda: (self.truth(known, depth - 1), TRUTH),
            DAY: lambda: (self._property(known, DAY) or "null", DAY),
            TEXTS: lambda: self.list(known, depth),
            WHOLES: lambda: self.list(known, depth),
        }
        return ways[self._one(*sorted(kinds))]()

    def literal(self, kind: str) -> str:
        """Return a value as it is written, or as a parameter."""
        value = self._random.choice(VALUES[kind])
        value = list(value) if isinstance(value, tuple) else value
        if self._random.random() < 0.3:
            name = f"x{len(self._parameters)}"
            self._parameters[name] = value
            return f"${name}"
        if isinstance(value, list):
            return "[" + ", ".join(map(_written, value)) + "]"
        return _written(value)

    def properties(self, kind: str) -> str:
        """Return the map of a pattern that asks for one property."""
        names = [n for n, of in PROPERTIES[kind].items() if of in {TEXT, WHOLE, TRUTH}]
        name = self._random.choice(names)
        return f"{{{name}: {self.literal(PROPERTIES[kind][name])}}}"

    def text(self, known: Sequence[Known], depth: int) -> str:
        """Return a text."""
        ways: list[Callable[[], str]] = [lambda: self._literal_or(known, TEXT)] * 5
        if depth > 0:
            less = depth - 1
            ways += [
                lambda: f"CASE WHEN {self.truth(known, less)} THEN {self.text(known, 0)} END",
                lambda: f"coalesce({self.text(known, less)}, {self.literal(TEXT)})",
                lambda: f"{self._one(*_OF_TEXT)}({self.text(known, less)})",
                lambda: f"substring({self.text(known, less)}, 1, 3)",
                lambda: f"split({self.text(known, less)}, ' ')[0]",
                lambda: f"({self.text(known, 0)} + {self.text(known, 0)})",
                lambda: f"toString({self.whole(known, 0)})",
                lambda: self._type(known),
                lambda: f"head({self._list_of(known, TEXTS)})",
            ]
        return self._one(*ways)()

    def whole(self, known: Sequence[Known], depth: int) -> str:
        """Return a whole number."""
        ways: list[Callable[[], str]] = [lambda: self._literal_or(known, WHOLE)] * 5
        if depth > 0:
            ways += [
                lambda: (
                    f"({self.whole(known, 0)} {self._one('+', '-', '*')} {self.whole(known, 0)})"
                ),
                lambda: f"({self.whole(known, 0)} {self._one('%', '/')} 7)",
                lambda: f"size({self.list(known, depth - 1)[0]})",
                lambda: f"size({self.text(known, 0)})",
                lambda: f"coalesce({self.whole(known, 0)}, {self.literal(WHOLE)})",
                lambda: self._length(known),
                lambda: f"{self._list_of(known, WHOLES)}[{self._one(0, -1, 1, 5)}]",
                lambda: f"CASE {self.text(known, 0)} WHEN {self.literal(TEXT)} THEN 1 ELSE 2 END",
                lambda: f"COUNT {{ {self._around(known) or '(:Group)'} }}",
            ]
        return self._one(*ways)()

    def list(self, known: Sequence[Known], depth: int) -> tuple[str, str]:
        """Return a list and its kind."""
        kind = self._random.choice((TEXTS, WHOLES))
        value = self._list_of(known, kind)
        if depth <= 0 or self._random.random() < 0.4:
            return value, kind
        if kind == WHOLES:
            changed = self._random.choice(
                (
                    f"[y IN {value} WHERE y > {self.literal(WHOLE)}]",
                    f"[y IN {value} | y + 1]",
                    f"{value}[0..1]",
                    f"tail({value})",
                    f"reverse({value})",
                    f"coalesce({value}, []) + [7]",
                    f"range(0, {self._random.randint(0, 3)})",
                )
            )
        else:
            changed = self._random.choice(
                (
                    f"[y IN {value} WHERE y STARTS WITH 'a']",
                    f"[y IN {value} | toUpper(y)]",
                    f"{value}[1..]",
                    f"{value}[..-1]",
                    f"coalesce({value}, []) + ['end']",
                )
            )
        return changed, kind

    def condition(self, known: Sequence[Known]) -> str:
        """Return a condition of WHERE, the one place where a pattern may stand for a truth."""
        self._may_be_pattern = True
        condition = self.truth(known, 2)
        self._may_be_pattern = False
        return condition

    def truth(self, known: Sequence[Known], depth: int) -> str:
        """Return a condition."""
        ways: list[Callable[[], str]] = [
            lambda: f"{self.whole(known, depth)} {self._one(*_COMPARED)} {self.whole(known, 0)}",
            lambda: f"{self.whole(known, 0)} {self._one('<', '=')} {self.whole(known, 0)}",
            lambda: f"{self.whole(known, 0)} IN {self._list_of(known, WHOLES)}",
            lambda: f"{self.text(known, 0)} IN {self._list_of(known, TEXTS)}",
            lambda: f"{self.any(known, 0, {TEXT, WHOLE})[0]} IS {self._one('', 'NOT ')}NULL",
            lambda: f"{self.text(known, 0)} {self._one(*_OF_TEXTS)} {self.literal(TEXT)}",
            lambda: self._label(known),
            lambda: f"{self._one(*_OF_LISTS)}(y IN {self._list_of(known, WHOLES)} WHERE y > 2000)",
        ]
        if depth > 0:
            ways += [
                lambda: f"({self.truth(known, depth - 1)} AND {self.truth(known, depth - 1)})",
                lambda: f"({self.truth(known, depth - 1)} OR {self.truth(known, depth - 1)})",
                lambda: f"({self.truth(known, 0)} XOR {self.truth(known, 0)})",
                lambda: f"NOT ({self.truth(known, depth - 1)})",
                lambda: self._exists(known),
                lambda: self._exists(known),
                lambda: self._pattern(known),
                lambda: self._equal(known),
                lambda: self._hops(known),
            ]
        return self._one(*ways)()

    def counted(self, known: Sequence[Known]) -> tuple[str, str]:
        """Return something counted over the rows of a group, and its kind."""
        distinct = self._one("", "", "DISTINCT ")
        things = [k.name for k in known if k.kind not in {"length", "path"}] or ["1"]
        value = self.any(known, 0, {TEXT, WHOLE})[0]
        numbers = (
            "count(*)",
            f"count({distinct}{self._one(*things)})",
            f"count({distinct}{self._one(*things)})",
            f"sum({distinct}{self.whole(known, 0)})",
            f"{self._one('min', 'max')}({self.whole(known, 1)})",
            f"size(collect({distinct}{value}))",
            f"avg({distinct}{self.whole(known, 0)})",
        )
        if self._random.random() < 0.1:
            return f"{self._one('min', 'max')}({self.text(known, 0)})", TEXT
        return self._one(*numbers), WHOLE

    def thing(self, known: Sequence[Known]) -> str:
        """Return something whole, or a list or map made of it in which no order counts."""
        nodes = [k for k in known if k.is_node]
        relationships = [k.name for k in known if k.kind in {"link", "any", "MENTIONED_IN"}]
        paths = [k.name for k in known if k.kind == "path"]
        ways = [k.name for k in known if k.kind == "way"]
        said = ["null", "1", *(k.name for k in nodes), *relationships, *paths, *ways]
        for node in nodes:
            name = node.name
            said += [
                f"labels({name})",
                f"[({name})-[:SUPPLIES|PAID]->(o) | o.id]",
                f"[({name})<-[q:SUBJECT]-(c:Claim) WHERE c.claims IS NULL | c.year]",
                f"{name} {{.claims, .name, more: size(labels({name}))}}",
                f"{{name: {name}.name, some: [1, 'a']}}",
            ]
            said += [f"properties({name})", f"keys({name})"] if node.kind not in _ODD else []
        for name in relationships:
            said += [f"properties({name})", f"startNode({name}).name", f"endNode({name}).claims"]
            said += [f"{{claims: {name}.claims}}", f"type({name})"]
        for name in paths:
            said += [f"nodes({name})", f"relationships({name})", f"length({name})"]
            said += [f"[n IN nodes({name}) | labels(n)]", f"[r IN relationships({name}) | r.id]"]
        said += [f"[r IN {name} | r.claims]" for name in ways]
        return self._random.choice(said)

    def _one(self, *ways: T) -> T:
        return self._random.choice(ways)

    def _literal_or(self, known: Sequence[Known], kind: str) -> str:
        value = self._property(known, kind) if self._random.random() < 0.8 else None
        return value or self.literal(kind)

    def _type(self, known: Sequence[Known]) -> str:
        found = [k.name for k in known if k.kind in {"link", "any", "MENTIONED_IN"}]
        return f"type({self._one(*found)})" if found else self.literal(TEXT)

    def _length(self, known: Sequence[Known]) -> str:
        found = [k.name for k in known if k.kind in {"path", "length"}]
        return f"length({self._one(*found)})" if found else self.literal(WHOLE)

    def _label(self, known: Sequence[Known]) -> str:
        nodes = [k.name for k in known if k.is_node]
        label = self._one("Group", "Person", "Claim", "Entity")
        return f"{self._one(*nodes)}:{label}" if nodes else "true"

    def _equal(self, known: Sequence[Known]) -> str:
        nodes = [k.name for k in known if k.is_node]
        return (
            f"{self._one(*nodes)} {self._one('=', '<>')} {self._one(*nodes)}" if nodes else "true"
        )

    def _hops(self, known: Sequence[Known]) -> str:
        ways = [k.name for k in known if k.kind == "way"]
        return f"size({self._one(*ways)}) > {self._one(0, 1, 2)}" if ways else "true"

    def _pattern(self, known: Sequence[Known]) -> str:
        pattern = self._around(known)
        if not pattern or not self._may_be_pattern:
            return "true"
        return self._one("", "NOT ") + pattern

    def _exists(self, known: Sequence[Known]) -> str:
        pattern, where = self._around(known), ""
        if not pattern:
            return "true"
        if "()" in pattern and self._random.random() < 0.5:
            where = f" WHERE {self.truth([*known, Known('z', '')], 0)}"
            pattern = pattern.replace("()", "(z)", 1)
        return self._one("", "NOT ") + f"EXISTS {{ MATCH {pattern}{where} }}"

    def _around(self, known: Sequence[Known]) -> str:
        """Return a small pattern at a node that is known; empty where there is none."""
        nodes = [k for k in known if k.is_node]
        if not nodes:
            return ""
        node = self._random.choice(nodes).name
        return self._random.choice(
            (
                f"({node})-[:SUPPLIES]->()",
                f"({node})<-[:SUBJECT]-(:Claim)",
                f"({node})--()",
                f"({node})-[:PAID|LEADS]-()",
                f"({node})-[:MENTIONED_IN]->()",
                f"({node})-[:STATED_IN]->(:Document)",
                f"({node})-[:SUPPLIES*1..2]->(:Group)",
            )
        )

    def _decimal(self, known: Sequence[Known]) -> tuple[str, str]:
        value = self._property(known, DECIMAL) or self.literal(DECIMAL)
        if self._random.random() < 0.3:
            return f"toInteger({value} * 100)", WHOLE
        return value, DECIMAL

    def _list_of(self, known: Sequence[Known], kind: str) -> str:
        value = self._property(known, kind) if self._random.random() < 0.75 else None
        return value or self.literal(kind)

    def _property(self, known: Sequence[Known], kind: str) -> str | None:
        found = [k.name for k in known if k.kind == kind]
        for each in known:
            properties = PROPERTIES.get(each.kind, {})
            found += [f"{each.name}.{name}" for name, of in properties.items() if of == kind]
        return self._random.choice(found) if found else None


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value)
