import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an app on a free port by a real server, and yield its address."""
    # Without the protocol by name, asyncio leaves answers to wait 40 ms for the client's receipt.
    with socket.socket(proto=socket.IPPROTO_TCP) as door:
        door.bind(("127.0.0.1", 0))
        # Who asks before the server is up waits for it, instead of being refused.
        door.listen()
        config = uvicorn.Config(app, log_level="critical", ws="none", timeout_graceful_shutdown=5)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([door],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


@contextmanager
def asking(app: FastAPI, **options: Any) -> Iterator[httpx.Client]:
    """Serve an app, and yield a client that asks it."""
    with serving(app) as address, httpx.Client(base_url=address, timeout=60, **options) as client:
        yield client
