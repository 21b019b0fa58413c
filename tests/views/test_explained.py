import httpx
import pytest
from playwright.sync_api import Page, expect

from api.views.text import short
from graph.store import GraphStore
from tests.builders import article, state

TEXT = "Bolivian police arrested Marta Quiroga in 2019. The weather was fine."


@pytest.fixture
def read(address: str) -> tuple[str, str]:
    kept = httpx.post(f"{address}/api/documents", json={"text": TEXT}, timeout=120).json()
    return address, kept["document"]


def test_a_page_tells_why_each_sentence_was_read_so(read: tuple[str, str]) -> None:
    address, document = read
    html = httpx.get(f"{address}/documents/{document}/explanation", timeout=120).text
    assert "arrested" in html
    assert "Bolivia</bdi> is named only inside" in html
    assert "no claim can be made of it" in html


def test_one_sentence_can_be_asked_for(read: tuple[str, str]) -> None:
    address, document = read
    where = f"{address}/api/documents/{document}/explanation"
    [first] = httpx.get(where, params={"sentence": 3}, timeout=120).json()["sentences"]
    assert TEXT[first["span"]["start"] : first["span"]["end"]] == TEXT.partition(" The")[0]
    assert httpx.get(where, params={"sentence": 10_000}).json()["sentences"] == []
    assert len(httpx.get(where).json()["sentences"]) == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/documents/document:x/explanation", 404),
        ("/documents/document:x/explanation", 404),
        ("/api/documents/document:x/explanation?sentence=-1", 422),
        ("/api/documents/document:x/explanation?sentence=x", 422),
        ("/api/documents/document:x/explanation?offset=1", 422),
    ],
)
def test_what_is_not_there_is_refused(address: str, path: str, status: int) -> None:
    assert httpx.get(f"{address}{path}").status_code == status


def test_text_never_becomes_markup(address: str) -> None:
    text = "Bolivian police arrested <script>alert(1)</script> Marta Quiroga & Ana <b>Diaz</b>."
    kept = httpx.post(f"{address}/api/documents", json={"text": text}, timeout=120).json()
    html = httpx.get(f"{address}/documents/{kept['document']}/explanation", timeout=120).text
    assert "<script>alert" not in html
    assert "<b>Diaz" not in html


def test_a_document_in_another_language_says_what_was_read(store: GraphStore, address: str) -> None:
    read = article(state("group:uno", "SUPPLIES", "group:dos"), title="Uno")
    spanish = read.document.model_copy(update={"language": "es"})
    store.add(read.model_copy(update={"document": spanish}))
    html = httpx.get(f"{address}/documents/{spanish.id}/explanation", timeout=120).text
    assert "reads English only" in html


@pytest.mark.browser
def test_why_is_a_click_away(read: tuple[str, str], page: Page) -> None:
    _, document = read
    page.goto(f"/documents/{document}")
    page.get_by_role("link", name="Why this sentence was read so").first.click()
    expect(page.locator(".weight.stated").first).to_contain_text("stated")
    expect(page.get_by_role("heading", level=1)).to_have_text(short("Untitled document"))
    page.get_by_role("link", name="All sentences").click()
    expect(page.locator(".why")).to_have_count(2)
