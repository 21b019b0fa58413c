import pytest

from extract.claims import ClaimHead, Draft, Scene
from extract.encoder import Encoder
from extract.manifest import DEFAULT_FOLDER, Labels, Manifest
from extract.sentences import Sentence
from graph.model import Span
from graph.ontology import RELATION_TYPES, Label
from tests.extract.scenes import draft

TEXT = "Spanish police arrested Rosa Quispe in Peru."
POLICE, ROSA, PERU = 0, 1, 2
SPANS = {POLICE: ((0, 14),), ROSA: ((24, 35),), PERU: ((39, 43),)}
LABELS = {POLICE: Label.AGENCY, ROSA: Label.PERSON, PERU: Label.COUNTRY}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(DEFAULT_FOLDER, Manifest.load())


def head(**changes: object) -> ClaimHead:
    manifest = Manifest.load().model_copy(update=changes)
    return ClaimHead(DEFAULT_FOLDER, Labels.load(DEFAULT_FOLDER), manifest)


@pytest.fixture(scope="module")
def scene(encoder: Encoder) -> Scene:
    sentence = Sentence(TEXT, 0)
    [window] = encoder.read([sentence])
    return Scene(sentence, window, SPANS, LABELS)


def stated(drafts: list[Draft]) -> set[tuple[int, str, int]]:
    return {(draft.source, draft.type, draft.target) for draft in drafts}


def test_a_sentence_gives_what_it_states(scene: Scene) -> None:
    assert (POLICE, "ARRESTED", ROSA) in stated(list(head().read([scene])))


def test_only_what_the_ontology_allows_is_stated(scene: Scene) -> None:
    drafts = list(head(claim_share=0.0).read([scene]))

    assert drafts
    assert all(
        RELATION_TYPES[each.type].allows(LABELS[each.source], LABELS[each.target])
        for each in drafts
    )


def test_a_symmetric_claim_is_stated_once(scene: Scene) -> None:
    drafts = list(head(claim_share=0.0).read([scene]))
    pairs = [{each.source, each.target} for each in drafts if each.type == "ASSOCIATED_WITH"]

    assert len(pairs) == 3


def test_a_type_may_have_a_threshold_of_its_own(scene: Scene) -> None:
    drafts = list(head(claim_share_by_type={"ARRESTED": 1.0}).read([scene]))

    assert "ARRESTED" not in {each.type for each in drafts}


def test_no_entities_give_no_claims(scene: Scene) -> None:
    alone = Scene(scene.sentence, scene.window, {ROSA: SPANS[ROSA]}, LABELS)

    assert list(head().read([alone])) == []


def test_ends_are_the_mentions_closest_to_each_other() -> None:
    marked = "[Rosa|person] fled; [Rosa|person] had paid [Ana|person], a friend."

    assert draft(marked, 0, "PAID", 1).ends() == (Span(start=11, end=15), Span(start=25, end=28))


def test_a_name_inside_anothers_is_linked_to_that_only(encoder: Encoder) -> None:
    text = "Dutch and Polish police held Rosa Quispe."
    [window] = encoder.read([Sentence(text, 0)])
    dutch, polish, netherlands, poland, rosa = range(5)
    spans = {
        dutch: ((0, 5),),
        netherlands: ((0, 5),),
        polish: ((10, 23),),
        poland: ((10, 16),),
        rosa: ((29, 40),),
    }
    labels = {
        dutch: Label.AGENCY,
        polish: Label.AGENCY,
        netherlands: Label.COUNTRY,
        poland: Label.COUNTRY,
        rosa: Label.PERSON,
    }
    drafts = list(head(claim_share=0.0).read([Scene(Sentence(text, 0), window, spans, labels)]))
    joined = {frozenset((draft.source, draft.target)) for draft in drafts}
    assert {pair for pair in joined if poland in pair} == {frozenset((polish, poland))}
    assert {pair for pair in joined if netherlands in pair} == {frozenset((dutch, netherlands))}
