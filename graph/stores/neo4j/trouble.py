"""What the driver and the server complain of, as the store's errors, in words that say what to do.

What a newcomer would get wrong: the server's own words are only passed on where nothing here knows
better, and never anything of the log-in but the user's name.
"""

from neo4j.exceptions import (
    AuthError,
    ConnectionAcquisitionTimeoutError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph.errors import (
    StoreBusyError,
    StoreError,
    StoreFullError,
    StoreLoginError,
    StoreReadOnlyError,
    StoreUnreachableError,
)

READ_ONLY = "the store may only be read; log in as a user who may write, or name another"
_KEPT_READ_ONLY = (
    "the Neo4j server lets its database only be read. Change server.databases.read_only or "
    "server.databases.default_to_read_only there, or name another store"
)
_GONE = (
    "the Neo4j server does not answer, or went away; nothing was changed. Check that it runs, that "
    "the port is the one for Bolt, and that the address begins with neo4j+s:// if it wants TLS; "
    "then try again"
)
_UNKNOWN = (
    "the Neo4j server went away while it was to keep a change, and whether it did is not known. "
    "Look for the change when the server is back, and do it again if it is missing"
)
_FULL = (
    "the Neo4j server could not write a change down and its database has stopped, most likely "
    "since its disk is full (its debug.log says). Make room there, restart it, then look whether "
    "the change is in"
)
_STOPPED = (
    "the Neo4j server's database has stopped after trouble of its own, such as a full disk. Look "
    "into the server's debug.log, mend what it says, and restart it"
)
_LOGIN = (
    "the Neo4j server does not let {user!r} in. Check the user and the password, "
    "REDSTRING_NEO4J_USER and REDSTRING_NEO4J_PASSWORD"
)
_BUSY = (StoreBusyError, "the Neo4j server is busy; nothing was changed")
_SAYS = "the Neo4j server says"
_KNOWN: dict[str, tuple[type[StoreError], str]] = {
    "Neo.ClientError.Security.Unauthorized": (StoreLoginError, _LOGIN),
    "Neo.ClientError.Security.Forbidden": (StoreReadOnlyError, READ_ONLY),
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": (StoreReadOnlyError, _KEPT_READ_ONLY),
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": (StoreReadOnlyError, _KEPT_READ_ONLY),
    "Neo.ClientError.Statement.AccessMode": (StoreReadOnlyError, READ_ONLY),
    "Neo.ClientError.Security.CredentialsExpired": (
        StoreLoginError,
        "the password of {user!r} must be changed before it can be used; change it with the "
        "server's own tools (ALTER CURRENT USER SET PASSWORD)",
    ),
    "Neo.ClientError.Security.AuthenticationRateLimit": (
        StoreLoginError,
        "the Neo4j server has seen too many wrong passwords of {user!r}; wait some seconds, then "
        "try the right one",
    ),
    "Neo.ClientError.Database.DatabaseNotFound": (
        StoreError,
        "the Neo4j server has no database called {database!r}. Create it there, or name another: "
        "REDSTRING_NEO4J_DATABASE, empty for the one that the user starts in",
    ),
    "Neo.DatabaseError.General.OutOfMemoryError": (
        StoreBusyError,
        "the Neo4j server ran out of memory; nothing was changed. Give it more, or try again",
    ),
    "Neo.TransientError.General.OutOfMemoryError": (
        StoreBusyError,
        "the Neo4j server ran out of memory; nothing was changed. Give it more, or try again",
    ),
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": (
        StoreBusyError,
        "the Neo4j server allows no transaction so much memory; nothing was changed. Raise "
        "db.memory.transaction.max there, or try again",
    ),
    "Neo.DatabaseError.Transaction.TransactionLogError": (StoreFullError, _FULL),
    "Neo.DatabaseError.Transaction.TransactionCommitFailed": (StoreFullError, _FULL),
    "Neo.DatabaseError.Transaction.TransactionStartFailed": (StoreUnreachableError, _STOPPED),
    "Neo.TransientError.Transaction.LockClientStopped": (StoreUnreachableError, _GONE),
    "Neo.TransientError.General.DatabaseUnavailable": (
        StoreUnreachableError,
        "the Neo4j server's database is not ready; nothing was changed. Try again in a moment; if "
        "it stays so, look into the server's debug.log",
    ),
    "Neo.ClientError.Database.DatabaseUnavailable": (
        StoreUnreachableError,
        "the Neo4j server's database is stopped; start it there",
    ),
}
"""By the server's code (https://neo4j.com/docs/status-codes/current/errors/all-errors/)."""
_KINDS: tuple[tuple[type[Exception], tuple[type[StoreError], str]], ...] = (
    (AuthError, (StoreLoginError, _LOGIN)),
    (IncompleteCommit, (StoreUnreachableError, _UNKNOWN)),
    (ServiceUnavailable, (StoreUnreachableError, _GONE)),
    (SessionExpired, (StoreUnreachableError, _GONE)),
    (ConnectionAcquisitionTimeoutError, (StoreUnreachableError, _GONE)),
)
"""By the driver's class, where the code says nothing."""


def explain(address: str, user: str, database: str, error: Neo4jError | DriverError) -> StoreError:
    """Return what an error of the driver or the server means for the store at an address."""
    kind, text = _meaning(_first(error))
    told = text.format(user=user, database=database or "its default")
    return kind(f"{address}: {told}")


def explain_code(address: str, user: str, database: str, code: str, message: str) -> StoreError:
    """Return the same where no driver made an exception of it, only what the server said."""
    said = _BUSY if code.startswith("Neo.TransientError.") else (StoreError, _SAYS)
    kind, text = _KNOWN.get(code) or (said[0], _quoted(said[1], message))
    return kind(f"{address}: {text.format(user=user, database=database or 'its default')}")


def _first(error: Neo4jError | DriverError) -> Neo4jError | DriverError:
    """What the server said, where the driver only says that it found nobody to ask."""
    cause = error.__cause__
    causes = cause.exceptions if isinstance(cause, BaseExceptionGroup) else ()
    return next((each for each in causes if isinstance(each, Neo4jError)), error)


def _meaning(error: Neo4jError | DriverError) -> tuple[type[StoreError], str]:
    if isinstance(error, Neo4jError) and error.code in _KNOWN:
        return _KNOWN[error.code]
    for kind, meaning in _KINDS:
        if isinstance(error, kind):
            return meaning
    if isinstance(error, Neo4jError) and error.is_retryable():
        return _BUSY[0], _quoted(_BUSY[1], error.message or str(error))
    said = error.message if isinstance(error, Neo4jError) else None
    return StoreError, _quoted(_SAYS, said or str(error))


def _quoted(what: str, said: str) -> str:
    return f"{what}: {' '.join(said.split())}".replace("{", "{{").replace("}", "}}")
