"""`python tools/seed_picture.py ENTITY FILE.png`: draw an entity of seeds/ for the README.

Reads seeds/ into a store of its own, serves it, and takes the picture in the tests' own Chromium.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from tests.browser import chromium  # noqa: E402 - found only with the line above


def main(entity: str, picture: Path) -> None:
    """Write the picture of an entity's page; its id is as `redstring search` lists it."""
    with tempfile.TemporaryDirectory() as folder:
        store = ("--store", f"sqlite:///{folder}/seeds.db")
        redstring = (sys.executable, "-m", "api.cli")
        subprocess.run([*redstring, "ingest", PROJECT / "seeds", *store], check=True)
        serve = [*redstring, "serve", *store]
        with (
            subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server,
            chromium() as browser,
        ):
            address = server.stdout.readline().strip() if server.stdout else ""
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{address}entities/{entity}", wait_until="networkidle")
            page.screenshot(path=picture)
            server.terminate()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
