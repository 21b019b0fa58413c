"""A second process that reads articles for the server, so that answers never wait for the model.

It starts with the first article, reads one at a time, and is ended when one takes too long. What a
newcomer would get wrong: only JSON travels between the processes; what handles a stranger's text
can't hand the server anything that runs.
"""

import multiprocessing
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from pydantic import BaseModel

from api.ingest import UNNAMED, article_of
from api.schemas import DocumentExplanation, NewArticle
from extract.article import Article
from graph.errors import ArticleError, RedstringError
from graph.explanation import Explanation
from graph.model import Document, Extraction

Read = TypeVar("Read", bound=BaseModel)
MAX_WAITING = 4
"""Articles that may wait for their turn, since each holds one of the server's threads."""


class ExtractorError(RedstringError):
    """The process that reads articles has failed at one."""


class ExtractorBusyError(ExtractorError):
    """Too many articles wait for their turn already."""


class _Refusal(BaseModel):
    where: str
    problem: str


class Worker:
    """The reading process as the server sees it; may be used from many threads."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._places = threading.BoundedSemaphore(MAX_WAITING)
        self._turn = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def clean(self, article: NewArticle) -> Article:
        """Return an article as the reader of files would: cleaned, with headings and language.

        Raises:
            ArticleError: It can't be read as an article.
            ExtractorError: The process failed, or is busy.
        """
        answer = self._ask(b"clean", article, article.source or UNNAMED)
        return Article.model_validate_json(answer)

    def extract(self, article: Article) -> Extraction:
        """Return what the extractor reads in an article.

        Raises:
            ArticleError: It can't be read, or not in time.
            ExtractorError: The process failed, or is busy.
        """
        return self._read(b"extract", article, Extraction)

    def explain(self, document: Document, sentence: int | None = None) -> DocumentExplanation:
        """Read a document again, and return why its claims were read, or none.

        Args:
            document: As it is kept.
            sentence: An offset in the sentence to tell of; None for all of them.

        Raises:
            ArticleError: It can't be read, or not in time.
            ExtractorError: The process failed, or is busy.
        """
        explanation = self._read(b"explain", article_of(document), Explanation)
        return DocumentExplanation.of(document, explanation, sentence)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process, self._connection = self._process, None, None
        if process:
            process.kill()
            process.join()

    def _read(self, task: bytes, article: Article, kind: type[Read]) -> Read:
        return kind.model_validate_json(self._ask(task, article, article.source or UNNAMED))

    def _ask(self, task: bytes, content: BaseModel, where: str) -> bytes:
        with self._place(), self._turn:
            try:
                connection = self._connected()
                connection.send_bytes(task + b"\n" + content.model_dump_json().encode())
                if not connection.poll(self._timeout_s):
                    self.close()
                    problem = f"reading took longer than {self._timeout_s:g} s; send it in parts"
                    raise ArticleError(where, problem)
                outcome, _, answer = connection.recv_bytes().partition(b"\n")
            except (EOFError, OSError) as error:
                self.close()
                msg = f"{where}: the process that reads articles ended; is there enough memory?"
                raise ExtractorError(msg) from error
        if outcome == b"refused":
            refusal = _Refusal.model_validate_json(answer)
            raise ArticleError(refusal.where, refusal.problem)
        if outcome == b"failed":
            msg = f"{where}: the extractor failed at this article; its log says how"
            raise ExtractorError(msg)
        return answer

    @contextmanager
    def _place(self) -> Generator[None]:
        if not self._places.acquire(blocking=False):
            msg = f"{MAX_WAITING} articles wait to be read already; send this one again later"
            raise ExtractorBusyError(msg)
        try:
            yield
        finally:
            self._places.release()

    def _connected(self) -> Connection:
        if self._connection is None or self._process is None or not self._process.is_alive():
            self.close()
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_work, args=(theirs,), name="redstring-extractor", daemon=True
            )
            process.start()
            theirs.close()
            self._process, self._connection = process, ours
        return self._connection


def _work(connection: Connection) -> None:
    """Serve the parent until it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    while True:
        try:
            task, _, content = connection.recv_bytes().partition(b"\n")
        except EOFError:
            return
        connection.send_bytes(_outcome(_TASKS[task], content))


def _outcome(task: Callable[[bytes], BaseModel], content: bytes) -> bytes:
    try:
        return b"done\n" + task(content).model_dump_json().encode()
    except ArticleError as error:
        refusal = _Refusal(where=error.where, problem=error.problem)
        return b"refused\n" + refusal.model_dump_json().encode()
    except Exception:  # noqa: BLE001 - one article must not end the process
        traceback.print_exc(file=sys.stderr)
        return b"failed\n"


def _clean(content: bytes) -> Article:
    from api.ingest import clean  # noqa: PLC0415 - only this process reads text

    return clean(NewArticle.model_validate_json(content))


def _extract(content: bytes) -> Extraction:
    from api.ingest import extract_here  # noqa: PLC0415 - only this process reads text

    return extract_here(Article.model_validate_json(content))


def _explain(content: bytes) -> Explanation:
    from api.ingest import explain_here  # noqa: PLC0415 - only this process reads text

    return explain_here(Article.model_validate_json(content))


_TASKS: dict[bytes, Callable[[bytes], BaseModel]] = {
    b"clean": _clean,
    b"extract": _extract,
    b"explain": _explain,
}
