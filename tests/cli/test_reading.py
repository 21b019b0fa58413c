import json
from pathlib import Path

import pytest

from tests.cli.running import run, run_apart

ENGLISH = (
    "The Grey Wolves gang supplies weapons to militias in Brazil, police said in 2019.\n\n"
    "Bolivian police arrested Marta Quiroga in 2019.\n"
)
SPANISH = (
    "La policía de Colombia detuvo ayer a tres hombres que vendían armas en la frontera con "
    "el Perú, según dijo el ministro en una rueda de prensa celebrada en Bogotá en 2019.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, str]:
    return "--store", f"sqlite:///{tmp_path / 'graph.db'}"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_an_article_becomes_links_with_their_sentences(folder: Path, at: tuple[str, str]) -> None:
    article = write(folder / "wolves.txt", ENGLISH)

    ingested = run_apart("ingest", article, *at)
    asked = run_apart("neighbours", "Marta Quiroga", "--evidence", *at)

    assert (ingested.returncode, ingested.stderr) == (0, "")
    assert ingested.stdout.startswith("1 added, 0 unchanged, 0 replaced, 0 failed\n")
    assert "Bolivian police\tARRESTED\tMarta Quiroga\tasserted\t2019\t" in asked.stdout
    assert f"\t{ENGLISH.splitlines()[-1]}\n" in asked.stdout


def test_the_same_file_twice_changes_nothing(folder: Path, at: tuple[str, str]) -> None:
    write(folder / "wolves.txt", ENGLISH)
    run("ingest", folder, *at)
    before = run("statistics", "--json", *at).stdout

    again = run("ingest", folder, *at)

    assert (again.exit_code, again.stderr) == (0, "")
    assert again.stdout.startswith("0 added, 1 unchanged, 0 replaced, 0 failed\n")
    assert run("statistics", "--json", *at).stdout == before


def test_the_same_text_under_another_name_is_told_and_kept_once(
    folder: Path, at: tuple[str, str]
) -> None:
    first = write(folder / "wolves.txt", ENGLISH)
    run("ingest", first, *at)

    again = run("ingest", write(folder / "copy.txt", ENGLISH), *at)

    assert again.exit_code == 0
    assert "copy.txt" in again.stderr
    assert "wolves.txt" in again.stderr
    assert "1 document," in again.stdout


def test_a_changed_file_takes_the_place_of_what_it_was(folder: Path, at: tuple[str, str]) -> None:
    article = write(folder / "wolves.txt", ENGLISH)
    run("ingest", article, *at)

    again = run("ingest", write(article, ENGLISH.replace("Brazil", "Chile")), *at)

    assert again.stdout.startswith("0 added, 0 unchanged, 1 replaced, 0 failed\n")
    assert "wolves.txt: " in again.stderr
    assert run("search", "Brazil", *at).stdout == ""
    assert run("search", "Chile", *at).stdout.startswith("Chile\t")


def test_a_document_is_removed_by_the_path_that_was_ingested(
    folder: Path, at: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "policia.txt", SPANISH)
    monkeypatch.chdir(folder)
    run("ingest", "policia.txt", *at)

    assert run("remove", "policia.txt", *at).exit_code == 0
    assert run("documents", *at).stdout == ""


def test_a_text_in_spanish_is_kept_with_its_countries_and_says_so(
    folder: Path, at: tuple[str, str]
) -> None:
    ingested = run("ingest", write(folder / "policia.txt", SPANISH), *at)

    assert ingested.exit_code == 0
    assert "'es'" in ingested.stderr
    assert "countries" in ingested.stderr
    assert "country:CO" in run("search", "Colombia", *at).stdout


UNREADABLE = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\n\t\n", ""),
    "binary.txt": (bytes(range(256)) * 40, ""),
    "picture.png": (b"\x89PNG\r\n\x1a\n", ".jsonl"),
    "broken.json": (b'{"text": ', ""),
    "no-text.json": (b'{"title": "x"}', "text"),
    "wrong-date.json": (b'{"text": "A text.", "date": "last week"}', "date"),
    "nothing.jsonl": (b"", "is empty"),
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("command", [("ingest",), ("extract", "--output", "out")])
def test_what_can_not_be_read_is_named_and_the_rest_is_in(
    folder: Path,
    at: tuple[str, str],
    name: str,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content, problem = UNREADABLE[name]
    bad, good = write(folder / name, content), write(folder / "wolves.txt", ENGLISH)
    monkeypatch.chdir(folder)

    tried = run(*command, bad, good, *at[: 2 * (command == ("ingest",))])

    assert tried.exit_code == 2
    assert f"failed: {name}: " in tried.stderr
    assert problem in tried.stderr
    assert "1 failed" in tried.stdout + tried.stderr
    assert "1 added" in tried.stdout or (folder / "out" / "wolves.json").is_file()


def test_a_bad_line_of_json_lines_is_named_with_its_number(
    folder: Path, at: tuple[str, str]
) -> None:
    lines = (json.dumps({"text": ENGLISH}), "{", json.dumps({"text": SPANISH}))

    tried = run("ingest", write(folder / "news.jsonl", "\n".join(lines)), *at)

    assert tried.exit_code == 2
    assert "news.jsonl:2: " in tried.stderr
    assert tried.stdout.startswith("2 added, 0 unchanged, 0 replaced, 1 failed\n")


def test_a_text_of_100_mb_is_refused_with_what_to_do(folder: Path, at: tuple[str, str]) -> None:
    path = write(folder / "long.txt", "")
    with path.open("ab") as stream:
        stream.truncate(100_000_000)

    tried = run("ingest", path, *at)

    assert tried.exit_code == 2
    assert "long.txt: has 100,000,000 bytes" in tried.stderr
    assert "split it" in tried.stderr


@pytest.mark.parametrize(
    ("path", "problem"), [("articles", "holds no article"), ("nowhere.txt", "no such file")]
)
def test_a_folder_without_articles_or_a_wrong_path_is_told(
    folder: Path, at: tuple[str, str], path: str, problem: str
) -> None:
    tried = run("ingest", folder.parent / path, *at)

    assert tried.exit_code == 2
    assert f"{path}: {problem}" in tried.stderr.replace("can't be read: ", "")


def test_bytes_of_another_encoding_are_decoded(folder: Path, at: tuple[str, str]) -> None:
    ingested = run("ingest", write(folder / "policia.txt", SPANISH.encode("cp1252")), *at)

    assert ingested.exit_code == 0
    assert "country:PE" in run("search", "Peru", *at).stdout


def test_extract_writes_evidence_that_slices_to_its_sentences(folder: Path) -> None:
    write(folder / "wolves.txt", ENGLISH)

    done = run("extract", folder, "--output", folder / "out")
    found = json.loads((folder / "out" / "wolves.json").read_text("utf-8"))

    assert done.exit_code == 0
    ids = {entity["id"] for entity in found["entities"]}
    assert found["claims"]
    for each in found["claims"]:
        assert found["text"][each["start"] : each["end"]] == each["sentence"]
        assert {each["source"], each["target"]} <= ids
    assert {each["entity"] for each in found["mentions"]} == ids


def test_articles_of_one_name_are_not_written_over_each_other(folder: Path) -> None:
    write(folder / "a" / "news.txt", SPANISH)
    write(folder / "b" / "NEWS.txt", SPANISH)
    write(folder / "c" / "news-2.txt", SPANISH)
    write(folder / "d" / "news.jsonl", "\n".join([json.dumps({"text": SPANISH})] * 2))

    done = run("extract", folder, "--output", folder / "out")

    assert done.exit_code == 0
    names = sorted(path.name for path in (folder / "out").iterdir())
    assert len(names) == 5
    assert "news.json" in names


def test_extract_says_where_it_can_not_write(folder: Path) -> None:
    article = write(folder / "policia.txt", SPANISH)

    tried = run("extract", article, "--output", article)

    assert tried.exit_code == 2
    assert "policia.txt: can't be made a folder" in tried.stderr


def test_extract_writes_the_same_bytes_every_time(folder: Path) -> None:
    write(folder / "wolves.txt", ENGLISH)
    write(folder / "policia.txt", SPANISH)

    run("extract", folder / "wolves.txt", folder / "policia.txt", "--output", folder / "one")
    run("extract", folder / "policia.txt", folder / "wolves.txt", "--output", folder / "two")

    for name in ("wolves.json", "policia.json"):
        first, second = folder / "one" / name, folder / "two" / name
        assert first.read_bytes() == second.read_bytes()
