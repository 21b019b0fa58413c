"""What a door hands to a store that stands behind a log-in, read from the settings."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Access:
    """How to log in to the server of a store; stores in files have no use for it.

    Attributes:
        user: The name that the server knows.
        password: Never shown, neither in `repr` nor in a message; empty for none.
        database: Which of the server's databases; empty for the one that the user starts in.
    """

    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = ""


NO_ACCESS = Access()
