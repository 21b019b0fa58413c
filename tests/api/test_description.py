from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from api.errors import Problem
from api.routes.examples import EXAMPLES
from api.schemas import NewArticle, NewMerge


@pytest.fixture
def description(reader: httpx.Client) -> dict[str, Any]:
    return reader.get("/openapi.json").json()


def answers(description: dict[str, Any], first: str) -> list[dict[str, Any]]:
    return [
        answer
        for operations in description["paths"].values()
        for operation in operations.values()
        for status, answer in operation["responses"].items()
        if status.startswith(first)
    ]


def test_every_refusal_is_described_as_a_problem_document(description: dict[str, Any]) -> None:
    refusals = [*answers(description, "4"), *answers(description, "5")]

    assert {kind for each in refusals for kind in each["content"]} == {"application/problem+json"}
    assert "HTTPValidationError" not in description["components"]["schemas"]


def test_every_example_of_an_answer_is_shown(description: dict[str, Any]) -> None:
    contents = [each.get("content", {}) for each in answers(description, "2")]
    shown = [each["application/json"] for each in contents if "application/json" in each]
    examples = [each["example"] for each in shown if "example" in each]

    assert all(example.model_dump(mode="json") in examples for example in EXAMPLES)


@pytest.mark.parametrize("kind", [NewArticle, NewMerge, Problem])
def test_what_is_sent_has_an_example_that_would_be_taken(
    description: dict[str, Any], kind: type
) -> None:
    [example] = description["components"]["schemas"][kind.__name__]["examples"]

    assert TypeAdapter(kind).validate_python(example)


def test_these_routes_are_described_and_no_others(description: dict[str, Any]) -> None:
    assert set(description["paths"]) == {
        "/api/search",
        "/api/entities/{entity_id}",
        "/api/entities/{entity_id}/neighbourhood",
        "/api/entities/{entity_id}/links",
        "/api/links/{link_id}",
        "/api/links/{link_id}/claims",
        "/api/paths",
        "/api/timeline",
        "/api/documents",
        "/api/documents/{document_id}",
        "/api/documents/{document_id}/explanation",
        "/api/export",
        "/api/merges",
        "/api/merges/{number}",
        "/api/statistics",
        "/db/{name}/query/v2",
        "/healthz",
    }


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    def references(part: object) -> list[str]:
        parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        own = [part["$ref"]] if isinstance(part, dict) and "$ref" in part else []
        return own + [each for inner in parts for each in references(inner)]

    known = {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}

    assert set(references(description)) <= known
