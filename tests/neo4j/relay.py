"""A line to a server that can be cut where a program would least like it."""

import select
import socket
import socketserver
import threading
from typing import Self
from urllib.parse import urlsplit

_BEGIN, _COMMIT = b"\xb1\x11", b"\x00\x02\xb0\x12\x00\x00"
_TO_READ = b"\x84mode\x81r"
"""How Bolt writes these (https://neo4j.com/docs/bolt/current/bolt/message/)."""


class Relay(socketserver.ThreadingTCPServer):
    """Hands on what is said between redstring and a server, and hangs up when it is told to.

    Attributes:
        cut: Hang up once the server has kept a transaction, before redstring hears of it: the next
            one that reads (`read`), or that writes (`write`); None for no more.
    """

    daemon_threads = True

    def __init__(self, server_url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.cut: str | None = None
        parts = urlsplit(server_url)
        self.server = parts.hostname or "", parts.port or 0

    @property
    def url(self) -> str:
        """Its address, by the scheme that does not ask the server where else to go."""
        return f"bolt://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Line(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        client: socket.socket = self.request
        relay = self.server
        assert isinstance(relay, Relay)
        mode, cutting = "", False
        with socket.create_connection(relay.server) as server:
            other = {client: server, server: client}
            while True:
                for end in select.select([*other], [], [])[0]:
                    said = end.recv(1 << 16)
                    if not said or (cutting and end is server):
                        return
                    if end is client:
                        if _BEGIN in said:
                            mode = "read" if _TO_READ in said else "write"
                        cutting = _COMMIT in said and relay.cut == mode
                        relay.cut = None if cutting else relay.cut
                    other[end].sendall(said)
