import pytest

from extract.reader.decoding import decode, normalise
from graph.errors import ArticleError

SPANISH = "La policía de España detuvo a tres hombres en Málaga y en Perú, según el fiscal. " * 3
RUSSIAN = "Полиция задержала в Москве трёх человек, подозреваемых в торговле оружием. " * 3
POLISH = "Policja zatrzymała w Łodzi trzech mężczyzn podejrzanych o handel bronią. " * 3


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_spanish_is_decoded_from(encoding: str) -> None:
    assert decode(SPANISH.encode(encoding), "a.txt") == SPANISH


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (
            "The gang\u2019s \u201cboss\u201d fled by night to a café in the old town of Lima.",
            "cp1252",
        ),
    ],
)
def test_an_old_encoding_is_told_by_the_text(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("data", [b"", b" \r\n\t "])
def test_nothing_is_refused_as_empty(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"a\.txt: is empty"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04 ...", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (bytes(range(32)) * 100, "is binary"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, kind: str) -> None:
    with pytest.raises(ArticleError, match=kind):
        decode(data, "a.txt")


def test_an_encoding_that_cannot_be_told_is_refused_with_what_to_do() -> None:
    data = bytes(range(0x80, 0x100)) * 50

    with pytest.raises(ArticleError, match=r"is not UTF-8 \(.+\).*; save it as UTF-8"):
        decode(data, "a.txt")


def test_a_broken_utf_16_is_refused() -> None:
    with pytest.raises(ArticleError, match="is not UTF-16"):
        decode(b"\xff\xfea\x00b", "a.txt")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("nu\x00ll\x07", "null"),
        ("\ud800lone", "lone"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("cafe\u0301", "café"),
        ("a\tb", "a\tb"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
    ],
)
def test_what_cannot_be_seen_is_dropped(text: str, clean: str) -> None:
    assert normalise(text) == clean
