"""The same nodes and relationships once more, written by the plain driver as a good script would.

`Copy.of` reads a whole database into files, and `Copy.load` writes it into an empty one: `UNWIND`
of 10,000 rows a transaction, one literal statement for each label and type, a claim together with
its three relationships, the same constraints and indexes. What a newcomer would get wrong: nothing
is worked out here, every value is written as it was read, so this is the least that a load can be.
"""

import pickle
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

from neo4j import Driver, Session

from graph.errors import StoreError
from graph.ontology import Label
from graph.stores.neo4j.schema import CONSTRAINTS, LINK_TYPES

BATCH_ROWS = 10_000
OTHER_LABELS = ("Document", "Word", "Hub", "Redstring")
_CLAIMS = """
MATCH (claim:Claim)-[:STATED_IN]->(document:Document)
MATCH (claim)-[:SUBJECT]->(subject:Entity) MATCH (claim)-[:OBJECT]->(object:Entity)
RETURN {claim: properties(claim), document: document.id, subject: subject.id, object: object.id}
"""
_WRITE_CLAIMS = """
UNWIND $rows AS row
MATCH (document:Document {id: row.document})
MATCH (subject:Entity {id: row.subject}) MATCH (object:Entity {id: row.object})
CREATE (claim:Claim) SET claim = row.claim
CREATE (claim)-[:SUBJECT]->(subject)
CREATE (claim)-[:OBJECT]->(object)
CREATE (claim)-[:STATED_IN]->(document)
"""


@dataclass(frozen=True, slots=True)
class Part:
    """What is read and written by one pair of statements.

    Attributes:
        read: Gives one value a row.
        write: Takes such values as `$rows`.
        weight: How many nodes and relationships a value is.
    """

    read: str
    write: str
    weight: int = 1


def _nodes(label: str) -> Part:
    return Part(
        f"MATCH (n:{label}) RETURN properties(n)",
        f"UNWIND $rows AS row CREATE (n:{label}) SET n = row",
    )


def _relationships(type_: str, target: str) -> Part:
    return Part(
        f"MATCH (a:Entity)-[r:{type_}]->(b:{target}) RETURN {{a: a.id, b: b.id, r: properties(r)}}",
        f"UNWIND $rows AS row MATCH (a:Entity {{id: row.a}}) MATCH (b:{target} {{id: row.b}}) "
        f"CREATE (a)-[r:{type_}]->(b) SET r = row.r",
    )


PARTS = (
    *(_nodes(f"Entity:{label}") for label in Label),
    *(_nodes(label) for label in OTHER_LABELS),
    *(_relationships(type_, "Entity") for type_ in LINK_TYPES.split("|")),
    _relationships("MENTIONED_IN", "Document"),
    Part(_CLAIMS, _WRITE_CLAIMS, weight=4),
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A database in files.

    Attributes:
        folder: Where they are.
        files: Each with what writes it.
        size: How many nodes and relationships there are.
    """

    folder: Path
    files: tuple[tuple[Path, str], ...]
    size: int

    @classmethod
    def of(cls, driver: Driver, folder: Path) -> "Copy":
        """Read a database that `Neo4jStore` wrote."""
        files: list[tuple[Path, str]] = []
        numbers, size = count(), 0
        for part in PARTS:
            with driver.session() as session:
                for rows in _batches(_values(session, part.read)):
                    path = folder / str(next(numbers))
                    path.write_bytes(pickle.dumps(rows))
                    files.append((path, part.write))
                    size += len(rows) * part.weight
        if size != count_all(driver):
            raise StoreError("there are nodes or relationships that no part of the copy reads")
        return cls(folder, tuple(files), size)

    def load(self, driver: Driver) -> float:
        """Write it into an empty database, and return the seconds that the server took."""
        with driver.session() as session:
            for statement in CONSTRAINTS:
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(300)").consume()
            return sum(_write(session, *file) for file in self.files)


def _values(session: Session, statement: Any) -> Iterator[Any]:
    for record in session.run(statement):
        yield record[0]


def _batches(values: Iterator[Any]) -> Iterator[list[Any]]:
    while rows := list(islice(values, BATCH_ROWS)):
        yield rows


def _write(session: Session, path: Path, statement: Any) -> float:
    rows: list[Any] = pickle.loads(path.read_bytes())  # noqa: S301 - written above
    start = time.perf_counter()
    session.run(statement, rows=rows).consume()
    return time.perf_counter() - start


def count_all(driver: Driver) -> int:
    """Return how many nodes and relationships a database has."""
    statement = "RETURN COUNT { () } + COUNT { ()-->() } AS size"
    return driver.execute_query(statement).records[0]["size"]
