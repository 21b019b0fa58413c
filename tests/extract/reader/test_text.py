from datetime import date

import pytest

from extract.reader import make_article
from graph.errors import ArticleError

BODY = "The gang sold rifles to the cartel, and the police arrested its boss in 2019."


def test_an_article_has_its_text_title_headings_and_language() -> None:
    article = make_article(f"Guns\n\n{BODY}\n", where="a.txt")

    assert article.text == f"Guns\n\n{BODY}"
    assert article.title == "Guns"
    assert [span.of(article.text) for span in article.headings] == ["Guns"]
    assert article.language == "en"
    assert article.source == "a.txt"


def test_what_is_given_goes_before_what_is_found() -> None:
    article = make_article(
        f"Guns\n\n{BODY}",
        where="a.txt",
        title=" The\nguns ",
        published=date(2020, 1, 2),
        source="page 4",
    )

    assert (article.title, article.published, article.source) == (
        "The guns",
        date(2020, 1, 2),
        "page 4",
    )


@pytest.mark.parametrize(
    "text",
    [
        f"Guns\n\nGuns\n\n{BODY}",
        f"Guns\n\n{BODY}\n\nGUNS",
        f"Guns\nGuns\n\nGuns\n\n{BODY}",
        f"Share this\nGuns\n\n{BODY}\n\n© 2020 The Post",
    ],
)
def test_repeated_titles_and_furniture_go(text: str) -> None:
    assert make_article(text, where="a.txt").text == f"Guns\n\n{BODY}"


def test_a_title_that_is_repeated_below_the_first_line_goes() -> None:
    text = f"The Post\n\nGuns\n\n{BODY}\n\nGuns\n\nMore."

    article = make_article(text, where="a.txt", title="Guns")

    assert article.text == f"The Post\n\nGuns\n\n{BODY}\n\nMore."


def test_other_repeated_lines_stay() -> None:
    text = f"Guns\n\n{BODY}\n\nNobody answered.\n\n{BODY}\n\nNobody answered."

    assert make_article(text, where="a.txt").text == text


def test_paragraphs_and_their_sentences_stay_literally() -> None:
    text = f"Guns\n\n  {BODY}  {BODY}\n\n\n\n{BODY}"

    assert make_article(text, where="a.txt").text == f"Guns\n\n  {BODY}  {BODY}\n\n{BODY}"


@pytest.mark.parametrize("text", ["Share this\n\nAdvertisement", " \n ", "\x00\x07"])
def test_a_page_without_an_article_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match=r"a\.txt: holds no text"):
        make_article(text, where="a.txt")
