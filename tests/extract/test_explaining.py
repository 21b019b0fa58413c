"""What an explanation tells is what the claims were made of, and nothing else."""

import pytest

from extract.article import Article
from extract.explaining import Explainer
from extract.pipeline import Extractor
from graph.explanation import Explanation

TEXT = (
    "The Alpha Cartel supplied rifles to the Beta Gang in Peru in 1994. The cartel killed Ana Diaz."
    "\n\n"
    "Bolivian police arrested Juan Tello. The weather was fine."
)


@pytest.fixture(scope="module")
def explainer(extractor: Extractor) -> Explainer:
    return Explainer.load(extractor)


@pytest.fixture(scope="module")
def explained(explainer: Explainer) -> Explanation:
    return explainer.explain(Article(text=TEXT))


def test_the_claims_are_those_of_the_extractor(
    explained: Explanation, extractor: Extractor
) -> None:
    assert explained.extraction == extractor.extract(Article(text=TEXT))
    assert explained.extraction.claims


def test_every_claim_is_a_score_above_what_it_needs_and_every_such_score_a_claim(
    explained: Explanation,
) -> None:
    stated = {
        (sentence.span.start, frozenset((pair.source, pair.target)), score.type, score.share)
        for sentence in explained.sentences
        for pair in sentence.pairs
        for score in pair.scores
        if score.share >= score.needed
    }
    claims = {
        (claim.start, frozenset((claim.source, claim.target)), claim.type, claim.confidence)
        for claim in explained.extraction.claims
    }
    assert stated == claims


def test_every_sentence_is_there_in_order(explained: Explanation) -> None:
    texts = [TEXT[each.span.start : each.span.end] for each in explained.sentences]
    assert " ".join(texts).split() == TEXT.split()
    assert explained.sentences[-1].mentions == ()
    assert explained.sentences[-1].pairs == ()


def test_mentions_stand_for_what_the_extraction_says(explained: Explanation) -> None:
    told = {
        (mention.span.start, mention.span.end, entity)
        for sentence in explained.sentences
        for mention in sentence.mentions
        for entity in mention.entities
    }
    kept = {(m.span.start, m.span.end, m.entity) for m in explained.extraction.mentions}
    assert told == kept
    shares = [m.share for sentence in explained.sentences for m in sentence.mentions]
    assert all(0 <= share <= 1 for share in shares)
    assert max(shares) > 0.9


def test_what_refers_back_has_its_candidates_likeliest_first(explained: Explanation) -> None:
    every = [mention for sentence in explained.sentences for mention in sentence.mentions]
    [it] = [mention for mention in every if mention.candidates]
    assert TEXT[it.span.start : it.span.end] == "cartel"
    assert not it.named
    assert it.entities == (it.candidates[0][0],)
    shares = [share for _, share in it.candidates]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] >= it.needed


def test_a_country_inside_a_name_is_said_to_be_held(explained: Explanation) -> None:
    held = [sentence.held for sentence in explained.sentences if sentence.held]
    assert {"country:BO": ("agency:bolivian-police",)} in held


def test_words_lie_in_the_text_and_weigh_no_more_than_all(explained: Explanation) -> None:
    pairs = [pair for sentence in explained.sentences for pair in sentence.pairs]
    assert any(pair.words for pair in pairs)
    for pair in pairs:
        assert sum(weight for _, weight in pair.words) <= 1.001
        assert [w for _, w in pair.words] == sorted((w for _, w in pair.words), reverse=True)
        for span, _ in pair.words:
            assert TEXT[span.start : span.end].strip() == TEXT[span.start : span.end] != ""


def test_a_language_that_the_model_does_not_know_has_no_sentences(explainer: Explainer) -> None:
    spanish = explainer.explain(
        Article(text="La policía de Colombia detuvo a tres.", language="es")
    )
    assert spanish.sentences == ()
    assert [one.id for one in spanish.extraction.entities] == ["country:CO"]
