import re

import pytest

from extract.mentions import Found
from extract.phrases import Named, describe
from extract.sentences import Sentence
from graph.ontology import Label


def found(text: str, words: str, label: Label, *, named: bool = True, inner: bool = False) -> Found:
    """Return the mention that these words are, the first time that they stand in the text."""
    match = re.search(rf"\b{re.escape(words)}", text)
    assert match
    return Found(match.start(), match.end(), label, named, inner)


def named(text: str, *mentions: Found) -> dict[tuple[str, ...], Named]:
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end, m.inner))
    return {each.names: each for each in describe(text, Sentence(text, 0), 0, ordered)}


def test_a_nickname_in_quotes_does_not_split_a_person() -> None:
    text = "Police hold Ana “La Reina” Ruiz."
    names = named(
        text,
        found(text, "Ana", Label.PERSON),
        found(text, "La Reina", Label.PERSON),
        found(text, "Ruiz", Label.PERSON),
    )

    assert list(names) == [("Ana “La Reina” Ruiz",)]


def test_a_legal_form_belongs_to_the_company_before_it() -> None:
    text = "Harbour Rice N.V. paid."

    assert ("Harbour Rice N.V.",) in named(text, found(text, "Harbour Rice", Label.ORGANIZATION))


def test_an_adjective_shares_the_next_ones_noun() -> None:
    text = "Kenyan and Ugandan authorities met."
    names = named(
        text,
        found(text, "Kenyan", Label.COUNTRY),
        found(text, "Ugandan authorities", Label.AGENCY),
        found(text, "Ugandan", Label.COUNTRY, inner=True),
    )

    assert {("Kenyan authorities",), ("Ugandan authorities",), ("Kenyan",)} <= set(names)


def test_one_mention_of_two_bodies_gives_two_names() -> None:
    text = "Kenyan and Ugandan authorities met."
    names = named(
        text,
        found(text, "Kenyan and Ugandan authorities", Label.AGENCY),
        found(text, "Kenyan", Label.COUNTRY, inner=True),
        found(text, "Ugandan", Label.COUNTRY, inner=True),
    )

    assert ("Kenyan authorities", "Ugandan authorities") in names


def test_a_country_beside_a_body_stays_a_country() -> None:
    text = "Kenya and Ugandan authorities met."
    names = named(
        text,
        found(text, "Kenya", Label.COUNTRY),
        found(text, "Ugandan authorities", Label.AGENCY),
        found(text, "Ugandan", Label.COUNTRY, inner=True),
    )

    assert set(names) == {("Kenya",), ("Ugandan authorities",), ("Ugandan",)}


def test_what_a_introduces_is_named_with_what_tells_it_apart() -> None:
    text = "They broke up a network involved in fuel theft, again."
    names = named(text, found(text, "network", Label.GROUP, named=False))

    assert list(names) == [("network involved in fuel theft",)]


def test_what_the_refers_to_is_not_introduced() -> None:
    text = "They broke up the network involved in fuel theft."

    assert list(named(text, found(text, "network", Label.GROUP, named=False))) == [("network",)]


@pytest.mark.xfail(reason="a heading may have named it already", strict=True)
def test_an_indefinite_body_may_be_known() -> None:
    text = "He is heir to a clan that Europe knows."

    assert list(named(text, found(text, "clan", Label.GROUP, named=False))) == [("clan",)]


@pytest.mark.parametrize("label", [Label.PERSON, Label.PLACE, Label.GROUP])
def test_what_has_a_legal_form_is_a_company(label: Label) -> None:
    text = "Records name Quispe Hermanos S.A. of Lima."
    mention = named(text, found(text, "Quispe Hermanos", label))["Quispe Hermanos S.A.",]

    assert mention.found.label == Label.ORGANIZATION


def test_a_name_in_brackets_glosses_the_one_before() -> None:
    text = "The Policía Nacional (PN) and the Fiscalía (of Lima) met PN."
    names = named(
        text, found(text, "Policía Nacional", Label.AGENCY), found(text, "PN", Label.AGENCY)
    )

    assert names["PN",].glosses
    assert not names["Policía Nacional",].glosses


def test_a_name_in_brackets_after_another_sort_is_its_own() -> None:
    text = "Rosa Quispe (PN) spoke."
    names = named(text, found(text, "Rosa Quispe", Label.PERSON), found(text, "PN", Label.AGENCY))

    assert not names["PN",].glosses


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("They came from the Western Balkans.", "Balkans", "Western Balkans"),
        ("SOUTH-EAST ASIA", "ASIA", "SOUTH-EAST ASIA"),
        ("They left the western Sahel.", "Sahel", "Sahel"),
        ("Police in North Lima", "Lima", "Lima"),
    ],
)
def test_a_quarter_of_a_region_belongs_to_its_name(text: str, words: str, whole: str) -> None:
    assert (whole,) in named(text, found(text, words, Label.PLACE))
