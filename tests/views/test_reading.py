from hypothesis import given
from hypothesis import strategies as some

from api.views.reading import Sentence, paragraphs
from graph.model import Extraction, Mention
from graph.value import Span
from tests.builders import article, document, entity, state


def read(extraction: Extraction) -> list[list[Sentence]]:
    return paragraphs(
        extraction.document.text, extraction.claims, extraction.mentions, extraction.entities
    )


def text_of(sentences: list[Sentence]) -> str:
    return "".join(piece.text for sentence in sentences for piece in sentence.pieces)


TWO = article(
    state("group:alpha", "SUPPLIES", "group:beta"),
    state("group:beta", "BASED_IN", "country:PE"),
    entities=[entity("country:PE", "Peru")],
)


def test_each_line_is_a_paragraph_with_its_words() -> None:
    drawn = [text_of(sentences).strip() for sentences in read(TWO)]
    assert drawn == ["A title", "Alpha supplies Beta.", "Beta is based in Peru."]


def test_a_sentence_is_found_by_where_its_claim_starts() -> None:
    stated = [s for sentences in read(TWO) for s in sentences if s.claims]
    assert [(s.start, s.claims) for s in stated] == [(c.start, 1) for c in TWO.claims]


def test_names_lead_to_their_entities() -> None:
    pieces = [p for s in read(TWO)[2] for p in s.pieces if p.href]
    assert [(p.text, p.label, p.href) for p in pieces] == [
        ("Beta", "Group", "/entities/group:beta"),
        ("Peru", "Country", "/entities/country:PE"),
    ]


@given(
    text=some.text(some.sampled_from("ab \n"), min_size=1, max_size=60),
    spans=some.lists(some.tuples(some.integers(0, 59), some.integers(1, 20)), max_size=8),
)
def test_no_letter_is_lost_or_doubled_whatever_is_named(
    text: str, spans: list[tuple[int, int]]
) -> None:
    about = document(text)
    known = entity("group:alpha")
    mentions = [
        Mention(document=about.id, span=Span(start=start, end=end), entity=known.id)
        for start, end in ((s, min(s + length, len(text))) for s, length in spans)
        if start < end
    ]
    drawn = "".join(map(text_of, paragraphs(text, [], mentions, [known])))
    assert "".join(drawn.split()) == "".join(text.split())
