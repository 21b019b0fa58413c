"""Lines that a program broke at a width are joined again into the paragraphs they were.

What a newcomer would get wrong: a line break ends a sentence everywhere else in redstring, so a
text that was broken at 72 characters would lose most of its sentences.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

_NARROWEST, _WIDEST = 50, 120
_FEWEST_BREAKS = 5
_MOSTLY = 0.9


def unwrap(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines with those joined that were broken because the next word did not fit.

    Only a text is touched whose longest line is 50 to 120 characters and whose lines end, nine
    times in ten, where the next word would not have fitted.

    Why:
        Reports and mails come with their lines broken; a sentence goes on in the next one.

    Known problems:
        A word that was hyphenated at the line's end stays in two pieces.
        A text with paragraphs of both sorts is left as it is.

    Example:
        Five lines of a report, 72 characters wide, give one paragraph.
    """
    width = max(map(len, lines), default=0)
    breaks = [pair for pair in pairwise(lines) if pair[0].strip() and pair[1].strip()]
    forced = sum(_forced(line, following, width) for line, following in breaks)
    wrapped = _NARROWEST <= width <= _WIDEST and len(breaks) >= _FEWEST_BREAKS
    if wrapped and forced >= _MOSTLY * len(breaks):
        yield from _rejoined(lines, width)
    else:
        yield from lines


def _rejoined(lines: Sequence[str], width: int) -> Iterator[str]:
    pieces: list[str] = []
    for line, following in pairwise([*lines, ""]):
        pieces.append(line.strip() if pieces else line.rstrip())
        if not (line.strip() and following.strip() and _forced(line, following, width)):
            yield " ".join(pieces)
            pieces = []


def _forced(line: str, following: str, width: int) -> bool:
    """Tell whether the first word of the following line would not have fitted into this one."""
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width
