"""Make text from articles fit to be drawn: no invisible characters, no endless lines.

Escaping is not done here: templates escape, and scripts write by `textContent`. What a newcomer
would get wrong: this is for what is shown only; offsets count in the text as it is stored.
"""

import re
import textwrap
import unicodedata

MAX_NAME = 160
"""Characters of a name in a table or a panel."""
LINE_LENGTH = 18
MAX_LINES = 3
ELLIPSIS = "…"
_MAX_MARKS = 3
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_WIDE = frozenset("WF")


def clean(text: str) -> str:
    """Return a text on one line, without control, bidirectional and stacked combining characters.

    Why:
        A right-to-left override in a name turns around the words that follow it, so that a link
        reads as its opposite; a heap of combining marks paints over the lines above.

    Known problems:
        Hebrew and Arabic lose explicit direction marks, and rely on the browser's own ordering.
    """
    kept = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return " ".join(_without_heaps(kept).split())


def short(text: str, limit: int = MAX_NAME) -> str:
    """Return a clean text of at most `limit` characters, with an ellipsis where it was cut."""
    cleaned = clean(text)
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1].rstrip() + ELLIPSIS


def between_blanks(text: str) -> str:
    """Return a clean piece of a text that keeps a blank at each end that has one.

    So the piece stays apart from its neighbours.
    """
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{clean(text)}{after}" if text.strip() else " "


def lines(text: str) -> list[str]:
    """Return a name as the few short lines that are drawn under its shape."""
    wrapped = textwrap.wrap(
        short(text),
        LINE_LENGTH,
        max_lines=MAX_LINES,
        placeholder=ELLIPSIS,
        break_on_hyphens=False,
    )
    return wrapped or ["?"]


def width(line: str) -> float:
    """Estimate how wide a line is drawn, in units of its font size, rather too wide."""
    wide = sum(unicodedata.east_asian_width(char) in _WIDE for char in line)
    return 0.58 * (len(line) - wide) + 1.05 * wide


def _without_heaps(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)
