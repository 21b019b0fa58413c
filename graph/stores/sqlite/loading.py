"""How many documents one transaction of a large load takes."""

from collections.abc import Iterable, Iterator

from graph.model import Extraction

MAX_STEP_DOCUMENTS = 1000
MAX_STEP_ROWS = 200_000
"""More would make the log that SQLite keeps beside the file larger than the file."""


def steps(extractions: Iterable[Extraction]) -> Iterator[list[Extraction]]:
    """Yield extractions in lists, each small enough for one transaction."""
    step: list[Extraction] = []
    rows = 0
    for extraction in extractions:
        step.append(extraction)
        rows += len(extraction.entities) + len(extraction.mentions) + len(extraction.claims)
        if len(step) >= MAX_STEP_DOCUMENTS or rows >= MAX_STEP_ROWS:
            yield step
            step, rows = [], 0
    if step:
        yield step
