"""What `/openapi.json` says beyond what the framework finds in the routes.

The framework describes refusals in its own shape; here they are problem documents, as they are
sent. What a newcomer would get wrong: the description is made once, when it is first asked for.
"""

from typing import Any

from fastapi import FastAPI

from api.errors import MEDIA_TYPE, Problem
from api.routes.examples import EXAMPLES

_SUCCESS = "2"
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_ANY_REFUSAL = {"description": "Any other refusal: no token, too large, a failing store."}
_FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> None:
    """Make the app's description say how it refuses, and show an answer of each kind."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _finished(plain())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] - the framework's own way to do it


def _finished(description: dict[str, Any]) -> dict[str, Any]:
    schemas = description["components"]["schemas"]
    for name in _FRAMEWORKS_OWN:
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    examples = {_name(type(each)): each.model_dump(mode="json") for each in EXAMPLES}
    for operations in description["paths"].values():
        for operation in operations.values():
            _finish(operation["responses"], examples)
    return description


def _finish(responses: dict[str, Any], examples: dict[str, Any]) -> None:
    responses["default"] = dict(_ANY_REFUSAL)
    for status, answer in responses.items():
        if not status.startswith(_SUCCESS):
            answer["content"] = _PROBLEM
            continue
        content = answer.get("content", {}).get("application/json", {})
        name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if name in examples:
            content["example"] = examples[name]


def _name(kind: type) -> str:
    """Return a class's name as the framework writes it: `Page[Link]` is `Page_Link_`."""
    return kind.__name__.replace("[", "_").replace("]", "_")
