"""Copies of articles in which entities bear the names of others, so that no name is learnt.

A network that has seen a gang's name in forty sentences takes the name for the sign of what is
said; under another name in every copy only the words around it are left to go by.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.identity import slug
from graph.ontology import Label
from training.marked import MarkedArticle, MarkedEntity, MarkedMention
from training.windows import split_nested

_SWAPPED = frozenset(
    {Label.PERSON, Label.GROUP, Label.ORGANIZATION, Label.AGENCY, Label.PLACE, Label.EVENT}
)


class Swapper:
    """Knows the names of a corpus, and gives them to others."""

    def __init__(self, articles: Iterable[MarkedArticle]) -> None:
        pool: defaultdict[tuple[Label, str], set[str]] = defaultdict(set)
        for article in articles:
            for entity in article.entities.values():
                if _may_swap(entity):
                    pool[entity.label, entity.kind].add(entity.name)
        self._pool = {key: sorted(names) for key, names in pool.items()}

    def swapped(self, article: MarkedArticle, share: float, chance: random.Random) -> MarkedArticle:
        """Return a copy of an article, about this share of its named entities under other names."""
        outer, inner = split_nested(article.mentions)
        holders = {o for i in inner for o in outer if o.start <= i.start and i.end <= o.end}
        surfaces: defaultdict[str, set[str]] = defaultdict(set)
        for mention in outer:
            surfaces[mention.entity].add(article.text[mention.start : mention.end])
        fixed = {m.entity for m in (*inner, *holders)}
        news: dict[str, Mapping[str, str]] = {}
        for entity in sorted(article.by_id.values(), key=lambda e: e.id):
            if entity.id in fixed or not _may_swap(entity) or chance.random() >= share:
                continue
            other = chance.choice(self._pool[entity.label, entity.kind])
            news[entity.id] = _renamed(entity, other, surfaces[entity.id])
        return _rewritten(article, outer, news)


def _may_swap(entity: MarkedEntity) -> bool:
    if entity.label not in _SWAPPED or entity.described or not entity.name[:1].isupper():
        return False
    return entity.label is not Label.PERSON or len(entity.name.split()) > 1


def _renamed(entity: MarkedEntity, other: str, surfaces: Iterable[str]) -> dict[str, str]:
    """Return what each name of an entity becomes; empty where one has no counterpart.

    A full name becomes the full name, of a person also first and last name; an acronym the
    initials. What is no name ("the gang", "she") stays.
    """
    names = {slug(name) for name in (entity.name, *entity.aliases)}
    mine, theirs = entity.name.split(), other.split()
    forms: dict[str, str] = {}
    for surface in surfaces:
        if slug(surface) == slug(entity.name):
            forms[surface] = other
        elif entity.label is Label.PERSON and surface == mine[-1]:
            forms[surface] = theirs[-1]
        elif entity.label is Label.PERSON and surface == mine[0]:
            forms[surface] = theirs[0]
        elif surface.isupper() and len(theirs) > 2:  # noqa: PLR2004 - an acronym has three letters
            forms[surface] = "".join(word[0] for word in theirs if word[0].isupper())
        elif slug(surface) in names or surface[:1].isupper():
            return {}
    return forms


def _rewritten(
    article: MarkedArticle, outer: Iterable[MarkedMention], news: Mapping[str, Mapping[str, str]]
) -> MarkedArticle:
    """Return an article with its text written anew and every offset moved along."""
    edits: list[tuple[int, int, str]] = []
    for mention in outer:
        old = article.text[mention.start : mention.end]
        new = news.get(mention.entity, {}).get(old)
        if new and new != old:
            edits.append((mention.start, mention.end, new))
    moved: list[int] = []
    text: list[str] = []
    at = length = 0
    for start, end, new in sorted(edits):
        moved += range(length, length + start - at)
        text += [article.text[at:start], new]
        length += start - at
        moved += [length] * (end - start)
        length += len(new)
        at = end
    moved += range(length, length + len(article.text) - at + 1)
    text.append(article.text[at:])
    return MarkedArticle(
        article.key,
        article.fields,
        "".join(text),
        {key: (moved[a], moved[b]) for key, (a, b) in article.sentences.items()},
        [replace(m, start=moved[m.start], end=moved[m.end]) for m in article.mentions],
        [replace(c, start=moved[c.start], end=moved[c.end]) for c in article.claims],
        entities={key: _with_names(e, news.get(e.id)) for key, e in article.entities.items()},
    )


def _with_names(entity: MarkedEntity, forms: Mapping[str, str] | None) -> MarkedEntity:
    if not forms:
        return entity
    names = sorted(set(forms.values()), key=lambda name: (-len(name), name))
    return replace(entity, name=names[0], aliases=tuple(names[1:]))
