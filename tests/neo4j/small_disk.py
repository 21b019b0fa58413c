"""A server whose data lie on a small disk that only it can see, the network being everybody's.

What a newcomer would get wrong: the disk is mounted in a namespace of the server's own, which takes
no rights and is gone with it; so whatever concerns the disk is done by the process in there. Run
as `python -m tests.neo4j.small_disk FOLDER SETTINGS`, this is that process: it says where its
server is, and then takes sizes of the disk, for each of which it starts the server again.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.neo4j_server import Given
from tools.neo4j.server import Server


@dataclass(frozen=True, slots=True)
class OnSmallDisk:
    """A server on a small disk."""

    given: Given
    _process: subprocess.Popen[str]

    def resize(self, size: str) -> None:
        """Make the disk larger, and start the server again."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(size, file=self._process.stdin, flush=True)
        assert self._process.stdout.readline() == f"{size}\n"


@contextmanager
def on_small_disk(folder: Path, size: str, settings: Mapping[str, str]) -> Iterator[OnSmallDisk]:
    """Start a server with its data on a disk of a size such as `20m`."""
    program = [sys.executable, "-m", "tests.neo4j.small_disk", str(folder), json.dumps(settings)]
    mount = 'mount -t tmpfs -o size="$0" none "$1" && shift && exec "$@"'
    with subprocess.Popen(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", mount, size, str(folder), *program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield OnSmallDisk(Given(*json.loads(process.stdout.readline())), process)


def _run(folder: str, settings: Mapping[str, str]) -> None:
    with Server(settings={"server.directories.data": folder, **settings}) as server:
        where = [server.url, server.http_url, server.user, server.password]
        print(json.dumps(where), flush=True)  # noqa: T201 - the asker reads it
        for size in sys.stdin:
            subprocess.run(["mount", "-o", f"remount,size={size.strip()}", folder], check=True)
            server.kill()  # where its database has stopped, it can't end in good order
            server.start()
            print(size, end="", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    _run(sys.argv[1], json.loads(sys.argv[2]))
