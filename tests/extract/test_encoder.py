import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from extract.encoder import Encoder, Window
from extract.manifest import DEFAULT_FOLDER, Manifest
from extract.sentences import Sentence


def encoder(**changes: int) -> Encoder:
    manifest = Manifest.load().model_copy(update=changes)
    return Encoder(DEFAULT_FOLDER, manifest)


def sentences(*texts: str) -> list[Sentence]:
    starts = [sum(len(text) + 1 for text in texts[:number]) for number in range(len(texts))]
    return [Sentence(text, start) for text, start in zip(texts, starts, strict=True)]


THREE = sentences("Rosa Quispe fled.", "Police found her.", "Peru asked why.")


def read_texts(windows: list[Window]) -> list[list[str]]:
    return [[pieces.sentence.text for pieces, _ in window.read] for window in windows]


@pytest.mark.parametrize(("each", "windows"), [(1, 3), (2, 2), (3, 1)])
def test_a_window_has_as_many_sentences_as_the_manifest_says(each: int, windows: int) -> None:
    read = encoder(sentences_per_window=each).read(THREE)

    assert len(read) == windows
    assert [text for texts in read_texts(read) for text in texts] == [
        sentence.text for sentence in THREE
    ]


def test_context_is_read_along_but_not_again() -> None:
    alone = encoder(sentences_per_window=1, context_sentences=0).read(THREE)
    along = encoder(sentences_per_window=1, context_sentences=1).read(THREE)

    assert read_texts(alone) == read_texts(along)
    assert len(along[1].hidden) > len(alone[1].hidden)


def test_rows_are_those_of_the_pieces_in_a_stretch_of_text() -> None:
    [window] = encoder(sentences_per_window=3).read(THREE)
    rows = window.rows([(0, 4)])

    assert window.spans[rows].tolist()[0] == [0, 4]
    assert window.rows([(17, 18)]).size == 0


def test_a_long_sentence_is_cut_without_losing_a_word() -> None:
    text = " ".join(f"word{number}" for number in range(300))
    windows = encoder(max_window_tokens=40).read([Sentence(text, 5)])
    parts = [pieces.sentence for window in windows for pieces, _ in window.read]

    assert " ".join(part.text for part in parts) == text
    assert [text[part.start - 5 : part.end - 5] for part in parts] == [part.text for part in parts]
    assert max(len(window.hidden) for window in windows) <= 42


def test_context_never_overfills_a_window() -> None:
    long = sentences(" ".join(["one"] * 30), " ".join(["two"] * 30))
    windows = encoder(max_window_tokens=40, sentences_per_window=1, context_sentences=1).read(long)

    assert max(len(window.hidden) for window in windows) <= 42


def test_what_shares_a_block_changes_no_number_of_another_window() -> None:
    single = encoder(sentences_per_window=1, context_sentences=0)
    [first, *_] = single.read(THREE)
    [alone] = single.read(THREE[:1])

    assert np.array_equal(first.hidden, alone.hidden)


def test_a_text_without_pieces_gives_no_window() -> None:
    assert encoder().read([Sentence("\u200b", 0)]) == []


def test_reading_leaves_nothing_in_the_home_folder_to_report_with(tmp_path: Path) -> None:
    code = """
import os
from extract.article import Article
from extract.pipeline import Extractor
print(bool(Extractor.load().extract(Article(text="Police in Peru arrested Rosa Quispe.")).entities))
print(os.environ["ORT_DISABLE_TELEMETRY"])
"""
    home = os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": "", "XDG_DATA_HOME": ""}
    run = subprocess.run(
        [sys.executable, "-c", code], env=home, check=True, capture_output=True, text=True
    )

    assert run.stdout.split() == ["True", "1"]
    assert list(tmp_path.rglob("*")) == []
