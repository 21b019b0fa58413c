"""The process that holds the copy and asks it: `python -m graph.projection.worker FILE`.

It takes requests from standard input and answers on standard output, one at a time. A statement
that takes too much memory ends this process and no other. What a newcomer would get wrong: whatever
else prints to standard output would break the answers, so that is moved away first; and the end of
the input, which comes when the parent is gone, ends the process even in the middle of a statement.
"""

import os
import queue
import signal
import sys
import threading
import warnings
from contextlib import suppress
from pathlib import Path
from typing import IO

import kglite

from graph.cypher import CypherAnswer
from graph.errors import CypherError, CypherLimitError, CypherSyntaxError, StoreError
from graph.projection.copy import Copy
from graph.projection.message import Failure, Ready, Request, receive, send

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None

_TOO_MUCH = ("work", "limit", "too many", "too large", "memory", "depth")


def main() -> None:
    """Answer requests until the parent is gone."""
    requests, answers = _streams()
    waiting: queue.SimpleQueue[Request] = queue.SimpleQueue()

    def listen() -> None:
        try:
            while isinstance(request := receive(requests), Request):
                waiting.put(request)
        finally:
            os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    kglite.set_query_warning_policy("silent")
    warnings.simplefilter("ignore")  # the engine's, of relationships between the same two nodes
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this
    copy = Copy(Path(sys.argv[1]))
    while True:
        _serve(copy, waiting.get(), answers)


def _serve(copy: Copy, request: Request, answers: IO[bytes]) -> None:
    _free_memory()
    try:
        copy.refresh()
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to hear of it
        send(answers, Failure(StoreError.__name__, f"no copy can be made of it: {error}"))
        return
    send(answers, Ready())
    _limit_memory(request.memory_bytes)
    send(answers, _answer(copy, request))
    _free_memory()
    copy.keep()


def _answer(copy: Copy, request: Request) -> CypherAnswer | Failure:
    try:
        return copy.ask(request)
    except CypherError as error:
        return Failure(type(error).__name__, str(error))
    except Exception as error:  # noqa: BLE001 - as above
        return _of_engine(error)


def _of_engine(error: Exception) -> Failure:
    """Return what an error of the engine is called here."""
    text = str(error).strip() or type(error).__name__
    if isinstance(error, kglite.CypherTimeoutError):
        return Failure(CypherLimitError.__name__, f"it took more time than it may: {text}")
    if isinstance(error, MemoryError | RecursionError):
        return Failure(CypherLimitError.__name__, "it took more memory than it may")
    if isinstance(error, kglite.CypherSyntaxError | kglite.SchemaError):
        text = f"the embedded store does not understand this; a Neo4j store may: {text}"
        return Failure(CypherSyntaxError.__name__, text)
    if any(word in text.lower() for word in _TOO_MUCH):
        return Failure(CypherLimitError.__name__, f"it took more than it may: {text}")
    return Failure(CypherError.__name__, text)


def _limit_memory(more_bytes: int) -> None:
    """Let this process have so much memory beside what it has; where nothing limits it, any."""
    if resource is None:
        return
    used = 0
    with suppress(OSError):
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
        used = int(pages) * resource.getpagesize()
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (used + more_bytes, hard))


def _free_memory() -> None:
    """Take the limit away, since a copy may need as much as it does; leave no image of a crash."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _streams() -> tuple[IO[bytes], IO[bytes]]:
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return os.fdopen(requests, "rb"), os.fdopen(answers, "wb")


if __name__ == "__main__":
    main()
