import pytest

from graph import identity
from graph.ontology import Label


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Rosa Quispe", "rosa-quispe"),
        ("Ñandú & Söhne, S.A.", "nandu-sohne-s-a"),
        ("O'Neill\N{RIGHT SINGLE QUOTATION MARK}s", "oneills"),
        ("  --  ", ""),
        ("Москва", "moskva"),
    ],
)
def test_a_slug_is_lower_case_latin_with_hyphens(name: str, slug: str) -> None:
    assert identity.slug(name) == slug


def test_parts_of_a_hash_are_told_apart() -> None:
    assert identity.digest("ab", "c") != identity.digest("a", "bc")
    assert len(identity.digest("x")) == identity.HASH_LENGTH


@pytest.mark.parametrize(
    ("label", "key", "id_"),
    [
        (Label.PERSON, "Rosa Quispe", "person:rosa-quispe"),
        (Label.COUNTRY, "PE", "country:PE"),
        (Label.COMMODITY, "cash", "commodity:cash"),
        (Label.YEAR, "2019", "year:2019"),
    ],
)
def test_an_id_begins_with_its_label(label: Label, key: str, id_: str) -> None:
    assert identity.entity_id(label, key) == id_
    assert identity.label_of(id_) is label


@pytest.mark.parametrize("id_", ["", "person", "ghost:a", "Person:a", ":a", "document:x"])
def test_an_id_of_no_label_has_none(id_: str) -> None:
    assert identity.label_of(id_.replace("person", "persona")) is None


def test_a_described_entity_belongs_to_its_document() -> None:
    document = identity.document_id("text")
    id_ = identity.described_id(Label.GROUP, "Arms ring", document)
    assert id_ == f"group:arms-ring@{identity.digest('text')}"
    assert identity.event_id(document, 2) == f"event:{identity.digest('text')}:2"
