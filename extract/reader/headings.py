"""Headings: the lines of a text that name what stands below them."""

import re
from collections.abc import Iterator

from graph.model import Span

MAX_WORDS = 18
MAX_LINE = 250
_MARKED = re.compile(r"#{1,6}\s+(?P<words>\S.*?)(?:\s+#+)?\s*")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z]|[IVX]{1,5})[.)]?\s+\S.*")
_LIST_ITEM = re.compile(r"\s*(?:[-*+\u2022\u25cf\u25e6\u2013\u2014]|\(?[a-z0-9]{1,3}\))\s")
_CLOSED = re.compile(r"[.;,\u2026]['\"\u2019\u201d)\]]*$")
_WORD = re.compile(r"\w")


def find_headings(text: str) -> tuple[Span, ...]:
    """Return the headings of a text, in order, without the marks of Markdown.

    A heading is a short line without closing punctuation, with something below it, that stands
    between blank lines, or is the first of the text, or begins with a number.

    Why:
        A heading says in few words what a section is about, and is no sentence: read together with
        the line below it, it would make a claim that nobody wrote.

    Known problems:
        A dateline, a byline or an item of a list between blank lines is taken for a heading.
        A heading that ends in a full stop, or has no blank line around it, is missed.

    Example:
        "The start", a blank line and "It began in Lima." have the heading "The start".
    """
    return tuple(_headings(text))


def _headings(text: str) -> Iterator[Span]:
    lines = text.split("\n")
    last = max((number for number, line in enumerate(lines) if line.strip()), default=-1)
    start, fresh = 0, True
    for number, line in enumerate(lines[:last]):
        alone = (fresh and not lines[number + 1].strip()) or start == 0
        if len(line) <= MAX_LINE and line.strip() and _is_heading(line, alone=alone, fresh=fresh):
            words = _words_of(line)
            yield Span(start=start + words[0], end=start + words[1])
        start += len(line) + 1
        fresh = not line.strip()


def _is_heading(line: str, *, alone: bool, fresh: bool) -> bool:
    if _MARKED.fullmatch(line.strip()):
        return True
    words = line.split()
    if len(words) > MAX_WORDS or _CLOSED.search(line.rstrip()) or not _WORD.search(line):
        return False
    numbered = bool(_NUMBERED.fullmatch(line.strip())) and fresh
    return numbered or (alone and not _LIST_ITEM.match(line))


def _words_of(line: str) -> tuple[int, int]:
    """Return where a heading's words begin and end in its line."""
    marked = _MARKED.fullmatch(line.strip())
    words = marked["words"] if marked else line.strip()
    start = line.index(words)
    return start, start + len(words)
