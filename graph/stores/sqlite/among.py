"""The links among some entities, the best of them first.

In a large graph most links have one claim or two, and entities with many links are linked to each
other. So links with more are read first, and those with two and then with one only as far as there
is room, from the entities in the middle outwards. What a newcomer would get wrong: reading them all
to keep a tenth takes longer than the whole answer may.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import product

from graph.stores.sqlite.columns import to_json

TEMPORARY = """
CREATE TEMP TABLE chosen (
    id TEXT PRIMARY KEY,
    place INTEGER NOT NULL,
    links INTEGER NOT NULL
) WITHOUT ROWID
"""
"""The entities asked about: which from the middle each is, and how many links it has.

Every connection has its own, in memory; a list in a parameter would be parsed by each statement.
"""

_SEEK_COST = 3
"""A look-up of one pair of entities costs about as much as reading so many links in a row."""
_ONE_OF = {1: 1, 2: 24, 3: 160}
"""Of so many links of an entity about one has that many claims; only the cost hangs on it."""
_SPARE = 4
"""Links are read all at once down to the claims where about so many times those wanted are."""
_FIRST, _GROWTH = 8, 4

_CHOOSE = "INSERT INTO temp.chosen VALUES (?, ?, ?)"
_RANK = """(min(one.place, other.place) - l.claims * :entities) * :entities
    + max(one.place, other.place)"""
"""Less is better: most claims, then nearest to the middle by either end."""
_OF_MANY_CLAIMS = """
SELECT RANK, l.key FROM temp.chosen AS one
CROSS JOIN links AS l INDEXED BY links_from ON l.source = one.id AND l.claims >= :claims
CROSS JOIN temp.chosen AS other ON other.id = l.target
WHERE one.links <= :dear
UNION ALL
SELECT RANK, l.key
FROM temp.chosen AS one CROSS JOIN temp.chosen AS other
CROSS JOIN links AS l INDEXED BY links_between
    ON l.source = one.id AND l.target = other.id AND l.claims >= :claims
WHERE one.links > :dear
""".replace("RANK", _RANK)
_FROM_THEM = """
SELECT RANK, l.key FROM temp.chosen AS one
CROSS JOIN links AS l INDEXED BY links_from ON l.source = one.id AND l.claims = :claims
CROSS JOIN temp.chosen AS other ON other.id = l.target AND other.place >= :first
WHERE one.place BETWEEN :first AND :last AND one.links <= :dear
UNION ALL
SELECT RANK, l.key
FROM temp.chosen AS one CROSS JOIN temp.chosen AS other
CROSS JOIN links AS l INDEXED BY links_from
    ON l.source = one.id AND l.claims = :claims AND l.target = other.id
WHERE one.place BETWEEN :first AND :last AND one.links > :dear AND other.place >= :first
""".replace("RANK", _RANK)
_TO_THEM = """
SELECT RANK, l.key FROM temp.chosen AS one
CROSS JOIN links AS l INDEXED BY links_to ON l.target = one.id AND l.claims = :claims
CROSS JOIN temp.chosen AS other ON other.id = l.source AND other.place > :last
WHERE one.place BETWEEN :first AND :last AND one.links <= :dear
UNION ALL
SELECT RANK, l.key
FROM temp.chosen AS one CROSS JOIN temp.chosen AS other
CROSS JOIN links AS l INDEXED BY links_to
    ON l.target = one.id AND l.claims = :claims AND l.source = other.id
WHERE one.place BETWEEN :first AND :last AND one.links > :dear AND other.place > :last
""".replace("RANK", _RANK)
"""A link is found from the nearer of two stretches of entities, so that none comes twice."""
_IDS = "SELECT key, id FROM links WHERE key IN (SELECT value FROM json_each(?))"

Found = tuple[int, int]
"""A link among the entities, as far as choosing needs to know it: rank and key."""
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
    connection.execute("DELETE FROM temp.chosen")
    chosen = [(id_, place, links) for place, (id_, links) in enumerate(degrees.items())]
    connection.executemany(_CHOOSE, chosen)
    many = _many(degrees.values(), _SPARE * most)
    found = list(passing(_of_many_claims(connection, many, len(degrees))))
    for claims, stretch in product(range(many - 1, 0, -1), list(_stretches(len(degrees)))):
        if len(found) > most:
            break
        found += passing(_of_so_many_claims(connection, claims, stretch, len(degrees)))
    if len(found) <= most:
        return [key for _, key in found], False
    found.sort()
    last = found[most - 1][0]
    kept = [key for rank, key in found[:most] if rank < last]
    ties = [key for rank, key in found if rank == last]
    return kept + _by_id(connection, ties)[: most - len(kept)], True


def _many(degrees: Collection[int], most: int) -> int:
    """Return from how many claims on the links are read all at once, about `most` of them."""
    for claims, one_of in _ONE_OF.items():
        if sum(min(links / one_of, _SEEK_COST * len(degrees)) for links in degrees) <= most:
            return claims
    return max(_ONE_OF)


def _of_many_claims(connection: sqlite3.Connection, claims: int, entities: int) -> Sequence[Found]:
    given = {"claims": claims, "dear": _dear(claims, entities), "entities": entities}
    return connection.execute(_OF_MANY_CLAIMS, given).fetchall()


def _of_so_many_claims(
    connection: sqlite3.Connection, claims: int, stretch: tuple[int, int], entities: int
) -> Sequence[Found]:
    """Return links with so many claims of a stretch of the entities, and none of those before."""
    first, last = stretch
    given = {"claims": claims, "dear": _dear(claims, entities), "entities": entities}
    given |= {"first": first, "last": last}
    found: list[Found] = connection.execute(_FROM_THEM, given).fetchall()
    if last < entities - 1:
        found += connection.execute(_TO_THEM, given).fetchall()
    return found


def _dear(claims: int, entities: int) -> float:
    """Return from how many links on it is cheaper to look up an entity's pair with each other."""
    return _SEEK_COST * _ONE_OF[claims] * entities


def _stretches(entities: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of stretches of the entities, in order, that grow."""
    start, size = 0, _FIRST
    while start < entities:
        yield start, start + size - 1
        start, size = start + size, _GROWTH * size


def _by_id(connection: sqlite3.Connection, keys: Sequence[int]) -> list[int]:
    if len(keys) == 1:
        return list(keys)
    rows = connection.execute(_IDS, [to_json(keys)]).fetchall()
    return [key for key, _ in sorted(rows, key=lambda row: row[1])]
