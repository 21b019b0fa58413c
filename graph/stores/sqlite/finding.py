"""Entities by name: candidates by the full-text index, ranked by `graph.search`."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from graph import search
from graph.model import Match
from graph.ontology import Label
from graph.stores.sqlite.columns import Row, entity_of, to_json

_SAME = """
SELECT names.entity, names.name, names.normal FROM names
WHERE names.normal = :text
    AND (:labels IS NULL OR substr(names.entity, 1, instr(names.entity, ':') - 1)
        IN (SELECT value FROM json_each(:labels)))
"""
_SIMILAR = """
SELECT names.entity, names.name, names.normal
FROM words JOIN names ON names.key = words.rowid JOIN entities ON entities.id = names.entity
WHERE words MATCH :text
    AND (:labels IS NULL OR substr(names.entity, 1, instr(names.entity, ':') - 1)
        IN (SELECT value FROM json_each(:labels)))
ORDER BY entities.claims DESC, names.entity, names.name LIMIT :most
"""
_VOCABULARY = "SELECT term FROM vocabulary WHERE length(term) BETWEEN ? AND ? ORDER BY term"
_FOUND = """
SELECT id, name, aliases, described, kind, claims, documents FROM entities
WHERE id IN (SELECT value FROM json_each(?))
"""


def matches(
    connection: sqlite3.Connection, text: str, labels: Iterable[Label], limit: int
) -> list[Match]:
    """See `GraphStore.search`."""
    asked = search.words(text)
    if not asked:
        return []
    listed = sorted(label.lower() for label in labels)
    given: dict[str, object] = {
        "labels": to_json(listed) if listed else None,
        "most": search.MAX_CANDIDATES,
    }
    names: list[Row] = connection.execute(_SAME, given | {"text": search.normal(text)}).fetchall()
    names += _similar(connection, given, [[word] for word in asked])
    found = search.best_names(asked, names)
    if len(found) < limit:
        names += _similar(connection, given, list(_spellings(connection, asked)))
        found = search.best_names(asked, names)
    rows = connection.execute(_FOUND, [to_json(found)])
    listed_matches = (_match(row, *found[row[0]]) for row in rows)
    ranked = sorted(
        listed_matches, key=lambda match: (-match.score, -match.claims, match.entity.id)
    )
    return ranked[:limit]


def _match(row: Row, score: float, name: str) -> Match:
    *columns, claims, documents = row
    entity = entity_of(*columns)
    return Match(entity=entity, name=name, score=score, claims=claims, documents=documents)


def _similar(
    connection: sqlite3.Connection, given: dict[str, object], words: Sequence[Sequence[str]]
) -> list[Row]:
    """Return names that have, for each of the lists, a word that begins with one of its words."""
    either = (" OR ".join(f'"{word}"*' for word in alternatives) for alternatives in words)
    text = " AND ".join(f"({words})" for words in either)
    return connection.execute(_SIMILAR, given | {"text": text}).fetchall()


def _spellings(connection: sqlite3.Connection, asked: Sequence[str]) -> Iterator[list[str]]:
    """Yield, for each word, itself and the words that it may be a misspelling of."""
    for word in asked:
        span = search.lengths(word)
        vocabulary: list[str] = [
            term for (term,) in connection.execute(_VOCABULARY, [span[0], span[-1]])
        ]
        yield [word, *search.spellings(word, vocabulary)]
