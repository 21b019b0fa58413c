"""Which exit code an error gets, and the one place where errors become messages.

    0    done
    1    a defect of redstring itself (with a traceback: please report it)
    2    a wrong question, an article that can't be read, a result that can't be written
    3    a store that can't answer or can't keep what it is given
    130  stopped with Ctrl-C
    141  the reader of a pipe has gone

What a newcomer would get wrong: a command raises and never prints an error or exits by itself.
"""

import os
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

import typer

from graph.errors import ArticleError, QuestionError, RedstringError, StoreError

PIPE_CLOSED = 141


class OutputError(RedstringError):
    """A folder or file that the result can't be written to."""


EXIT_CODES: Mapping[type[RedstringError], int] = MappingProxyType(
    {QuestionError: 2, ArticleError: 2, OutputError: 2, StoreError: 3}
)
"""The exit code of each class of errors, and of the classes below it."""


def exit_code(error: type[RedstringError]) -> int:
    """Return the code of an error's class, or of the nearest class above it.

    Raises:
        LookupError: Neither it nor a class above it is in `EXIT_CODES`.
    """
    for cls in error.__mro__:
        if cls in EXIT_CODES:
            return EXIT_CODES[cls]
    msg = f"{error.__name__} has no exit code"
    raise LookupError(msg)


@contextmanager
def errors_as_messages(*, debug: bool) -> Generator[None]:
    """Turn an error raised on purpose into one line on standard error and an exit code.

    Args:
        debug: Let the error through, with its traceback.

    Raises:
        typer.Exit: With the code of the error that was raised inside.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        raise typer.Exit(PIPE_CLOSED) from None
    except RedstringError as error:
        if debug:
            raise
        print(f"redstring: {_readable(str(error))}", file=sys.stderr)  # noqa: T201 - the message
        raise typer.Exit(exit_code(type(error))) from None


def _readable(message: str) -> str:
    """A message may quote what was typed or read, so it must not steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in message)


def _forget_output() -> None:
    """Keep Python from complaining at its end that it could not flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
