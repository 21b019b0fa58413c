"""What the columns of a statement are called, and what to say about its answer.

What a newcomer would get wrong: Neo4j calls a column without an alias by the very text of what is
returned, spaces included.
"""

from collections.abc import Sequence
from itertools import pairwise

from graph.errors import CypherSyntaxError
from graph.projection.token import CLOSE, OPEN, Kind, Token, at

_ENDS = frozenset({"order", "skip", "offset", "limit", "union"})


def fields_of(statement: str, tokens: Sequence[Token]) -> tuple[str, ...] | None:
    """Return the names of the columns; None for `RETURN *`: the engine's, by the alphabet.

    Raises:
        CypherSyntaxError: The statement returns nothing, or more than `*`.
    """
    items = _items(tokens, _start(tokens))
    if not all(items):
        msg = "something is missing between the commas of RETURN, or behind it"
        raise CypherSyntaxError(msg)
    if items[0][0].is_sign("*"):
        if len(items) > 1:
            msg = "RETURN * with more behind it is not offered here; name the columns"
            raise CypherSyntaxError(msg)
        return None
    return tuple(_name(statement, item) for item in items)


def notices_of(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return in what the answer may differ from Neo4j's without an error."""
    notices: list[str] = []
    called = {token.lower for token, after in pairwise(tokens) if after.is_sign("(")}
    if called & {"id", "elementid"}:
        notices.append("id() and elementId() of Neo4j are other values")
    if any(token.is_sign("/") for token in tokens):
        notices.append("a decimal number divided by zero is null here, and Infinity on Neo4j")
    if "round" in called:
        notices.append("round() of a negative half gives the smaller number here")
    if any(one.is_sign("+") and other.is_sign("[") for one, other in pairwise(tokens)):
        notices.append("null + a list is a list that holds null here, and null on Neo4j")
    if any(_asks_for_type(tokens, place) for place in range(len(tokens))):
        notices.append("type of a node that is no claim is its label here, and null on Neo4j")
    return tuple(notices)


def _asks_for_type(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the type of something without a name of its own is asked for."""
    dot, name = at(tokens, place + 1), at(tokens, place + 2)
    return tokens[place].is_sign(")", "]") and dot.is_sign(".") and name.lower == "type"


def _start(tokens: Sequence[Token]) -> int:
    """Return where what the last RETURN returns begins."""
    depth, start = 0, -1
    for place, token in enumerate(tokens):
        depth += token.is_sign(*OPEN) - token.is_sign(*CLOSE)
        if not depth and token.lower == "return" and not at(tokens, place - 1).is_sign("."):
            start = place + 1
    if start < 0:
        msg = "the statement returns nothing; end it with RETURN and what to return"
        raise CypherSyntaxError(msg)
    return start + (at(tokens, start).lower == "distinct")


def _items(tokens: Sequence[Token], start: int) -> list[list[Token]]:
    depth = 0
    items: list[list[Token]] = [[]]
    for token in tokens[start:]:
        depth += token.is_sign(*OPEN) - token.is_sign(*CLOSE)
        is_name = bool(items[-1]) and items[-1][-1].lower in {"as", "."}
        is_name = is_name or (bool(items[-1]) and items[-1][-1].is_sign("."))
        if not depth and token.lower in _ENDS and not is_name:
            break
        if not depth and token.is_sign(","):
            items.append([])
        else:
            items[-1].append(token)
    return items


def _name(statement: str, item: Sequence[Token]) -> str:
    last = item[-1]
    named = len(item) == 1 or at(item, len(item) - 2).lower == "as"
    if named and last.kind in {Kind.WORD, Kind.QUOTED}:
        return last.text
    return statement[item[0].start : last.end]
