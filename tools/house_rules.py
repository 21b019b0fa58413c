"""Check the rules of this project that no other tool knows, and name every breach.

Looks at the files that git tracks, so that caches and stores beside them do not count. What a
newcomer would get wrong: the patterns below are written so that they do not match themselves.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
OWN_NAME = "redstring"
OWN_PACKAGES = ("graph", "extract", "api", "seeds", "tests")
FORBIDDEN_TEXT = {
    "an address of a package registry": r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.(?:org|com)",
    "a path of one machine": r"(?<![\w.~/-])/(?:work|root)/\w|\.\./share[d]\b",
}


def tracked_files(root: Path) -> list[Path]:
    """List the files that git tracks below a folder and that are still there."""
    command = ["git", "-C", str(root), "ls-files", "-z"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := root / name).is_file()]


def breaches(root: Path, files: Iterable[Path]) -> Iterator[str]:
    """Yield one line for each breach of a house rule in these files, the place first."""
    listed = sorted(files)
    for path in listed:
        place = path.relative_to(root)
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        yield from (f"{place}: {problem}" for problem in _forbidden(text))
        if path.suffix == ".py":
            yield from (f"{place}{problem}" for problem in _too_long(text))
    yield from _folders_without_init(root, listed)


def foreign_packages() -> Iterator[str]:
    """Yield one line for each installed distribution that provides a package of our name."""
    for package, distributions in sorted(packages_distributions().items()):
        others = sorted(set(distributions) - {OWN_NAME})
        if package in OWN_PACKAGES and others:
            yield f"{package}: also installed by {', '.join(others)}; use an environment of its own"


def _forbidden(text: str) -> Iterator[str]:
    for what, pattern in FORBIDDEN_TEXT.items():
        for match in re.finditer(pattern, text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"line {line} holds {what}: {match.group()}"


def _too_long(text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > MAX_FILE_LINES:
        yield f": {lines} lines, more than {MAX_FILE_LINES}"
    for item in ast.walk(ast.parse(text)):
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (item.end_lineno or item.lineno) - item.lineno + 1
            if length > MAX_FUNCTION_LINES:
                limit = MAX_FUNCTION_LINES
                yield f":{item.lineno}: {item.name} has {length} lines, more than {limit}"


def _folders_without_init(root: Path, files: Iterable[Path]) -> Iterator[str]:
    """Without it, `tests/graph` would be found in the place of `graph`."""
    folders = {path.parent for path in files if path.suffix == ".py"}
    for folder in sorted(folders):
        place = folder.relative_to(root)
        if place.parts[:1] == ("tests",) and not (folder / "__init__.py").exists():
            yield f"{place}: has no __init__.py"


def main() -> None:
    """Print every breach and exit with 1 where there is one."""
    root = Path(__file__).resolve().parent.parent
    found = [*breaches(root, tracked_files(root)), *foreign_packages()]
    for line in found:
        print(line, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
