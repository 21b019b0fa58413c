import fcntl
import os
import signal
import termios
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.process import BaseProcess

import pytest

from api.schemas import NewArticle
from api.worker import MAX_WAITING, ExtractorBusyError, ExtractorError, Worker
from extract.article import Article
from graph.errors import ArticleError

TEXT = "The Alpha Cartel supplied the Beta Gang in Peru in 1994."


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker(timeout_s=120)
    yield worker
    worker.close()


def test_an_article_is_cleaned_as_a_file_would_be(worker: Worker) -> None:
    article = worker.clean(NewArticle(text=f"\ufeff{TEXT}\r\n\r\nShare this article\r\n"))

    assert article.text == TEXT
    assert article.source is None


def test_an_article_is_read(worker: Worker) -> None:
    extraction = worker.extract(Article(text=TEXT, source="https://news.example/1"))

    assert "country:PE" in {entity.id for entity in extraction.entities}
    assert extraction.document.source == "https://news.example/1"


def test_a_text_of_nothing_is_refused_and_the_next_one_read(worker: Worker) -> None:
    with pytest.raises(ArticleError, match=r"news\.example/2: holds no text"):
        worker.clean(NewArticle(text="\n\n", source="https://news.example/2"))

    assert worker.clean(NewArticle(text=TEXT)).text == TEXT


def test_a_process_that_died_is_started_again(worker: Worker) -> None:
    process = running(worker)
    process.kill()
    process.join()

    assert worker.clean(NewArticle(text=TEXT)).text == TEXT


def test_a_process_that_dies_while_it_reads_is_an_error_of_that_article(worker: Worker) -> None:
    process = running(worker)
    suspend(process)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(worker.clean, NewArticle(text=TEXT, source="news.txt"))
        wait_until_sent(worker)
        process.kill()
        error = waiting.exception(timeout=60)

    assert isinstance(error, ExtractorError)
    assert "news.txt: the process that reads articles ended" in str(error)


def test_an_article_too_many_is_told_to_come_again(worker: Worker) -> None:
    process = running(worker)
    suspend(process)
    article = NewArticle(text=TEXT)
    with ThreadPoolExecutor(MAX_WAITING) as threads:
        waiting = [threads.submit(worker.clean, article) for _ in range(MAX_WAITING)]
        wait_for_places(worker, 0)
        with pytest.raises(ExtractorBusyError, match="later"):
            worker.clean(article)
        os.kill(process.pid or 0, signal.SIGCONT)

        assert [each.result(timeout=60).text for each in waiting] == [TEXT] * MAX_WAITING


def test_an_article_that_takes_too_long_is_given_up_and_the_process_ended() -> None:
    worker = Worker(timeout_s=0.001)

    with pytest.raises(ArticleError, match=r"article: reading took longer than 0.001 s"):
        worker.clean(NewArticle(text=TEXT))

    assert worker._process is None


def running(worker: Worker) -> BaseProcess:
    worker.clean(NewArticle(text=TEXT))
    assert worker._process is not None
    return worker._process


def suspend(process: BaseProcess) -> None:
    os.kill(process.pid or 0, signal.SIGSTOP)


def wait_until_sent(worker: Worker) -> None:
    """Return once the suspended process has an article before it that it has not read."""
    assert worker._connection
    unread = bytes(4)
    deadline = time.monotonic() + 60
    while unread == bytes(4) and time.monotonic() < deadline:
        time.sleep(0.01)
        unread = fcntl.ioctl(worker._connection.fileno(), termios.TIOCOUTQ, bytes(4))
    assert unread != bytes(4)


def wait_for_places(worker: Worker, left: int) -> None:
    while worker._places._value > left:
        time.sleep(0.01)
