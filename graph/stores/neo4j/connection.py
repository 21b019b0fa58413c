"""Sessions with a Neo4j server: opened in one place, retried as its manual says, errors explained.

What a newcomer would get wrong: the driver runs a transaction's function again when the server was
busy or went away, so that function must do nothing but ask and write through the transaction.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, LiteralString, TypeVar
from urllib.parse import urlsplit

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Session,
)
from neo4j.exceptions import ConfigurationError, DriverError, IncompleteCommit, Neo4jError

from graph.errors import (
    NotAStoreError,
    StoreBusyError,
    StoreError,
    StoreReadOnlyError,
    StoreURLError,
    StoreVersionError,
)
from graph.stores.access import Access
from graph.stores.neo4j import schema
from graph.stores.neo4j.trouble import READ_ONLY, explain, explain_code

T = TypeVar("T")
Row = list[Any]

RETRY_S = 8.0
"""How long a transaction is tried again when the server is busy or has gone away."""
CONNECT_S = 5.0
TRIES = 20
LEND_S = 15.0
"""How long a question waits for one of the pool's connections, to be made and logged in too."""
IDLE_S = 10.0
"""A connection that lay idle for longer is tried before it is lent: a server that is frozen, or
behind a firewall that has forgotten the connection, would else be waited for minutes."""
FETCH_ROWS = 5000
BATCH_ROWS = 10_000
OLDEST = (5, 26)
"""The oldest server that understands what is asked here."""


class TornError(Exception):
    """What one statement read was changed before the next; read it all again."""


class Connections:
    """The sessions with one database of one server.

    Attributes:
        driver: Of the server; its pool gets over a server that was away.
        database: Which database; None for the one that the user starts in.
        read_only: Whether no write will be tried.
    """

    def __init__(self, url: str, access: Access, *, read_only: bool) -> None:
        """Reach the server, and make an empty database a store.

        Raises:
            StoreError: It can't be reached or is no store; the subclass and the text say why.
        """
        self.address = _address(url)
        self.database = access.database or None
        self.read_only = read_only
        self._user = access.user
        self._closed = False
        with self._explained():
            self.driver = _driver(self.address, access)
            self._bookmarks = GraphDatabase.bookmark_manager()
            try:
                self._refuse_old_servers()
                self._recognise()
            except BaseException:
                self.driver.close()
                raise

    def read(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Return what a function gets from a transaction that only reads.

        The server shows each statement what was there when it began, so that another's change may
        come between two of them; where a function notices that, it is called again.

        Raises:
            StoreBusyError: What it reads was changed again and again.
        """
        for _ in range(TRIES):
            with suppress(TornError), self._session(READ_ACCESS) as session:
                try:
                    return session.execute_read(work)
                except IncompleteCommit as error:  # a question changes nothing: ask again
                    raise TornError from error
        msg = f"{self.address}: others change what is read here all the time; try again"
        raise StoreBusyError(msg)

    def write(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Return what a function gets from a transaction whose changes are all kept, or none."""
        if self.read_only:
            msg = f"{self.address}: {READ_ONLY}"
            raise StoreReadOnlyError(msg)

        def locked(tx: ManagedTransaction) -> T:
            tx.run(schema.LOCK).consume()
            return work(tx)

        with self._session(WRITE_ACCESS) as session:
            return session.execute_write(locked)

    def ask(self, work: Callable[[Driver, str], T]) -> T:
        """Return what a function that opens its own sessions gets from the server."""
        self._check_open()
        with self._explained():
            return work(self.driver, self.database or "")

    def error_of(self, code: str, message: str, address: str) -> StoreError:
        """Return what an error of the server means that came by another way than the driver's."""
        return explain_code(address, self._user, self.database or "", code, message)

    def close(self) -> None:
        """Give all connections back."""
        self._closed = True
        self.driver.close()

    @contextmanager
    def _session(self, mode: str) -> Iterator[Session]:
        self._check_open()
        with (
            self._explained(),
            self.driver.session(
                database=self.database,
                default_access_mode=mode,
                bookmark_manager=self._bookmarks,
                fetch_size=FETCH_ROWS,
            ) as session,
        ):
            yield session

    def _check_open(self) -> None:
        if self._closed:
            msg = f"{self.address}: the store was closed; open it again"
            raise StoreError(msg)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (Neo4jError, DriverError) as error:
            raise explain(self.address, self._user, self.database or "", error) from error

    def _refuse_old_servers(self) -> None:
        agent = self.driver.get_server_info().agent
        version = agent.partition("/")[2].split(".")
        try:
            known = (int(version[0]), int(version[1]))
        except (ValueError, IndexError):
            return
        if known < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            msg = (
                f"{self.address}: the server is {agent}, which is too old; redstring needs Neo4j "
                f"{oldest} or newer"
            )
            raise StoreVersionError(msg)

    def _recognise(self) -> None:
        """Make an empty database a store; refuse all but a store of this layout."""
        if self.database and self.database.lower() == "system":
            msg = f"{self.address}: the database 'system' is the server's own; name another"
            raise NotAStoreError(msg)
        version, filled = self.read(lambda tx: rows(tx, schema.INSPECT))[0]
        if filled and (not isinstance(version, int) or version < 1):
            msg = (
                f"{self.address}: the database {self.database or 'there'} holds something that is "
                "not redstring's; it is left alone. Name an empty one"
            )
            raise NotAStoreError(msg)
        if version is None and self.read_only:
            msg = f"{self.address}: there is no store yet; ingest articles into it first"
            raise StoreError(msg)
        if version is not None and version > schema.VERSION:
            msg = (
                f"{self.address}: written by a newer redstring (layout {version}; this one knows "
                f"{schema.VERSION}). Update redstring, or name another database"
            )
            raise StoreVersionError(msg)
        if version is None:
            self._prepare()

    def _prepare(self) -> None:
        with self._session(WRITE_ACCESS) as session:
            for statement in schema.CONSTRAINTS:
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(300)").consume()
            session.execute_write(lambda tx: tx.run(schema.MARK, version=schema.VERSION).consume())


def sendable(text: str) -> str:
    """Return a text that the driver takes: half characters, which a shell may hand on, replaced."""
    return text.encode("utf-8", "replace").decode()


def batches(listed: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield a list in parts, each as many rows as one statement takes at best."""
    for start in range(0, len(listed), BATCH_ROWS):
        yield listed[start : start + BATCH_ROWS]


def put(tx: ManagedTransaction, query: LiteralString, listed: Sequence[object]) -> None:
    """Run a query that changes something once for each part of a list, its `$rows`."""
    for batch in batches(listed):
        tx.run(query, rows=batch).consume()


def pairs(tx: ManagedTransaction, query: LiteralString, **parameters: object) -> dict[str, Any]:
    """Return the rows of a query with two columns, the second by the first."""
    return {name: value for name, value in tx.run(query, parameters).values()}  # noqa: C416 - typed


def rows(tx: ManagedTransaction, query: LiteralString, **parameters: object) -> list[Row]:
    """Return all rows that a query gives."""
    return tx.run(query, parameters).values()


def _address(url: str) -> str:
    """Return an address without what does not belong to it.

    Raises:
        StoreURLError: It names no host, or holds a password or a path.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        msg = f"this is no address of a Neo4j server: {error}; write neo4j://HOST:7687"
        raise StoreURLError(msg) from None
    if parts.username is not None or parts.password is not None:
        msg = (
            f"the address of {parts.hostname} holds a log-in; leave it out, and set "
            "REDSTRING_NEO4J_USER and REDSTRING_NEO4J_PASSWORD"
        )
        raise StoreURLError(msg)
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        msg = f"{url!r} is no address of a Neo4j server; write {parts.scheme}://HOST:7687"
        raise StoreURLError(msg)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port or 7687}"


def _driver(address: str, access: Access) -> Driver:
    try:
        return GraphDatabase.driver(
            address,
            auth=(access.user, access.password) if access.password else None,
            connection_timeout=CONNECT_S,
            connection_acquisition_timeout=LEND_S,
            liveness_check_timeout=IDLE_S,
            max_transaction_retry_time=RETRY_S,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
            telemetry_disabled=True,
            user_agent="redstring",
        )
    except (ConfigurationError, ValueError) as error:
        msg = f"{address!r} is no address of a Neo4j server: {error}"
        raise StoreURLError(msg) from None
