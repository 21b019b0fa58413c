"""The same graph in both kinds of store, asked the same; whether they answer alike."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import Neo4jError

from graph.cypher import CypherAnswer, CypherLimits
from graph.errors import CypherError, CypherLimitError
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.access import Access
from graph.stores.neo4j.values import Converter
from tests.neo4j_server import Neo4j, driver_of, empty
from tests.projection.asking import Question
from tests.projection.comparing import comparable
from tests.projection.graphs import merge_some, random_articles

_AT_ONCE = 4
_ENOUGH_BYTES = 10**9
_LIMITS = CypherLimits(time_s=30, rows=1_000_000)
_FORGET_OWN = "MATCH (n) WHERE n:Word OR n:Merged OR n:Hub OR n:Redstring DETACH DELETE n"


class Verdict(Enum):
    """How the answers of both compare."""

    SAME = "the same rows"
    DIFFERENT = "different rows"
    NOT_UNDERSTOOD = "the embedded store does not understand it"
    TOO_MUCH = "the embedded store ended it for its limits"
    BOTH_REFUSE = "both refuse it"
    ONLY_NEO4J_REFUSES = "only Neo4j refuses it"


@dataclass(frozen=True, slots=True)
class Compared:
    """What both said to one question."""

    question: Question
    verdict: Verdict
    embedded: object
    neo4j: object

    @property
    def is_filled(self) -> bool:
        """Whether the same rows are more than none."""
        return isinstance(self.neo4j, tuple) and len(self.neo4j) > 1


@dataclass(frozen=True, slots=True)
class Sides:
    """Both stores, with one graph in each."""

    embedded: GraphStore
    driver: Driver

    def compare_all(self, questions: Sequence[Question]) -> list[Compared]:
        """Ask both the same questions; the server plans some of them at the same time."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            answers = pool.map(self._neo4j, questions)
            return [self._compared(*pair) for pair in zip(questions, answers, strict=True)]

    def compare(self, question: Question) -> Compared:
        """Ask both the same, Neo4j by its own driver."""
        return self._compared(question, self._neo4j(question))

    def _compared(self, question: Question, theirs: object) -> Compared:
        ours = self._embedded(question)
        if isinstance(ours, CypherError):
            verdict = Verdict.NOT_UNDERSTOOD
            if isinstance(theirs, Neo4jError):
                verdict = Verdict.BOTH_REFUSE
            elif isinstance(ours, CypherLimitError):
                verdict = Verdict.TOO_MUCH
        elif isinstance(theirs, Neo4jError):
            verdict = Verdict.ONLY_NEO4J_REFUSES
        else:
            verdict = Verdict.SAME if ours == theirs else Verdict.DIFFERENT
        return Compared(question, verdict, ours, theirs)

    def _embedded(self, question: Question) -> object:
        try:
            answer = self.embedded.cypher(question.text, question.parameters, limits=_LIMITS)
        except CypherError as error:
            return error
        return comparable(question, answer)

    def _neo4j(self, question: Question) -> object:
        converter = Converter(_ENOUGH_BYTES)
        text: Any = question.text
        try:
            with self.driver.session() as session:
                found = session.run(text, question.parameters)
                rows = tuple(converter.row(record.values()) for record in found)
        except Neo4jError as error:
            return error
        return comparable(question, CypherAnswer(tuple(found.keys()), rows))


@contextmanager
def loaded(server: Neo4j, folder: Path, seed: int) -> Iterator[Sides]:
    """Load the random graph with this seed into an embedded store and into a server's database."""
    empty(server)
    teams = open_store(server.url, access=Access(server.user, server.password))
    embedded = open_store(f"sqlite:///{folder}/{seed}.db")
    articles = random_articles(seed)
    for store in (embedded, teams):
        store.add_all(articles)
        merge_some(store, seed)
    teams.close()
    with driver_of(server) as driver:
        driver.execute_query(_FORGET_OWN)
    auth = (server.user, server.password)
    with GraphDatabase.driver(server.url, auth=auth, notifications_min_severity="OFF") as driver:
        yield Sides(embedded, driver)
    embedded.close()
