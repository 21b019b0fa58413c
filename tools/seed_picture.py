"""`python tools/seed_picture.py ENTITY FILE.png [--neo4j]`: draw an entity of seeds/ for README.md.

Reads seeds/ into a store of its own, serves it, and takes the picture in the tests' own Chromium.
With `--neo4j` the store is on a server of its own, that of the tests.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from tests.browser import chromium  # noqa: E402 - found only with the line above
from tools.neo4j.server import Server  # noqa: E402 - the same

REDSTRING = (sys.executable, "-m", "api.cli")


@contextmanager
def empty_store(*, on_neo4j: bool) -> Iterator[dict[str, str]]:
    """Yield the environment variables that name a store with nothing in it."""
    if on_neo4j:
        with Server() as server:
            yield {"REDSTRING_STORE": server.url, "REDSTRING_NEO4J_PASSWORD": server.password}
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield {"REDSTRING_STORE": f"sqlite:///{folder}/seeds.db"}


def main(entity: str, picture: Path, *, on_neo4j: bool) -> None:
    """Write the picture of an entity's page; its id is as `redstring search` lists it."""
    with empty_store(on_neo4j=on_neo4j) as named:
        environment = os.environ | named
        subprocess.run([*REDSTRING, "ingest", PROJECT / "seeds"], check=True, env=environment)
        serve = [*REDSTRING, "serve"]
        with (
            subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, env=environment) as server,
            chromium() as browser,
        ):
            address = server.stdout.readline().strip() if server.stdout else ""
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{address}entities/{entity}", wait_until="networkidle")
            page.screenshot(path=picture)
            server.terminate()


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "--neo4j"]
    main(given[0], Path(given[1]), on_neo4j="--neo4j" in sys.argv)
