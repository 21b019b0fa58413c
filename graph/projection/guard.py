"""Which statements the embedded copy is asked: those made of known words, and nothing else.

The engine behind can read files (LOAD CSV) and more; so a statement is cut into tokens, each is
held against lists of what may stand where, and only what was checked is written out again. What a
newcomer would get wrong: the lists allow. A word that nobody thought of is refused, since two words
side by side must be parted by a keyword of `KEYWORDS`, and a word before a bracket must be one of
`FUNCTIONS`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import CypherLimitError, CypherRefusedError, CypherSyntaxError
from graph.projection.given import check_names, check_value
from graph.projection.naming import fields_of, notices_of
from graph.projection.scope import Scope, scope_of
from graph.projection.token import CLOSE, OPEN, Kind, Token, at, tokens_of
from graph.projection.writing import written


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KEYWORDS = _words(
    """
    all and any as asc ascending by call case contains count desc descending distinct else end ends
    exists false in is limit match none not null offset on optional or order return single skip
    starts then true union unwind when where with xor
    """
)
FUNCTIONS = _words(
    """
    abs acos all allshortestpaths any asin atan avg ceil coalesce collect cos count date datetime
    degrees duration elementid endnode exists exp floor head id keys labels last
    left length localdatetime log log10 ltrim max min nodes none pi properties radians range
    relationships reverse right round rtrim shortestpath sign sin single size split sqrt startnode
    substring sum tail tan time toboolean tofloat tointeger tolower tostring toupper
    trim type
    """
)
"""Functions that give what Neo4j gives, as far as the tests against it could tell."""

_STARTS = frozenset({"match", "optional", "unwind", "with", "return", "call"})
_NEVER = _words(
    """
    load csv create insert merge set delete detach nodetach remove foreach drop alter grant deny
    revoke rename show terminate use explain profile cypher format export import copy attach begin
    commit rollback finish start stop yield transactions
    """
)
"""Words that begin what is not offered; as names they must stand in backquotes."""
_ENDS = frozenset({"startnode", "endnode"})
_SHORTEST = frozenset({"shortestpath", "allshortestpaths"})
_PARTS = frozenset({"optional", "with", "return", "unwind", "call", "union"})
"""What ends a stretch of MATCH clauses, which Neo4j plans as one."""
_BEFORE_BRACKET = KEYWORDS - {"asc", "ascending", "desc", "descending", "end", "false", "null"}
MAX_DEPTH = 60
"""Brackets inside each other."""
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
        CypherError: A parameter is nothing that a statement can hold.
    """
    tokens = _tokens(statement, length)
    depth: list[int] = []
    for place, token in enumerate(tokens):
        _check(tokens, place)
        _nest(token, depth)
    if depth:
        msg = f"{len(depth)} brackets are never closed"
        raise CypherSyntaxError(msg)
    check_names(tokens, parameters)
    for name, value in parameters.items():
        check_value(value, f"${name}")
    scope = scope_of(tokens)
    for place in range(len(tokens)):
        _check_projection(tokens, place, scope)
        _check_end(tokens, place)
        _check_shortest(tokens, place)
    text, given = written(tokens, parameters, scope)
    return Checked(text, given, fields_of(statement, tokens), notices_of(tokens))


def _tokens(statement: str, length: int) -> list[Token]:
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
    return tokens


def _check(tokens: Sequence[Token], place: int) -> None:
    token, before, after = tokens[place], at(tokens, place - 1), at(tokens, place + 1)
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
    """Tell whether a word can only be a property, a label, a type, an alias or the key of a map."""
    return before.is_sign(".", ":", "|", "&", "!") or after.is_sign(":") or before.lower == "as"


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


def _check_projection(tokens: Sequence[Token], place: int, scope: Scope) -> None:
    """Refuse a map projection of what may be no node: of a relationship the engine makes null."""
    token, opens = tokens[place], at(tokens, place + 1)
    if not opens.is_sign("{") or not at(tokens, place + 2).is_sign("."):
        return
    if token.text not in scope.nodes or token.text in scope.relationships:
        name = token.text[:40]
        msg = (
            f"{name} {{.…}} is not offered here unless {name} is a node of a pattern; "
            f"write {{id: {name}.id, …}} instead"
        )
        raise CypherRefusedError(msg)


def _check_end(tokens: Sequence[Token], place: int) -> None:
    """Refuse an end of a relationship as a whole, which the engine makes null."""
    token = tokens[place]
    if token.lower not in _ENDS or not at(tokens, place + 1).is_sign("("):
        return
    closing = next((p for p in range(place, len(tokens)) if tokens[p].is_sign(")")), place)
    if not at(tokens, closing + 1).is_sign("."):
        msg = (
            f"{token.text}() as a whole is not offered on the embedded store; ask for a property "
            f"of it, such as {token.text}(r).id, or give the node a name in the pattern"
        )
        raise CypherRefusedError(msg)


def _check_shortest(tokens: Sequence[Token], place: int) -> None:
    """Refuse a condition on a shortest way where Neo4j makes it part of the search.

    Why:
        Neo4j looks for the shortest of those ways that fit; the engine takes the shortest of all,
        and drops it where it does not fit. Found by comparing 20,000 random statements.
    """
    if tokens[place].lower not in _SHORTEST or not at(tokens, place + 1).is_sign("("):
        return
    depth, searched, names = 0, False, {at(tokens, place - 2).text}
    for number in range(place + 1, len(tokens)):
        token = tokens[number]
        if depth == 0 and (token.lower in _PARTS or token.is_sign(*CLOSE)):
            return
        depth += token.is_sign(*OPEN) - token.is_sign(*CLOSE)
        if depth == 0 and token.lower in {"match", "where"}:
            searched = token.lower == "where"
        elif not searched and at(tokens, number - 1).is_sign("["):
            names.add(token.text)
        elif searched and token.kind is not Kind.SIGN and token.text in names:
            msg = (
                f"a condition on a shortest way ({_shown(token)}, character {token.start + 1}) is "
                "not offered before a WITH: Neo4j looks for the shortest way that fits, the "
                "embedded store only drops one that doesn't. Put it behind: WITH p WHERE …"
            )
            raise CypherRefusedError(msg)


def _ends_operand(token: Token, before: Token, after: Token) -> bool:
    if token.kind is Kind.SIGN:
        return token.text in CLOSE
    if token.kind is Kind.WORD and not _is_name(before, after):
        return token.lower not in KEYWORDS or token.lower in {"end", "true", "false", "null"}
    return True


def _begins_operand(token: Token) -> bool:
    return token.kind is not Kind.SIGN and token.lower not in KEYWORDS


def _nest(token: Token, depth: list[int]) -> None:
    if token.kind is not Kind.SIGN:
        return
    if token.text in OPEN:
        depth.append(OPEN.index(token.text))
        if len(depth) > MAX_DEPTH:
            msg = f"brackets stand more than {MAX_DEPTH} deep in each other"
            raise CypherLimitError(msg)
    elif token.text in CLOSE and (not depth or depth.pop() != CLOSE.index(token.text)):
        msg = f"{token.text} at character {token.start + 1} closes nothing"
        raise CypherSyntaxError(msg)


def _shown(token: Token) -> str:
    return repr(token.text[:40]) if token.text else "the end"
