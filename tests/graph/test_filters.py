import pytest
from pydantic import ValidationError

from graph.errors import FilterError
from graph.filters import EVERYTHING, Filter
from graph.folding import fold
from graph.ontology import Status
from tests.builders import article, state

(_LINK,) = fold([article(state("group:a", "PAID", "group:b", status="alleged"))]).links.values()


@pytest.mark.parametrize(
    ("filter_", "years", "kept"),
    [
        (EVERYTHING, [], True),
        (Filter(first_year=2000), [], True),
        (Filter(first_year=2000, undated=False), [], False),
        (Filter(first_year=2000), [1999], False),
        (Filter(first_year=2000), [1999, 2000], True),
        (Filter(last_year=2000), [2001], False),
        (Filter(first_year=2000, last_year=2005), [1999, 2006], False),
        (Filter(first_year=2000, last_year=2000), [2000], True),
    ],
)
def test_a_link_stays_by_its_years(filter_: Filter, years: list[int], *, kept: bool) -> None:
    assert filter_.keeps_years(years) is kept


@pytest.mark.parametrize(
    ("filter_", "kept"),
    [
        (Filter(types=frozenset({"PAID"})), True),
        (Filter(types=frozenset({"LEADS"})), False),
        (Filter(statuses=frozenset({Status.ALLEGED})), True),
        (Filter(statuses=frozenset({Status.ASSERTED})), False),
    ],
)
def test_a_link_stays_by_its_type_and_status(filter_: Filter, *, kept: bool) -> None:
    assert filter_.keeps(_LINK) is kept


def test_an_unknown_type_is_named_with_those_that_are_known() -> None:
    with pytest.raises(FilterError, match="no relation type is called 'LIKES'; known: MEMBER_OF"):
        Filter(types=frozenset({"LIKES"}))


def test_years_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(FilterError, match=r"end \(2000\) before they begin"):
        Filter(first_year=2010, last_year=2000)


def test_a_document_id_with_half_a_character_is_refused() -> None:
    with pytest.raises(ValidationError, match="half a character"):
        Filter(documents=frozenset({"document:\ud800"}))
