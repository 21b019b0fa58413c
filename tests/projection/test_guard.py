import pytest

from graph.errors import CypherLimitError, CypherRefusedError, CypherSyntaxError
from graph.projection.guard import MAX_DEPTH, Checked, check

_LENGTH = 20_000


def checked(statement: str, **parameters: object) -> Checked:
    return check(statement, parameters, _LENGTH)


UNDERSTOOD = (
    "MATCH (n:Entity) RETURN n",
    "MATCH (n) WHERE n.name = 'load csv' RETURN n.name;",
    "MATCH (a)-[r:SUPPLIES|PAID*1..3]->(b:Group {id: 'group:a'}) RETURN count(*) AS load",
    "OPTIONAL MATCH (n:Entity:Group) RETURN n.`order`, n.end, n {.id, .type, k: 1} AS m",
    "MATCH (n) CALL (n) { MATCH (n)--(m) RETURN count(m) AS k } RETURN n, k ORDER BY k LIMIT 3",
    "MATCH (n)-->() WITH n AS m RETURN m {.*} AS x, count(m) AS k",
    "MATCH (n) WHERE EXISTS { (n)--() } AND NOT (n)-[:PAID]->() RETURN DISTINCT n SKIP 1 LIMIT 2",
    "UNWIND [1, 2] AS x WITH x WHERE x IN [1] RETURN CASE WHEN x > 1 THEN 'a' ELSE null END AS c",
    "MATCH (n) /* a comment */ RETURN n // another",
    "RETURN [x IN range(0, 3) WHERE x > 1 | x * 2][0..1] AS xs UNION ALL RETURN [1] AS xs",
    "MATCH p = shortestPath((a)-[*]-(b)) RETURN [n IN nodes(p) | n.name] AS way",
    "MATCH p = shortestPath((a)-[*]-(b)) WHERE a.id <> b.id WITH a, p WHERE length(p) > 2 RETURN p",
    "MATCH p = shortestPath((a)-[*]-(b)) OPTIONAL MATCH (a)--(c) WHERE length(p) > 2 RETURN c",
    "WITH 1 AS `create` RETURN `create`",
    "MATCH (n)-[r]-() RETURN startNode(r).id = n.id AS out, endNode(r).name AS name",
)
REFUSED = (
    "MATCH (a), (b) MATCH p = shortestPath((a)-[*]-(b)) WHERE length(p) > 3 RETURN p",
    "MATCH p = allShortestPaths((a)-[r*..4]-(b)) WHERE all(x IN r WHERE x.claims > 1) RETURN a",
    "MATCH p = shortestPath((a)-[*]-(b)) MATCH (c) WHERE c.links > length(p) RETURN a",
    "MATCH p = shortestPath((a)-[*]-(b)), (c) WHERE (c)--() OR length(p) > 1 RETURN 1",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "MATCH (n) LOAD CSV FROM '/etc/passwd' AS row RETURN row",
    "MATCH (n) RETURN n UNION LOAD CSV FROM '/etc/passwd' AS n RETURN n",
    "WITH 1 AS load LOAD CSV FROM '/x' AS r RETURN r",
    "lOaD/**/CSV FROM '/x' AS r RETURN r",
    "MATCH (n) // x\nLOAD CSV FROM '/x' AS r RETURN r",
    "CALL { LOAD CSV FROM '/x' AS r RETURN r } RETURN r",
    "FOR VALID_TIME ALL LOAD CSV FROM '/x' AS r RETURN r",
    "PROFILE MATCH (n) RETURN n",
    "EXPLAIN MATCH (n) RETURN n",
    "CYPHER 5 MATCH (n) RETURN n",
    "USE system MATCH (n) RETURN n",
    "CREATE (n:X) RETURN n",
    "MATCH (n) CREATE (m) RETURN m",
    "MATCH (n) MERGE (m:X) RETURN m",
    "MATCH (n) SET n.name = 'x' RETURN n",
    "MATCH (n) REMOVE n.name RETURN n",
    "MATCH (n) DELETE n RETURN 1",
    "MATCH (n) DETACH DELETE n RETURN 1",
    "MATCH (n) FOREACH (x IN [1] | SET n.x = 1) RETURN n",
    "MATCH (n) INSERT (m) RETURN m",
    "DROP INDEX x RETURN 1",
    "SHOW INDEXES",
    "CALL db.labels() YIELD label RETURN label",
    "CALL apoc.load.json('http://127.0.0.1') YIELD value RETURN value",
    "RETURN apoc.version() AS v",
    "MATCH (n) RETURN n FORMAT CSV",
    "MATCH (n) RETURN reduce(s = 0, x IN [1] | s + x) AS s",
    "RETURN replace('a', 'a', 'aa') AS s",
    "RETURN `replace`('a', 'a', 'aa') AS s",
    "RETURN 1 AS a; RETURN 2 AS a",
    "MATCH (n) CALL { MATCH (m) RETURN m } IN TRANSACTIONS RETURN n",
    "MATCH (n) RETURN count(*) OVER (PARTITION BY n) AS k",
    "MATCH (n) RETURN n EXCEPT MATCH (m) RETURN m",
    "MATCH (n) RETURN n FINISH",
    "MATCH ()-[r]->() RETURN r {.claims} AS m",
    "MATCH ()-[r]->() RETURN startNode(r) AS n",
    "MATCH (n)-[r]->() WHERE endNode(r) = n RETURN n",
    "MATCH p = ()-->() UNWIND relationships(p) AS r RETURN r {.claims} AS m",
    "MATCH p = ()-->() RETURN [r IN relationships(p) | r {.claims}] AS m",
    "MATCH ()-[r]->() WITH r AS q, count(r) AS k RETURN q {.claims} AS m",
)
NOT_UNDERSTOOD = (
    "",
    " // nothing",
    "MATCH (n RETURN n",
    "MATCH n) RETURN n",
    "MATCH (n] RETURN n",
    "MATCH (n) RETURN 'open",
    "MATCH (n) RETURN `open",
    "MATCH (n) /* open RETURN n",
    "MATCH (n)",
    "MATCH (n) RETURN",
    "MATCH (n) RETURN n,",
    "MATCH (n) RETURN *, n.name AS name",
    "RETURN \\u0061",
    "RETURN 'a\\q'",
    "RETURN $",
    "RETURN $x",
    "RETURN $`x y`",
    "RETURN `a``b` AS c",
    "RETURN 1_000 AS # x",
)


@pytest.mark.parametrize("statement", UNDERSTOOD)
def test_a_statement_that_reads_is_let_through(statement: str):
    assert checked(statement).text


@pytest.mark.parametrize("statement", REFUSED)
def test_a_statement_that_may_do_more_is_refused(statement: str):
    with pytest.raises(CypherRefusedError):
        checked(statement)


@pytest.mark.parametrize("statement", NOT_UNDERSTOOD)
def test_a_statement_that_is_not_understood_says_so(statement: str):
    with pytest.raises(CypherSyntaxError):
        checked(statement)


def test_a_long_statement_is_refused_before_it_is_read():
    with pytest.raises(CypherLimitError, match="20007 characters; at most 20000"):
        checked("RETURN " + "1" * 20_000)


def test_brackets_in_each_other_are_counted():
    with pytest.raises(CypherLimitError, match="deep"):
        checked("RETURN " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_what_a_refusal_says_leads_on():
    with pytest.raises(CypherRefusedError, match="put it in backquotes"):
        checked("MATCH (load) RETURN load")


def test_a_missing_parameter_is_named():
    with pytest.raises(CypherSyntaxError, match=r"\$missing"):
        checked("RETURN $there, $missing", there=1)


def test_comments_do_not_reach_the_engine():
    assert checked("MATCH (n) /* LOAD CSV */ RETURN n // x").text == "MATCH ( n ) RETURN n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"'it\'s'", "it's"),
        (r'"a\\b"', "a\\b"),
        (r"'\u00e9'", "é"),
        ("'Ägypten'", "Ägypten"),
        (r"'a\nb'", "a\nb"),
    ],
)
def test_a_string_with_special_characters_becomes_a_parameter(written: str, meant: str):
    found = checked(f"RETURN {written} AS x")
    assert found.text == "RETURN $redstring_text_0 AS `x`"
    assert found.parameters == {"redstring_text_0": meant}


def test_a_string_never_takes_the_name_of_a_given_parameter():
    found = checked("RETURN 'é' AS x, $redstring_text_1 AS y", redstring_text_1="own")
    assert found.parameters == {"redstring_text_1": "own", "redstring_text_1_": "é"}


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("MATCH (a)-[*]->(b) RETURN a", "* 1 .. 10000"),
        ("MATCH (a)-[r:PAID*2..]->(b) RETURN a", "* 2 .. 10000"),
        ("MATCH (a)-[*..]-(b) RETURN a", "* .. 10000"),
        ("MATCH (a)-[*..3]-(b) RETURN a", "* .. 3"),
        ("MATCH (a)-[*2]-(b) RETURN a", "[ * 2 ]"),
        ("MATCH (a) RETURN a.claims*a.links", "`claims` * a"),
        ("MATCH (a) RETURN (COUNT { (a)--() } > 1) AS x", "( 0 + COUNT {"),
        ("MATCH (a) WHERE NOT (a:Group) RETURN a", "NOT ( true AND a : Group )"),
        ("MATCH (a) WHERE NOT (a:Group)--() RETURN a", "NOT ( a : Group ) - -"),
        ("MATCH (a) RETURN a.end", "a . `end`"),
        ("MATCH (c:Claim) RETURN c.type", "c . `type`"),
        ("MATCH (e:Entity) RETURN e.type", "properties(e) . `type`"),
        ("MATCH (c:Claim) MATCH (c:Entity) RETURN c.type", "properties(c) . `type`"),
        ("MATCH ()-[r]->() RETURN r.id", "properties(r) . `id`"),
        ("MATCH ()-[r]->() WITH r AS q RETURN q.id", "properties(q) . `id`"),
        ("MATCH p=()-->() RETURN [r IN relationships(p) | r.id]", "properties(r) . `id`"),
        ("MATCH p=()-->() UNWIND relationships(p) AS r RETURN r.id", "properties(r) . `id`"),
        ("MATCH (n:Entity) RETURN n.id", "n . `id`"),
        ("MATCH (é) RETURN é", "RETURN `é`"),
    ],
)
def test_what_the_engine_reads_otherwise_is_written_otherwise(statement: str, part: str):
    assert part in checked(statement).text


@pytest.mark.parametrize(
    ("statement", "fields"),
    [
        ("MATCH (n) RETURN n", ("n",)),
        ("MATCH (n) RETURN n.name, count( DISTINCT n ) AS k", ("n.name", "k")),
        ("MATCH (n) RETURN count( DISTINCT n )", ("count( DISTINCT n )",)),
        ("RETURN [1, 2][0], {a: 1, b: 2}", ("[1, 2][0]", "{a: 1, b: 2}")),
        ("WITH 1 AS `x y` RETURN `x y`", ("x y",)),
        ("RETURN 1 AS order, 'a' AS `limit` ORDER BY order", ("order", "limit")),
        ("RETURN $x, 'a', 1 LIMIT 3", ("$x", "'a'", "1")),
        ("RETURN 1 AS a UNION RETURN 2 AS a", ("a",)),
        ("CALL { RETURN 1 AS b } RETURN DISTINCT b", ("b",)),
        ("MATCH (n) RETURN *", None),
    ],
)
def test_columns_are_called_what_neo4j_calls_them(statement: str, fields: tuple[str, ...] | None):
    assert checked(statement, x=1).fields == fields


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (n) RETURN id(n)",
        "RETURN 1.0 / 0.0",
        "RETURN round(-2.5)",
        "MATCH (n) RETURN n.aliases + ['x']",
        "MATCH p = ()-->() RETURN nodes(p)[0].type",
    ],
)
def test_what_may_differ_from_neo4j_is_told(statement: str):
    assert len(checked(statement).notices) == 1
