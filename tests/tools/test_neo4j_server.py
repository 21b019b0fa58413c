import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import ClientError, ServiceUnavailable

from tests.neo4j_server import (
    VARIABLE,
    Neo4j,
    driver_of,
    empty,
    given_server,
    neo4j_for_tests,
)
from tools.neo4j.server import Server, ServerError

ROOT = Path(__file__).resolve().parents[2]
ASKER = """
import sys
from tools.neo4j.server import Server
server = Server().start()
print(server.home, server.bolt_url, flush=True)
sys.stdin.read()
"""


def test_the_server_answers_at_its_address(empty_neo4j: Neo4j) -> None:
    with driver_of(empty_neo4j) as driver:
        driver.execute_query("CREATE (:Word {text: 'here'})")
        [record] = driver.execute_query("MATCH (word:Word) RETURN word.text AS text").records

    assert record["text"] == "here"


def test_an_emptied_server_has_neither_data_nor_indexes(empty_neo4j: Neo4j) -> None:
    with driver_of(empty_neo4j) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
        constraints = driver.execute_query("SHOW CONSTRAINTS").records

    assert (nodes, constraints) == (0, [])


def test_emptying_takes_constraints_away(empty_neo4j: Neo4j) -> None:
    with driver_of(empty_neo4j) as driver:
        driver.execute_query("CREATE CONSTRAINT FOR (word:Word) REQUIRE word.text IS UNIQUE")
        empty(empty_neo4j)

        assert driver.execute_query("SHOW CONSTRAINTS").records == []


def test_a_server_ends_and_is_wiped_when_its_asker_is_killed() -> None:
    asker = subprocess.Popen(
        [sys.executable, "-c", ASKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with asker:
        assert asker.stdout is not None
        home, url = asker.stdout.readline().split()
        running = [each for each in psutil.process_iter(["cmdline"]) if home in cmdline(each)]
        asker.kill()

    gone, alive = psutil.wait_procs(running, timeout=60)

    assert (len(gone), alive) == (2, [])
    assert not Path(home).exists()
    with pytest.raises(ServiceUnavailable):
        verify(url)


def cmdline(process: psutil.Process) -> str:
    return " ".join(process.info["cmdline"] or ())


def verify(url: str) -> None:
    with GraphDatabase.driver(url, auth=("neo4j", "")) as driver:
        driver.verify_connectivity()


def test_what_a_killed_server_held_is_there_after_it_is_started_again() -> None:
    with Server() as server:
        with driver_of(server) as driver:
            driver.execute_query("CREATE (:Word {text: 'kept'})")
        server.kill()
        server.start()
        with driver_of(server) as driver:
            [record] = driver.execute_query("MATCH (word:Word) RETURN word.text AS text").records
        home = server.home

    assert record["text"] == "kept"
    assert home is not None
    assert not home.exists()


def test_a_setting_that_no_neo4j_knows_keeps_it_from_coming_up_and_the_error_says_which() -> None:
    server = Server(settings={"server.no.such.setting": "1"})

    with pytest.raises(ServerError, match=r"did not come up.*server\.no\.such\.setting") as caught:
        server.start()

    assert "failed.log" in str(caught.value)
    assert server.home is None


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x.csv", "http://[::1]:9/x.csv", "file:///etc/hostname"]
)
def test_a_statement_can_read_neither_files_nor_other_machines(
    neo4j_server: Neo4j, address: str
) -> None:
    with (
        driver_of(neo4j_server) as driver,
        pytest.raises(ClientError, match=r"ip_blocklist|allow_csv_import_from_file_urls"),
    ):
        driver.execute_query("LOAD CSV FROM $address AS row RETURN row", {"address": address})


def test_a_server_that_is_given_is_taken_apart_into_address_and_log_in() -> None:
    given = given_server("neo4j+s://some%40body:se%3Acret@example.org:7000")

    assert (given.url, given.user, given.password) == (
        "neo4j+s://example.org:7000",
        "some@body",
        "se:cret",
    )
    assert "se:cret" not in repr(given)


def test_a_given_server_with_data_in_it_is_refused(
    empty_neo4j: Neo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme, _, place = empty_neo4j.url.partition("://")
    log_in = f"{empty_neo4j.user}:{empty_neo4j.password}"
    monkeypatch.setenv(VARIABLE, f"{scheme}://{log_in}@{place}")
    with driver_of(empty_neo4j) as driver:
        driver.execute_query("CREATE (:Word)")

    with pytest.raises(RuntimeError, match="which the tests would delete"), neo4j_for_tests():
        pass
