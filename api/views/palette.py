"""Colours, shapes and lines: how each label, family and status looks, in light and in dark.

The colours of labels are those of Okabe and Ito, which stay apart for colour-blind readers ("Color
Universal Design", jfly.uni-koeln.de/color, read 2026). What a newcomer would get wrong: colour
never says a thing alone; each label has a shape too, each family a line, each status a sign.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.ontology import Family, Label, Status

PAPER = MappingProxyType({"light": "#ffffff", "dark": "#15181d"})
THEMES = tuple(PAPER)


@dataclass(frozen=True, slots=True)
class LabelStyle:
    """How entities of a label are drawn.

    Attributes:
        shape: A shape of vis-network's, or one that the page's script draws: `rounded`, `target`.
        fill: Colour inside.
        outline: Colour of the edge, at least 3:1 against white.
        plural: What several of them are called.
    """

    shape: str
    fill: str
    outline: str
    plural: str


@dataclass(frozen=True, slots=True)
class FamilyStyle:
    """How links of a family are drawn.

    Attributes:
        width: In pixels at full size.
        dashes: Lengths drawn and left out, in turn; empty for a solid line.
        light: Colour on light paper.
        dark: Colour on dark paper.
        about: What the family holds, in a few words.
    """

    width: float
    dashes: tuple[int, ...]
    light: str
    dark: str
    about: str


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a link's status shows: what is no fact never looks like one.

    Attributes:
        strength: Share of the line's colour that is left, the rest is paper.
        sign: Put behind the words on the line, at any size of the picture.
        struck: Whether a bar crosses the line.
    """

    strength: float
    sign: str
    struck: bool = False


LABELS: Mapping[Label, LabelStyle] = MappingProxyType(
    {
        Label.PERSON: LabelStyle("triangle", "#CC79A7", "#8F4A70", "Persons"),
        Label.GROUP: LabelStyle("dot", "#D55E00", "#9E4600", "Groups"),
        Label.AGENCY: LabelStyle("hexagon", "#009E73", "#00684C", "Agencies"),
        Label.ORGANIZATION: LabelStyle("rounded", "#0F766E", "#0B514B", "Organizations"),
        Label.COUNTRY: LabelStyle("square", "#0072B2", "#004F7C", "Countries"),
        Label.PLACE: LabelStyle("diamond", "#56B4E9", "#24729F", "Places"),
        Label.COMMODITY: LabelStyle("target", "#E69F00", "#8F6300", "Commodities"),
        Label.EVENT: LabelStyle("star", "#B45309", "#7C3A07", "Events"),
        Label.YEAR: LabelStyle("triangleDown", "#595959", "#404040", "Years"),
    }
)

FAMILIES: Mapping[Family, FamilyStyle] = MappingProxyType(
    {
        Family.TRADE: FamilyStyle(3.4, (), "#3f4650", "#cfd4dc", "trade, payment, smuggling"),
        Family.VIOLENCE: FamilyStyle(3.4, (), "#8b2e16", "#ee8a6c", "violence, rivalry"),
        Family.LAW: FamilyStyle(1.9, (9, 5), "#1f4f8f", "#8fb8f2", "arrest, trial, seizure"),
        Family.ALLIANCE: FamilyStyle(1.3, (), "#5a6270", "#a9b1bd", "ties, cooperation"),
        Family.BELONGING: FamilyStyle(2.0, (), "#5d4b8c", "#b9a9ee", "membership, ownership"),
        Family.PLACE: FamilyStyle(1.7, (2, 5), "#4d6b57", "#9cc2a9", "where it is based or active"),
        Family.TIME: FamilyStyle(1.1, (1, 6), "#6b6b6b", "#a5a5a5", "years and events"),
    }
)

STATUSES: Mapping[Status, StatusStyle] = MappingProxyType(
    {
        Status.ASSERTED: StatusStyle(1.0, ""),
        Status.ALLEGED: StatusStyle(0.6, "?"),
        Status.HYPOTHETICAL: StatusStyle(0.6, "(if)"),
        Status.DENIED: StatusStyle(0.5, "✕", struck=True),
    }
)


def line_colour(family: Family, status: Status, theme: str) -> str:
    """Return the colour of a line on a theme's paper, lighter where its status is weaker."""
    style = FAMILIES[family]
    ink = style.dark if theme == "dark" else style.light
    return mix(ink, PAPER[theme], STATUSES[status].strength)


def line_colours() -> dict[str, dict[str, dict[str, str]]]:
    """Return the colours of all lines by theme, family and status."""
    return {
        theme: {
            family: {status: line_colour(family, status, theme) for status in Status}
            for family in Family
        }
        for theme in THEMES
    }


def mix(ink: str, paper: str, share: float) -> str:
    """Return the colour that `share` of one and the rest of another make, as `#rrggbb`."""
    pairs = zip(_channels(ink), _channels(paper), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
