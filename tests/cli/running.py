"""Ways to run `redstring` in a test: in this process, or as a person's shell would."""

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from api.cli.app import app


def run(*arguments: str | Path) -> Result:
    """Run a command in this process, which is fast once what it needs is imported."""
    return CliRunner().invoke(app, [str(each) for each in arguments], prog_name="redstring")


def run_apart(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    environment = {**os.environ, **dict(options.pop("env", {}))}  # type: ignore[arg-type]
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        **options,  # type: ignore[arg-type]
    )
