"""docs/scripting.md, run as it stands against a server over a real Neo4j."""

import contextlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.app import create_app
from api.settings import Settings
from graph.stores import open_store
from graph.stores.access import Access
from tests.api.serving import serving
from tests.cypher.archive import fill
from tests.neo4j_server import Neo4j

DOCUMENT = Path(__file__).parents[1] / "docs" / "scripting.md"
_BLOCK = re.compile(
    r"```python\n(?P<code>.+?)```\n(?:\nIt prints\n\n```\n(?P<output>.*?)```\n)?", re.DOTALL
)
_ONLY_NEO4J = ("neo4j://",)


@dataclass(frozen=True, slots=True)
class Block:
    code: str
    output: str


def blocks_of(text: str) -> list[Block]:
    return [Block(each["code"], each["output"] or "") for each in _BLOCK.finditer(text)]


def printed(blocks: list[Block], moved: dict[str, str], password: str) -> Iterator[str]:
    """Run blocks one after the other as one script, and yield what each prints."""
    names: dict[str, object] = {"PASSWORD": password}
    for block in blocks:
        code = block.code
        for documented, real in moved.items():
            code = code.replace(documented, real)
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, str(DOCUMENT), "exec"), names)  # noqa: S102 - our own document
        yield out.getvalue()
    for name in ("redstring", "driver"):
        if name in names:
            names[name].close()  # type: ignore[attr-defined]


BLOCKS = blocks_of(DOCUMENT.read_text("utf-8"))


def test_every_block_that_prints_shows_what() -> None:
    assert [each.code for each in BLOCKS if ("print(" in each.code) != bool(each.output)] == []
    assert len(BLOCKS) >= 10


def test_the_document_s_script_prints_what_it_says_on_neo4j(empty_neo4j: Neo4j) -> None:
    access = Access(empty_neo4j.user, empty_neo4j.password)
    store = open_store(empty_neo4j.url, access=access)
    fill(store)
    with serving(create_app(Settings(), store)) as address:
        moved = {"http://127.0.0.1:8000": address, "neo4j://127.0.0.1:7687": empty_neo4j.url}
        found = list(printed(BLOCKS, moved, empty_neo4j.password))
    store.close()
    assert found == [each.output for each in BLOCKS]


def test_what_needs_no_driver_prints_the_same_on_the_embedded_store(tmp_path: Path) -> None:
    blocks = [each for each in BLOCKS if not any(sign in each.code for sign in _ONLY_NEO4J)]
    store = open_store(f"sqlite:///{tmp_path / 'graph.db'}")
    fill(store)
    with serving(create_app(Settings(), store)) as address:
        found = list(printed(blocks, {"http://127.0.0.1:8000": address}, ""))
    store.close()
    assert len(blocks) == len(BLOCKS) - 1
    assert found == [each.output for each in blocks]


@pytest.mark.parametrize("word", ["httpx", "neo4j", "pandas", "networkx"])
def test_every_way_is_imported_somewhere(word: str) -> None:
    assert any(re.search(rf"^(?:import|from) {word}\b", each.code, re.MULTILINE) for each in BLOCKS)
