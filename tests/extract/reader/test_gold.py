import json
from pathlib import Path

import pytest

from extract.article import Article
from extract.reader import read

GOLD = sorted((Path(__file__).resolve().parents[3] / "bench/gold").glob("*.json"))


def name(path: Path) -> str:
    return path.stem


def article_of(path: Path) -> Article:
    [article] = read(path)
    assert isinstance(article, Article)
    return article


def words(text: str) -> str:
    return " ".join(text.split())


def test_there_are_gold_articles() -> None:
    assert len(GOLD) == 12


@pytest.mark.parametrize("path", GOLD, ids=name)
def test_what_annotators_called_furniture_goes(path: Path) -> None:
    furniture = json.loads(path.read_text("utf-8"))["furniture"]

    assert set(article_of(path).text.splitlines()).isdisjoint(furniture)


@pytest.mark.parametrize("path", GOLD, ids=name)
def test_every_other_line_stays(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    lines = dict.fromkeys(gold["text"].splitlines())
    kept = " ".join(line for line in lines if line not in gold["furniture"])

    assert words(article_of(path).text) == words(kept)


@pytest.mark.parametrize("path", GOLD, ids=name)
def test_every_sentence_that_makes_a_claim_stands(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    text = words(article_of(path).text)

    assert [c["sentence"] for c in gold["claims"] if words(c["sentence"]) not in text] == []


@pytest.mark.parametrize("path", GOLD, ids=name)
def test_gold_articles_are_told_to_be_english(path: Path) -> None:
    assert article_of(path).language == "en"
