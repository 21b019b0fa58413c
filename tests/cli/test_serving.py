import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.running import run

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts commands that run until they are stopped, and stops those that still run."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "api.cli", *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                # a runner that was put in the background hands on that Ctrl-C is ignored
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
            )
        )
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def address_of(process: subprocess.Popen[str]) -> str:
    """The first line that is an address, once the server says it."""
    assert process.stdout
    return next(line.strip() for line in process.stdout if line.startswith("http://"))


def get(address: str) -> dict[str, object]:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - this machine's
        return json.load(answer)


def test_serve_answers_at_the_address_that_it_prints_and_stops_quietly(
    start: Start, at: tuple[str, str]
) -> None:
    server = start("serve", "--port", "0", *at)
    address = address_of(server)

    found = get(f"{address}api/search?text=Ana+Diaz")
    server.send_signal(signal.SIGINT)
    _, errors = server.communicate(timeout=60)

    assert "person:ana-diaz" in json.dumps(found)
    assert server.returncode == 130
    assert "Traceback" not in errors


def test_a_busy_port_gives_way_to_the_next_free_one(start: Start, at: tuple[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        busy = other.getsockname()[1]
        server = start("serve", "--port", str(busy), *at)
        address = address_of(server)
        assert get(f"{address}healthz") == {"status": "ok"}
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=60)

    assert not address.endswith(f":{busy}/")
    assert f"port {busy} is busy" in errors


def test_demo_reads_the_seeds_and_serves_them(start: Start, tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'demo.db'}"
    server = start("demo", "--no-browser", "--port", "0", "--store", store)
    address = address_of(server)

    held = get(f"{address}api/statistics")

    assert held["documents"] == 1


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--host", "0.0.0.0"), "REDSTRING_TOKEN"),
        (("--host", "192.0.2.7"), "REDSTRING_TOKEN"),
        (("--host", "not a host"), "not a host"),
        (("--port", "70000"), "REDSTRING_PORT"),
        (("--port", "-1"), "REDSTRING_PORT"),
        (("--port", "http"), "--port"),
    ],
)
def test_an_address_that_can_not_be_listened_on_is_refused(
    at: tuple[str, str], options: tuple[str, str], problem: str
) -> None:
    asked = run("serve", *options, *at)

    assert (asked.exit_code, asked.stdout) == (2, "")
    assert problem in asked.stderr


def test_an_address_of_another_machine_is_told(
    at: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDSTRING_TOKEN", "a secret of sixteen or more")

    asked = run("serve", "--host", "192.0.2.7", *at)

    assert asked.exit_code == 2
    assert "can't listen on '192.0.2.7'" in asked.stderr


def test_a_reader_that_goes_away_is_no_error(at: tuple[str, str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", "documents", *at],
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert (done.returncode, done.stderr) == (141, "")
