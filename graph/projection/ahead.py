"""Rows read in a thread of their own while the engine takes in those before.

Reading and loading take about as long, on two processors mostly at the same time. What a newcomer
would get wrong: all is read by one connection inside one transaction, so that it is of one moment;
so the queries must be taken in the order in which they were named.
"""

import sqlite3
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

_AHEAD = 2
"""How many answers may wait; more would only fill the memory."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a query gave: the names of the columns, and the rows."""

    names: list[str]
    rows: list[tuple[Any, ...]]


class Ahead:
    """The answers of queries, one after another."""

    def __init__(self, connection: sqlite3.Connection, queries: Iterable[str]) -> None:
        """Begin to read.

        Args:
            connection: That may be used from any thread, inside a transaction.
            queries: In the order in which they will be taken.
        """
        self._connection = connection
        self._queries = deque(queries)
        self._pool = ThreadPoolExecutor(1)
        self._waiting: deque[tuple[str, Future[Fetched]]] = deque()
        for _ in range(_AHEAD):
            self._go_on()

    def __enter__(self) -> Self:
        """Read on until the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Wait for what is being read, and read no more."""
        self._pool.shutdown(cancel_futures=True)

    def take(self, query: str) -> Fetched:
        """Return what the next query gave, which must be this one.

        Raises:
            sqlite3.Error: It can't be read.
        """
        named, fetched = self._waiting.popleft()
        if named != query:
            msg = f"the next query is another: {named}"
            raise RuntimeError(msg)
        self._go_on()
        return fetched.result()

    def _go_on(self) -> None:
        if self._queries:
            query = self._queries.popleft()
            self._waiting.append((query, self._pool.submit(self._fetch, query)))

    def _fetch(self, query: str) -> Fetched:
        found = self._connection.execute(query)
        names = [column[0] for column in found.description or ()]
        return Fetched(names, found.fetchall())
