"""Sentences with marked entities, and claims about them, without a network.

In "[X|person] armed [Y|group]" X is entity 0 and Y entity 1: the same words are the same entity.
"""

import re

import numpy as np

from extract.claims import Draft, Scene
from extract.encoder import Window
from extract.sentences import Sentence
from graph.ontology import Label, Status

_MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")
_NOTHING = Window(
    (),
    np.zeros((0, 2), np.int64),
    *(np.zeros((0, 0), np.float32) for _ in range(4)),
)


def scene(marked: str) -> Scene:
    """Return a sentence whose entities are marked, numbered in the order they are first met."""
    text, keys = "", dict[str, int]()
    spans: dict[int, tuple[tuple[int, int], ...]] = {}
    labels: dict[int, Label] = {}
    at = 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        key = keys.setdefault(match[1], len(keys))
        spans[key] = (*spans.get(key, ()), (len(text), len(text) + len(match[1])))
        labels[key] = Label(match[2].title())
        text += match[1]
        at = match.end()
    return Scene(Sentence(text + marked[at:], 0), _NOTHING, spans, labels)


def draft(
    marked: str | Scene, source: int, type_: str, target: int, status: Status = Status.ASSERTED
) -> Draft:
    """Return a claim between two entities of a marked sentence."""
    place = scene(marked) if isinstance(marked, str) else marked
    return Draft(place, source, type_, target, status, 0.9)
