import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from extract.manifest import DEFAULT_FOLDER
from extract.sentences import blocks, load_splitter, sentences


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_splitter(DEFAULT_FOLDER)


def texts(nlp: Language, text: str) -> list[str]:
    return [sentence.text for sentence in sentences(nlp(text), 0)]


def test_sentences_end_where_they_should(nlp: Language) -> None:
    text = "Dr. Ana Ruiz fled to the U.S. in 2019. She was caught."

    assert texts(nlp, text) == ["Dr. Ana Ruiz fled to the U.S. in 2019.", "She was caught."]


def test_a_heading_is_a_sentence_of_its_own(nlp: Language) -> None:
    assert texts(nlp, "Arms route found\nPolice say so.") == ["Arms route found", "Police say so."]


def test_blank_lines_are_no_sentences(nlp: Language) -> None:
    assert texts(nlp, "\n \n\nPolice say so.\n\n") == ["Police say so."]


@given(st.text(alphabet="ab. \n\t", max_size=200))
def test_offsets_count_in_the_article(nlp: Language, text: str) -> None:
    for sentence in sentences(nlp(text), 7):
        assert text[sentence.start - 7 : sentence.end - 7] == sentence.text


@given(st.text(alphabet="ab \n", max_size=100), st.integers(1, 20))
def test_blocks_are_the_text_again(text: str, limit: int) -> None:
    cut = list(blocks(text, limit))

    assert "".join(block for _, block in cut) == text
    assert all(text.startswith(block, start) and len(block) <= limit for start, block in cut)


def test_a_block_ends_at_a_line_break_before_a_space() -> None:
    assert [block for _, block in blocks("one two\nthree four", 15)] == ["one two\n", "three four"]
