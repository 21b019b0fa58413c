"""Where reading and keeping meet, and nowhere else: articles in, documents in a store out.

An article whose text is in the store already, read by the same version of the extractor, is not
read again, so a second run loads no model at all. What a newcomer would get wrong: nothing of
`extract` that reads text may be imported while this module is; the server imports it.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from api.schemas import Ingested, NewArticle, Outcome
from extract.article import Article
from extract.manifest import extractor_version
from graph.errors import ArticleError, DocumentNotFoundError
from graph.explanation import Explanation
from graph.identity import document_id
from graph.model import Document, Extraction
from graph.store import Change, GraphStore

if TYPE_CHECKING:
    from extract.explaining import Explainer
    from extract.pipeline import Extractor

Extract = Callable[[Article], Extraction]
Progress = Callable[[int, int], None]
UNNAMED = "article"
"""What an article is called in messages that has no source."""
READ_AHEAD = 200
"""Articles that are read from files before the first of them goes through the extractor."""


def ingest(
    store: GraphStore,
    paths: Iterable[Path],
    *,
    max_bytes: int,
    progress: Progress | None = None,
) -> Iterator[Ingested]:
    """Read files and folders into a store, and yield what became of each article.

    One that can't be read is reported and never stops the others. A text file that was ingested
    before and has changed takes the place of what it was; the same text under another name is not
    kept twice. Every document is kept by itself, whole, so a run that is stopped can be repeated.

    Args:
        store: Where documents go.
        paths: Files and folders; sources are kept as absolute paths, since the same relative path
            means another file elsewhere.
        max_bytes: The most of a file that is read as one article.
        progress: Called after each article with how many are done, and how many are known of.

    Raises:
        StoreError: The store can't keep any more; what was yielded before is in.
    """
    articles = _read(paths, max_bytes)
    keeper = Keeper(store, extract_here)
    done = seen = 0
    while batch := list(islice(articles, READ_AHEAD)):
        seen += len(batch)
        for article in batch:
            result = _keep(keeper, article)
            done += 1
            if progress:
                progress(done, seen)
            yield result


def clean(article: NewArticle) -> Article:
    """Return an article that was sent as the reader of files would: cleaned, its language told.

    Raises:
        ArticleError: It holds no text of an article.
    """
    from extract.reader import make_article  # noqa: PLC0415 - the server imports this module

    cleaned = make_article(
        article.text,
        where=article.source or UNNAMED,
        title=article.title,
        published=article.date,
    )
    return cleaned.model_copy(update={"source": article.source})


def article_of(document: Document) -> Article:
    """Return the article that a kept document was, as the extractor takes it."""
    return Article(
        text=document.text,
        title=document.title,
        published=document.published,
        source=document.source,
        language=document.language,
    )


def extract_here(article: Article) -> Extraction:
    """Read an article in this process, loading the model before the first."""
    return _extractor().extract(article)


def explain_here(article: Article) -> Explanation:
    """Read an article in this process, and return why each claim was read."""
    return _explainer().explain(article)


@cache
def _extractor() -> "Extractor":
    from extract.pipeline import Extractor  # noqa: PLC0415 - seconds to load; often not needed

    return Extractor.load()


@cache
def _explainer() -> "Explainer":
    from extract.explaining import Explainer  # noqa: PLC0415 - as above

    return Explainer.load(_extractor())


def _read(paths: Iterable[Path], max_bytes: int) -> Iterator[Article | ArticleError]:
    from extract.reader import read  # noqa: PLC0415 - the server imports this module

    for path in paths:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - a link keeps the name it was given
        yield from read(absolute, max_bytes=max_bytes)


def _keep(keeper: "Keeper", article: Article | ArticleError) -> Ingested:
    if isinstance(article, ArticleError):
        return _failed(article.where, article.problem)
    try:
        return keeper.keep(article, replaces=keeper.earlier_version(article))
    except ArticleError as error:
        return _failed(article.source or UNNAMED, error.problem)


def _failed(where: str, problem: str) -> Ingested:
    return Ingested(where=where, outcome=Outcome.FAILED, message=problem)


class Keeper:
    """Takes articles into a store, one by one."""

    def __init__(self, store: GraphStore, extract: Extract) -> None:
        self._store = store
        self._extract = extract

    def keep(self, article: Article, *, replaces: str | None = None) -> Ingested:
        """Read an article and keep it, unless it is there already.

        Args:
            article: What to keep.
            replaces: Id of a document that it is a newer version of.

        Raises:
            ArticleError: It can't be read.
            StoreError: The store can't keep it.
        """
        where = article.source or UNNAMED
        id_ = document_id(article.text)
        earlier = replaces if replaces != id_ and self._known(replaces) else None
        known = self._known(id_)
        if known and known.extractor == extractor_version():
            return self._leave(known, where, earlier)
        try:
            extraction = self._extract(article)
        except ValueError as error:
            raise ArticleError(where, f"what was read from it can't be kept: {error}") from error
        return self._add(extraction, where, earlier)

    def earlier_version(self, article: Article) -> str | None:
        """Return the id of the document that a text file was when it was ingested before.

        Only where the file itself holds the article now: in a JSON file anybody may write anything
        as an article's source, and must not be able to push another document out by it.
        """
        others = [
            id_
            for id_ in self._store.documents_from(article.source or UNNAMED)
            if id_ != document_id(article.text)
        ]
        return others[0] if others and _is_file_of(article) else None

    def _known(self, id_: str | None) -> Document | None:
        try:
            return self._store.document(id_) if id_ else None
        except DocumentNotFoundError:
            return None

    def _leave(self, known: Document, where: str, earlier: str | None) -> Ingested:
        message = ""
        if known.source != where:
            message = f"the same text is kept already, from {known.source or 'elsewhere'}"
        if earlier:
            self._store.remove(earlier)
            message = f"its earlier version was removed; {message}".removesuffix("; ")
        return Ingested(
            where=where,
            outcome=Outcome.REPLACED if earlier else Outcome.UNCHANGED,
            document=known.id,
            message=message,
            language=known.language,
        )

    def _add(self, extraction: Extraction, where: str, earlier: str | None) -> Ingested:
        document = extraction.document
        change = self._store.add(extraction, replaces=earlier)
        return Ingested(
            where=where,
            outcome=Outcome(change),
            document=document.id,
            message="; ".join(_remarks(document, change, earlier)),
            language=document.language,
            entities=len(extraction.entities),
            claims=len(extraction.claims),
        )


def _is_file_of(article: Article) -> bool:
    from extract.reader import TEXT_SUFFIXES, read  # noqa: PLC0415 - as above

    path = Path(article.source or UNNAMED)
    if path.suffix.lower() not in TEXT_SUFFIXES or not path.is_file():
        return False
    return any(isinstance(own, Article) and own.text == article.text for own in read(path))


def _remarks(document: Document, change: Change, earlier: str | None) -> Iterator[str]:
    if change is Change.REPLACED:
        yield "its earlier version was replaced" if earlier else "read again by a newer extractor"
    if document.language != "en":
        yield (
            f"its language is {document.language!r}, not English: "
            "kept and searchable, with its countries and years only"
        )
