"""Cypher on a store file: statements are checked here and run in workers that hold copies.

What a newcomer would get wrong: nothing starts before the first statement, and a copy is never
older than the record when a statement begins.
"""

import importlib.util
import queue
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.cypher import CypherAnswer, CypherLimits
from graph.errors import CypherUnavailableError
from graph.projection.guard import check
from graph.projection.message import Request
from graph.projection.process import Worker

ENGINE = "kglite"
"""The package that runs the statements; the extra `cypher` brings it."""
WORKERS = 2
"""Statements that run at the same time; each worker has a copy of its own."""


class Projection:
    """Answers Cypher about one store file; may be used from many threads."""

    def __init__(self, path: Path) -> None:
        """Start nothing yet.

        Args:
            path: The store file.
        """
        self._workers = [Worker(path) for _ in range(WORKERS)]
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in reversed(self._workers):
            self._idle.put(worker)

    def cypher(
        self, statement: str, parameters: Mapping[str, Any], limits: CypherLimits
    ) -> CypherAnswer:
        """See `GraphStore.cypher`."""
        if importlib.util.find_spec(ENGINE) is None:
            msg = (
                "Cypher on the embedded store needs an extra package: "
                "pip install 'redstring[cypher]'; a Neo4j store needs none"
            )
            raise CypherUnavailableError(msg)
        checked = check(statement, parameters, limits.length)
        request = Request(
            text=checked.text,
            parameters=checked.parameters,
            fields=checked.fields,
            time_s=limits.time_s,
            rows=limits.rows,
            size_bytes=limits.size_bytes,
            memory_bytes=limits.memory_bytes,
        )
        with self._lent() as worker:
            answer = worker.ask(request)
        return replace(answer, notices=answer.notices + checked.notices)

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        for worker in self._workers:
            worker.close()

    @contextmanager
    def _lent(self) -> Generator[Worker]:
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)
