import pytest

from api.questions import make_filter
from graph.errors import FilterError
from graph.ontology import Label, Status


def test_words_are_understood_in_any_case() -> None:
    chosen = make_filter(labels=["GROUP", "person"], types=["supplies"], statuses=["Denied"])

    assert chosen.labels == {Label.GROUP, Label.PERSON}
    assert chosen.types == {"SUPPLIES"}
    assert chosen.statuses == {Status.DENIED}


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ({"labels": ["Gang"]}, "no label is called 'Gang'; known: Person, "),
        ({"types": ["LOVES"]}, "no relation type is called 'LOVES'; known: MEMBER_OF"),
        ({"statuses": ["true"]}, "no status is called 'true'; known: asserted"),
        ({"years": (99, None)}, "first_year is 99: .* 1800"),
        ({"years": (None, 10**30)}, "last_year is 10+: .* 2100"),
        ({"years": (2019, 1994)}, "the years end .1994. before they begin .2019."),
    ],
)
def test_what_is_no_filter_is_refused_by_name(question: dict, problem: str) -> None:
    with pytest.raises(FilterError, match=problem):
        make_filter(**question)
