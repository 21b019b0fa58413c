"""Clean text to Article: furniture and repeated titles go, headings and language are told.

What a newcomer would get wrong: lines only ever go whole or are joined, so that every sentence of
the article stands in its text with the words it had in the file; a title that the text does not
repeat is kept beside it and not put into it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from extract.article import Article
from extract.reader.decoding import normalise
from extract.reader.furniture import MAX_LINE, article_lines
from extract.reader.headings import find_headings
from extract.reader.language import detect
from extract.reader.wrapping import unwrap
from graph.errors import ArticleError


def make_article(
    text: str,
    *,
    where: str,
    title: str = "",
    published: date | None = None,
    source: str | None = None,
) -> Article:
    """Return the article that a text holds.

    Args:
        text: As it came, with whatever the page had around the article.
        where: The name of the text, for the error.
        title: As given; empty takes the first heading.
        published: The day it is from.
        source: Where it came from; None takes `where`.

    Raises:
        ArticleError: The text holds nothing but site furniture.
    """
    title = " ".join(normalise(title).split())
    lines = unwrap(list(article_lines(normalise(text).split("\n"))))
    cleaned = _joined(_without_repeats(lines, title))
    if not cleaned:
        raise ArticleError(where, "holds no text of an article; there is nothing to read")
    headings = find_headings(cleaned)
    first = headings[0].of(cleaned) if headings else ""
    return Article(
        text=cleaned,
        title=title or first,
        published=published,
        source=source or where,
        headings=headings,
        language=detect(cleaned),
    )


def _without_repeats(lines: Iterable[str], title: str) -> Iterator[str]:
    """Yield lines, a repetition of the title or of the first line left out.

    Pages print a title in their head, again above the article, and in lists below it.
    """
    titles = {_folded(title)} if title else set()
    seen: set[str] = set()
    for line in lines:
        folded = _folded(line) if len(line) <= MAX_LINE else ""
        if folded and not seen:
            titles.add(folded)
        if not (folded in titles and folded in seen):
            yield line
        if folded:
            seen.add(folded)


def _folded(line: str) -> str:
    return " ".join(line.casefold().lstrip("# ").split())


def _joined(lines: Iterable[str]) -> str:
    """Join lines, with no more than one blank line between two paragraphs."""
    groups = groupby(lines, key=lambda line: bool(line.strip()))
    paragraphs = ["\n".join(group) for full, group in groups if full]
    return "\n\n".join(paragraphs).strip()
