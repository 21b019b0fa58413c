"""A server on this machine that remembers who asked it, to see that nobody did."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Listener:
    """Where it listens, and what it was asked for."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[str] = []


@contextmanager
def listening() -> Iterator[Listener]:
    """Answer every request with a row of CSV."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            listener.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"a,b\n")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's word
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        listener = Listener(f"http://127.0.0.1:{server.server_address[1]}/x.csv")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield listener
        server.shutdown()
        thread.join()
