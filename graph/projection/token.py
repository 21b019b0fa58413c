"""A Cypher statement cut into words, strings, numbers and signs.

What a newcomer would get wrong: nothing of the text goes on to the engine but what was cut out
here and judged, so that the engine can't read a comment or a quote otherwise than the guard did.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from graph.errors import CypherSyntaxError


class Kind(Enum):
    """What sort of token it is."""

    WORD = auto()
    QUOTED = auto()
    STRING = auto()
    NUMBER = auto()
    PARAMETER = auto()
    SIGN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token and where it stood.

    Attributes:
        kind: What sort it is.
        text: As it was written; of a quoted name, a string or a parameter what it stands for.
        start: Offset of its first character in the statement.
        end: Offset after its last.
    """

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The text of a word in small letters, as keywords are told; empty for all else."""
        return self.text.lower() if self.kind is Kind.WORD else ""

    def is_sign(self, *signs: str) -> bool:
        """Tell whether it is one of these signs."""
        return self.kind is Kind.SIGN and self.text in signs


OPEN, CLOSE = "([{", ")]}"
NOTHING = Token(Kind.SIGN, "", 0, 0)
"""What stands before the first token and after the last."""


def at(tokens: Sequence[Token], place: int) -> Token:
    """Return the token at a place, `NOTHING` outside."""
    return tokens[place] if 0 <= place < len(tokens) else NOTHING


_TOKEN = re.compile(
    r"""(?P<gap>\s+|//[^\n\r]*|/\*.*?\*/)
    |(?P<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    |(?P<quoted>`(?:[^`]|``)+`)
    |(?P<number>(?:0x[0-9a-fA-F]+|0o[0-7]+|\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+)(?!\w))
    |(?P<parameter>\$(?:\w+|`(?:[^`]|``)+`))
    |(?P<word>[^\W\d]\w*)
    |(?P<sign>\.\.|=~|<>|<=|>=|->|<-|::|(?!/\*)[-+*/%^=<>()\[\]{},.:;|&!])""",
    re.DOTALL | re.VERBOSE,
)
_KINDS = {
    "word": Kind.WORD,
    "quoted": Kind.QUOTED,
    "string": Kind.STRING,
    "number": Kind.NUMBER,
    "parameter": Kind.PARAMETER,
    "sign": Kind.SIGN,
}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "'": "'", '"': '"', "\\": "\\"}


def tokens_of(statement: str) -> list[Token]:
    """Cut a statement into tokens; white space and comments only part them.

    Raises:
        CypherSyntaxError: It holds a character that no token begins with, or an open quote.
    """
    tokens: list[Token] = []
    place = 0
    while place < len(statement):
        found = _TOKEN.match(statement, place)
        if found is None or found.lastgroup is None:
            raise CypherSyntaxError(_unread(statement, place))
        place = found.end()
        if found.lastgroup != "gap":
            kind = _KINDS[found.lastgroup]
            tokens.append(Token(kind, _value(kind, found[0]), found.start(), place))
    return tokens


def _value(kind: Kind, text: str) -> str:
    if kind is Kind.STRING:
        return _ESCAPE.sub(_escaped, text[1:-1])
    if kind is Kind.QUOTED:
        return text[1:-1].replace("``", "`")
    if kind is Kind.PARAMETER:
        return text[2:-1].replace("``", "`") if text[1] == "`" else text[1:]
    return text


def _escaped(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    if code not in _ESCAPES:
        msg = f"\\{code} is no escape that a string may hold; known: {' '.join(_ESCAPES)} uXXXX"
        raise CypherSyntaxError(msg)
    return _ESCAPES[code]


def _unread(statement: str, place: int) -> str:
    what = statement[place : place + 20]
    if what[:1] in "'\"`" or what.startswith("/*"):
        return f"what begins at character {place + 1} is never closed: {what!r}"
    return f"{what[:1]!r} at character {place + 1} has no meaning outside quotes"
