"""The door of the readers: from a path or bytes to articles, and to errors for what can't be read.

    files and folders ─▶ decoding ─▶ text (furniture, headings, language) ─▶ Article
                                  └▶ jsonl ─▶ text ─▶ Article

What a newcomer would get wrong: an article that can't be read is yielded as an `ArticleError`
among the others, so that one bad file never stops a folder; nothing here raises it.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from extract.article import Article
from extract.reader.decoding import decode
from extract.reader.jsonl import make_article_from, read_json, read_jsonl
from extract.reader.text import make_article
from graph.errors import ArticleError

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "TEXT_SUFFIXES",
    "find_files",
    "make_article",
    "make_article_from",
    "read",
    "read_bytes",
]

MAX_BYTES = 20_000_000
"""The most of one article, or of one JSON file, that is read; a JSONL file may be longer."""
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
JSON_SUFFIXES = frozenset({".json"})
JSONL_SUFFIXES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = TEXT_SUFFIXES | JSON_SUFFIXES | JSONL_SUFFIXES


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[Article | ArticleError]:
    """Yield the articles of a file or a folder, and an error for each that can't be read.

    A folder is read with the folders in it, in the order of their names. Of its files those with a
    suffix of `SUFFIXES` are read; hidden ones and READMEs are not, nor are links to folders
    followed.

    Args:
        path: A file with a suffix of `SUFFIXES`, or a folder.
        max_bytes: The longest article that is read; a longer file is refused without being read.
    """
    for found in find_files(path):
        if isinstance(found, ArticleError):
            yield found
        else:
            yield from _read_file(found, max_bytes)


def find_files(path: Path) -> Iterator[Path | ArticleError]:
    """Yield the files that `read` reads, in its order, and an error for what holds none."""
    if "\x00" in str(path):
        yield ArticleError(_shown(path), "is no path: it has a null byte in it")
    elif _is_folder(path):
        yield from _find_in_folder(path)
    else:
        yield path


def read_bytes(
    data: bytes, *, name: str, max_bytes: int = MAX_BYTES
) -> Iterator[Article | ArticleError]:
    """Yield the articles of a file's content, told by the suffix of its name.

    Args:
        data: The whole content.
        name: What the file is called; the articles' source, and where an error is.
        max_bytes: As for `read`.
    """
    suffix = Path(name).suffix.lower()
    if suffix in JSONL_SUFFIXES:
        yield from read_jsonl(BytesIO(data), name, max_bytes=max_bytes)
    elif len(data) > max_bytes:
        yield _too_large(name, len(data), max_bytes)
    elif suffix in JSON_SUFFIXES:
        yield from read_json(data, name)
    elif suffix in TEXT_SUFFIXES:
        yield _read_text(data, name)
    else:
        yield _unsupported(name)


def _is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; one that can't even be asked about is read as a file."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _find_in_folder(folder: Path) -> Iterator[Path | ArticleError]:
    unreadable: list[ArticleError] = []
    paths = list(_files(folder, unreadable))
    yield from unreadable
    yield from paths
    if not paths and not unreadable:
        known = ", ".join(sorted(SUFFIXES))
        yield ArticleError(_shown(folder), f"holds no article; files that can be read: {known}")


def _files(folder: Path, unreadable: list[ArticleError]) -> Iterator[Path]:
    """Yield what a folder holds to read, in order; folders that can't be listed go to a list."""

    def note(error: OSError) -> None:
        unreadable.append(ArticleError(_shown(Path(error.filename)), _why(error)))

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            stem, suffix = Path(name).stem, Path(name).suffix.lower()
            hidden = name.startswith(".") or stem.casefold() == "readme"
            if suffix in SUFFIXES and not hidden:
                yield Path(parent, name)


def _read_file(path: Path, max_bytes: int) -> Iterator[Article | ArticleError]:
    name = _shown(path)
    try:
        problem = _problem(path, max_bytes)
        if problem:
            yield ArticleError(name, problem)
        elif path.suffix.lower() in JSONL_SUFFIXES:
            with path.open("rb") as stream:
                yield from read_jsonl(stream, name, max_bytes=max_bytes)
        else:
            yield from read_bytes(path.read_bytes(), name=name, max_bytes=max_bytes)
    except OSError as error:
        yield ArticleError(name, _why(error))


def _problem(path: Path, max_bytes: int) -> str | None:
    """Say why a file can't be read, as far as that shows without opening it."""
    suffix = path.suffix.lower()
    size = path.stat().st_size
    if not path.is_file():
        return "is neither a file nor a folder"
    if suffix not in SUFFIXES:
        return _unsupported(path.name).problem
    if size > max_bytes and suffix not in JSONL_SUFFIXES:
        return _too_large(path.name, size, max_bytes).problem
    return None


def _read_text(data: bytes, name: str) -> Article | ArticleError:
    try:
        return make_article(decode(data, name), where=name)
    except ArticleError as error:
        return error


def _too_large(name: str, size: int, max_bytes: int) -> ArticleError:
    problem = f"has {size:,} bytes, more than the {max_bytes:,} of one article; split it"
    return ArticleError(name, f"{problem}, or write one article a line as JSONL")


def _unsupported(name: str) -> ArticleError:
    suffix = Path(name).suffix or "no suffix"
    known = ", ".join(sorted(SUFFIXES))
    return ArticleError(name, f"can't be read ({suffix}); files that can be read: {known}")


def _why(error: OSError) -> str:
    return f"can't be read: {(error.strerror or str(error)).lower()}"


def _shown(path: Path) -> str:
    """Return a path as text, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "replace")
