import pytest

from extract.names import clean, legal_form_end, parts, shouted, without_owner
from graph.ontology import Label


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("Colonel Ana Ruiz", Label.PERSON, "Ana Ruiz"),
        ("Mr. Quispe", Label.PERSON, "Quispe"),
        ("Quispe's", Label.PERSON, "Quispe"),
        ("the Red Hand", Label.GROUP, "Red Hand"),
        ("its armed wing", Label.GROUP, "armed wing"),
        ("Harbour Rice N.V.", Label.ORGANIZATION, "Harbour Rice"),
        ("Banco Azul, S.A.", Label.ORGANIZATION, "Banco Azul"),
        ("Atlas\n Trading Ltd", Label.ORGANIZATION, "Atlas Trading"),
        ("General", Label.PERSON, "General"),
        ("—", Label.PERSON, ""),
    ],
)
def test_a_name_is_cut_to_what_tells_its_bearer(text: str, label: Label, name: str) -> None:
    assert clean(text, label) == name


@pytest.mark.xfail(reason="first names that are titles elsewhere are lost", strict=True)
def test_a_first_name_that_is_a_title_stays() -> None:
    assert clean("Prince Adeyemi Cole", Label.PERSON) == "Prince Adeyemi Cole"


def test_a_legal_form_behind_a_name_is_found() -> None:
    assert legal_form_end("Harbour Rice N.V. of", 12) == len("Harbour Rice N.V.")


def test_a_word_that_only_starts_like_a_legal_form_is_none() -> None:
    assert legal_form_end("Atlas in Peru", 5) == 5


def test_the_owner_before_a_body_is_left_out() -> None:
    assert without_owner("Kenya's National Police") == "National Police"


def test_initials_are_one_word() -> None:
    assert parts("U.S. Navy") == ("us", "navy")


@pytest.mark.parametrize(("name", "loud"), [("ROTTERDAM", True), ("DEA", False), ("Lima", False)])
def test_only_a_long_name_in_capitals_is_shouted(name: str, loud: bool) -> None:  # noqa: FBT001 - a table's column
    assert shouted(name) is loud
