from pathlib import Path

import pytest

from graph.ontology import Status
from training.marked import main, read_marked

ARTICLE = """### id: tin-01
title: Tin and tax
date: 2024-05-11
kind: NGO report
text:
H> [Tin|tin] and tax
1> The [M-42 militia|e2] has taxed traders near [Goma|e1] since [2019|2019].

2> [Its|e2] leader, [Jean Amani|e3], was held by [[Congolese|CD] police|e4].
entities:
e1 Place Goma (city)
e2 Group M-42 militia = M-42; M42
e3 Person Jean Amani = Amani
e4 Agency ~ Congolese police
claims:
@1 e2 OPERATES_IN e1
@1 2019 e2
@2 e3 LEADS e2
@2 e4 ARRESTED e3 alleged by=e3 y=2023
end
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "marked.txt"
    path.write_text(text, "utf-8")
    return path


def test_an_article_is_read_whole(tmp_path: Path) -> None:
    (article,) = read_marked(written(tmp_path, ARTICLE))
    assert article.faults == []
    assert article.text == (
        "Tin and tax\n\nThe M-42 militia has taxed traders near Goma since 2019.\n\n"
        "Its leader, Jean Amani, was held by Congolese police."
    )
    marked = [(article.text[m.start : m.end], m.entity) for m in article.mentions]
    assert marked == [
        ("Tin", "commodity:tin"),
        ("M-42 militia", "group:m-42-militia"),
        ("Goma", "place:goma"),
        ("2019", "year:2019"),
        ("Its", "group:m-42-militia"),
        ("Jean Amani", "person:jean-amani"),
        ("Congolese police", "agency:congolese-police"),
        ("Congolese", "country:CD"),
    ]
    goma = article.by_id["place:goma"]
    assert (goma.name, goma.kind) == ("Goma", "city")
    assert article.by_id["group:m-42-militia"].aliases == ("M-42", "M42")
    assert article.by_id["agency:congolese-police"].described


def test_claims_have_their_sentence_status_speaker_and_year(tmp_path: Path) -> None:
    (article,) = read_marked(written(tmp_path, ARTICLE))
    said = [(c.source, c.type, c.target, c.year) for c in article.claims]
    assert said == [
        ("group:m-42-militia", "OPERATES_IN", "place:goma", None),
        ("group:m-42-militia", "SEEN_IN", "year:2019", 2019),
        ("person:jean-amani", "LEADS", "group:m-42-militia", None),
        ("agency:congolese-police", "ARRESTED", "person:jean-amani", 2023),
    ]
    last = article.claims[-1]
    assert (last.status, last.attributed_to) == (Status.ALLEGED, "person:jean-amani")
    assert article.text[last.start : last.end].startswith("Its leader")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[Goma|e1]", "[Goma|e9]", "line 7: a mark of 'e9', which is not listed"),
        ("[Goma|e1] since", "[Goma|e1 since", "line 7: a mark"),
        ("1> The", "The", "line 7: no sentence"),
        ("2> [Its", "1> [Its", "line 9: sentence 1 twice"),
        ("e1 Place Goma", "e1 Town Goma", "line 11: no entity"),
        ("@1 e2 OPERATES_IN e1", "@7 e2 OPERATES_IN e1", "line 16: no such sentence"),
        ("@1 e2 OPERATES_IN e1", "@1 e2 OPERATES_IN e3", "line 16: e2 OPERATES_IN e3"),
        ("@1 e2 OPERATES_IN e1", "@1 e2 OPERATES_IN e1 surely", "line 16: no claim"),
        ("@1 e2 OPERATES_IN e1", "@1 e2 OPERATES_IN e1 by=e8", "line 16: a reference"),
        ("@2 e3 LEADS e2", "@2 e2 RIVAL_OF e2", "line 18: e2 RIVAL_OF e2: both ends"),
        ("kind: NGO report", "sort: NGO report", "line 4: 'sort'"),
        ("[Its|e2] leader, [Jean Amani|e3]", "[Its|e2] leader", "'Jean Amani' is listed, but"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    (article,) = read_marked(written(tmp_path, ARTICLE.replace(old, new, 1)))
    assert any(fault in each for each in article.faults), article.faults


def test_the_checker_tells_faults_and_writes_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = ARTICLE + ARTICLE.replace("tin-01", "tin-02").replace("LEADS", "LEAD")
    status = main([str(written(tmp_path, good)), "--output", str(tmp_path / "out")])
    told = capsys.readouterr()
    assert status == 1
    assert "2 articles" in told.out
    assert "tin-02: line" in told.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["tin-01.json"]


def test_the_corpus_has_no_fault() -> None:
    assert main([str(Path(__file__).parents[2] / "corpus")]) == 0
