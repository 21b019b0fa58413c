"""Entities by name: candidates by the server's full-text index, ranked by `graph.search`."""

from collections.abc import Iterable, Iterator, Sequence
from typing import LiteralString

from neo4j import ManagedTransaction

from graph import search
from graph.model import Match
from graph.ontology import Label
from graph.stores.neo4j.connection import Row, rows
from graph.stores.neo4j.properties import Properties, entity_of

_SAME: LiteralString = """
CALL db.index.fulltext.queryNodes('entity_names', $text) YIELD node AS entity
WHERE $normal IN entity.normal_names
    AND ($labels IS NULL OR any(label IN labels(entity) WHERE label IN $labels))
UNWIND range(0, size(entity.normal_names) - 1) AS place
WITH entity, entity.normal_names[place] AS normal, ([entity.name] + entity.aliases)[place] AS name
WHERE normal = $normal
RETURN entity.id, name, normal
"""
_SIMILAR: LiteralString = """
CALL db.index.fulltext.queryNodes('entity_names', $text) YIELD node AS entity
WHERE $labels IS NULL OR any(label IN labels(entity) WHERE label IN $labels)
UNWIND range(0, size(entity.normal_names) - 1) AS place
WITH entity, entity.normal_names[place] AS normal, ([entity.name] + entity.aliases)[place] AS name
WHERE all(words IN $words WHERE any(word IN words
    WHERE normal STARTS WITH word OR normal CONTAINS ' ' + word))
WITH entity.id AS id, entity.claims AS claims, name, normal
ORDER BY claims DESC, id, name LIMIT $most
RETURN id, name, normal
"""
_VOCABULARY: LiteralString = """
MATCH (word:Word) WHERE $shortest <= word.length <= $longest
RETURN collect(word.text)
"""
_FOUND: LiteralString = """
UNWIND $ids AS id MATCH (entity:Entity {id: id}) RETURN properties(entity)
"""


def matches(tx: ManagedTransaction, text: str, labels: Iterable[Label], limit: int) -> list[Match]:
    """See `GraphStore.search`."""
    asked = search.words(text)
    if not asked:
        return []
    given: Properties = {"labels": sorted(str(label) for label in labels) or None}
    normal = search.normal(text)
    names = rows(tx, _SAME, **given, normal=normal, text=f'"{normal}"')
    names += _similar(tx, given, [[word] for word in asked])
    found = search.best_names(asked, _triples(names))
    if len(found) < limit:
        names += _similar(tx, given, list(_spellings(tx, asked)))
        found = search.best_names(asked, _triples(names))
    listed = [_match(kept, *found[kept["id"]]) for (kept,) in rows(tx, _FOUND, ids=list(found))]
    ranked = sorted(listed, key=lambda match: (-match.score, -match.claims, match.entity.id))
    return ranked[:limit]


def _triples(names: Iterable[Row]) -> Iterator[tuple[str, str, str]]:
    return ((id_, name, normal) for id_, name, normal in names)


def _match(kept: Properties, score: float, name: str) -> Match:
    entity = entity_of(kept)
    return Match(
        entity=entity, name=name, score=score, claims=kept["claims"], documents=kept["documents"]
    )


def _similar(
    tx: ManagedTransaction, given: Properties, words: Sequence[Sequence[str]]
) -> list[Row]:
    """Return names that have, for each of the lists, a word that begins with one of its words."""
    either = (" ".join(f"{word}*" for word in alternatives) for alternatives in words)
    text = " ".join(f"+({alternatives})" for alternatives in either)
    return rows(tx, _SIMILAR, **given, text=text, words=words, most=search.MAX_CANDIDATES)


def _spellings(tx: ManagedTransaction, asked: Sequence[str]) -> Iterator[list[str]]:
    """Yield, for each word, itself and the words that it may be a misspelling of."""
    for word in asked:
        span = search.lengths(word)
        vocabulary = rows(tx, _VOCABULARY, shortest=span[0], longest=span[-1])[0][0]
        yield [word, *search.spellings(word, sorted(vocabulary))]
