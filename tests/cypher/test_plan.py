from typing import Any

import pytest
from neo4j import READ_ACCESS

from graph.errors import CypherLimitError, CypherRefusedError
from graph.stores.neo4j.plan import (
    FUNCTIONS,
    MAX_COMMENTS,
    MAX_NESTING,
    OPERATORS,
    PROCEDURES,
    check_names,
    check_nesting,
    check_plan,
)
from tests.neo4j_server import Neo4j, driver_of


def plan(*kinds: str, details: str = "") -> dict[str, Any]:
    first, *others = kinds
    args = {"Details": details}
    return {"operatorType": first, "args": args, "children": [plan(*others)] if others else []}


def test_a_plan_of_known_operators_is_let_through() -> None:
    check_plan(plan("ProduceResults@neo4j", "Expand(All)@neo4j", "NodeByLabelScan@neo4j"), "r")


@pytest.mark.parametrize("query_type", ["w", "rw", "s", None])
def test_only_a_statement_that_the_server_calls_a_reading_one_is_let_through(
    query_type: str | None,
) -> None:
    with pytest.raises(CypherRefusedError):
        check_plan(plan("ProduceResults@neo4j"), query_type)


def test_a_statement_without_a_plan_is_refused() -> None:
    with pytest.raises(CypherRefusedError):
        check_plan(None, "r")


@pytest.mark.parametrize(
    "kind",
    [
        *("LoadCSV", "TerminateTransactions", "ShowSettings", "RunQueryAt", "TransactionForeach"),
        *("SomethingOfALaterServer", "NodeUniqueIndexSeek(Locking)", "Create", "LockNodes"),
    ],
)
def test_an_operator_that_is_not_known_to_only_read_is_refused(kind: str) -> None:
    with pytest.raises(CypherRefusedError):
        check_plan(plan("ProduceResults@neo4j", f"{kind}@neo4j"), "r")


def test_a_plan_over_two_databases_is_refused() -> None:
    with pytest.raises(CypherRefusedError, match="more than one database"):
        check_plan(plan("ProduceResults@neo4j", "AllNodesScan@other"), "r")


def test_a_procedure_is_known_by_the_name_in_the_plan() -> None:
    check_plan(plan("ProcedureCall@neo4j", details="db.labels() :: (label :: STRING)"), "r")
    with pytest.raises(CypherRefusedError, match="resampleIndex"):
        check_plan(plan("ProcedureCall@neo4j", details='db.resampleIndex("x")'), "r")


def test_what_a_plan_only_tells_in_its_details_is_judged_too() -> None:
    inner = "[x IN $autolist_0 | COLLECT { LOAD CSV FROM 'x' AS l RETURN l }] AS r"

    with pytest.raises(CypherRefusedError, match="LOAD CSV"):
        check_plan(plan("Projection@neo4j", details=inner), "r")


@pytest.mark.parametrize(
    "text",
    [
        "RETURN date.truncate('year', date()) AS x",
        "RETURN DATE . TRUNCATE('year', date()) AS x",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (n) WHERE n.load IN (1, 2) RETURN n.csv",
        "MATCH (n) RETURN n.name ORDER BY n.name",
        "RETURN 'U.S. (north)' AS x",
        "RETURN 1.5*(2+3) AS x",
    ],
)
def test_names_that_only_read_are_let_through(text: str) -> None:
    check_names(text.replace("n.csv", "n.comma"))


@pytest.mark.parametrize(
    "text",
    [
        "CALL apoc.load.json('x')",
        "CALL apoc . load . json ('x')",
        "CALL `apoc`.`load`.`json`('x')",
        "CALL `apoc.load`.json('x')",
        "CALL apoc/* ( */.load// (\n.json /**/ ('x')",
        "CALL apoc\\u002eload.json\\u0028'x')",
        "RETURN my.own(1) AS x",
        "RETURN `date.truncate`.x(1) AS y",
        "LOAD CSV FROM 'x' AS l RETURN l",
        "load\u3000csv from 'x' as l return l",
        "\\u004cOAD /* */ CSV FROM 'x' AS l RETURN l",
        "RETURN reduce(a = 0, x IN [1] | a + x) AS x",
        "RETURN replace /* */ ('a', 'a', 'b') AS x",
    ],
)
def test_names_that_may_do_more_are_refused_however_they_are_written(text: str) -> None:
    with pytest.raises(CypherRefusedError):
        check_names(text)


def test_a_statement_of_comments_is_refused_before_it_takes_long() -> None:
    with pytest.raises(CypherRefusedError, match="comments"):
        check_names("a" + "/**/" * (MAX_COMMENTS + 1))


def test_brackets_may_be_nested_only_so_deep() -> None:
    check_nesting(f"RETURN {'(' * MAX_NESTING}1{')' * MAX_NESTING}")
    with pytest.raises(CypherLimitError):
        check_nesting(f"RETURN {'(' * (MAX_NESTING + 1)}1")


def test_the_lists_name_what_the_server_has(neo4j_server: Neo4j) -> None:
    with (
        driver_of(neo4j_server) as driver,
        driver.session(default_access_mode=READ_ACCESS) as session,
    ):
        procedures = {row["name"] for row in session.run("SHOW PROCEDURES YIELD name")}
        functions = {row["name"].lower() for row in session.run("SHOW FUNCTIONS YIELD name")}

    assert procedures >= PROCEDURES
    assert functions >= FUNCTIONS
    assert {name for name in functions if "." in name} - FUNCTIONS == {
        "graph.byname",
        "graph.byelementid",
    }
    assert not OPERATORS & {"LoadCSV", "Foreach", "Merge", "SetProperty"}
