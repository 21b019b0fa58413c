import pytest
from pydantic import ValidationError

from graph.model import Claim, Document, Entity, Extraction, Mention
from graph.ontology import Label
from graph.value import Span, Value
from tests.builders import article, document, entity, state

_READ = article(state("group:a", "SUPPLIES", "group:b"), state("group:b", "RIVAL_OF", "group:a"))


def _altered(claim: Claim, **fields: object) -> dict[str, object]:
    return claim.model_dump() | fields


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"type": "LIKES"}, "is no relation type"),
        ({"target": "group:a"}, "linked to itself"),
        ({"end": 3}, "do not fit the sentence"),
        ({"id": "claim:0"}, "is not the id of this claim"),
        ({"status": "denied"}, "is not the id of this claim"),
        ({"year": 1700}, "greater than or equal"),
        ({"confidence": 1.5}, "less than or equal"),
        ({"sentence": ""}, "at least 1 character"),
        ({"source_span": {"start": 2, "end": 2}}, "must end after it starts"),
        ({"surprise": 1}, "Extra inputs"),
    ],
)
def test_an_unsound_claim_cannot_be_made(fields: dict[str, object], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Claim.model_validate(_altered(_READ.claims[0], **fields))


def test_a_symmetric_claim_has_its_ends_ordered() -> None:
    rivals = _READ.claims[1]
    assert (rivals.source, rivals.target) == ("group:a", "group:b")
    assert rivals.target_span.start < rivals.source_span.start


def test_a_commodity_needs_a_type_that_moves_it() -> None:
    with pytest.raises(ValidationError, match="names no commodity"):
        article(state("group:a", "PAID", "group:b", commodity="commodity:cash"))


def test_a_document_has_the_id_of_its_text() -> None:
    with pytest.raises(ValidationError, match="is not the id of this text"):
        Document(id="document:0", text="text")


def test_an_entity_has_the_id_of_its_label() -> None:
    with pytest.raises(ValidationError, match="is not the id of a Person"):
        Entity(id="group:a", label=Label.PERSON, name="A")


@pytest.mark.parametrize("text", ["half \ud800 character", "\udcff"])
def test_text_with_half_characters_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="half a character"):
        document(text)


@pytest.mark.parametrize(
    "fields", [{"id": "group:\udc80"}, {"name": "\ud800"}, {"aliases": ["\udcff"]}]
)
def test_names_with_half_characters_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="half a character"):
        Entity.model_validate(entity("group:a").model_dump() | fields)


def test_values_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        _READ.document.title = "Other"  # pyright: ignore[reportAttributeAccessIssue]


_MENTION = Mention(document=_READ.document.id, span=Span(start=0, end=1), entity="group:a")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"entities": (entity("group:a"), entity("group:a"))}, "listed twice"),
        ({"entities": (entity("group:a"),)}, "belongs elsewhere"),
        ({"claims": _READ.claims * 2}, "a claim is listed twice"),
        ({"mentions": (_MENTION.model_copy(update={"entity": "group:z"}),)}, "belongs elsewhere"),
        (
            {"mentions": (_MENTION.model_copy(update={"span": Span(start=0, end=999)}),)},
            "behind the end of the text",
        ),
        ({"entities": (entity("group:a"),), "mentions": ()}, "does not have"),
        ({"document": document("Another text"), "mentions": ()}, "does not have"),
    ],
)
def test_an_extraction_holds_together(fields: dict[str, object], problem: str) -> None:
    given = {name: getattr(_READ, name) for name in Extraction.model_fields}
    with pytest.raises(ValidationError, match=problem):
        Extraction.model_validate(given | fields)


def test_a_claim_between_labels_that_its_type_does_not_join_is_refused() -> None:
    with pytest.raises(ValidationError, match="Group LEADS Country is not allowed"):
        article(state("group:a", "LEADS", "country:PE"))


@pytest.mark.parametrize("value", [_READ.document, *_READ.entities, *_READ.claims])
def test_a_value_kept_unchecked_is_like_one_that_was_checked(value: Value) -> None:
    fields = {name: getattr(value, name) for name in type(value).model_fields}
    (kept,) = type(value).kept([fields])
    assert kept == value
    assert hash(kept) == hash(value)
    assert kept.model_dump_json() == value.model_dump_json()
    assert kept.model_copy() == value
    assert repr(kept) == repr(value)
