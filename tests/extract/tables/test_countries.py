import pytest

from extract.tables.countries import (
    capital_country,
    country_code,
    country_codes,
    country_name,
    find_countries,
)


def found(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(text[start:end], code) for start, end, code in find_countries(text, language=language)]


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("Peru", "PE"),
        ("PERU", "PE"),
        ("the Netherlands", "NL"),
        ("Britain", "GB"),
        ("U.S.", "US"),
        ("US", "US"),
        ("UAE", "AE"),
        ("DR Congo", "CD"),
        ("the Democratic Republic of the Congo", "CD"),
        ("Ivory Coast", "CI"),
        ("Côte d\u2019Ivoire", "CI"),
        ("Kosovo", "XK"),
        ("Mexican", "MX"),
        ("Mexicans", "MX"),
        ("Frenchmen", "FR"),
        ("Swiss", "CH"),
        ("Omanis", "OM"),
        ("Nepali", "NP"),
        ("Chad's", "TD"),
        ("northern Mali", "ML"),
        ("south-eastern Niger", "NE"),
        ("Colombian government", "CO"),
        ("Government of the Netherlands", "NL"),
        ("Peruvian-led", "PE"),
        ("Guinea-Bissau", "GW"),
        ("Equatorial Guinea", "GQ"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
    ],
)
def test_words_for_a_country_give_its_code(surface: str, code: str) -> None:
    assert country_code(surface) == code


@pytest.mark.parametrize(
    "surface",
    ["us", "car", "it", "", "   ", "Northern Ireland", "New Mexico", "West Indian", "Lima"],
)
def test_other_words_are_no_country(surface: str) -> None:
    assert country_code(surface) is None


@pytest.mark.parametrize("code", sorted(country_codes()))
def test_every_country_is_found_by_the_name_it_is_shown_with(code: str) -> None:
    name = country_name(code)

    assert country_code(name) == code
    assert "," not in name
    assert "(" not in name


def test_an_unknown_code_has_no_name() -> None:
    with pytest.raises(KeyError):
        country_name("ZZ")


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("Madrid", "ES"),
        ("the Kremlin", "RU"),
        ("Washington", "US"),
        ("Bogotá", "CO"),
        ("Bogota", "CO"),
    ],
)
def test_a_capital_stands_for_its_country(surface: str, code: str) -> None:
    assert capital_country(surface) == code
    assert country_code(surface) is None


def test_a_city_that_is_no_capital_stands_for_nothing() -> None:
    assert capital_country("Barcelona") is None


def test_countries_are_found_in_order_and_the_longest_name_wins() -> None:
    text = "From Guinea-Bissau by way of Niger, Nigeria and the U.S. to Papua New Guinea."

    assert found(text) == [
        ("Guinea-Bissau", "GW"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("U.S.", "US"),
        ("Papua New Guinea", "PG"),
    ]


def test_a_country_inside_a_longer_name_is_left_out() -> None:
    text = "New Mexico, the South China Sea, Lake Chad and Latin American ports"

    assert found(text) == []


def test_a_country_in_a_compound_is_found() -> None:
    assert found("the US-Mexico border and anti-French slogans") == [
        ("US", "US"),
        ("Mexico", "MX"),
        ("French", "FR"),
    ]


def test_small_letters_and_parts_of_words_are_no_country() -> None:
    assert found("they told us of turkey, china plates and Iranology") == []


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("es", "Armas de España y Perú", [("España", "ES"), ("Perú", "PE")]),
        ("fr", "des armes d\u2019Espagne", [("Espagne", "ES")]),
        ("zh", "从中国到美国", [("中国", "CN"), ("美国", "US")]),
        ("xx", "Peru", [("Peru", "PE")]),
    ],
)
def test_other_languages_have_their_own_names(
    language: str, text: str, names: list[tuple[str, str]]
) -> None:
    assert found(text, language) == names


@pytest.mark.xfail(reason="known problem: names that are also persons or things")
@pytest.mark.parametrize(
    "text", ["Jordan scored twice.", "Chad phoned his mother.", "Roast Turkey", "Atlanta, Georgia"]
)
def test_a_person_or_thing_called_like_a_country_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.xfail(reason="known problem: a headline in capitals")
def test_us_in_a_shouted_headline_is_no_country() -> None:
    assert found("THEY SOLD US OUT") == []


@pytest.mark.xfail(reason="known problem: only dictionary forms are known")
def test_a_declined_name_is_found() -> None:
    assert found("w Polsce", "pl") == [("Polsce", "PL")]
