import random
from pathlib import Path

import pytest

from extract.manifest import DEFAULT_FOLDER, Labels, Manifest
from extract.pieces import PieceMaker
from graph.ontology import RELATION_TYPES, Label
from tests.training.test_marked import ARTICLE, written
from training.marked import MarkedArticle, read_marked, usable
from training.swapping import Swapper
from training.windows import IGNORED, TrainingWindow, WindowMaker

CORPUS = Path(__file__).parents[2] / "corpus"
LABELS = Labels.load(DEFAULT_FOLDER)
MOST = Manifest.load(DEFAULT_FOLDER).max_window_tokens


@pytest.fixture(scope="module")
def maker() -> WindowMaker:
    return WindowMaker(PieceMaker(DEFAULT_FOLDER, MOST), LABELS, MOST)


@pytest.fixture(scope="module")
def corpus() -> list[MarkedArticle]:
    return usable(sorted(CORPUS.rglob("*.txt"))[:8])


def windows_of(
    article: MarkedArticle, maker: WindowMaker, *sizes: int, seed: int = 0
) -> list[TrainingWindow]:
    return list(maker.windows(article, sizes, random.Random(seed)))


def test_tags_are_those_of_the_marks(tmp_path: Path, maker: WindowMaker) -> None:
    (article,) = read_marked(written(tmp_path, ARTICLE))
    window = windows_of(article, maker, 1)[2]
    outer = [LABELS.tags[tag] for tag in window.outer if tag not in {0, IGNORED}]
    inner = [LABELS.tags[tag] for tag in window.inner if tag not in {0, IGNORED}]
    assert outer == [
        "B-Group-anaphor",
        "B-Person-named",
        "I-Person-named",
        "B-Agency-named",
        "I-Agency-named",
    ]
    assert inner == ["B-Country-named"]


def test_pairs_say_what_the_sentence_states(tmp_path: Path, maker: WindowMaker) -> None:
    (article,) = read_marked(written(tmp_path, ARTICLE))
    window = windows_of(article, maker, 1)[2]
    stated = {
        (
            LABELS.labels[window.labels[pair.first]],
            LABELS.types[type_],
            LABELS.labels[window.labels[pair.second]],
            LABELS.statuses[status],
        )
        for pair in window.pairs
        for type_, status in pair.stated.items()
    }
    assert stated == {
        ("Person", "LEADS", "Group", "asserted"),
        ("Agency", "ARRESTED", "Person", "alleged"),
    }


def test_windows_cover_every_word_once_and_fit(
    corpus: list[MarkedArticle], maker: WindowMaker
) -> None:
    asked = [
        sum(tag != IGNORED for window in made for tag in window.outer)
        for made in (
            [w for a in corpus for w in windows_of(a, maker, *sizes)]
            for sizes in ((1,), (3,), (1, 2, 3, 4, 5))
        )
    ]
    assert len(set(asked)) == 1
    windows = [w for a in corpus for w in windows_of(a, maker, 5)]
    assert max(len(window.ids) for window in windows) <= 2 * MOST + 2
    assert all(rows for window in windows for rows in window.members)


def test_only_what_the_ontology_allows_is_asked(
    corpus: list[MarkedArticle], maker: WindowMaker
) -> None:
    for window in (w for a in corpus for w in windows_of(a, maker, 3)):
        for pair in window.pairs:
            source, target = (
                Label(LABELS.labels[window.labels[n]]) for n in (pair.first, pair.second)
            )
            assert set(pair.stated) <= set(pair.allowed)
            for type_ in pair.allowed:
                assert RELATION_TYPES[LABELS.types[type_]].allows(source, target)


def test_a_copy_under_other_names_says_the_same(corpus: list[MarkedArticle]) -> None:
    swapper, changed = Swapper(corpus), 0
    for article in corpus:
        copy = swapper.swapped(article, 1.0, random.Random(1))
        assert len(copy.mentions) == len(article.mentions)
        assert [(c.source, c.type, c.target, c.status) for c in copy.claims] == [
            (c.source, c.type, c.target, c.status) for c in article.claims
        ]
        starts = {start for start, _ in copy.sentences.values()}
        assert {claim.start for claim in copy.claims} <= starts
        for old, new in zip(article.mentions, copy.mentions, strict=True):
            before = article.text[old.start : old.end]
            after = copy.text[new.start : new.end]
            known = copy.by_id[new.entity]
            assert after == before or after in (known.name, *known.aliases)
            changed += after != before
    assert changed > len(corpus)


def test_without_a_share_nothing_is_renamed(corpus: list[MarkedArticle]) -> None:
    swapper = Swapper(corpus)
    assert all(swapper.swapped(a, 0.0, random.Random(1)).text == a.text for a in corpus)
