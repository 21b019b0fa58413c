"""Regions of the world: the name behind the adjective.

Only for what is a place already; whether a word is one, the model says.
"""

from collections.abc import Mapping
from types import MappingProxyType

_REGIONS: Mapping[str, str] = MappingProxyType(
    {
        "african": "Africa",
        "north african": "North Africa",
        "east african": "East Africa",
        "southern african": "Southern Africa",
        "west african": "West Africa",
        "central african": "Central Africa",
        "sahelian": "Sahel",
        "european": "Europe",
        "eastern european": "Eastern Europe",
        "western european": "Western Europe",
        "central european": "Central Europe",
        "balkan": "Balkans",
        "baltic": "Baltic",
        "scandinavian": "Scandinavia",
        "asian": "Asia",
        "central asian": "Central Asia",
        "south asian": "South Asia",
        "east asian": "East Asia",
        "southeast asian": "Southeast Asia",
        "south-east asian": "Southeast Asia",
        "middle eastern": "Middle East",
        "mideast": "Middle East",
        "latin american": "Latin America",
        "south american": "South America",
        "central american": "Central America",
        "north american": "North America",
        "andean": "Andes",
        "amazonian": "Amazon",
    }
)
_NAMES = frozenset(name.casefold() for name in _REGIONS.values())


def region_name(surface: str) -> str | None:
    """Return the region that an adjective belongs to, or None where it is none of a region.

    Why:
        "African conflict zones" and "weapons used in Africa" speak of one place.

    Known problems:
        Islands and mountains are missing, and so is what lies in one country only.

    Example:
        "Latin American" gives "Latin America".
    """
    return _REGIONS.get(surface.casefold())


def is_region(name: str) -> bool:
    """Tell whether a name is one of the regions behind the adjectives."""
    return name.casefold() in _NAMES
