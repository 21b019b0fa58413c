from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.identity import document_id, entity_id
from graph.model import Claim, Document, Entity, Extraction, Mention, Span
from graph.ontology import Label, Status
from graph.stores import open_store

TEXT = """Ana Diaz leads the Red Hand.
The Red Hand supplies the Blue Star, police said in 2019.
Atlas may have paid the Blue Star."""
NAMES = {
    "Ana Diaz": Label.PERSON,
    "Red Hand": Label.GROUP,
    "Blue Star": Label.GROUP,
    "Atlas": Label.ORGANIZATION,
}
SOURCE = "/articles/hand.txt"


def claim(document: str, source: str, type_: str, target: str, **more: object) -> Claim:
    """The claim of the line in which both names stand."""
    line = next(each for each in TEXT.splitlines() if source in each and target in each)
    start = TEXT.index(line)
    spans = {name: TEXT.index(name, start) for name in (source, target)}
    return Claim.state(
        document=document,
        source=entity_id(NAMES[source], source),
        type=type_,
        target=entity_id(NAMES[target], target),
        sentence=line,
        start=start,
        end=start + len(line),
        source_span=Span(start=spans[source], end=spans[source] + len(source)),
        target_span=Span(start=spans[target], end=spans[target] + len(target)),
        rule="by hand",
        confidence=0.9,
        **more,
    )


@pytest.fixture(scope="session")
def extraction() -> Extraction:
    document = Document(id=document_id(TEXT), title="The Red Hand", text=TEXT, source=SOURCE)
    other = Entity(id="group:atlas", label=Label.GROUP, name="Atlas")
    entities = [Entity(id=entity_id(NAMES[n], n), label=NAMES[n], name=n) for n in NAMES]
    ids = {entity.name: entity.id for entity in entities}
    spans = {name: Span(start=TEXT.index(name), end=TEXT.index(name) + len(name)) for name in ids}
    return Extraction(
        document=document,
        entities=(*entities, other),
        mentions=tuple(
            Mention(document=document.id, span=spans[name], entity=id_)
            for name, id_ in (*ids.items(), ("Atlas", other.id))
        ),
        claims=(
            claim(document.id, "Ana Diaz", "LEADS", "Red Hand"),
            claim(document.id, "Red Hand", "SUPPLIES", "Blue Star", year=2019),
            claim(document.id, "Atlas", "PAID", "Blue Star", status=Status.ALLEGED),
        ),
    )


@pytest.fixture
def store_file(tmp_path: Path, extraction: Extraction) -> Path:
    """A store that holds the one document above."""
    path = tmp_path / "graph.db"
    store = open_store(f"sqlite:///{path}")
    store.add(extraction)
    store.close()
    return path


@pytest.fixture(autouse=True)
def only_the_tests_own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No store, token or port of whoever runs the tests is read or touched."""
    for name in ("STORE", "HOST", "PORT", "TOKEN", "ALLOWED_HOSTS"):
        monkeypatch.delenv(f"REDSTRING_{name}", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    yield
