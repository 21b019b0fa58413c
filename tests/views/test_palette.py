import pytest

from api.views.palette import FAMILIES, LABELS, PAPER, STATUSES, THEMES, line_colour, mix
from graph.ontology import Family, Label, Status


def luminance(colour: str) -> float:
    # WCAG 2.2, "relative luminance".
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_everything_of_the_ontology_has_a_look() -> None:
    assert set(LABELS) == set(Label)
    assert set(FAMILIES) == set(Family)
    assert set(STATUSES) == set(Status)


def test_labels_differ_by_shape_and_by_colour() -> None:
    assert len({style.shape for style in LABELS.values()}) == len(Label)
    assert len({style.fill for style in LABELS.values()}) == len(Label)


def test_families_differ_without_their_colour_or_by_more_than_shade() -> None:
    looks = {(style.width, style.dashes, style.light) for style in FAMILIES.values()}
    assert len(looks) == len(Family)


@pytest.mark.parametrize("label", Label)
def test_outlines_stand_out_from_the_paper(label: Label) -> None:
    assert contrast(LABELS[label].outline, PAPER["light"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("family", Family)
def test_lines_of_facts_stand_out_from_the_paper(family: Family, theme: str) -> None:
    assert contrast(line_colour(family, Status.ASSERTED, theme), PAPER[theme]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("status", [s for s in Status if s is not Status.ASSERTED])
def test_what_is_no_fact_is_lighter_and_signed(family: Family, status: Status, theme: str) -> None:
    paper = PAPER[theme]
    fact = contrast(line_colour(family, Status.ASSERTED, theme), paper)
    assert contrast(line_colour(family, status, theme), paper) < fact
    assert STATUSES[status].sign


def test_a_mix_lies_between_its_colours() -> None:
    assert mix("#000000", "#ffffff", 1) == "#000000"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
