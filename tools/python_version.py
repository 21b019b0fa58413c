"""Stop with a clear message where the Python that would make .venv is not one that is supported."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    found = ".".join(map(str, sys.version_info[:3]))
    sys.exit(
        f"redstring needs Python 3.11, 3.12 or 3.13, and {sys.executable} is {found}.\n"
        "Install one of them and name it: make PYTHON=python3.12 ..."
    )
