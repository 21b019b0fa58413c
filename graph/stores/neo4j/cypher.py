"""A read-only statement of Cypher, run on the server within its limits.

What a newcomer would get wrong: the statement is planned first (`EXPLAIN`) and judged by
`graph.stores.neo4j.plan`; only then it is run, in READ access mode all the same.
"""

import logging
import re
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, LiteralString, TypeVar, cast

from neo4j import READ_ACCESS, Driver, Record, Result, Session, Transaction
from neo4j.exceptions import (
    BrokenRecordError,
    ConfigurationError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph.cypher import CypherAnswer, CypherLimits, told_cut
from graph.errors import (
    CypherError,
    CypherLimitError,
    CypherRefusedError,
    CypherSyntaxError,
)
from graph.stores.neo4j.plan import check_names, check_nesting, check_plan
from graph.stores.neo4j.sending import sent
from graph.stores.neo4j.values import Converter

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # else it writes to the terminal
T = TypeVar("T")
_FETCH_ROWS = 500
"""Rows that the server sends at once: few enough that large ones do not fill the memory."""
_GRACE_S = 2.0
"""How much longer than the server may take an answer is waited for."""
_EXPLAIN = "EXPLAIN "
_PLACE = re.compile(r"\(line (\d+), column (\d+) \(offset: (\d+)\)\)")
_SYNTAX = frozenset({"SyntaxError", "SemanticError", "ParameterMissing", "TypeError"})
_TOO_MUCH = ("TimedOut", "OutOfMemory", "MemoryPool", "StackOverFlow", "Terminated")
_OF_STATEMENT = tuple(f"Neo.ClientError.{kind}." for kind in ("Statement", "Procedure", "Request"))


def run(
    driver: Driver,
    database: str,
    statement: str,
    parameters: Mapping[str, Any],
    limits: CypherLimits,
) -> CypherAnswer:
    """See `GraphStore.cypher`.

    Args:
        driver: Of the server.
        database: Which of its databases; empty for the one that the user starts in.
        statement: What somebody typed.
        parameters: What it calls `$name`.
        limits: How much it may take.

    Raises:
        CypherError: As said there.
        DriverError: The server does not answer, or went away.
        Neo4jError: It can't answer now, whatever the statement.
    """
    return _asked(driver, database, statement, parameters, limits, _run)


def judge(
    driver: Driver,
    database: str,
    statement: str,
    parameters: Mapping[str, Any],
    limits: CypherLimits,
) -> str:
    """Refuse a statement that may not be run, and return the name of the database it is for.

    Raises:
        As `run`.
    """
    return _asked(driver, database, statement, parameters, limits, _check)


def _asked(
    driver: Driver,
    database: str,
    statement: str,
    parameters: Mapping[str, Any],
    limits: CypherLimits,
    work: Callable[[Transaction, str, dict[str, Any], CypherLimits], T],
) -> T:
    if len(statement) > limits.length:
        msg = (
            f"the statement has {len(statement)} characters; at most {limits.length} are allowed: "
            "hand long lists over as parameters"
        )
        raise CypherLimitError(msg, code=CypherError.code)
    check_names(statement)
    check_nesting(statement)
    given = sent(parameters)

    def attempt() -> T:
        session = driver.session(
            database=database or None, default_access_mode=READ_ACCESS, fetch_size=_FETCH_ROWS
        )
        with session, _refusals(limits):
            transaction = session.begin_transaction(timeout=limits.time_s)
            with _deadline(session, limits.time_s + _GRACE_S), transaction:
                return work(transaction, statement, given, limits)

    started = time.monotonic()
    try:
        return attempt()
    except (SessionExpired, ServiceUnavailable) as error:
        if time.monotonic() - started >= limits.time_s:
            msg = f"the server gave no answer within {limits.time_s:g} s; ask for less"
            raise CypherLimitError(msg) from error
        # else a connection that was kept while the server was away; its pool is clean by now
    return attempt()


def _run(
    transaction: Transaction, statement: str, parameters: dict[str, Any], limits: CypherLimits
) -> CypherAnswer:
    _check(transaction, statement, parameters, limits)
    return _read(transaction.run(_judged(statement), parameters), limits)


@contextmanager
def _deadline(session: Session, seconds: float) -> Generator[None]:
    """Give up on a server that says nothing.

    The server ends a statement in time, but not one on whose plan its stack overflows: that it
    never answers, so that the driver would wait for two minutes. The driver has no public way to
    wait less.
    """
    connection: Any = session._connection  # noqa: SLF001 - see above; a test would notice a change
    socket = connection.socket
    socket.set_read_deadline(seconds)
    try:
        yield
    finally:
        socket.set_read_deadline(None)


def _check(
    transaction: Transaction, statement: str, parameters: dict[str, Any], limits: CypherLimits
) -> str:
    try:
        planned = transaction.run(_judged(_EXPLAIN + statement), parameters).consume()
    except Neo4jError as error:
        raise _of_statement(error, limits, _without_explain(error.message or "")) from None
    check_plan(planned.plan, planned.query_type)
    return planned.database or ""


def _without_explain(message: str) -> str:
    """A message shows the line, a mark below it and the place: they are those of the statement."""

    def place(found: re.Match[str]) -> str:
        line, column, offset = map(int, found.groups())
        column -= len(_EXPLAIN) if line == 1 else 0
        return f"(line {line}, column {column} (offset: {offset - len(_EXPLAIN)}))"

    marked = re.sub(rf'"{_EXPLAIN}(.*)\n {{{len(_EXPLAIN)}}}', r'"\1\n', message)
    return _PLACE.sub(place, marked)


def _judged(statement: str) -> LiteralString:
    """The one place where a text that is no literal is run: that is what it is here for."""
    return cast("LiteralString", statement)


def _read(result: Result, limits: CypherLimits) -> CypherAnswer:
    converter = Converter(limits.size_bytes)
    fields, rows = tuple(result.keys()), list[tuple[Any, ...]]()
    for record in result:
        if len(rows) == limits.rows:
            notices = (told_cut(limits.rows),)
            return CypherAnswer(fields, tuple(rows), truncated=True, notices=notices)
        rows.append(converter.row(_values(record)))
    return CypherAnswer(fields, tuple(rows))


def _values(record: Record) -> list[Any]:
    try:
        return record.values()
    except BrokenRecordError as error:
        msg = f"a value can't be read ({error.__cause__}); turn it into text with toString()"
        raise CypherError(msg) from None


@contextmanager
def _refusals(limits: CypherLimits) -> Generator[None]:
    """Turn what the server says of a statement into an error of ours; the rest goes on its way."""
    try:
        yield
    except Neo4jError as error:
        raise _of_statement(error, limits, error.message or "") from None
    except (ConfigurationError, ValueError, TypeError, OverflowError) as error:
        msg = f"a parameter can't be sent: {error}"
        raise CypherError(msg) from None


def _of_statement(error: Neo4jError, limits: CypherLimits, message: str) -> Exception:
    """Return what an error says of the statement, or the error itself where it says nothing."""
    return refusal_of(error.code or "", message, limits) or error


def refusal_of(code: str, message: str, limits: CypherLimits) -> CypherError | None:
    """Return what a server's error says of the statement; None where it says nothing of it."""
    kind = code.rpartition(".")[2]
    if any(word in kind for word in _TOO_MUCH):
        msg = f"the statement took more than it may ({limits.time_s:g} s, or the server's memory)"
        return CypherLimitError(f"{msg}: {message}", code=code)
    if kind in {"AccessMode", "Forbidden"}:
        return CypherRefusedError(message, code=code)
    if code.startswith(_OF_STATEMENT):
        return (CypherSyntaxError if kind in _SYNTAX else CypherError)(message, code=code)
    return None
