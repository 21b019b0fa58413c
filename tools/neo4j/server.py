"""A real Neo4j Community server in a folder of its own, without Docker, for tests and to play with.

`with Server() as server:` gives one on free ports with a password set, in about five seconds; it
is stopped and wiped at the end, also when this process is killed (`guard`). Run as a program, it
starts one and says how to use it. What a newcomer would get wrong: `stop` and `kill` keep its
data, so that `start` goes on with it; only `wipe`, or the end of the `with`, throws it away.
"""

import argparse
import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from neo4j import GraphDatabase

from tools.neo4j.release import CACHE, CURRENT, RELEASES, MissingError, Release

BOLT_PORT, HTTP_PORT = 7687, 7474
"""Where a server listens that people play with, if nobody else does."""

START_TIMEOUT_S = 600  # five are enough, but not on a machine that is busy with ten other things
LOOK_S = 0.05
GUARD = Path(__file__).with_name("guard.py")
QUICK_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Half the work of a start, and code that runs slower ever after: not for measurements."""

EVERYBODY = "0.0.0.0/0,::/0"
"""Every address there is, as a block list."""

SAFETY: Mapping[str, str] = {
    "dbms.security.allow_csv_import_from_file_urls": "false",
    # The one thing that keeps LOAD CSV from asking other machines; there is no public setting.
    "internal.dbms.cypher_ip_blocklist": EVERYBODY,
    "dbms.usage_report.enabled": "false",
}
"""What keeps a statement from reading files and from asking other machines."""


class ServerError(Exception):
    """The server did not come up; the text says why and where its log is."""


class Server:
    """One server: its addresses, its log-in, and how to start, stop and kill it.

    Attributes:
        user: Who to log in as.
        password: Made up for each server.
        home: Its folder: conf, data, logs; None before the first start and once it is wiped.
    """

    def __init__(
        self,
        release: Release = CURRENT,
        *,
        heap_mb: int = 512,
        java_options: Sequence[str] = QUICK_START,
        settings: Mapping[str, str] | None = None,
        ports: tuple[int, int] = (0, 0),
    ) -> None:
        """Describe a server; nothing runs before `start`.

        Args:
            release: Which Neo4j.
            heap_mb: The most memory of its Java heap.
            java_options: Other options of Java; empty for a server that is to be measured.
            settings: Lines of its neo4j.conf, beside or instead of the usual ones.
            ports: For drivers and for HTTP; 0 for any that is free.
        """
        self.user = "neo4j"
        self.password = secrets.token_urlsafe(12)
        self.home: Path | None = None
        self._release = release
        self._heap = f"{heap_mb}m"
        self._java_options = (f"-Xms{self._heap}", f"-Xmx{self._heap}", *java_options)
        self._given = dict(settings or {})
        self._bolt, self._http = (port or free_port() for port in ports)
        self._guard: subprocess.Popen[bytes] | None = None
        self._first = True

    @property
    def url(self) -> str:
        """Its address for drivers, by the scheme that asks it for a routing table."""
        return f"neo4j://127.0.0.1:{self._bolt}"

    @property
    def bolt_url(self) -> str:
        """Its address for drivers, by the scheme that talks to this server only."""
        return f"bolt://127.0.0.1:{self._bolt}"

    @property
    def http_url(self) -> str:
        """Its address for browsers and for its Query API."""
        return f"http://127.0.0.1:{self._http}"

    @property
    def settings(self) -> dict[str, str]:
        """The lines of its neo4j.conf, by name."""
        return {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self._bolt}",
            "server.bolt.advertised_address": f"127.0.0.1:{self._bolt}",
            "server.http.listen_address": f"127.0.0.1:{self._http}",
            "server.http.advertised_address": f"127.0.0.1:{self._http}",
            "server.memory.heap.initial_size": self._heap,
            "server.memory.heap.max_size": self._heap,
            "server.memory.pagecache.size": "256m",
            "db.memory.transaction.max": "256m",
            **self._release.settings,
            **SAFETY,
            **self._given,
        }

    def __enter__(self) -> Self:
        """Start it."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Stop it and wipe its folder."""
        self.wipe()

    def start(self) -> Self:
        """Start it, and wait until it takes questions; a folder that is there already is kept.

        Raises:
            MissingError: There is no Java, or no Maven to fetch the server by.
            ServerError: It ended, or did not answer in time.
        """
        command = self._release.command()
        if self.home is None:
            self.home = Path(tempfile.mkdtemp(prefix="redstring-neo4j-"))
        for name in ("conf", "logs"):
            (self.home / name).mkdir(exist_ok=True)
        conf = "".join(f"{name}={value}\n" for name, value in self.settings.items())
        (self.home / "conf" / "neo4j.conf").write_text(conf, "utf-8")
        places = (f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}")
        java, *arguments = command
        with self._log.open("ab") as log:
            self._guard = subprocess.Popen(
                [sys.executable, GUARD, self.home, java, *self._java_options, *arguments, *places],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait()
            self._set_password()
        except BaseException:
            self.wipe()
            raise
        return self

    def wait(self) -> None:
        """Return when it has ended, by itself or by somebody else's hand."""
        if self._guard is not None:
            self._guard.wait()

    def stop(self) -> None:
        """End it in good order; its folder stays."""
        guard, self._guard = self._guard, None
        if guard is not None:
            with contextlib.suppress(BrokenPipeError):
                guard.communicate(b"stop\n")

    def kill(self) -> None:
        """End it at once, as a loss of power would; its folder stays."""
        guard, self._guard = self._guard, None
        if guard is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(guard.pid, signal.SIGKILL)
            guard.communicate()

    def restart(self, settings: Mapping[str, str] | None = None) -> Self:
        """Stop it if it runs, and start it on the same folder and the same ports.

        Args:
            settings: Lines of its neo4j.conf instead of those that it was made with.
        """
        self.stop()
        if settings is not None:
            self._given = dict(settings)
        return self.start()

    def wipe(self) -> None:
        """Kill it and remove its folder."""
        self.kill()
        if self.home is not None:
            shutil.rmtree(self.home, ignore_errors=True)
        self.home, self._first = None, True

    @property
    def _log(self) -> Path:
        return Path(self.home or "", "logs", "console.log")

    def _wait(self) -> None:
        until = time.monotonic() + START_TIMEOUT_S
        while not _answers(self.http_url):
            ended = self._guard is None or self._guard.poll() is not None
            if ended or time.monotonic() > until:
                raise ServerError(self._why("it ended" if ended else "it does not answer"))
            time.sleep(LOOK_S)

    def _why(self, what: str) -> str:
        """Return what went wrong, and keep the log where the wiping of the folder leaves it."""
        CACHE.mkdir(parents=True, exist_ok=True)
        kept = CACHE / "failed.log"
        text = self._log.read_text("utf-8", errors="replace")
        kept.write_text(text, "utf-8")
        reasons = re.findall(r"^.*(?:ERROR|Caused by|Exception|Error).*$", text, re.MULTILINE)
        reason = reasons[-1].strip() if reasons else "no reason given"
        version = self._release.version
        return f"Neo4j {version} did not come up, {what}: {reason}\n(all of it is in {kept})"

    def _set_password(self) -> None:
        """Change the first password, which may do nothing else."""
        if not self._first:
            return
        with GraphDatabase.driver(self.bolt_url, auth=(self.user, "neo4j")) as driver:
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new",
                {"new": self.password},
                database_="system",
            )
        self._first = False


def keep_classes(release: Release) -> None:
    """Start a release once, so that later starts find its classes ready and take a third less.

    Java leaves an archive aside that another Java made, or that belongs to other jars.

    Raises:
        MissingError: There is no Java, or no Maven to fetch the server by.
        ServerError: It did not come up.
    """
    release.command()
    if release.archive.is_file():
        return
    print(f"starting Neo4j {release.version} once, to start faster later", file=sys.stderr)
    part = release.archive.with_suffix(f".part{os.getpid()}")
    try:
        with Server(release, java_options=(*QUICK_START, f"-XX:ArchiveClassesAtExit={part}")) as it:
            it.stop()
        if part.is_file():  # else this Java can't, which makes nothing wrong but slower
            part.rename(release.archive)
    finally:
        part.unlink(missing_ok=True)


def free_port(wanted: int = 0) -> int:
    """Return a port of this machine that nobody listens on: the wanted one, else any."""
    with socket.socket() as door:
        try:
            door.bind(("127.0.0.1", wanted))
        except OSError:
            return free_port()
        return door.getsockname()[1]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


HOW_TO = """\
Neo4j {version} runs until Ctrl-C; what is in it is then thrown away.

  drivers   {server.url}
  HTTP      {server.http_url}
  log-in    {server.user}, {server.password}

To put the first articles into it and look at them:

  export REDSTRING_STORE={server.url}
  export REDSTRING_NEO4J_USER={server.user} REDSTRING_NEO4J_PASSWORD={server.password}
  .venv/bin/redstring ingest seeds
  .venv/bin/redstring serve
"""


def main() -> None:
    """Start a server to play with, say how, and wipe it when it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tools.neo4j.server", description=main.__doc__)
    parser.add_argument("--release", choices=RELEASES, default=CURRENT.name)
    parser.add_argument("--prepare", action="store_true", help="only make later starts fast")
    asked = parser.parse_args()
    release = RELEASES[asked.release]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    ports = free_port(BOLT_PORT), free_port(HTTP_PORT)
    try:
        if asked.prepare:
            keep_classes(release)
            return
        with contextlib.suppress(KeyboardInterrupt), Server(release, ports=ports) as server:
            print(HOW_TO.format(version=release.version, server=server), flush=True)
            server.wait()
    except (MissingError, ServerError) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
