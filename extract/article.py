"""An article: what the readers make of a file, and what the extractor reads."""

from datetime import date
from typing import Self

from pydantic import model_validator

from graph.model import Span, Value


class Article(Value):
    """A text to read, without site furniture.

    Attributes:
        text: Not empty; what all offsets count in.
        title: As given, or the first heading, or empty.
        published: The day it is from; what "last year" counts from.
        source: Path, path with line (`news.jsonl:12`) or address; None where nobody said.
        headings: Lines of the text that are headings, the title's own line included, in order.
        language: ISO 639-1 code, detected or given.
    """

    text: str
    title: str = ""
    published: date | None = None
    source: str | None = None
    headings: tuple[Span, ...] = ()
    language: str = "en"

    @model_validator(mode="after")
    def _headings_lie_in_text(self) -> Self:
        if not self.text.strip():
            msg = "an article must have a text"
            raise ValueError(msg)
        if any(span.end > len(self.text) for span in self.headings):
            msg = "a heading lies behind the end of the text"
            raise ValueError(msg)
        return self
