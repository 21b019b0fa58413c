import pytest

from extract.coreference import Candidate, History, Ranker, Reference
from extract.manifest import DEFAULT_FOLDER
from graph.ontology import Label

ROSA = Candidate(0, Label.PERSON, "Rosa Quispe")
HAND = Candidate(1, Label.GROUP, "Red Hand gang")


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return Ranker(DEFAULT_FOLDER)


@pytest.fixture
def history() -> History:
    history = History()
    history.add(0, 0, 0, "Rosa Quispe")
    history.add(1, 0, 20, "Red Hand gang")
    return history


@pytest.mark.parametrize(
    ("text", "label", "meant"), [("she", Label.PERSON, 0), ("the gang", Label.GROUP, 1)]
)
def test_a_reference_is_to_what_fits_it(
    text: str, label: Label, meant: int, ranker: Ranker, history: History
) -> None:
    candidates = [HAND, ROSA]
    shares = ranker.shares(history, Reference(text, label, 1, 40), candidates)
    best = candidates[shares.index(max(shares))]

    assert best.key == meant
    assert sum(shares) == pytest.approx(1, abs=1e-4)


def test_the_last_one_met_comes_first(history: History) -> None:
    history.add(0, 1, 40, "she")

    assert history.recent() == [0, 1]


def test_what_is_long_ago_is_forgotten() -> None:
    history = History()
    for number in range(5000):
        history.add(number, number, number * 10, "someone")

    assert len(history.recent()) < 1000
    assert history.recent()[0] == 4999
