"""A checked statement written out again, so that the engine reads it as Neo4j would.

What a newcomer would get wrong: this is no place for checks; `graph.projection.guard` has done
them. What is changed here is what the engine would otherwise answer differently without a word.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from graph.projection.scope import Scope
from graph.projection.token import NOTHING, Kind, Token, at

MAX_HOPS = 10_000
"""Stands for "any number" in a path: the engine would stop at 10 by itself."""
_PLAIN = re.compile(r"[ !#-&(-\[\]-~]*")
"""A string that reads the same everywhere: printable ASCII without quotes and backslash."""
_VIRTUAL = frozenset({"type", "label", "node_type", "connection_type"})
"""Properties that the engine makes up for what has none of that name."""
_VIRTUAL_OF_RELATIONSHIPS = frozenset({"id", "start", "end"})
_OF_CLAIMS = "type"
_NAMES = frozenset({Kind.WORD, Kind.QUOTED})
_BEFORE_CONDITION = frozenset(
    {"and", "else", "not", "or", "return", "then", "when", "where", "with", "xor"}
)
_BEFORE_TYPES = (":", "|", "&", "!")


def written(
    tokens: Sequence[Token], parameters: Mapping[str, Any], scope: Scope
) -> tuple[str, dict[str, Any]]:
    """Return the text for the engine, and the parameters that it names.

    Strings with anything but plain characters become parameters, names are put in backquotes, paths
    of any length get a very high limit, and properties that the engine would make up are asked for
    in a way that it can't.
    """
    given = dict(parameters)
    parts: list[str] = []
    for place, token in enumerate(tokens):
        if token.kind is Kind.STRING:
            text = _string(token.text, given)
        elif token.kind is Kind.PARAMETER:
            text = f"${token.text}"
        elif _is_made_up(tokens, place, scope):
            text = f"properties({_named(token)})"
        else:
            text = _word(tokens, place)
        parts.append(text + _any_length(tokens, place))
    return " ".join(parts), given


def _string(text: str, given: dict[str, Any]) -> str:
    if _PLAIN.fullmatch(text):
        return f"'{text}'"
    name = f"redstring_text_{len(given)}"
    while name in given:
        name += "_"
    given[name] = text
    return f"${name}"


def _named(token: Token) -> str:
    plain = token.kind is not Kind.QUOTED and token.text.isascii()
    return token.text if plain else f"`{token.text}`"


def _word(tokens: Sequence[Token], place: int) -> str:
    token, before, after = tokens[place], at(tokens, place - 1), at(tokens, place + 1)
    if token.kind is Kind.WORD:
        is_key = before.is_sign("{", ",") and after.is_sign(":")
        is_name = is_key or before.is_sign(".") or before.lower == "as"
        return f"`{token.text}`" if is_name else _named(token)
    if token.kind is Kind.QUOTED:
        return _named(token)
    # The engine takes some brackets for the start of a pattern, unless something else comes first.
    if token.is_sign("(") and after.lower == "count" and at(tokens, place + 2).is_sign("{"):
        return "( 0 +"
    if token.is_sign("(") and before.lower in _BEFORE_CONDITION and _is_label_test(tokens, place):
        return "( true AND"
    return token.text


def _is_label_test(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a bracket holds a name with labels, and no pattern begins with it."""
    name, colon = at(tokens, place + 1), at(tokens, place + 2)
    if name.kind not in _NAMES or not colon.is_sign(":"):
        return False
    place += 3
    while at(tokens, place).kind in _NAMES or at(tokens, place).is_sign(*_BEFORE_TYPES):
        place += 1
    return at(tokens, place).is_sign(")") and not at(tokens, place + 1).is_sign("-", "<-")


def _any_length(tokens: Sequence[Token], place: int) -> str:
    """Return what to add so that a path without a limit has one that is never reached."""
    token, after = tokens[place], at(tokens, place + 1)
    if after.kind is Kind.NUMBER:
        return ""
    if token.is_sign("*") and _is_hops(tokens, place):
        return "" if after.is_sign("..") else f" 1 .. {MAX_HOPS}"
    if token.is_sign(".."):
        star = place - 1 if at(tokens, place - 1).is_sign("*") else place - 2
        if at(tokens, star).is_sign("*") and _is_hops(tokens, star):
            return f" {MAX_HOPS}"
    return ""


def _is_hops(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a star says how long a path may be, and does not multiply."""
    return at(tokens, _opening(tokens, place)).is_sign("[")


def _opening(tokens: Sequence[Token], place: int) -> int:
    """Return where the bracket opens if only a name and types precede; -1 otherwise."""
    place -= 1
    while at(tokens, place).kind in _NAMES or at(tokens, place).is_sign(*_BEFORE_TYPES):
        place -= 1
    opens = at(tokens, place).is_sign("[") and at(tokens, place - 1).is_sign("-", "<-")
    return place if opens else -1


def _is_made_up(tokens: Sequence[Token], place: int, scope: Scope) -> bool:
    """Tell whether a name is asked for a property that the engine may make up."""
    token, before, dot = tokens[place], at(tokens, place - 1), at(tokens, place + 1)
    name = at(tokens, place + 2) if dot.is_sign(".") else NOTHING
    if token.kind not in _NAMES or before.is_sign("."):
        return False
    if token.text in scope.relationships and name.text.lower() in _VIRTUAL_OF_RELATIONSHIPS:
        return True
    if name.text == _OF_CLAIMS and token.text in scope.claims:
        return False
    return name.text.lower() in _VIRTUAL
