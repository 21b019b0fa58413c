"""Articles into JSON files: all that was read from each, and no store.

A file is named after the one that the article is from. What a newcomer would get wrong: several
articles may have one name, in two folders or in one file of JSON lines; the second then gets `-2`,
so that none is written over.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from api.cli.exits import OutputError
from api.console import as_json, near, plain, progress, say
from api.ingest import extract_here
from extract.article import Article
from extract.reader import find_files, read
from graph.errors import ArticleError
from graph.model import Claim, Extraction


def write_all(paths: Iterable[Path], folder: Path, *, max_bytes: int) -> tuple[int, int]:
    """Read files and folders, and write one JSON file an article.

    Args:
        paths: What to read.
        folder: Where to write; made if it is not there.
        max_bytes: The most of a file that is read as one article.

    Returns:
        How many articles were written, and how many could not be read.

    Raises:
        OutputError: The folder can't be written to.
    """
    names, failed = FreeNames(), 0
    _make(folder)
    with progress("reading articles") as advance:
        for file, article in _articles(paths, max_bytes):
            if isinstance(article, ArticleError):
                say(plain(f"failed: {near(article.where)}: {article.problem}"))
                failed += 1
            else:
                path = folder / f"{names.take(file.stem)}.json"
                _write(path, as_json(as_gold(extract_here(article))))
            advance(len(names) + failed, len(names) + failed)
    return len(names), failed


def as_gold(extraction: Extraction) -> dict[str, object]:
    """Return an extraction in the shape of the annotated articles in `bench/gold/`."""
    document = extraction.document
    return {
        "id": document.id,
        "title": document.title,
        "date": document.published,
        "source": document.source,
        "language": document.language,
        "extractor": document.extractor,
        "text": document.text,
        "entities": extraction.entities,
        "mentions": [
            {"start": each.span.start, "end": each.span.end, "entity": each.entity}
            for each in extraction.mentions
        ],
        "claims": [_claim(each) for each in extraction.claims],
    }


def _claim(claim: Claim) -> dict[str, object]:
    return {name: value for name, value in claim if name != "document"}


class FreeNames:
    """Names of files that were written, so that none is written twice.

    Names that differ by case only count as one, since on some disks they are one file.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._seen: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._taken)

    def take(self, name: str) -> str:
        """Return this name, or where it is taken the first that is free: `name-2`, `name-3`."""
        free = name
        while free.casefold() in self._taken:
            self._seen[name] += 1
            free = f"{name}-{self._seen[name] + 1}"
        self._taken.add(free.casefold())
        return free


def _articles(
    paths: Iterable[Path], max_bytes: int
) -> Iterator[tuple[Path, Article | ArticleError]]:
    for path in paths:
        for file in find_files(path):
            if isinstance(file, ArticleError):
                yield path, file
            else:
                yield from ((file, article) for article in read(file, max_bytes=max_bytes))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{folder}: can't be made a folder to write to: {error.strerror}; name another"
        raise OutputError(msg) from None


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all, so that a full disk leaves no half of one."""
    part = path.with_suffix(".part")
    try:
        part.write_text(f"{text}\n", "utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        msg = f"{path}: can't be written: {error.strerror}; make room or name another folder"
        raise OutputError(msg) from None
