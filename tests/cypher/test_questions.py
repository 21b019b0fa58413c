import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph.store import GraphStore
from tests.cypher.writing import row_of

DOCS = (Path(__file__).parents[2] / "docs/cypher.md").read_text("utf-8")
_QUESTION = re.compile(
    r"### \d+\. (?P<title>.+)\n.+\n\n"
    r"```cypher\n(?P<statement>[^`]+)\n```\n\n"
    r"(?:```json\n(?P<parameters>.+)\n```\n\n)?"
    r"(?P<heading>\|.+)\n\|[-|]+\n(?P<rows>(?:\|.+\n)*)"
)


@dataclass(frozen=True, slots=True)
class Question:
    title: str
    statement: str
    parameters: dict[str, Any]
    heading: str
    rows: list[str]


QUESTIONS = [
    Question(
        title=found["title"],
        statement=found["statement"],
        parameters=json.loads(found["parameters"] or "{}"),
        heading=found["heading"],
        rows=found["rows"].splitlines(),
    )
    for found in _QUESTION.finditer(DOCS)
]


def test_the_document_asks_twenty_questions() -> None:
    assert len(QUESTIONS) == 20
    assert len(re.findall(r"^### ", DOCS, re.MULTILINE)) == 20


def test_every_question_has_an_answer_to_show() -> None:
    assert [each.title for each in QUESTIONS if not each.rows] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_a_question_is_answered_as_the_document_says(
    archive: GraphStore, question: Question
) -> None:
    answer = archive.cypher(question.statement, question.parameters)

    assert row_of(answer.fields) == question.heading
    assert [row_of(row) for row in answer.rows] == question.rows
