"""The transformer that reads sentences: word pieces in, a vector a piece and tag scores out.

What a newcomer would get wrong: windows are run one at a time and never padded. The weights are
quantised as it runs, with one scale for all that is in a run, so a window's numbers would change
with whatever shared its batch, and the same text would no longer give the same bytes.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

os.environ |= {"ORT_DISABLE_TELEMETRY": "1", "ORT_TELEMETRY_DISABLED": "1"}
import onnxruntime

from extract.manifest import Manifest
from extract.pieces import SPECIAL, Ints, PieceMaker, Pieces
from extract.sentences import Sentence

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder makes of some sentences in a row, with a little before them.

    Attributes:
        read: Sentences to find mentions and claims in, with the row of the first piece of each.
        spans: Start and end in the article's text, a row a piece; zeros for the two marks.
        hidden: A vector a piece.
        attention: How much each piece looks at each, from the last layer.
        outer: Scores of the tags, a row a piece.
        inner: The same for mentions inside others.
    """

    read: tuple[tuple[Pieces, int], ...]
    spans: Ints
    hidden: Floats
    attention: Floats
    outer: Floats
    inner: Floats

    def rows(self, spans: Sequence[tuple[int, int]]) -> npt.NDArray[np.intp]:
        """Return the rows of the pieces that lie in any of these stretches of the text."""
        starts, ends = self.spans[:, 0], self.spans[:, 1]
        inside = np.zeros(len(starts), dtype=bool)
        for start, end in spans:
            inside |= (ends > starts) & (starts < end) & (ends > start)
        return np.flatnonzero(inside)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which sentences share a window: `context` is only read along."""

    context: Pieces | None
    read: tuple[Pieces, ...]


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """Open a network for one thread of one core: more would not make the same bytes any surer."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


class Encoder:
    """The tokenizer and the encoder of a model folder."""

    def __init__(self, folder: Path, manifest: Manifest, *, threads: int = 1) -> None:
        self._maker = PieceMaker(folder, manifest.max_window_tokens)
        self._session = open_session(folder / "reader.onnx")
        self._manifest = manifest
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def read(self, sentences: Sequence[Sentence], before: Pieces | None = None) -> list[Window]:
        """Read sentences in the order of the text.

        Args:
            sentences: Of one block.
            before: The last sentence of the block before, as context of the first.
        """
        plans = list(self._plan(self._maker.pieces(sentences), before))
        return list(self._pool.map(self._run, plans) if self._pool else map(self._run, plans))

    def _plan(self, pieces: Iterator[Pieces], before: Pieces | None) -> Iterator[_Plan]:
        context, group, size = before, [], 0
        for piece in pieces:
            full = size + len(piece.ids) > self._manifest.max_window_tokens
            if group and (full or len(group) == self._manifest.sentences_per_window):
                yield _Plan(context, tuple(group))
                context, group, size = group[-1], [], 0
            group.append(piece)
            size += len(piece.ids)
        if group:
            yield _Plan(context, tuple(group))

    def _run(self, plan: _Plan) -> Window:
        room = self._manifest.max_window_tokens - sum(len(p.ids) for p in plan.read)
        context = plan.context if self._manifest.context_sentences else None
        cut = max(0, len(context.ids) - max(0, room)) if context else 0
        parts = [*([context] if context else []), *plan.read]
        ids = [self._maker.first, *(i for p in parts for i in p.ids), self._maker.last]
        case = [SPECIAL, *(c for p in parts for c in p.case), SPECIAL]
        mark = np.zeros((1, 2), dtype=np.int64)
        spans = np.concatenate([mark, *(p.spans for p in parts), mark])
        keep = [0, *range(1 + cut, len(ids))]
        feed = np.array([ids, case], dtype=np.int64)[:, keep]
        outputs = self._session.run(None, {"ids": feed[0], "case": feed[1]})
        hidden, attention, tags = (np.asarray(output) for output in outputs)
        outer, inner = np.split(tags, 2, axis=1)
        row, read = 1 + (len(context.ids) - cut if context else 0), []
        for piece in plan.read:
            read.append((piece, row))
            row += len(piece.ids)
        return Window(tuple(read), spans[keep], hidden, attention, outer, inner)
