"""How many documents one transaction of a large load takes.

Every step writes anew almost all pages of the indexes, so few large steps are much faster than many
small ones; but a step is lost when the load breaks off, and lies in memory until it is written.
"""

import time
from collections.abc import Iterable, Iterator

from graph.model import Extraction

MAX_STEP_ROWS = 1_000_000
MAX_STEP_CHARACTERS = 100_000_000
MAX_STEP_S = 30.0
"""Where reading articles is slow, a step ends after so long, so that little can be lost."""


def steps(extractions: Iterable[Extraction]) -> Iterator[list[Extraction]]:
    """Yield extractions in lists, each small enough for one transaction."""
    step: list[Extraction] = []
    rows = characters = 0
    began_s = time.monotonic()
    for extraction in extractions:
        step.append(extraction)
        rows += len(extraction.entities) + len(extraction.mentions) + len(extraction.claims)
        characters += len(extraction.document.text)
        late = time.monotonic() - began_s >= MAX_STEP_S
        if late or rows >= MAX_STEP_ROWS or characters >= MAX_STEP_CHARACTERS:
            yield step
            step, rows, characters = [], 0, 0
            began_s = time.monotonic()
    if step:
        yield step
