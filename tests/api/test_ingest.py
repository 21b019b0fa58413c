import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api import ingest as ingesting
from api.ingest import Keeper, ingest
from api.schemas import Ingested, Outcome
from extract.article import Article
from graph.errors import ArticleError, StoreReadOnlyError
from graph.identity import document_id
from graph.model import Document, Extraction
from graph.store import GraphStore
from graph.stores import open_store

ALPHA = "The Alpha Cartel supplied weapons to the Beta Gang in Peru in 1994.\n"
BETA = "The Beta Gang attacked the Gamma Brotherhood in Lima, according to the Peruvian police.\n"
SPANISH = (
    "El cartel de Sinaloa envía cocaína desde Colombia a España, según la policía de Madrid. "
    "En 2019 fueron detenidas doce personas en la ciudad de Valencia por el mismo caso.\n"
)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    store = open_store(f"sqlite:///{tmp_path / 'graph.db'}")
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


def run(store: GraphStore, *paths: Path) -> list[Ingested]:
    return list(ingest(store, paths, max_bytes=100_000))


def outcomes(results: list[Ingested]) -> list[Outcome]:
    return [result.outcome for result in results]


def test_a_folder_is_read_article_by_article(empty: GraphStore, folder: Path) -> None:
    (folder / "a.txt").write_text(ALPHA)
    (folder / "b.txt").write_text(BETA)

    results = run(empty, folder)

    assert outcomes(results) == [Outcome.ADDED, Outcome.ADDED]
    assert [result.where for result in results] == [str(folder / "a.txt"), str(folder / "b.txt")]
    assert all(result.entities for result in results)
    assert empty.statistics().documents == 2


def test_a_document_says_when_it_came_and_from_where(empty: GraphStore, folder: Path) -> None:
    (folder / "a.txt").write_text(ALPHA)

    [result] = run(empty, folder / "a.txt")
    document = empty.document(result.document or "")

    assert document.source == str(folder / "a.txt")
    assert document.ingested_at is not None
    assert document.ingested_at.tzinfo is not None


def test_a_second_run_changes_nothing_and_loads_no_model(
    empty: GraphStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text(ALPHA)
    run(empty, folder)
    before = empty.statistics()
    monkeypatch.delattr(ingesting, "_extractor")

    results = run(empty, folder)

    assert outcomes(results) == [Outcome.UNCHANGED]
    assert results[0].message == ""
    assert empty.statistics() == before


def test_the_same_text_under_another_name_is_not_kept_twice(
    empty: GraphStore, folder: Path
) -> None:
    (folder / "a.txt").write_text(ALPHA)
    (folder / "b.txt").write_text(ALPHA)

    results = run(empty, folder)

    assert outcomes(results) == [Outcome.ADDED, Outcome.UNCHANGED]
    assert results[1].message == f"the same text is kept already, from {folder / 'a.txt'}"
    assert empty.statistics().documents == 1


def test_a_changed_file_takes_the_place_of_what_it_was(empty: GraphStore, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(ALPHA)
    [first] = run(empty, path)
    path.write_text(BETA)

    [second] = run(empty, path)

    assert second.outcome is Outcome.REPLACED
    assert second.message == "its earlier version was replaced"
    assert empty.documents_from(str(path)) == [second.document]
    assert second.document != first.document


def test_a_file_that_became_a_copy_of_another_leaves_one_document(
    empty: GraphStore, folder: Path
) -> None:
    (folder / "a.txt").write_text(ALPHA)
    (folder / "b.txt").write_text(BETA)
    run(empty, folder)
    (folder / "b.txt").write_text(ALPHA)

    results = run(empty, folder)

    assert outcomes(results) == [Outcome.UNCHANGED, Outcome.REPLACED]
    assert "its earlier version was removed" in results[1].message
    assert empty.documents().total == 1


def test_a_relative_path_is_told_from_the_same_elsewhere(
    empty: GraphStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("one", ALPHA), ("other", BETA)):
        (folder / name).mkdir()
        (folder / name / "news.txt").write_text(text)
        monkeypatch.chdir(folder / name)
        run(empty, Path("news.txt"))

    assert empty.documents().total == 2


def test_a_line_of_another_file_can_not_push_a_document_out(
    empty: GraphStore, folder: Path
) -> None:
    path = folder / "a.txt"
    path.write_text(ALPHA)
    run(empty, path)
    (folder / "b.jsonl").write_text(json.dumps({"text": BETA, "source": str(path)}) + "\n")

    [result] = run(empty, folder / "b.jsonl")

    assert result.outcome is Outcome.ADDED
    assert empty.documents().total == 2


def test_bad_files_are_reported_and_never_stop_the_others(empty: GraphStore, folder: Path) -> None:
    (folder / "1-empty.txt").write_bytes(b"")
    (folder / "2-binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "3-large.txt").write_bytes(b"x" * 100_001)
    (folder / "4-bad.jsonl").write_text('{"title": "no text"}\n')
    (folder / "5-good.txt").write_text(ALPHA)

    results = run(empty, folder, folder / "missing.txt")

    assert outcomes(results) == [*[Outcome.FAILED] * 4, Outcome.ADDED, Outcome.FAILED]
    assert results[3].where == f"{folder / '4-bad.jsonl'}:1"
    assert all(bool(result.message) == (result.document is None) for result in results)


def test_a_text_in_spanish_is_kept_with_its_countries_and_says_so(
    empty: GraphStore, folder: Path
) -> None:
    (folder / "a.txt").write_text(SPANISH)

    [result] = run(empty, folder)

    assert (result.outcome, result.language, result.claims) == (Outcome.ADDED, "es", 0)
    assert "'es', not English" in result.message
    assert "country:CO" in {match.entity.id for match in empty.search("Colombia")}


def test_progress_tells_how_many_are_done_and_known_of(empty: GraphStore, folder: Path) -> None:
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Lima, {1990 + number}.\n")
    told: list[tuple[int, int]] = []

    list(
        ingest(
            empty, [folder], max_bytes=1000, progress=lambda done, seen: told.append((done, seen))
        )
    )

    assert told == [(1, 3), (2, 3), (3, 3)]


def reading_as(version: str) -> Callable[[Article], Extraction]:
    def extract(article: Article) -> Extraction:
        document = Document(id=document_id(article.text), text=article.text, extractor=version)
        return Extraction(document=document)

    return extract


def test_a_document_of_an_older_extractor_is_read_again(empty: GraphStore) -> None:
    article = Article(text=ALPHA)
    Keeper(empty, reading_as("an older one")).keep(article)

    result = Keeper(empty, reading_as("this one")).keep(article)

    assert result.outcome is Outcome.REPLACED
    assert result.message == "read again by a newer extractor"


def test_what_an_extractor_gets_wrong_is_an_error_of_that_article(empty: GraphStore) -> None:
    def extract(article: Article) -> Extraction:
        return Extraction(document=Document(id="document:0", text=article.text))

    with pytest.raises(ArticleError, match="not the id of this text"):
        Keeper(empty, extract).keep(Article(text=ALPHA))


def test_a_store_that_can_not_keep_ends_the_run(empty: GraphStore, folder: Path) -> None:
    (folder / "a.txt").write_text(ALPHA)
    readonly = open_store(empty.url, read_only=True)

    with pytest.raises(StoreReadOnlyError):
        run(readonly, folder)

    readonly.close()
