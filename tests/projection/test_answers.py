import dataclasses
import os
import signal
import sqlite3
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import psutil
import pytest

from graph.cypher import (
    DEFAULT_LIMITS,
    CypherDuration,
    CypherNode,
    CypherPath,
    CypherRelationship,
)
from graph.errors import (
    CypherError,
    CypherLimitError,
    CypherSyntaxError,
    CypherUnavailableError,
    StoreError,
)
from graph.projection import projection
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.sqlite.store import SQLiteStore
from tests.builders import article, state

DOUBLING = " ".join(
    ["WITH 'aaaaaaaaaa' AS s0", *(f"WITH s{i} + s{i} AS s{i + 1}" for i in range(34))]
)
LONG = "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b RETURN sum(a % 7 * b) AS s"
COUNT = "MATCH (e:Entity) RETURN count(*) AS entities"


def workers() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [each for each in children if "graph.projection.worker" in each.cmdline()]


def process(store: GraphStore) -> subprocess.Popen[bytes]:
    assert isinstance(store, SQLiteStore)
    process = store._projection._workers[0]._process
    assert process
    return process


def test_rows_come_with_their_columns_and_the_moment_of_the_copy(store: GraphStore):
    before = datetime.now(UTC)
    answer = store.cypher("MATCH (a)-[r:SUPPLIES]->(b) RETURN a.name, r.years AS years, b.kind")
    assert answer.fields == ("a.name", "years", "b.kind")
    assert answer.rows == (("Alpha", [2019], None),)
    assert answer.as_of
    assert before <= answer.as_of <= datetime.now(UTC)


def test_a_node_holds_what_it_holds_in_neo4j_and_nothing_of_the_engine(store: GraphStore):
    ((node,),) = store.cypher("MATCH (n:Decision|Group {name: 'Beta'}) RETURN n").rows
    assert node.labels == ("Entity", "Group")
    assert node.properties == {
        "id": "group:beta",
        "name": "Beta",
        "aliases": [],
        "normal_names": ["beta"],
        "described": False,
        "claims": 1,
        "documents": 1,
        "mentions": 1,
        "links": 1,
    }


def test_a_path_tells_its_nodes_from_its_relationships(store: GraphStore):
    ((path,),) = store.cypher("MATCH p = (:Person)-[:LEADS]->()-[:SUPPLIES]->() RETURN p").rows
    assert isinstance(path, CypherPath)
    assert [node.properties["name"] for node in path.nodes] == ["Ann", "Alpha", "Beta"]
    assert [each.type for each in path.relationships] == ["LEADS", "SUPPLIES"]
    assert [each.start for each in path.relationships] == [node.id for node in path.nodes[:2]]
    assert [each.end for each in path.relationships] == [node.id for node in path.nodes[1:]]


def test_values_of_every_kind_come_as_they_are(store: GraphStore):
    ((found,),) = store.cypher(
        "MATCH (d:Document) RETURN [d.published, 1, 1.5, true, null, 'é', {a: [1]}, $given, "
        "duration({days: 1, seconds: 2.5})] AS x",
        {"given": {"k": [None, "v"], "day": date(2024, 1, 5)}},
    ).rows
    assert found == [
        date(2020, 2, 29),
        1,
        1.5,
        True,
        None,
        "é",
        {"a": [1]},
        {"k": [None, "v"], "day": date(2024, 1, 5)},
        CypherDuration(days=1, seconds=2, nanoseconds=500_000_000),
    ]


def test_a_map_that_looks_like_a_node_stays_a_map(store: GraphStore):
    ((found,),) = store.cypher(
        "MATCH (n:Person) RETURN {id: n.id, labels: labels(n), properties: properties(n)} AS m"
    ).rows
    assert found["labels"] == ["Entity", "Person"]


def test_a_map_of_nodes_and_relationships_that_is_no_path_stays_a_map(store: GraphStore):
    ((found,),) = store.cypher(
        "MATCH p = (:Person)-[r:LEADS]->() "
        "RETURN {nodes: nodes(p)[0..1], relationships: relationships(p)} AS m"
    ).rows
    assert isinstance(found["nodes"][0], CypherNode)
    assert isinstance(found["relationships"][0], CypherRelationship)


def test_nothing_starts_before_the_first_statement(store: GraphStore):
    store.statistics()
    assert workers() == []


def test_the_process_ends_with_its_store(store: GraphStore):
    store.cypher(COUNT)
    assert len(workers()) == 1
    store.close()
    assert workers() == []


def test_a_closed_store_says_so(store: GraphStore):
    store.cypher(COUNT)
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.cypher(COUNT)


def test_a_store_that_is_closed_in_the_middle_of_a_statement_says_so(store: GraphStore):
    store.cypher(COUNT)
    closing = threading.Timer(0.3, store.close)
    closing.start()
    with pytest.raises(StoreError, match="was closed"):
        store.cypher(LONG)
    closing.join()
    assert workers() == []


def test_the_process_ends_when_its_parent_is_gone(store: GraphStore):
    store.cypher(COUNT)
    (worker,) = workers()
    process(store).stdin.close()  # pyright: ignore[reportOptionalMemberAccess]
    assert worker.wait(timeout=20) is not None or not worker.is_running()


def test_a_change_is_in_the_next_answer(store: GraphStore):
    assert store.cypher(COUNT).rows == ((4,),)
    extraction = article(state("group:gamma", "PAID", "group:beta"), title="Two")
    store.add(extraction)
    assert store.cypher(COUNT).rows == ((5,),)
    decision = store.merge("group:gamma", "group:beta")
    assert store.cypher(COUNT).rows == ((4,),)
    store.unmerge(decision.number)
    assert store.cypher(COUNT).rows == ((5,),)
    store.remove(extraction.document.id)
    assert store.cypher(COUNT).rows == ((4,),)


def test_a_change_by_another_process_is_in_the_next_answer(store: GraphStore, path: Path):
    assert store.cypher(COUNT).rows == ((4,),)
    other = open_store(f"sqlite:///{path}")
    other.add(article(state("group:gamma", "PAID", "group:beta"), title="Two"))
    other.close()
    assert store.cypher(COUNT).rows == ((5,),)


def test_an_empty_store_answers(tmp_path: Path):
    store = open_store(f"sqlite:///{tmp_path}/empty.db")
    assert store.cypher("MATCH (n) RETURN n.name AS name").rows == ()
    assert store.cypher("OPTIONAL MATCH (n:Group)--(m) RETURN n, m").rows == ((None, None),)
    store.close()


def test_rows_beyond_the_limit_are_left_out_and_counted(store: GraphStore):
    limits = dataclasses.replace(DEFAULT_LIMITS, rows=3)
    answer = store.cypher("UNWIND range(1, 10) AS x RETURN x", limits=limits)
    assert answer.rows == ((1,), (2,), (3,))
    assert answer.truncated
    assert answer.notices == ("cut at 3 rows; there are 10",)


def test_as_many_rows_as_the_limit_are_not_called_cut(store: GraphStore):
    limits = dataclasses.replace(DEFAULT_LIMITS, rows=3)
    assert not store.cypher("UNWIND range(1, 3) AS x RETURN x", limits=limits).truncated


def test_an_answer_that_takes_too_much_room_is_refused(store: GraphStore):
    limits = dataclasses.replace(DEFAULT_LIMITS, size_bytes=10_000)
    with pytest.raises(CypherLimitError, match="more than 10000 bytes"):
        store.cypher("UNWIND range(1, 5000) AS x RETURN x, 'text'", limits=limits)


def test_a_statement_that_takes_too_long_is_ended(store: GraphStore):
    limits = dataclasses.replace(DEFAULT_LIMITS, time_s=0.2)
    with pytest.raises(CypherLimitError):
        store.cypher(LONG, limits=limits)
    assert store.cypher(COUNT).rows == ((4,),)


def test_a_process_that_does_not_answer_in_time_is_ended(store: GraphStore):
    store.cypher(COUNT)
    (worker,) = workers()
    os.kill(worker.pid, signal.SIGSTOP)
    resumed = threading.Timer(0.5, process(store).kill)
    resumed.start()
    with pytest.raises(StoreError, match="ended while it made its copy"):
        store.cypher(COUNT)
    assert store.cypher(COUNT).rows == ((4,),)


def test_a_statement_that_takes_too_much_memory_ends_its_process_only(store: GraphStore):
    store.cypher(COUNT)
    limits = dataclasses.replace(DEFAULT_LIMITS, memory_bytes=100_000_000)
    with pytest.raises(CypherLimitError):
        store.cypher(f"{DOUBLING} RETURN size(s34) AS size", limits=limits)
    assert store.cypher(COUNT).rows == ((4,),)


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (n) RETURN COLLECT { MATCH (n)--(m) RETURN m } AS x",
        "MATCH (a)((x)-[:PAID]->(y)){1,2}(b) RETURN a",
        "MATCH (n) RETURN unknown.name",
        "MATCH (n) RETRUN n",
        "RETURN 1 AS a, 2 AS a",
    ],
)
def test_what_the_engine_does_not_know_is_said_to_be_so(store: GraphStore, statement: str):
    with pytest.raises(CypherError):
        store.cypher(statement)


def test_the_way_on_is_neo4j(store: GraphStore):
    with pytest.raises(CypherSyntaxError, match="Neo4j"):
        store.cypher("MATCH (n) RETURN COLLECT { MATCH (n)--(m) RETURN m } AS x")


@pytest.mark.parametrize("statement", ["RETURN 1 / 0 AS x", "RETURN 9223372036854775807 + 1 AS x"])
def test_a_sum_that_has_no_answer_is_an_error(store: GraphStore, statement: str):
    with pytest.raises(CypherError):
        store.cypher(statement)


@pytest.mark.parametrize("given", [2**63, b"bytes", object(), {"a": {1, 2}}, {1: 2}, [{"b": b""}]])
def test_a_parameter_that_can_not_be_sent_is_an_error(store: GraphStore, given: object):
    with pytest.raises(CypherError, match="given"):
        store.cypher("RETURN $given AS x", {"given": given})


def test_many_threads_are_answered_each_with_its_own(store: GraphStore):
    def ask(number: int) -> object:
        return store.cypher("RETURN $number AS x", {"number": number}).rows

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(100))) == [((number,),) for number in range(100)]
    assert len(workers()) <= projection.WORKERS


def test_a_slow_statement_does_not_hold_up_another(store: GraphStore):
    limits = dataclasses.replace(DEFAULT_LIMITS, time_s=3)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(store.cypher, LONG, limits=limits)
        assert store.cypher(COUNT).rows == ((4,),)
        with pytest.raises(CypherLimitError):
            slow.result()


def test_without_the_engine_the_way_to_it_is_shown(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(projection, "ENGINE", "no_such_engine")
    with pytest.raises(CypherUnavailableError, match=r"pip install 'redstring\[cypher\]'"):
        store.cypher(COUNT)


def test_a_store_that_may_only_be_read_answers(store: GraphStore, path: Path):
    store.close()
    reading = open_store(f"sqlite:///{path}", read_only=True)
    assert reading.cypher(COUNT).rows == ((4,),)
    reading.close()


def test_a_statement_never_changes_the_file(store: GraphStore, path: Path):
    store.cypher(COUNT)
    before = (path.read_bytes(), sorted(path.parent.iterdir()))
    store.cypher("MATCH (n) RETURN n")
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == before


def test_a_file_that_is_not_sound_is_told_from_a_wrong_statement(store: GraphStore, path: Path):
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("DELETE FROM entities WHERE id = 'group:beta'")
    connection.close()
    with pytest.raises(StoreError, match=r"store\.db: no copy can be made of it"):
        store.cypher(COUNT)
