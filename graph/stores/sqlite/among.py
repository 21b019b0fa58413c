"""The links among some entities, the best of them first.

In a large graph most links have one claim, and entities with many links are linked to each other.
So links with several claims are read first, and those with one only as far as there is room, from
the entities in the middle outwards. What a newcomer would get wrong: reading them all to keep a
tenth takes longer than the whole answer may.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from graph.stores.sqlite.columns import to_json

_SEEK_COST = 1.5
"""A look-up of one pair of entities costs about as much as reading so many links in a row."""
_SEVERAL = 16
"""Of so many links of an entity about one has several claims; only the cost hangs on it."""
_FIRST_STEP, _GROWTH = 2, 4

_STRONG_OF_SMALL = """
SELECT l.claims, l.key, l.source, l.target FROM json_each(:small) AS one
CROSS JOIN links AS l INDEXED BY links_from ON l.source = one.value AND l.claims > 1
WHERE +l.target IN (SELECT value FROM json_each(:all))
"""
"""The plus keeps SQLite from looking up every pair instead of reading on."""
_STRONG_OF_LARGE = """
SELECT l.claims, l.key, l.source, l.target
FROM json_each(:large) AS one CROSS JOIN json_each(:all) AS other
CROSS JOIN links AS l INDEXED BY links_between
    ON l.source = one.value AND l.target = other.value AND l.claims > 1
"""
_WEAK_OF_SMALL = """
SELECT l.claims, l.key, l.source, l.target FROM json_each(:small) AS one
CROSS JOIN links AS l INDEXED BY links_from ON l.source = one.value AND l.claims = 1
WHERE +l.target IN (SELECT value FROM json_each(:all))
UNION ALL
SELECT l.claims, l.key, l.source, l.target FROM json_each(:small) AS one
CROSS JOIN links AS l INDEXED BY links_to ON l.target = one.value AND l.claims = 1
WHERE +l.source IN (SELECT value FROM json_each(:all))
"""
_WEAK_OF_LARGE = """
SELECT l.claims, l.key, l.source, l.target
FROM json_each(:large) AS one CROSS JOIN json_each(:all) AS other
CROSS JOIN links AS l INDEXED BY links_from
    ON l.source = one.value AND l.claims = 1 AND l.target = other.value
UNION ALL
SELECT l.claims, l.key, l.source, l.target
FROM json_each(:large) AS one CROSS JOIN json_each(:all) AS other
CROSS JOIN links AS l INDEXED BY links_to
    ON l.target = one.value AND l.claims = 1 AND l.source = other.value
"""
_IDS = "SELECT key, id FROM links WHERE key IN (SELECT value FROM json_each(?))"


Found = tuple[int, int, str, str]
"""A link among the entities, as far as choosing needs to know it: claims, key, source, target."""
Passing = Callable[[Sequence[Found]], Sequence[Found]]


def best_among(
    connection: sqlite3.Connection, degrees: Mapping[str, int], most: int, passing: Passing
) -> tuple[list[int], bool]:
    """Return the keys of the best links among entities, and whether there are more.

    Args:
        connection: To the store.
        degrees: How many links each entity has, the entities nearest to the middle first.
        most: How many links are wanted.
        passing: Returns those of some links that the question's filter keeps.
    """
    found = list(passing(_strong(connection, degrees)))
    for step in _steps(list(degrees)):
        if len(found) > most:
            break
        known = {key for _, key, _, _ in found}
        weak = _weak(connection, step, degrees)
        found += passing([link for link in weak if link[1] not in known])
    if len(found) <= most:
        return [key for _, key, _, _ in found], False
    ranked = _ranked(found, degrees)
    last = ranked[most - 1][0]
    kept = [key for rank, key in ranked[:most] if rank < last]
    ties = [key for rank, key in ranked if rank == last]
    return kept + _by_id(connection, ties)[: most - len(kept)], True


def _ranked(found: Sequence[Found], entities: Collection[str]) -> list[tuple[int, int]]:
    """Return rank and key of links, best first: most claims, then nearest by either end."""
    many = len(entities)
    place = {entity: number for number, entity in enumerate(entities)}
    ranked: list[tuple[int, int]] = []
    for claims, key, source, target in found:
        one, other = place[source], place[target]
        near = one * many + other if one < other else other * many + one
        ranked.append((near - claims * many * many, key))
    ranked.sort()
    return ranked


def _by_id(connection: sqlite3.Connection, keys: Sequence[int]) -> list[int]:
    if len(keys) == 1:
        return list(keys)
    rows = connection.execute(_IDS, [to_json(keys)]).fetchall()
    return [key for key, _ in sorted(rows, key=lambda row: row[1])]


def _steps(entities: Sequence[str]) -> Iterable[Sequence[str]]:
    """Yield the entities in order, in stretches that grow."""
    start, size = 0, _FIRST_STEP
    while start < len(entities):
        yield entities[start : start + size]
        start, size = start + size, _GROWTH * size


def _strong(connection: sqlite3.Connection, degrees: Mapping[str, int]) -> list[Found]:
    """Return every link of several claims among the entities."""
    asked = _parted(degrees, degrees, _SEEK_COST * _SEVERAL)
    rows: list[Found] = connection.execute(_STRONG_OF_SMALL, asked).fetchall()
    return rows + connection.execute(_STRONG_OF_LARGE, asked).fetchall()


def _weak(
    connection: sqlite3.Connection, entities: Sequence[str], degrees: Mapping[str, int]
) -> list[Found]:
    """Return every link of one claim that some of the entities have with any of them."""
    asked = _parted(entities, degrees, 2 * _SEEK_COST)
    rows: list[Found] = connection.execute(_WEAK_OF_SMALL, asked).fetchall()
    rows += connection.execute(_WEAK_OF_LARGE, asked).fetchall()
    return list(dict.fromkeys(rows))


def _parted(entities: Iterable[str], degrees: Mapping[str, int], cost: float) -> dict[str, str]:
    """Part entities into those whose links are read and those whose pairs are looked up."""
    dear = cost * len(degrees)
    small, large = [], []
    for entity in entities:
        (small if degrees[entity] <= dear else large).append(entity)
    return {"small": to_json(small), "large": to_json(large), "all": to_json(sorted(degrees))}
