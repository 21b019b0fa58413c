"""How many documents one transaction of a large load takes.

The server keeps a transaction in its memory until it ends, and the claims of one step are written
by statements of some ten thousand rows; so a step is as large as one such statement.
"""

import time
from collections.abc import Iterable, Iterator

from graph.model import Extraction

MAX_STEP_ROWS = 12_000
MAX_STEP_CHARACTERS = 10_000_000
MAX_STEP_S = 30.0
"""Where reading articles is slow, a step ends after so long, so that little can be lost."""


def steps(extractions: Iterable[Extraction]) -> Iterator[list[Extraction]]:
    """Yield extractions in lists, each small enough for one transaction."""
    step: list[Extraction] = []
    rows = characters = 0
    began_s = time.monotonic()
    for extraction in extractions:
        step.append(extraction)
        rows += len(extraction.entities) + len(extraction.claims)
        characters += len(extraction.document.text)
        late = time.monotonic() - began_s >= MAX_STEP_S
        if late or rows >= MAX_STEP_ROWS or characters >= MAX_STEP_CHARACTERS:
            yield step
            step, rows, characters = [], 0, 0
            began_s = time.monotonic()
    if step:
        yield step
