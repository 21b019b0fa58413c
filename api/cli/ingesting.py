"""Reading articles into a store with a person watching."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from api.console import near, plain, progress, say
from api.ingest import ingest
from api.schemas import Outcome
from api.service import Service
from graph.model import Statistics

BEST = 5


def read_into(service: Service, paths: Iterable[Path]) -> Mapping[Outcome, int]:
    """Read files and folders into a store, saying what there is to say of single articles.

    Returns:
        How many articles came to each outcome.
    """
    outcomes: Counter[Outcome] = Counter()
    most = service.settings.max_article_bytes
    with progress("reading articles") as advance:
        for each in ingest(service.store, paths, max_bytes=most, progress=advance):
            outcomes[each.outcome] += 1
            if each.message:
                say(plain(f"{each.outcome}: {near(each.where)}: {each.message}"))
    return outcomes


def in_short(held: Statistics) -> str:
    """Return the three counts that a person asks for first, in words."""
    return ", ".join(
        (
            counted(held.documents, "document", "documents"),
            counted(sum(held.entities.values()), "entity", "entities"),
            counted(sum(held.links.values()), "link", "links"),
        )
    )


def counted(number: int, one: str, many: str) -> str:
    """Return a number with the word for one thing or for several."""
    return f"{number:,} {one if number == 1 else many}"


def best_links(service: Service) -> Iterator[str]:
    """Yield the links with the most claims in words, with status and years."""
    for each in service.links(limit=BEST).items:
        years = ", ".join(map(str, each.link.years))
        yield f"  {each.words} ({each.link.status}{', ' if years else ''}{years})"
