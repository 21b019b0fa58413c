"""Which statements the embedded copy is asked: those made of known words, and nothing else.

The engine behind can read files (LOAD CSV) and more; so a statement is cut into tokens, each is
held against lists of what may stand where, and only what was checked is written out again. What a
newcomer would get wrong: the lists allow. A word that nobody thought of is refused, since two words
side by side must be parted by a keyword of `KEYWORDS`, and a word before a bracket must be one of
`FUNCTIONS`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import CypherLimitError, CypherRefusedError, CypherSyntaxError
from graph.projection.token import Kind, Token, tokens_of

KEYWORDS = frozenset(
    """
    all and any as asc ascending by call case contains count desc descending distinct else end ends
    exists false in is limit match none not null offset on optional or order return single skip
    starts then true union unwind when where with xor
    """.split()
)
FUNCTIONS = frozenset(
    """
    abs acos all allshortestpaths any asin atan avg ceil coalesce collect cos count date datetime
    degrees duration e elementid endnode exists exp floor head id isempty isnan keys labels last
    left length localdatetime log log10 ltrim max min nodes none nullif pi properties radians range
    relationships reverse right round rtrim shortestpath sign sin single size split sqrt startnode
    stdev stdevp substring sum tail tan time toboolean tofloat tointeger tolower tostring toupper
    trim type
    """.split()
)
"""Functions that give what Neo4j gives, as far as the tests against it could tell."""

_STARTS = frozenset({"match", "optional", "unwind", "with", "return", "call"})
_NEVER = frozenset(
    """
    load csv create insert merge set delete detach nodetach remove foreach drop alter grant deny
    revoke rename show terminate use explain profile cypher format export import copy attach begin
    commit rollback finish start stop yield transactions
    """.split()
)
"""Words that begin what is not offered; as names they must stand in backquotes."""
_BEFORE_BRACKET = KEYWORDS - {"asc", "ascending", "desc", "descending", "end", "false", "null"}
_OPEN, _CLOSE = "([{", ")]}"
_ENDS_OF_RETURN = frozenset({"order", "skip", "offset", "limit", "union"})
MAX_DEPTH = 60
"""Brackets inside each other."""
MAX_HOPS = 10_000
"""Stands for "any number" in a path: the engine would stop at 10 by itself, without a word."""
_PLAIN = re.compile(r"[ -&(-\[\]-~]*")
"""A string that reads the same everywhere: printable ASCII without quote and backslash."""
_NEO4J = "a Neo4j store may know it"


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement that may be run.

    Attributes:
        text: What the engine is handed.
        parameters: The caller's, and strings of the statement that are safer apart.
        fields: Names of the columns as Neo4j gives them; None where only the engine knows them.
        notices: What may differ from Neo4j in the answer.
    """

    text: str
    parameters: Mapping[str, Any]
    fields: tuple[str, ...] | None
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Writer:
    """Puts checked tokens together again."""

    parameters: dict[str, Any]
    parts: list[str] = field(default_factory=list[str])

    def write(self, token: Token) -> None:
        if token.kind is Kind.STRING:
            self.parts.append(self._string(token.text))
        elif token.kind is Kind.PARAMETER:
            self.parts.append(f"${token.text}")
        elif token.kind is Kind.QUOTED or not token.text.isascii():
            self.parts.append(f"`{token.text}`")
        else:
            self.parts.append(token.text)

    def _string(self, text: str) -> str:
        if "'" not in text and _PLAIN.fullmatch(text):
            return f"'{text}'"
        name = f"redstring_text_{len(self.parameters)}"
        while name in self.parameters:
            name += "_"
        self.parameters[name] = text
        return f"${name}"


def check(statement: str, parameters: Mapping[str, Any], length: int) -> Checked:
    """Return a statement as the engine may run it.

    Args:
        statement: What somebody typed.
        parameters: What it calls `$name`.
        length: The most characters that it may have.

    Raises:
        CypherLimitError: It is too long, or nested too deep.
        CypherSyntaxError: It is not understood, or lacks a parameter.
        CypherRefusedError: It holds what is not offered here.
    """
    if len(statement) > length:
        msg = (
            f"the statement has {len(statement)} characters; at most {length} are allowed: "
            "hand long lists over as parameters"
        )
        raise CypherLimitError(msg)
    tokens = tokens_of(statement)
    while tokens and tokens[-1].is_sign(";"):
        tokens.pop()
    if not tokens:
        msg = "the statement is empty; write for example MATCH (n:Entity) RETURN n.name LIMIT 10"
        raise CypherSyntaxError(msg)
    if tokens[0].lower not in _STARTS:
        msg = (
            f"{_shown(tokens[0])} can't begin a statement here; one begins with MATCH, OPTIONAL "
            "MATCH, UNWIND, WITH, RETURN or CALL { }, and only reads"
        )
        raise CypherRefusedError(msg)
    writer = _Writer(dict(parameters))
    depth: list[int] = []
    for place, token in enumerate(tokens):
        _check(tokens, place)
        _check_parameter(token, parameters)
        _nest(token, depth)
        writer.write(token)
        _bound(tokens, place, writer.parts)
    if depth:
        msg = f"{len(depth)} brackets are never closed"
        raise CypherSyntaxError(msg)
    return Checked(
        text=" ".join(writer.parts),
        parameters=writer.parameters,
        fields=_fields(statement, tokens),
        notices=_notices(tokens),
    )


def _at(tokens: Sequence[Token], place: int) -> Token:
    return tokens[place] if 0 <= place < len(tokens) else Token(Kind.SIGN, "", 0, 0)


def _check(tokens: Sequence[Token], place: int) -> None:
    token, before, after = tokens[place], _at(tokens, place - 1), _at(tokens, place + 1)
    if token.is_sign(";"):
        msg = "only one statement may be sent at a time"
        raise CypherRefusedError(msg)
    if token.kind is Kind.QUOTED and "`" in token.text:
        msg = f"{_shown(token)}: a name with a backquote in it can't be used here; {_NEO4J}"
        raise CypherSyntaxError(msg)
    if after.is_sign("(") and token.kind in {Kind.WORD, Kind.QUOTED}:
        _check_call(token, before)
    if token.kind is Kind.WORD and not _is_name(before, after):
        _check_word(token, after)
    if _ends_operand(token, before, after) and _begins_operand(after):
        msg = (
            f"{_shown(after)} can't follow {_shown(token)} (character {after.start + 1}): writing, "
            "procedures and words that the embedded store does not know are not offered"
        )
        raise CypherRefusedError(msg)


def _is_name(before: Token, after: Token) -> bool:
    """Tell whether a word can only be a property, a label, a type, or the key of a map."""
    return before.is_sign(".", ":", "|", "&", "!") or after.is_sign(":")


def _check_call(token: Token, before: Token) -> None:
    if before.is_sign(":", "|", "&"):
        return
    name = token.text.lower()
    if before.is_sign("."):
        msg = f"a function with a dot in its name ({_shown(token)}) is not offered; {_NEO4J}"
    elif token.kind is Kind.QUOTED or name not in FUNCTIONS | _BEFORE_BRACKET:
        msg = f"{_shown(token)}( is not offered on the embedded store; {_NEO4J}"
    else:
        return
    raise CypherRefusedError(msg)


def _check_word(token: Token, after: Token) -> None:
    if token.lower in _NEVER:
        msg = (
            f"{token.text} (character {token.start + 1}) is not offered: statements only read the "
            "graph here; where it is a name, put it in backquotes"
        )
        raise CypherRefusedError(msg)
    if token.lower == "call" and not after.is_sign("{", "("):
        msg = f"procedures (CALL {_shown(after)}) are not offered on the embedded store; {_NEO4J}"
        raise CypherRefusedError(msg)


def _ends_operand(token: Token, before: Token, after: Token) -> bool:
    if token.kind is Kind.SIGN:
        return token.text in _CLOSE
    if token.kind is Kind.WORD and not _is_name(before, after):
        return token.lower not in KEYWORDS or token.lower in {"end", "true", "false", "null"}
    return True


def _begins_operand(token: Token) -> bool:
    return token.kind is not Kind.SIGN and token.lower not in KEYWORDS


def _check_parameter(token: Token, parameters: Mapping[str, Any]) -> None:
    if token.kind is not Kind.PARAMETER:
        return
    if not re.fullmatch(r"\w+", token.text, re.ASCII):
        msg = f"${token.text}: a parameter's name is made of letters, digits and _"
        raise CypherSyntaxError(msg)
    if token.text not in parameters:
        msg = f"the statement names ${token.text}, and no such parameter was given"
        raise CypherSyntaxError(msg)


def _nest(token: Token, depth: list[int]) -> None:
    if token.kind is not Kind.SIGN:
        return
    if token.text in _OPEN:
        depth.append(_OPEN.index(token.text))
        if len(depth) > MAX_DEPTH:
            msg = f"brackets stand more than {MAX_DEPTH} deep in each other"
            raise CypherLimitError(msg)
    elif token.text in _CLOSE and (not depth or depth.pop() != _CLOSE.index(token.text)):
        msg = f"{token.text} at character {token.start + 1} closes nothing"
        raise CypherSyntaxError(msg)


def _bound(tokens: Sequence[Token], place: int, parts: list[str]) -> None:
    """Write out that a path of any length may have any length."""
    token, after = tokens[place], _at(tokens, place + 1)
    if token.is_sign("*") and _is_hops(tokens, place):
        if not after.is_sign("..") and after.kind is not Kind.NUMBER:
            parts.append(f"1 .. {MAX_HOPS}")
    elif token.is_sign("..") and after.kind is not Kind.NUMBER:
        star = place - 1 if _at(tokens, place - 1).is_sign("*") else place - 2
        if _at(tokens, star).is_sign("*") and _is_hops(tokens, star):
            parts.append(str(MAX_HOPS))


def _is_hops(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a star says how long a path may be: it is the last but numbers in `-[ ]`."""
    place -= 1
    while _at(tokens, place).kind in {Kind.WORD, Kind.QUOTED} or _at(tokens, place).is_sign(
        ":", "|", "&", "!"
    ):
        place -= 1
    return _at(tokens, place).is_sign("[") and _at(tokens, place - 1).is_sign("-", "<-")


def _fields(statement: str, tokens: Sequence[Token]) -> tuple[str, ...] | None:
    """Return the names of the columns: aliases, or the very text of what is returned."""
    depth, start = 0, None
    for place, token in enumerate(tokens):
        depth += token.is_sign(*_OPEN) - token.is_sign(*_CLOSE)
        if not depth and token.lower == "return" and not _at(tokens, place - 1).is_sign("."):
            start = place + 1
    if start is None:
        msg = "the statement returns nothing; end it with RETURN and what to return"
        raise CypherSyntaxError(msg)
    if _at(tokens, start).lower == "distinct":
        start += 1
    items: list[list[Token]] = [[]]
    for token in tokens[start:]:
        depth += token.is_sign(*_OPEN) - token.is_sign(*_CLOSE)
        if not depth and token.lower in _ENDS_OF_RETURN and not _after_dot(items[-1]):
            break
        if not depth and token.is_sign(","):
            items.append([])
        else:
            items[-1].append(token)
    if any(not item or item[0].is_sign("*") for item in items):
        return None
    return tuple(_name(statement, item) for item in items)


def _after_dot(item: Sequence[Token]) -> bool:
    return bool(item) and item[-1].is_sign(".")


def _name(statement: str, item: Sequence[Token]) -> str:
    if len(item) == 1 or _at(item, len(item) - 2).lower == "as":
        if item[-1].kind is not Kind.STRING and item[-1].kind is not Kind.PARAMETER:
            return item[-1].text
    return statement[item[0].start : item[-1].end]


def _notices(tokens: Sequence[Token]) -> tuple[str, ...]:
    called = {
        token.lower for token, after in zip(tokens, tokens[1:], strict=False) if after.is_sign("(")
    }
    notices: list[str] = []
    if "id" in called:
        notices.append("id() gives redstring's own id here, where Neo4j gives a number")
    if any(token.is_sign("/") for token in tokens):
        notices.append("a decimal number divided by zero is null here, where Neo4j gives Infinity")
    return tuple(notices)


def _shown(token: Token) -> str:
    return repr(token.text[:40]) if token.text else "the end"
