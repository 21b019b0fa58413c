"""Run a server as a child, and end it when whoever asked for it is gone, however that went.

Called by `tools.neo4j.server` as `guard.py FOLDER COMMAND…`, in a session of its own. It waits on
its standard input: the word `stop` ends the server and keeps the folder; an end of the input means
that the asker was killed, and ends the server and wipes the folder. What a newcomer would get
wrong: a kernel's "tell me when my parent dies" would fire when the *thread* that asked ends, and
only Linux has it; an input that closes works everywhere.
"""

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

LOOK_S = 0.2
PATIENCE_S = 60


def watch(folder: Path, command: list[str]) -> int:
    """Run the command until it ends, or until the input says so; return its exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the asker's to answer
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    asker = os.getppid()
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        while server.poll() is None:
            if select.select([sys.stdin], [], [], LOOK_S)[0]:
                asked = sys.stdin.readline().strip() == "stop"
                end(server)
                if not asked or os.getppid() != asker:
                    shutil.rmtree(folder, ignore_errors=True)
    finally:
        end(server)
    return server.returncode


def end(server: "subprocess.Popen[bytes]") -> None:
    """Ask a server to stop, and kill it where it takes too long."""
    server.terminate()
    try:
        server.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(watch(Path(sys.argv[1]), sys.argv[2:]))
