import pytest

from extract.reader.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The gang sold rifles to the cartel, and the police arrested its boss.", "en"),
        ("La policía de España detuvo a tres hombres acusados de vender armas.", "es"),
        ("La police a arrêté à Marseille trois membres présumés d\u2019un réseau.", "fr"),
        ("Die Polizei hat in Köln drei Männer wegen Waffenhandels festgenommen.", "de"),
        ("Полиция задержала в Москве трёх человек.", "ru"),
        ("警方在北京逮捕了三名涉嫌走私武器的男子。", "zh"),
    ],
)
def test_a_sentence_tells_its_language(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["Kenya", "x", "123", "", "Gang supplies guns", "GULF OF GUINEA"])
def test_too_short_a_text_is_taken_for_english(text: str) -> None:
    assert detect(text) == "en"


@pytest.mark.xfail(reason="known problem: lists of names are called English")
def test_a_list_of_spanish_names_is_spanish() -> None:
    assert detect("Juan Carlos Ramírez, Inés Quispe, Guayaquil") == "es"
