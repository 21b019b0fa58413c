"""What the names of a statement stand for, as far as its text tells.

What a newcomer would get wrong: a name may stand for one thing here and another there; it is listed
wherever it may be one, so callers take the more careful way for a name that is in two lists.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.projection.token import CLOSE, OPEN, Kind, Token, at

_NAMES = frozenset({Kind.WORD, Kind.QUOTED})
_CLAIM = "Claim"
_BEFORE_PATTERN = frozenset({"match", "in", "where", "not", "and", "or", "xor", "exists", "count"})
_LISTS = frozenset({"relationships"})
_BEFORE_ITEM = frozenset({"unwind", "with", "return", "distinct"})


@dataclass(frozen=True, slots=True)
class Scope:
    """Names by what they may stand for.

    Attributes:
        nodes: In a pattern's round brackets, or an alias of one of those.
        relationships: In a pattern's square brackets, taken out of a list of such, or an alias.
        claims: Nodes that are called nothing but `Claim` wherever they have a label.
    """

    nodes: frozenset[str]
    relationships: frozenset[str]
    claims: frozenset[str]


def scope_of(tokens: Sequence[Token]) -> Scope:
    """Return what the names of a statement may stand for."""
    nodes = set(_nodes(tokens))
    relationships = set(_relationships(tokens))
    for names in (nodes, relationships):
        names.update(_taken_out(tokens, names))
    return Scope(frozenset(nodes), frozenset(relationships), _claims(tokens))


def _nodes(tokens: Sequence[Token]) -> Iterator[str]:
    for place, token in enumerate(tokens):
        before = at(tokens, place - 2)
        pattern = before.kind is Kind.SIGN or before.lower in _BEFORE_PATTERN
        if at(tokens, place - 1).is_sign("(") and token.kind in _NAMES and pattern:
            yield token.text


def _relationships(tokens: Sequence[Token]) -> Iterator[str]:
    for place, token in enumerate(tokens):
        opened = at(tokens, place - 1).is_sign("[") and at(tokens, place - 2).is_sign("-", "<-")
        if opened and token.kind in _NAMES:
            yield token.text
        elif token.lower == "in" and at(tokens, place + 1).lower in _LISTS:
            yield at(tokens, place - 1).text
        elif token.lower == "as" and _item(tokens, place).lower in _LISTS:
            yield at(tokens, place + 1).text


def _taken_out(tokens: Sequence[Token], names: set[str]) -> Iterator[str]:
    """Yield aliases of names, and what runs through the lists that they stand for."""
    known = set(names)
    for place, token in enumerate(tokens):
        before, after = at(tokens, place - 1), at(tokens, place + 1)
        if token.lower == "as" and before.text in known and before.kind in _NAMES:
            known.add(after.text)
            yield after.text
        elif token.lower == "in" and after.text in known and before.kind in _NAMES:
            known.add(before.text)
            yield before.text


def _item(tokens: Sequence[Token], place: int) -> Token:
    """Return the first token of what the AS at a place gives a name to."""
    depth = 0
    for start in range(place - 1, -1, -1):
        token = tokens[start]
        depth += token.is_sign(*CLOSE) - token.is_sign(*OPEN)
        if not depth and (token.is_sign(",") or token.lower in _BEFORE_ITEM):
            return tokens[start + 1]
    return at(tokens, -1)


def _claims(tokens: Sequence[Token]) -> frozenset[str]:
    labels: dict[str, set[str]] = {}
    for place, token in enumerate(tokens):
        if at(tokens, place - 1).is_sign("(") and at(tokens, place + 1).is_sign(":"):
            labels.setdefault(token.text, set()).add(at(tokens, place + 2).text)
    return frozenset(name for name, found in labels.items() if found == {_CLAIM})
