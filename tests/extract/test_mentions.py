import numpy as np

from extract.encoder import Window
from extract.manifest import DEFAULT_FOLDER, Labels
from extract.mentions import Found, Tagger
from extract.pieces import Pieces
from extract.sentences import Sentence
from graph.ontology import Label

TAGS = Labels.load(DEFAULT_FOLDER).tags
TEXT = "Spanish police met"


def window(outer: list[dict[str, float]], inner: list[dict[str, float]]) -> Window:
    """Return a window that reads `TEXT`, a piece a word, with these scores of tags."""
    spans = np.array([(0, 7), (8, 14), (15, 18)])
    pieces = Pieces(Sentence(TEXT, 0), [0, 0, 0], [2, 1, 1], spans)
    nothing = np.zeros((3, 3), np.float32)
    return Window(((pieces, 0),), spans, nothing, nothing, scores(outer), scores(inner))


def scores(rows: list[dict[str, float]]) -> np.ndarray:
    table = np.zeros((3, len(TAGS)), np.float32)
    for row, wanted in enumerate(rows):
        for tag, score in wanted.items():
            table[row, TAGS.index(tag)] = score
    return table


def mentions(outer: list[dict[str, float]], inner: list[dict[str, float]]) -> list[Found]:
    [(_, found)] = Tagger(TAGS).find(window(outer, inner))
    return found


NOTHING = [{"O": 9.0}] * 3


def test_words_with_tags_are_a_mention() -> None:
    tagged = [{"B-Agency-named": 9.0}, {"I-Agency-named": 9.0}, {"O": 9.0}]

    assert mentions(tagged, NOTHING) == [Found(0, 14, Label.AGENCY, named=True)]


def test_a_mention_may_hold_another() -> None:
    outer = [{"B-Agency-named": 9.0}, {"I-Agency-named": 9.0}, {"O": 9.0}]
    inner = [{"B-Country-named": 9.0}, {"O": 9.0}, {"O": 9.0}]

    assert mentions(outer, inner)[1] == Found(0, 7, Label.COUNTRY, named=True, inner=True)


def test_an_inner_mention_alone_is_none() -> None:
    assert mentions(NOTHING, [{"B-Country-named": 9.0}, {"O": 9.0}, {"O": 9.0}]) == []


def test_an_inside_tag_never_stands_alone() -> None:
    tagged = [{"O": 5.0, "B-Agency-named": 4.0}, {"I-Agency-named": 9.0}, {"O": 9.0}]

    assert mentions(tagged, NOTHING) == [Found(0, 14, Label.AGENCY, named=True)]


def test_an_inside_tag_never_follows_another_label() -> None:
    tagged = [
        {"B-Person-named": 9.0},
        {"I-Agency-named": 5.0, "B-Agency-named": 4.0},
        {"O": 9.0},
    ]

    assert [each.label for each in mentions(tagged, NOTHING)] == [Label.PERSON, Label.AGENCY]


def test_what_refers_back_is_told_from_names() -> None:
    [found] = mentions([{"O": 9.0}, {"B-Agency-anaphor": 9.0}, {"O": 9.0}], NOTHING)

    assert not found.named
