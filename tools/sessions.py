"""`python tools/sessions.py FILE.md...`: run the console sessions of documents again.

Every console block is run line by line on a terminal 100 characters wide, all of a document in one
scratch folder with seeds/ in it; what it prints takes the place of what stood there.
Lines of `cat FILE` are not run: what they show is first written into that file. A block that serves
is left alone, since it does not end.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SHOWN_FOLDER = "/home/ana/news"
_BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def main(paths: list[str]) -> None:
    """Run the sessions of each document, one after the other."""
    for path in map(Path, paths):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(PROJECT / "seeds", Path(folder) / "seeds")
            session = Session(Path(folder))
            path.write_text(_BLOCK.sub(session.again, path.read_text("utf-8")), "utf-8")


class Session:
    """A person at a terminal in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        scripts = Path(sys.executable).parent
        self._environment = os.environ | {
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "REDSTRING_STORE": "sqlite:///graph.db",
        }

    def again(self, block: re.Match[str]) -> str:
        """Return a block with the output that its commands give now."""
        parts = re.split(r"^\$ (.*)\n", block[0], flags=re.MULTILINE)[1:]
        steps = list(zip(parts[::2], parts[1::2], strict=True))
        if any("redstring serve" in command for command, _ in steps):
            return block[0]
        return "".join(f"$ {command}\n{self._run(command, old)}" for command, old in steps)

    def _run(self, command: str, old: str) -> str:
        shown = re.fullmatch(r"cat (\S+)", command)
        if shown:
            file = self._folder / shown[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(old, "utf-8")
            return old
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            ["bash", "-c", command],  # noqa: S607 - the documents are our own
            cwd=self._folder,
            env=self._environment,
            stdout=theirs,
            stderr=subprocess.PIPE,
        ) as process:
            os.close(theirs)
            printed = _read(ours) + (process.stderr.read() if process.stderr else b"")
        text = _ESCAPE.sub("", printed.decode()).replace("\r\n", "\n")
        text = text.replace(str(self._folder), SHOWN_FOLDER)
        return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _read(terminal: int) -> bytes:
    parts: list[bytes] = []
    try:
        while part := os.read(terminal, 65536):
            parts.append(part)
    except OSError:  # how a terminal says on Linux that the other end has gone
        pass
    os.close(terminal)
    return b"".join(parts)


if __name__ == "__main__":
    main(sys.argv[1:])
