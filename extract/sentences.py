"""Texts into blocks, lines and sentences.

A line is a paragraph: no sentence reaches across a line break. What a newcomer would get wrong: all
offsets that leave this module count in the article's text, those of spaCy in its block's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import spacy
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

MAX_BLOCK_CHARS = 50_000
"""The longest stretch of text that is read at once; bounds the memory that a huge article takes."""
_LINE = re.compile(r"[^\n]+")
_BREAK = re.compile(r"\n+")
_LAST_BREAK = re.compile(r".*\n", re.DOTALL)
_LAST_GAP = re.compile(r".*\s", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters of an article's text, without white space around them."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)


def load_splitter(folder: Path) -> Language:
    """Return the spaCy pipeline of a model folder that finds where sentences start."""
    nlp = spacy.load(folder / "sentences")
    nlp.add_pipe("redstring_lines", last=True)
    nlp.max_length = MAX_BLOCK_CHARS + 1
    return nlp


@Language.component("redstring_lines")
def start_sentences_at_lines(doc: Doc) -> Doc:
    """Start a sentence at the first token of every line.

    Why:
        Headings have no full stop: without this they run into the paragraph below.

    Known problems:
        A text with hard line ends inside its paragraphs is cut there.

    Example:
        "Arms route found" and "Police say so." on two lines are two sentences.
    """
    starts = doc.to_array(IDX)
    breaks = [match.end() for match in _BREAK.finditer(doc.text)]
    for number in np.searchsorted(starts, breaks).tolist():
        if number < len(doc):
            doc[number].is_sent_start = True
    return doc


def blocks(text: str, limit: int = MAX_BLOCK_CHARS) -> Iterator[tuple[int, str]]:
    """Yield an article's text in stretches of at most `limit` characters, with where each starts.

    They end at a line break where one is in reach, else at white space, else anywhere.
    """
    start = 0
    while len(text) - start > limit:
        piece = text[start : start + limit]
        end = next((m.end() for p in (_LAST_BREAK, _LAST_GAP) if (m := p.match(piece))), limit)
        yield start, piece[:end]
        start += end
    yield start, text[start:]


def sentences(doc: Doc, offset: int) -> Iterator[Sentence]:
    """Yield the sentences of a block that starts at `offset` of its article, without blank ones."""
    text = doc.text  # spaCy joins it anew from its tokens at every look
    opens = doc.to_array([SENT_START, IDX])
    starts = opens[opens[:, 0] == 1, 1].tolist() or [0]
    for start, end in pairwise([*starts, len(text)]):
        for match in _LINE.finditer(text, start, end):
            line = match.group()
            if stripped := line.strip():
                first = match.start() + len(line) - len(line.lstrip())
                yield Sentence(stripped, offset + first)
