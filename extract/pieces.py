"""Sentences into word pieces, as the encoder reads them and as its training does.

What a newcomer would get wrong: the vocabulary knows no capitals; how a piece is written comes to
the network beside it, as its case.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from extract.sentences import Sentence

Ints = npt.NDArray[np.int64]
SPECIAL, _LOWER, _TITLE, _UPPER = range(4)
"""How a piece is written; the first is that of the marks around a window."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence in word pieces.

    Attributes:
        sentence: What they are pieces of.
        ids: Numbers in the vocabulary.
        case: How each is written: 1 lower case, 2 with a capital, 3 in capitals.
        spans: Start and end in the article's text, a row a piece.
    """

    sentence: Sentence
    ids: list[int]
    case: list[int]
    spans: Ints


class PieceMaker:
    """The tokenizer of a model folder.

    Attributes:
        first: The mark that opens a window.
        last: The mark that closes it.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._most = most
        self.first: int = self._tokenizer.token_to_id("[CLS]")
        self.last: int = self._tokenizer.token_to_id("[SEP]")

    def pieces(self, sentences: Sequence[Sentence]) -> Iterator[Pieces]:
        """Yield sentences in pieces, cut where one has more than fit in a window."""
        texts = [sentence.text for sentence in sentences]
        encodings = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        for sentence, encoding in zip(sentences, encodings, strict=True):
            if encoding.ids:
                yield from self._cut(sentence, encoding)

    def _cut(self, sentence: Sentence, encoding: Encoding) -> Iterator[Pieces]:
        """Yield a sentence, or stretches of it where it has more pieces than fit in a window."""
        offsets = encoding.offsets
        cuts = _cuts(offsets, self._most)
        edges = [0, *(offsets[cut][0] for cut in cuts[1:-1]), len(sentence.text)]
        for (first, last), (start, end) in zip(pairwise(cuts), pairwise(edges), strict=True):
            part = sentence
            if len(edges) > 2:  # noqa: PLR2004 - it is cut
                part = Sentence(sentence.text[start:end].rstrip(), sentence.start + start)
            near = offsets[first:last]
            case = [_case(sentence.text[a:b]) for a, b in near]
            spans = np.array(near, dtype=np.int64) + sentence.start
            yield Pieces(part, encoding.ids[first:last], case, spans)


def _cuts(offsets: Sequence[tuple[int, int]], most: int) -> list[int]:
    """Return where to cut pieces into runs of at most `most`, between words where that is near."""
    cuts = [0]
    while len(offsets) - cuts[-1] > most:
        cut = cuts[-1] + most
        while cut > cuts[-1] + most // 2 and offsets[cut - 1][1] == offsets[cut][0]:
            cut -= 1
        cuts.append(cut)
    return [*cuts, len(offsets)]


def _case(piece: str) -> int:
    if piece.isupper() and len(piece) > 1:
        return _UPPER
    return _TITLE if piece[:1].isupper() else _LOWER
