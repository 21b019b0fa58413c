"""Every error that redstring raises on purpose, as facts; the doors choose how to say them.

    RedstringError
    ├── QuestionError            the caller asked for something that can't be: exit 2, HTTP 4xx
    │   ├── EntityNotFoundError
    │   ├── DocumentNotFoundError
    │   ├── LinkNotFoundError
    │   ├── DecisionNotFoundError
    │   ├── LimitError           a number out of its range
    │   ├── FilterError          a filter that names an unknown label, type, status or years
    │   ├── CursorError          a page cursor that this question did not give out
    │   ├── MergeError           two entities that can't be one
    │   ├── CopyError            a store that can't be made the same as another
    │   └── CypherError          a statement that can't be run
    │       ├── CypherSyntaxError    the engine does not understand it
    │       ├── CypherRefusedError   it does more than read the graph
    │       └── CypherLimitError     it took more time, room or characters than it may
    ├── ArticleError             a file or text that can't be read as an article: exit 2, HTTP 4xx
    └── StoreError               the store can't answer or keep what it is given: exit 3, HTTP 5xx
        ├── StoreURLError        the address of the store is not one
        ├── NotAStoreError       the file holds something else
        ├── StoreVersionError    written by a newer redstring
        ├── StoreReadOnlyError
        ├── StoreFullError       no room left on the disk
        ├── StoreBusyError       another process holds the store for too long
        ├── StoreUnreachableError    the server does not answer, or went away
        ├── StoreLoginError      the server does not know the user or the password
        ├── StoreDamagedError    something in it does not follow from the record
        └── CypherUnavailableError   this store can't run Cypher; the text says what would help

A newcomer's mistake would be to give an error an exit code or an HTTP status here: one table in
each door maps class to code, and a test checks that it is complete.
"""


class RedstringError(Exception):
    """Base of all errors raised on purpose; its text says what was wrong, where, and what to do."""


class QuestionError(RedstringError):
    """A question that has no answer as it was put."""


class NotFoundError(QuestionError):
    """Nothing in the store has the id that was asked for."""

    kind = "thing"

    def __init__(self, id_: str) -> None:
        super().__init__(f"no {self.kind} has the id {id_!r}")
        self.id = id_


class EntityNotFoundError(NotFoundError):
    """No entity has that id, nor was one merged away from it."""

    kind = "entity"


class DocumentNotFoundError(NotFoundError):
    """No document has that id."""

    kind = "document"


class LinkNotFoundError(NotFoundError):
    """No link has that id."""

    kind = "link"


class DecisionNotFoundError(NotFoundError):
    """No merge decision in force has that number."""

    kind = "merge decision in force"

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class LimitError(QuestionError):
    """A number that is out of its range."""

    def __init__(self, name: str, value: int, low: int, high: int) -> None:
        super().__init__(f"{name} is {value}; it must be from {low} to {high}")
        self.name, self.value, self.low, self.high = name, value, low, high


class FilterError(QuestionError):
    """A filter that names what the ontology does not have, or years that end before they begin."""


class CursorError(QuestionError):
    """A page cursor that this question did not give out."""

    def __init__(self, cursor: str) -> None:
        super().__init__(
            f"{cursor[:80]!r} is not a cursor of this list; start again without a cursor"
        )
        self.cursor = cursor


class MergeError(QuestionError):
    """Two entities that can't be made one."""


class CopyError(QuestionError):
    """A store that can't be made the same as another without losing what it alone holds."""


class CypherError(QuestionError):
    """A Cypher statement that can't be run as it was put.

    Attributes:
        code: What Neo4j calls this sort of error, for clients that know its codes.
    """

    code = "Neo.ClientError.Statement.ArgumentError"

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code or type(self).code


class CypherSyntaxError(CypherError):
    """A statement that the engine does not understand, or that names a missing parameter."""

    code = "Neo.ClientError.Statement.SyntaxError"


class CypherRefusedError(CypherError):
    """A statement that does more than read the graph, or might; it was not run."""

    code = "Neo.ClientError.Statement.AccessMode"


class CypherLimitError(CypherError):
    """A statement that was ended since it took more than it may."""

    code = "Neo.ClientError.Transaction.TransactionTimedOut"


class ArticleError(RedstringError):
    """A file or text that can't be read as an article.

    Attributes:
        where: The file, with the line or the field where there is one (`news.jsonl:12`).
        problem: What is wrong and what to do, without the place.
    """

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where, self.problem = where, problem


class StoreError(RedstringError):
    """A store that can't answer, or can't keep what it is given; what it held is unchanged."""


class StoreURLError(StoreError):
    """An address that names no kind of store."""


class NotAStoreError(StoreError):
    """A file or database that holds something other than a redstring store; it is left alone."""


class StoreVersionError(StoreError):
    """A store written by a newer redstring than this one."""


class StoreReadOnlyError(StoreError):
    """A store that may be read but not written."""


class StoreFullError(StoreError):
    """The disk has no room left for the change."""


class StoreBusyError(StoreError):
    """Another process held the store for longer than this one waits."""


class StoreUnreachableError(StoreError):
    """The server of the store does not answer, or went away in the middle."""


class StoreLoginError(StoreError):
    """The server of the store does not know the user or the password."""


class StoreDamagedError(StoreError):
    """A store in which something is not as the record says, or two that should be the same."""


class CypherUnavailableError(StoreError):
    """This store can't run Cypher here; the text says what would help."""
