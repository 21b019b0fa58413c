from tests.neo4j_server import Neo4j, driver_of, empty


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
