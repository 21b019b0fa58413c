import inspect

import pytest

import graph.errors
from api import settings
from api.cli import exits
from graph.errors import (
    ArticleError,
    EntityNotFoundError,
    LimitError,
    QuestionError,
    RedstringError,
    StoreFullError,
)

ERRORS = [
    cls
    for _, cls in inspect.getmembers(graph.errors, inspect.isclass)
    if issubclass(cls, RedstringError) and cls is not RedstringError
]


@pytest.mark.parametrize("error", [*ERRORS, settings.SettingsError, exits.OutputError])
def test_every_error_has_an_exit_code(error: type[RedstringError]) -> None:
    assert exits.exit_code(error) in {2, 3}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (QuestionError, 2),
        (EntityNotFoundError, 2),
        (LimitError, 2),
        (ArticleError, 2),
        (StoreFullError, 3),
    ],
)
def test_a_wrong_question_is_told_from_a_store_that_fails(
    error: type[RedstringError], code: int
) -> None:
    assert exits.exit_code(error) == code


def test_an_error_without_a_code_is_a_defect() -> None:
    with pytest.raises(LookupError):
        exits.exit_code(RedstringError)
