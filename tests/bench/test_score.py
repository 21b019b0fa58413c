import json
from pathlib import Path

import pytest

from bench.score import Score, align

GOLD = Path(__file__).resolve().parents[2] / "bench/gold/00-peruvian-guns-gang.json"


def entity(id_: str, label: str, name: str) -> dict[str, object]:
    return {"id": id_, "label": label, "name": name, "aliases": []}


RED = entity("group:red-hand", "Group", "Red Hand")
BLUE = entity("group:blue-hand", "Group", "Blue Hand")
PERU = entity("country:PE", "Country", "Peru")
COCAINE = entity("commodity:cocaine", "Commodity", "cocaine")
DRUGS = entity("commodity:drugs", "Commodity", "drugs")


def claim(source: str, type_: str, target: str, **facts: object) -> dict[str, object]:
    nothing = {"year": None, "commodity": None, "attributed_to": None}
    ends = {"source": source, "type": type_, "target": target}
    return nothing | ends | {"status": "asserted", "sentence": "They met."} | facts


def graph(entities: list[dict[str, object]], *claims: dict[str, object]) -> dict[str, object]:
    return {"entities": entities, "claims": list(claims)}


def score(gold: dict[str, object], said: dict[str, object]) -> Score:
    result = Score()
    result.add("article", gold, said)
    return result


def test_gold_itself_scores_full_marks() -> None:
    gold = json.loads(GOLD.read_text("utf-8"))
    result = score(gold, gold)

    assert (result.entities.f1, result.core.f1, result.frame.f1) == (100, 100, 100)
    assert result.errors == []


def test_nothing_said_scores_nothing() -> None:
    result = score(graph([RED, BLUE], claim(RED["id"], "KILLED", BLUE["id"])), graph([]))  # type: ignore[arg-type]

    assert (result.entities.f1, result.core.recall) == (0, 0)
    assert len(result.errors) == 1


def test_ends_of_a_symmetric_claim_have_no_order() -> None:
    gold = graph([RED, BLUE], claim("group:red-hand", "RIVAL_OF", "group:blue-hand"))
    said = graph([RED, BLUE], claim("group:blue-hand", "RIVAL_OF", "group:red-hand"))

    assert score(gold, said).core.f1 == 100


def test_a_claim_the_wrong_way_round_is_wrong() -> None:
    gold = graph([RED, BLUE], claim("group:red-hand", "KILLED", "group:blue-hand"))
    said = graph([RED, BLUE], claim("group:blue-hand", "KILLED", "group:red-hand"))

    assert score(gold, said).core.f1 == 0


def test_a_gold_entity_takes_one_match_only() -> None:
    other = entity("group:the-red-hand", "Group", "Red Hand")

    assert align([RED], [other, RED]) == {"group:red-hand": "group:red-hand"}


def test_a_described_body_matches_by_half_of_its_words() -> None:
    longer = entity("group:red-hand-cell", "Group", "cell of the Red Hand")

    assert align([RED], [longer]) == {"group:red-hand-cell": "group:red-hand"}


@pytest.mark.parametrize("said", [PERU, entity("country:ES", "Country", "Spain")])
def test_other_kinds_never_match(said: dict[str, object]) -> None:
    assert align([RED], [said]) == {}


def test_a_commodity_matches_its_wider_class() -> None:
    gold = graph([RED, COCAINE], claim("group:red-hand", "TRAFFICS", "commodity:cocaine"))
    said = graph([RED, DRUGS], claim("group:red-hand", "TRAFFICS", "commodity:drugs"))

    assert score(gold, said).core.f1 == 100


def test_facts_are_counted_where_gold_has_them() -> None:
    gold = graph([RED, BLUE], claim("group:red-hand", "SUPPLIES", "group:blue-hand", year=2019))
    said = graph([RED, BLUE], claim("group:red-hand", "SUPPLIES", "group:blue-hand", year=2018))
    result = score(gold, said)

    assert (result.facts["year"], result.right("year")) == (1, 0)
    assert result.facts["commodity"] == 0


def test_frame_claims_are_told_apart() -> None:
    gold = graph([RED, PERU], claim("group:red-hand", "BASED_IN", "country:PE"))
    result = score(gold, gold)

    assert (result.frame.true, result.core.true) == (1, 0)
