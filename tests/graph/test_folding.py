from datetime import UTC, datetime

import pytest

from graph import identity
from graph.folding import canonical_ids, fold, fuller, in_force
from graph.model import Decision
from tests.builders import article, entity, state

_NOW = datetime(2024, 1, 1, tzinfo=UTC)


def _merge(number: int, merged: str, into: str) -> Decision:
    return Decision(number=number, merged=merged, into=into, decided_at=_NOW)


def _undo(number: int, undoes: int) -> Decision:
    return Decision(number=number, undoes=undoes, decided_at=_NOW)


def test_a_merge_that_was_taken_back_is_not_in_force() -> None:
    kept = _merge(2, "group:c", "group:d")
    assert in_force([_undo(3, 1), kept, _merge(1, "group:a", "group:b")]) == [kept]


def test_chains_of_merges_lead_to_their_end() -> None:
    chain = [_merge(1, "group:a", "group:b"), _merge(2, "group:b", "group:c")]
    assert canonical_ids(chain) == {"group:a": "group:c", "group:b": "group:c"}
    assert canonical_ids([*chain, _undo(3, 2)]) == {"group:a": "group:b"}


@pytest.mark.parametrize(
    ("name", "other", "best"),
    [(None, "a", "a"), ("a", "ab", "ab"), ("b", "a", "a"), ("Ab", "ab", "Ab")],
)
def test_the_longer_name_is_the_fuller_one(name: str | None, other: str, best: str) -> None:
    assert fuller(name, other) == best


def test_its_own_names_go_before_those_of_merged_entities() -> None:
    read = article(
        entities=[
            entity("group:a", "Gang"),
            entity("group:b", "The Very Long Gang", kind="a", described=True),
        ]
    )
    graph = fold([read], [_merge(1, "group:b", "group:a")])
    assert graph.entities == {
        "group:a": entity("group:a", "Gang", "The Very Long Gang", kind="a", described=False)
    }
    assert graph.counts["group:a"] == {"claims": 0, "documents": 1, "mentions": 2, "links": 0}


def test_an_entity_without_documents_of_its_own_takes_the_merged_name() -> None:
    read = article(entities=[entity("group:b", "Bees", "Hive")])
    graph = fold([read], [_merge(1, "group:b", "agency:a")])
    assert graph.entities == {"agency:a": entity("agency:a", "Bees", "Hive")}


def test_ends_of_a_symmetric_link_are_ordered_again_after_a_merge() -> None:
    read = article(state("group:a", "RIVAL_OF", "group:m"), entities=[entity("group:z")])
    graph = fold([read], [_merge(1, "group:a", "group:z")])
    (link,) = graph.links.values()
    assert (link.source, link.target) == ("group:m", "group:z")
    assert link.id == identity.link_id("group:m", "RIVAL_OF", "group:z")


def test_opposite_links_are_two_unless_the_type_is_symmetric() -> None:
    read = article(
        state("group:a", "PAID", "group:b"),
        state("group:b", "PAID", "group:a"),
        state("group:a", "RIVAL_OF", "group:b"),
        state("group:b", "RIVAL_OF", "group:a"),
    )
    types = sorted(link.type for link in fold([read]).links.values())
    assert types == ["PAID", "PAID", "RIVAL_OF"]


def test_a_link_takes_the_strongest_status_and_keeps_all() -> None:
    read = article(
        state("group:a", "PAID", "group:b", status="denied"),
        state("group:a", "PAID", "group:b", status="hypothetical"),
    )
    (link,) = fold([read]).links.values()
    assert (link.status, link.statuses) == ("hypothetical", ("hypothetical", "denied"))


def test_a_document_counts_once_however_much_it_says() -> None:
    read = article(*[state("group:a", "PAID", "group:b", year=year) for year in (2001, 2002)])
    graph = fold([read, article(state("group:a", "PAID", "group:b"), title="Other")])
    (link,) = graph.links.values()
    assert (link.claims, link.documents, link.years) == (3, 2, (2001, 2002))
