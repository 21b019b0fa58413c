import json
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.article import Article
from extract.manifest import extractor_version
from extract.pipeline import Extractor
from graph.model import Claim, Extraction
from graph.ontology import RELATION_TYPES, TYPES_WITH_COMMODITY, Label, Status

GOLD = sorted((Path(__file__).resolve().parents[2] / "bench/gold").glob("*.json"))
RAID = (
    "Spanish police arrested Rosa Quispe in Callao, Peru, in 2019.\n\n"
    "According to Europol, she had sold rifles to the Northern Cartel.\n\n"
    "The cartel denies it."
)
WORDS = st.sampled_from(
    ["Rosa Quispe", "the gang", "Peruvian", "police", "arrested", "in", "2019", ",", ".", "\n", "“"]
)


def bytes_of(extraction: Extraction) -> str:
    return extraction.model_dump_json()


def articles() -> list[Article]:
    return [Article(text=json.loads(path.read_text("utf-8"))["text"]) for path in GOLD[:4]]


def names(extraction: Extraction, label: Label) -> set[str]:
    return {entity.name for entity in extraction.entities if entity.label == label}


def links(extraction: Extraction) -> set[tuple[str, str, str]]:
    return {(claim.source, claim.type, claim.target) for claim in extraction.claims}


@pytest.fixture(scope="module")
def raid(extractor: Extractor) -> Extraction:
    return extractor.extract(Article(text=RAID, title="Raid", published=date(2020, 1, 1)))


def test_an_article_gives_entities_of_its_own_words(raid: Extraction) -> None:
    assert names(raid, Label.PERSON) == {"Rosa Quispe"}
    assert names(raid, Label.COUNTRY) == {"Peru", "Spain"}
    assert names(raid, Label.YEAR) == {"2019"}


def test_an_article_gives_claims(raid: Extraction) -> None:
    assert ("agency:spanish-police", "ARRESTED", "person:rosa-quispe") in links(raid)
    assert ("person:rosa-quispe", "SUPPLIES", "group:northern-cartel") in links(raid)


def claim_of(extraction: Extraction, type_: str) -> Claim:
    [claim] = [c for c in extraction.claims if c.type == type_ and c.status == Status.ASSERTED]
    return claim


def test_a_claim_has_its_year(raid: Extraction) -> None:
    assert claim_of(raid, "ARRESTED").year == 2019


def test_a_claim_has_its_source_and_commodity(raid: Extraction) -> None:
    supply = claim_of(raid, "SUPPLIES")

    assert supply.attributed_to in {entity.id for entity in raid.entities}
    assert supply.commodity == "commodity:firearms"


def test_a_document_names_what_read_it(raid: Extraction, extractor: Extractor) -> None:
    assert raid.document.extractor == extractor.version == extractor_version()


def test_every_end_of_a_claim_is_a_mention_in_its_sentence(raid: Extraction) -> None:
    places = {(mention.span, mention.entity) for mention in raid.mentions}
    ends = chain.from_iterable(
        ((claim.source_span, claim.source), (claim.target_span, claim.target))
        for claim in raid.claims
    )

    assert set(ends) <= places


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_articles_give_sound_claims(path: Path, extractor: Extractor) -> None:
    text = json.loads(path.read_text("utf-8"))["text"]
    extraction = extractor.extract(Article(text=text))
    labels = {entity.id: entity.label for entity in extraction.entities}

    assert extraction.claims
    assert all(text[c.start : c.end] == c.sentence for c in extraction.claims)
    assert all(
        RELATION_TYPES[c.type].allows(labels[c.source], labels[c.target]) for c in extraction.claims
    )
    assert {c.type for c in extraction.claims if c.commodity} <= TYPES_WITH_COMMODITY
    assert {mention.entity for mention in extraction.mentions} == set(labels)


def test_no_sentence_reaches_across_a_line_break(extractor: Extractor) -> None:
    [*extractions] = extractor.extract_all(articles())

    assert not any("\n" in claim.sentence for each in extractions for claim in each.claims)


def test_the_order_of_articles_changes_nothing(extractor: Extractor) -> None:
    there = [bytes_of(each) for each in extractor.extract_all(articles())]
    back = [bytes_of(each) for each in extractor.extract_all(reversed(articles()))]

    assert there == back[::-1]


def test_an_article_alone_gives_the_same_bytes_as_among_others(extractor: Extractor) -> None:
    [*_, last] = extractor.extract_all(articles())
    alone = Extractor.load().extract(articles()[-1])

    assert bytes_of(last) == bytes_of(alone)


def test_the_number_of_threads_changes_nothing(extractor: Extractor) -> None:
    two = Extractor.load(threads=2)

    assert bytes_of(two.extract(articles()[0])) == bytes_of(extractor.extract(articles()[0]))


def test_what_stands_after_a_paragraph_leaves_its_claims_alone(extractor: Extractor) -> None:
    short = extractor.extract(Article(text=RAID))
    longer = extractor.extract(Article(text=f"{RAID}\n\nNobody knows why."))

    assert links(short) == links(longer)


def test_an_article_in_another_language_has_countries_and_years_only(extractor: Extractor) -> None:
    text = "La policía de España detuvo a Rosa Quispe en Perú en 2019."
    extraction = extractor.extract(Article(text=text, language="es"))

    assert {entity.id for entity in extraction.entities} == {
        "country:ES",
        "country:PE",
        "year:2019",
    }
    assert extraction.claims == ()
    assert len(extraction.mentions) == 3


def test_last_year_counts_from_the_articles_date(extractor: Extractor) -> None:
    article = Article(
        text="Kenya's police arrested Juma Otieno last year.", published=date(2021, 5, 1)
    )

    assert "year:2020" in {entity.id for entity in extractor.extract(article).entities}


def test_a_described_entity_belongs_to_its_document(extractor: Extractor) -> None:
    text = "Police broke up a network that brought pistols from the coast."
    extraction = extractor.extract(Article(text=text))
    ids = {entity.id for entity in extraction.entities if entity.described}

    assert all(id_.endswith(extraction.document.id.removeprefix("document:")) for id_ in ids)


@pytest.mark.parametrize(
    "text",
    [
        "police and gangs " * 2500,
        "x" * 60_000,
        "。".join(["秘魯警察"] * 300),
        "Rosa\u200b Quispe\u200d leads the Red\ufeff Hand.",
        "👮🏽‍♀️ arrested 🇵🇪 Rosa Quispe 🔫 in 2019.",
        "اعتقلت الشرطة روزا في بيرو عام 2019.",
        "\x00\x01 Peru \x00",
        "\n\n\n—\n\n",
        "Peru\r\nSpain\u2028Italy\x85Chile",
    ],
    ids=[
        "long",
        "unbroken",
        "chinese",
        "zero-width",
        "emoji",
        "arabic",
        "control",
        "dash",
        "breaks",
    ],
)
def test_odd_text_gives_a_sound_extraction(text: str, extractor: Extractor) -> None:
    extraction = extractor.extract(Article(text=text))

    assert extraction.document.text == text


def test_a_sentence_too_long_for_a_window_is_read_to_its_end(extractor: Extractor) -> None:
    text = f"{'and then again, ' * 400}Spanish police arrested Rosa Quispe in Peru."
    extraction = extractor.extract(Article(text=text))

    assert {"country:ES", "country:PE"} <= {entity.id for entity in extraction.entities}


def test_a_text_longer_than_a_block_is_read_to_its_end(extractor: Extractor) -> None:
    text = f"{'Nothing happened. ' * 3000}\nSpanish police arrested Rosa Quispe in Peru."
    extraction = extractor.extract(Article(text=text))
    start = text.index("Rosa Quispe")

    assert "Rosa Quispe" in names(extraction, Label.PERSON)
    assert start in {mention.span.start for mention in extraction.mentions}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.one_of(st.text(min_size=1), st.lists(WORDS, min_size=1).map(" ".join)))
def test_any_text_gives_a_sound_extraction(text: str, extractor: Extractor) -> None:
    article = Article.model_construct(
        text=text, language="en", title="", published=None, source=None
    )
    extraction = extractor.extract(article)

    assert {mention.entity for mention in extraction.mentions} == {
        entity.id for entity in extraction.entities
    }
