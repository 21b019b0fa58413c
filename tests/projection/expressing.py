"""Random expressions over what a statement knows by name."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

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
        chosen = self._random.choice(sorted(kinds))
        if chosen in {WHOLE, DECIMAL}:
            return (self.whole(known, depth), WHOLE) if chosen == WHOLE else self._decimal(known)
        if chosen == TRUTH:
            return self.truth(known, depth - 1), TRUTH
        if chosen in {TEXTS, WHOLES}:
            return self.list(known, depth)
        if chosen == DAY:
            return self._property(known, DAY) or "null", DAY
        return self.text(known, depth), TEXT

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
        ways = ["property"] * 4 + ["literal"]
        if depth > 0:
            ways += ["case", "coalesce", "lower", "part", "joined", "number", "type", "first"]
        way = self._random.choice(ways)
        if way == "literal":
            return self.literal(TEXT)
        if way == "case":
            truth = self.truth(known, depth - 1)
            return f"CASE WHEN {truth} THEN {self.text(known, 0)} ELSE 'other' END"
        if way == "coalesce":
            return f"coalesce({self.text(known, depth - 1)}, {self.literal(TEXT)})"
        if way == "lower":
            function = self._random.choice(("toLower", "toUpper", "trim", "reverse", "toString"))
            return f"{function}({self.text(known, depth - 1)})"
        if way == "part":
            value = self.text(known, depth - 1)
            return self._random.choice(
                (f"substring({value}, 1, 3)", f"left({value}, 2)", f"split({value}, ' ')[0]")
            )
        if way == "joined":
            return f"({self.text(known, 0)} + {self.text(known, 0)})"
        if way == "number":
            return f"toString({self.whole(known, 0)})"
        if way == "type":
            found = [k.name for k in known if k.kind in {"link", "any", "MENTIONED_IN"}]
            return f"type({self._random.choice(found)})" if found else self.text(known, 0)
        if way == "first":
            return f"head({self._list_of(known, TEXTS)})"
        return self._property(known, TEXT) or self.literal(TEXT)

    def whole(self, known: Sequence[Known], depth: int) -> str:
        """Return a whole number."""
        ways = ["property"] * 4 + ["literal"]
        if depth > 0:
            ways += ["sum", "size", "size", "coalesce", "length", "item", "count", "case", "rest"]
        way = self._random.choice(ways)
        if way == "literal":
            return self.literal(WHOLE)
        if way == "sum":
            sign = self._random.choice(("+", "-", "*"))
            return f"({self.whole(known, 0)} {sign} {self.whole(known, 0)})"
        if way == "rest":
            return f"({self.whole(known, 0)} {self._random.choice('%/')} 7)"
        if way == "size":
            inner = self.list(known, 1)[0] if depth > 1 else self.text(known, 0)
            return f"size({inner})"
        if way == "coalesce":
            return f"coalesce({self.whole(known, 0)}, {self.literal(WHOLE)})"
        if way == "length":
            found = [k.name for k in known if k.kind in {"path", "length"}]
            return f"length({self._random.choice(found)})" if found else self.whole(known, 0)
        if way == "item":
            index = self._random.choice((0, -1, 1, 5))
            return f"{self._list_of(known, WHOLES)}[{index}]"
        if way == "case":
            value = self.whole(known, 0)
            return f"CASE {self.text(known, 0)} WHEN {self.literal(TEXT)} THEN {value} END"
        if way == "count":
            pattern = self._around(known)
            return f"COUNT {{ {pattern} }}" if pattern else self.literal(WHOLE)
        return self._property(known, WHOLE) or self.literal(WHOLE)

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
        ways = ["compare", "compare", "in", "null", "text", "label", "any"]
        if depth > 0:
            ways += ["and", "and", "not", "exists", "exists", "pattern", "equal", "hops"]
        way = self._random.choice(ways)
        if way == "and":
            word = self._random.choice(("AND", "OR", "XOR", "AND"))
            return f"({self.truth(known, depth - 1)} {word} {self.truth(known, depth - 1)})"
        if way == "not":
            return f"NOT ({self.truth(known, depth - 1)})"
        if way == "compare":
            sign = self._random.choice(("=", "<>", "<", "<=", ">", ">="))
            return f"{self.whole(known, depth)} {sign} {self.whole(known, 0)}"
        if way == "in":
            if self._random.random() < 0.5:
                return f"{self.whole(known, 0)} IN {self._list_of(known, WHOLES)}"
            return f"{self.text(known, 0)} IN {self._list_of(known, TEXTS)}"
        if way == "null":
            word = self._random.choice(("IS NULL", "IS NOT NULL"))
            return f"{self.any(known, 0, {TEXT, WHOLE})[0]} {word}"
        if way == "text":
            word = self._random.choice(("STARTS WITH", "ENDS WITH", "CONTAINS", "=", "<>", "<"))
            return f"{self.text(known, 0)} {word} {self.literal(TEXT)}"
        if way == "label":
            nodes = [k.name for k in known if k.is_node]
            label = self._random.choice(("Group", "Person", "Claim", "Entity"))
            return f"{self._random.choice(nodes)}:{label}" if nodes else "true"
        if way == "any":
            word = self._random.choice(("any", "all", "none", "single"))
            return f"{word}(y IN {self._list_of(known, WHOLES)} WHERE y > {self.literal(WHOLE)})"
        return self._about_patterns(known, way)

    def counted(self, known: Sequence[Known]) -> tuple[str, str]:
        """Return something counted over the rows of a group, and its kind."""
        distinct = self._random.choice(("", "", "DISTINCT "))
        things = [k.name for k in known if k.kind not in {"length", "path"}]
        ways = ["count(*)", "count", "count", "sum", "min", "max", "size"]
        way = self._random.choice(ways)
        if way == "count" and things:
            return f"count({distinct}{self._random.choice(things)})", WHOLE
        if way == "sum":
            return f"sum({distinct}{self.whole(known, 0)})", WHOLE
        if way in {"min", "max"}:
            if self._random.random() < 0.5:
                return f"{way}({self.whole(known, 1)})", WHOLE
            return f"{way}({self.text(known, 0)})", TEXT
        if way == "size":
            return f"size(collect({distinct}{self.any(known, 0, {TEXT, WHOLE})[0]}))", WHOLE
        return "count(*)", WHOLE

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
            said += [f"properties({name})", f"startNode({name})", f"endNode({name}).name"]
            said += [f"{{claims: {name}.claims}}", f"type({name})"]
        for name in paths:
            said += [f"nodes({name})", f"relationships({name})", f"length({name})"]
            said += [f"[n IN nodes({name}) | labels(n)]", f"[r IN relationships({name}) | r.id]"]
        said += [f"[r IN {name} | r.claims]" for name in ways]
        return self._random.choice(said)

    def _about_patterns(self, known: Sequence[Known], way: str) -> str:
        pattern = self._around(known)
        if way == "equal":
            nodes = [k.name for k in known if k.is_node]
            sign = self._random.choice(("=", "<>"))
            if not nodes:
                return "true"
            return f"{self._random.choice(nodes)} {sign} {self._random.choice(nodes)}"
        if way == "hops":
            ways = [k.name for k in known if k.kind == "way"]
            if not ways:
                return "true"
            return f"size({self._random.choice(ways)}) > {self._random.randint(0, 2)}"
        if not pattern:
            return "true"
        if way == "pattern" and self._may_be_pattern:
            return self._random.choice(("", "NOT ")) + pattern
        where = ""
        if "()" in pattern and self._random.random() < 0.5:
            where = f" WHERE {self.truth([*known, Known('z', '')], 0)}"
            pattern = pattern.replace("()", "(z)", 1)
        return self._random.choice(("", "NOT ")) + f"EXISTS {{ MATCH {pattern}{where} }}"

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
