"""Listening: a port that is free, the address for a person to open, and the server behind it.

What a newcomer would get wrong: the port is taken before the server starts and handed to it open,
so that no other program can take it in between.
"""

import errno
import os
import socket
import sys
import webbrowser

import uvicorn

from api.app import create_app
from api.console import say
from api.settings import Settings, SettingsError

PORTS_TRIED = 100
BACKLOG = 128


def run(settings: Settings, *, browser: bool = False) -> None:
    """Serve the settings' store until Ctrl-C.

    Args:
        settings: The store and where to listen.
        browser: Open the page in a browser, where a person would see it.

    Raises:
        SettingsError: Nothing can listen at that address.
    """
    with listen(settings.host, settings.port) as door:
        app = create_app(settings)
        address = _address(settings.host, door.getsockname()[1])
        print(address, flush=True)  # noqa: T201 - the answer of this command
        say("Ctrl-C stops it")
        if browser and _has_screen():
            webbrowser.open(address)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[door])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a port, or on the first free one after it.

    Raises:
        SettingsError: There is no such address here, or no port is free.
    """
    for wanted in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            door = _open(host, wanted)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                msg = f"can't listen on {host!r} port {wanted}: {error.strerror or error}"
                raise SettingsError(msg) from None
            continue
        if port not in {0, wanted}:
            say(f"port {port} is busy; taking {wanted}")
        return door
    msg = f"no port from {port} on is free on {host!r}; name another with --port"
    raise SettingsError(msg)


def _open(host: str, port: int) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, kind, protocol, _, address = found[0]
    # Without the protocol by name, asyncio leaves answers to wait 40 ms for the client's receipt.
    door = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
        door.listen(BACKLOG)
    except OSError:
        door.close()
        raise
    return door


def _address(host: str, port: int) -> str:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - never bound
    return f"http://{reachable}:{port}/"


def _has_screen() -> bool:
    """On Linux a browser without a display would take over the terminal."""
    return sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
