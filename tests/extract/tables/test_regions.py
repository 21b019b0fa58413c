import pytest

from extract.tables.regions import region_name


@pytest.mark.parametrize(
    ("surface", "name"),
    [("African", "Africa"), ("Latin American", "Latin America"), ("WEST AFRICAN", "West Africa")],
)
def test_an_adjective_gives_its_region(surface, name):
    assert region_name(surface) == name


@pytest.mark.parametrize("surface", ["Africa", "Peruvian", "", "american"])
def test_a_word_that_is_no_regions_adjective_gives_none(surface):
    assert region_name(surface) is None
