from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.views.question import HIDEABLE, HOPS, LIMITS, Question, document_address, entity_address
from graph.ontology import Label, Status

QUESTIONS = some.builds(
    Question,
    hops=some.sampled_from(HOPS),
    limit=some.sampled_from(LIMITS),
    years=some.booleans(),
    denied=some.booleans(),
    first_year=some.none() | some.integers(1800, 1999),
    last_year=some.none() | some.integers(2000, 2100),
    undated=some.booleans(),
    without=some.sets(some.sampled_from(HIDEABLE)).map(
        lambda names: tuple(name for name in HIDEABLE if name in names)
    ),
)


@given(QUESTIONS)
def test_an_address_holds_the_whole_question(question: Question) -> None:
    query = urlsplit(question.address("group:alpha")).query
    assert Question.of(dict(parse_qsl(query)), parse_qs(query).get("without", [])) == question


@pytest.mark.parametrize("text", ["0", "99", "x", "", "1e9", "-1", "1.0"])
def test_what_an_address_cannot_mean_is_taken_as_not_said(text: str) -> None:
    names = ("hops", "limit", "years", "denied", "from", "to")
    parameters: dict[str, str] = dict.fromkeys(names, text)
    assert Question.of(parameters, [text, "<script>"]) == Question()


def test_years_and_denials_are_off_until_asked_for() -> None:
    usual, all_ = Question().filter, Question(years=True, denied=True).filter
    assert Label.YEAR not in usual.labels
    assert Status.DENIED not in usual.statuses
    assert all_.labels == frozenset(Label)
    assert all_.statuses == frozenset(Status)


def test_what_is_left_out_is_filtered() -> None:
    question = Question(without=("Person", "SUPPLIES", "alleged"))
    assert Label.PERSON not in question.filter.labels
    assert "SUPPLIES" not in question.filter.types
    assert Status.ALLEGED not in question.filter.statuses


def test_leaving_out_every_status_leaves_nothing() -> None:
    assert not Question().leaves_nothing
    assert Question(without=("asserted", "alleged", "hypothetical")).leaves_nothing


def test_years_that_end_before_they_begin_are_taken_as_not_said() -> None:
    assert Question.of({"from": "2001", "to": "1999"}) == Question()
    assert Question.of({"from": "1999", "to": "1999"}).filter.keeps_years([1999])


def test_the_api_is_asked_for_the_same_links() -> None:
    question = Question(first_year=1999, undated=False, without=("Person", "SUPPLIES"))
    asked = parse_qs(question.asked_of_api)
    assert set(asked["types"][0].split(",")) == question.filter.types
    assert set(asked["labels"][0].split(",")) == question.filter.labels
    assert (asked["first_year"], asked["undated"]) == (["1999"], ["false"])
    assert "last_year" not in asked


def test_toggling_twice_changes_nothing() -> None:
    assert Question().toggled("Person").without == ("Person",)
    assert Question().toggled("Person").toggled("Person") == Question()


@pytest.mark.parametrize("id_", ["group:a/../b", 'x"><script>', "event:1#2?x=1", "group:a@b"])
def test_ids_cannot_leave_their_place_in_an_address(id_: str) -> None:
    assert urlsplit(entity_address(id_)).path.count("/") == 2
    assert urlsplit(document_address(id_, 7)).fragment == "7"
    assert not {'"', "<", ">"} & set(entity_address(id_))
