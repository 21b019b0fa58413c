"""The parameters of a statement: those that it names are there, and hold what a statement can.

What a newcomer would get wrong: they are checked here, before they are sent, since the process that
answers takes nothing in but plain values.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast

from graph.errors import CypherError, CypherLimitError, CypherSyntaxError
from graph.projection.token import Kind, Token

MAX_DEPTH = 60
"""Lists and maps inside each other."""
_VALUES = (bool, float, str, date, datetime, time)
_LARGEST = 2**63


def check_names(tokens: Sequence[Token], parameters: Mapping[str, Any]) -> None:
    """Refuse a statement that names a parameter that is not there.

    Raises:
        CypherSyntaxError: The text says which.
    """
    for token in tokens:
        if token.kind is not Kind.PARAMETER:
            continue
        if not re.fullmatch(r"\w+", token.text, re.ASCII):
            msg = f"${token.text}: a parameter's name is made of letters, digits and _"
            raise CypherSyntaxError(msg)
        if token.text not in parameters:
            msg = f"the statement names ${token.text}, and no such parameter was given"
            raise CypherSyntaxError(msg)


def check_value(value: Any, name: str, depth: int = 0) -> None:
    """Refuse a value that no statement can hold.

    Args:
        value: What was given.
        name: What to call it.
        depth: How many lists and maps it is in.

    Raises:
        CypherError: The text says which part of it.
    """
    if depth > MAX_DEPTH:
        msg = f"{name} holds lists or maps more than {MAX_DEPTH} deep"
        raise CypherLimitError(msg)
    if isinstance(value, Mapping):
        for key, each in cast("Mapping[Any, Any]", value).items():
            if not isinstance(key, str):
                msg = f"{name} has a key that is no text: {key!r}"
                raise CypherError(msg)
            check_value(each, f"{name}.{key}", depth + 1)
    elif isinstance(value, list | tuple):
        for each in cast("Sequence[Any]", value):
            check_value(each, name, depth + 1)
    else:
        _check_single(value, name)


def _check_single(value: Any, name: str) -> None:
    if value is None or isinstance(value, _VALUES):
        return
    if not isinstance(value, int):
        msg = f"{name} is a {type(value).__name__}, which no statement can hold"
        raise CypherError(msg)
    if not -_LARGEST <= value < _LARGEST:
        msg = f"{name} is a number beyond 64 bits"
        raise CypherError(msg)
