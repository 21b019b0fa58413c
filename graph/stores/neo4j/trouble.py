"""What the driver and the server complain of, as the store's errors, in words that say what to do.

What a newcomer would get wrong: the server's own words are only passed on where nothing here knows
better, and never anything of the log-in but the user's name.
"""

from neo4j.exceptions import (
    AuthError,
    DriverError,
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
_GONE = (
    "the Neo4j server does not answer, or went away; nothing was changed. Check that it runs and "
    "that the address is its Bolt port, then try again"
)
_LOGIN = (
    "the Neo4j server does not let {user!r} in. Check the user and the password, "
    "REDSTRING_NEO4J_USER and REDSTRING_NEO4J_PASSWORD"
)
_KNOWN: dict[str, tuple[type[StoreError], str]] = {
    "Neo.ClientError.Security.Forbidden": (StoreReadOnlyError, READ_ONLY),
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": (StoreReadOnlyError, READ_ONLY),
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": (StoreReadOnlyError, READ_ONLY),
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
    "Neo.TransientError.Transaction.LockClientStopped": (StoreUnreachableError, _GONE),
    "Neo.TransientError.General.DatabaseUnavailable": (
        StoreUnreachableError,
        "the Neo4j server's database is not ready; nothing was changed. Try again in a moment",
    ),
    "Neo.ClientError.Database.DatabaseUnavailable": (
        StoreUnreachableError,
        "the Neo4j server's database is stopped; start it there",
    ),
}
"""By the server's code (https://neo4j.com/docs/status-codes/current/errors/all-errors/)."""
_KINDS: tuple[tuple[type[Exception], tuple[type[StoreError], str]], ...] = (
    (AuthError, (StoreLoginError, _LOGIN)),
    (ServiceUnavailable, (StoreUnreachableError, _GONE)),
    (SessionExpired, (StoreUnreachableError, _GONE)),
)
"""By the driver's class, where the code says nothing."""
_NO_ROOM = ("no space left", "low disk space", "enough disk space", "disk full", "nospaceleft")


def explain(address: str, user: str, database: str, error: Neo4jError | DriverError) -> StoreError:
    """Return what an error of the driver or the server means for the store at an address."""
    kind, text = _meaning(error)
    told = text.format(user=user, database=database or "its default")
    return kind(f"{address}: {told}")


def _meaning(error: Neo4jError | DriverError) -> tuple[type[StoreError], str]:
    said = str(error)
    code = getattr(error, "code", None) or ""
    if any(sign in said.lower() for sign in _NO_ROOM):
        return StoreFullError, "the Neo4j server's disk is full. Make room there and try again"
    if code in _KNOWN:
        return _KNOWN[code]
    for kind, meaning in _KINDS:
        if isinstance(error, kind):
            return meaning
    if isinstance(error, Neo4jError) and error.is_retryable():
        return StoreBusyError, _quoted("the Neo4j server is busy; nothing was changed", said)
    return StoreError, _quoted("the Neo4j server says", said)


def _quoted(what: str, said: str) -> str:
    return f"{what}: {said}".replace("{", "{{").replace("}", "}}")
