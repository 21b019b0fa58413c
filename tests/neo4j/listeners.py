"""What may listen on a port that is taken for a Neo4j server's: nobody, or something else."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urlsplit

from tests.neo4j_server import Neo4j
from tools.neo4j.server import free_port

Listener = Callable[[Neo4j], AbstractContextManager[int]]
"""Gives a port that is not the server's own."""


@contextmanager
def _nobody(_: Neo4j) -> Iterator[int]:
    yield free_port()


@contextmanager
def _http(server: Neo4j) -> Iterator[int]:
    port = urlsplit(server.http_url).port
    assert port
    yield port


@contextmanager
def _silent(_: Neo4j) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door.getsockname()[1]


@contextmanager
def _hanging_up(_: Neo4j) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=_hang_up, args=(door,))
        thread.start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)
        thread.join()


def _hang_up(door: socket.socket) -> None:
    while True:
        try:
            door.accept()[0].close()
        except OSError:  # nobody listens any more
            return


LISTENERS: tuple[Listener, ...] = (_nobody, _http, _silent, _hanging_up)
