"""A worker as its store sees it: started when needed, ended when late, started again when dead."""

import os
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph import errors
from graph.cypher import CypherAnswer
from graph.errors import CypherLimitError, StoreError
from graph.projection.message import Failure, Ready, Request, receive, send

MAKING_TIMEOUT_S = 600
"""How long the copy may take to be made; a million links take a minute."""
LATE_S = 2.0
"""How long after its time a statement is ended together with its worker."""


class Worker:
    """One process with a copy of its own; asked by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Start nothing yet.

        Args:
            path: The store file.
        """
        self._path = path
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def ask(self, request: Request) -> CypherAnswer:
        """Return what the worker answers.

        Raises:
            CypherError: As the worker says; or it took too long, or too much memory.
            StoreError: The store file can't be read.
        """
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise AssertionError
        with suppress(BrokenPipeError):
            send(process.stdin, request)
        with self._ended_after(process, MAKING_TIMEOUT_S):
            answer = receive(process.stdout)
        if isinstance(answer, Ready):
            with self._ended_after(process, request.time_s + LATE_S) as late:
                answer = receive(process.stdout)
            if answer is None:
                self._end()
                self._refuse_closed()
                raise _ended(request, was_late=late.is_set())
        if isinstance(answer, CypherAnswer):
            return answer
        if isinstance(answer, Failure):
            where = f"{self._path}: " if answer.error == StoreError.__name__ else ""
            raise getattr(errors, answer.error)(f"{where}{answer.text}")
        self._end()
        self._refuse_closed()
        msg = f"{self._path}: the process that answers Cypher ended while it made its copy"
        raise StoreError(msg)

    def close(self) -> None:
        """End the process, whatever it is doing, and never start another."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError, ValueError):
                    stream.close()

    def _refuse_closed(self) -> None:
        if self._closed:
            msg = f"{self._path}: the store was closed; open it again"
            raise StoreError(msg)

    def _running(self) -> subprocess.Popen[bytes]:
        self._refuse_closed()
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - this very program, no shell
                [sys.executable, "-P", "-m", "graph.projection.worker", str(self._path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
            )
        return self._process

    @contextmanager
    def _ended_after(
        self, process: subprocess.Popen[bytes], seconds: float
    ) -> Generator[threading.Event]:
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()


def _ended(request: Request, *, was_late: bool) -> CypherLimitError:
    if was_late:
        return CypherLimitError(f"the statement took more than {request.time_s:g} s and was ended")
    return CypherLimitError(
        "the statement took more memory than it may "
        f"({request.memory_bytes // 2**20} MiB) and was ended; set a LIMIT, or ask for less at once"
    )
