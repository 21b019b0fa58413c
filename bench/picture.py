"""How long a picture of 300 entities takes in Chromium, from the request until nothing moves.

What a newcomer would get wrong: each load has a fresh browser profile, so nothing is cached but the
server's own code; a second look at a page is quicker.
"""

import random
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from bench.figure import Figure
from bench.http import server
from graph.stores import open_store
from tests.browser import chromium, tab
from tests.builders import Statement, article, state

ENTITIES = 300
LINKS = 600
LOADS = 9
MOST_S = 1
_PAGE = f"/entities/group:hub?hops=1&limit={ENTITIES}"


def make_statements() -> list[Statement]:
    """Return a hub with all its neighbours linked to it, and as many links again among them."""
    chance = random.Random(11)
    others = [f"group:member-{number:03}" for number in range(ENTITIES - 1)]
    told = [state("group:hub", "SUPPLIES", other) for other in others]
    while len(told) < LINKS:
        # The sooner in the list the likelier, so that some have many links and most have few.
        source, target = (others[int(chance.random() ** 2 * len(others))] for _ in range(2))
        told += [state(source, "PAID", target)] * (source != target)
    return told


def load_s(browser: Browser, address: str) -> float:
    """Return the seconds from the start of the navigation to the first whole drawing."""
    with tab(browser, address) as watched:
        watched.page.goto(_PAGE)
        watched.page.wait_for_selector("#picture[data-stable]")
        drawn = watched.page.evaluate("redstring.lettering.nodes.length")
        if drawn != ENTITIES or watched.errors:
            msg = f"{drawn} of {ENTITIES} entities drawn; errors: {watched.errors}"
            raise RuntimeError(msg)
        return watched.page.evaluate("performance.getEntriesByName('stable')[0].startTime") / 1000


def run() -> list[Figure]:
    """Serve the crowd, and look at it a few times, each in a new profile of one browser."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        store = open_store(f"sqlite:///{path}")
        store.add(article(*make_statements()))
        store.close()
        with server(path) as client, chromium() as browser:
            address = str(client.base_url).rstrip("/")
            load_s(browser, address)  # the first load also loads the server's drawing code
            times = [load_s(browser, address) for _ in range(LOADS)]
    what = f"picture of {ENTITIES} entities and about {LINKS} links, request to stable"
    return [
        Figure(f"{what}, median", median(times), "s", at_most=MOST_S),
        Figure(f"{what}, slowest of {LOADS}", max(times), "s"),
    ]
