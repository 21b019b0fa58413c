"""The links among some entities, the best of them first.

In a large graph most links have one claim, and entities with many links are linked to each other.
So links with many claims are read first, and those with few only as far as there is room, from the
entities in the middle outwards. What a newcomer would get wrong: reading them all to keep a
tenth takes longer than the whole answer may.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import product

from graph.stores.sqlite.columns import to_json

_SEEK_COST = 1.5
"""A look-up of one pair of entities costs about as much as reading so many links in a row."""
_FEW = 2
"""Up to so many claims links are read by the step, not all at once."""
_SEVERAL = 16
"""Of so many links of an entity about one has several claims; only the cost hangs on it."""
_FIRST_STEP, _GROWTH = 2, 4

_STRONG = """
SELECT l.claims, l.key, l.source, l.target FROM json_each(:all) AS one
CROSS JOIN links AS l INDEXED BY links_from ON l.source = one.value AND l.claims > :few
WHERE +l.target IN (SELECT value FROM json_each(:all))
"""
"""The plus keeps SQLite from looking up every pair instead of reading on."""
_WEAK_OF_SMALL = """
SELECT l.claims, l.key, l.source, l.target FROM json_each(:small) AS one
CROSS JOIN links AS l INDEXED BY links_from ON l.source = one.value AND l.claims = :claims
WHERE +l.target IN (SELECT value FROM json_each(:all))
UNION
SELECT l.claims, l.key, l.source, l.target FROM json_each(:small) AS one
CROSS JOIN links AS l INDEXED BY links_to ON l.target = one.value AND l.claims = :claims
WHERE +l.source IN (SELECT value FROM json_each(:all))
"""
_WEAK_OF_LARGE = """
SELECT l.claims, l.key, l.source, l.target
FROM json_each(:large) AS one CROSS JOIN json_each(:all) AS other
CROSS JOIN links AS l INDEXED BY links_between
    ON l.source = one.value AND l.target = other.value
WHERE l.claims = :claims
UNION
SELECT l.claims, l.key, l.source, l.target
FROM json_each(:large) AS one CROSS JOIN json_each(:all) AS other
CROSS JOIN links AS l INDEXED BY links_between
    ON l.source = other.value AND l.target = one.value
WHERE l.claims = :claims
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
    asked = {"all": to_json(degrees), "few": _FEW}
    found = list(passing(connection.execute(_STRONG, asked).fetchall()))
    for claims, step in product(range(_FEW, 0, -1), _steps(list(degrees))):
        if len(found) > most:
            break
        known = {key for _, key, _, _ in found}
        weak = _weak(connection, step, degrees, claims)
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


def _weak(
    connection: sqlite3.Connection,
    entities: Sequence[str],
    degrees: Mapping[str, int],
    claims: int,
) -> list[Found]:
    """Return every link of so many claims that some of the entities have with any of them."""
    dear = 2 * _SEEK_COST * len(degrees) * (1 if claims == 1 else _SEVERAL)
    asked = {
        "small": to_json(entity for entity in entities if degrees[entity] <= dear),
        "large": to_json(entity for entity in entities if degrees[entity] > dear),
        "all": to_json(degrees),
        "claims": claims,
    }
    rows: list[Found] = connection.execute(_WEAK_OF_SMALL, asked).fetchall()
    rows += connection.execute(_WEAK_OF_LARGE, asked).fetchall()
    return list(dict.fromkeys(rows))
