MATCH (n:Entity) WITH n ORDER BY n.id RETURN collect(n.id) AS x
MATCH (n:Entity) WITH n ORDER BY n.id RETURN collect(n.id)[0..3] AS a, collect(n.claims)[-1] AS b, size(collect(n)) AS c
MATCH (n:Entity) WITH n ORDER BY n.id DESC LIMIT 3 RETURN n.id AS id
MATCH (n:Entity) WITH n ORDER BY n.id SKIP $one LIMIT $two RETURN n.id AS id
MATCH (n:Entity) WITH n ORDER BY n.id WITH collect(n) AS ns UNWIND ns AS m RETURN m.name AS name, size(ns) AS s
MATCH (n:Entity) WITH n ORDER BY n.id WITH collect(n) AS ns RETURN [m IN ns WHERE m.claims > 1 | m.id] AS x
MATCH (n:Entity) WITH n ORDER BY n.id WITH *, n.claims AS k WHERE k > 0 RETURN *
MATCH (n:Entity) RETURN DISTINCT n.kind AS kind ORDER BY kind DESC
MATCH (n:Entity) RETURN n.kind AS kind, count(*) AS k ORDER BY k DESC, kind
MATCH (n:Entity) RETURN n.name AS name ORDER BY n.claims DESC, n.id LIMIT 5
MATCH (n:Entity) RETURN n.id ORDER BY toLower(n.name), n.id DESC
MATCH (n) RETURN labels(n)[0] AS label, count(*) AS k ORDER BY label
MATCH (n:Entity) WHERE n:Group OR n:Person RETURN n.id AS id
MATCH (n:Group|Person) WHERE NOT n:Person RETURN n.id AS id
MATCH (n:Entity {id: $id}) RETURN n.name AS name
MATCH (n:Entity) WHERE n.id IN $ids RETURN n.id AS id, n.links AS links
MATCH (n:Entity) WHERE n.name =~ '(?i)al.*' RETURN n.id AS id
MATCH (n:Entity) WHERE n.name STARTS WITH 'A' AND NOT n.name ENDS WITH 'o' RETURN n.id AS id
MATCH (n:Entity) WHERE n['claims'] > 1 RETURN n['name'] AS name
UNWIND $rows AS row MATCH (n:Entity {id: row.id}) RETURN row.k AS k, n.name AS name
UNWIND $rows AS row OPTIONAL MATCH (n:Entity {id: row.id})-[r]->() RETURN row.k AS k, count(r) AS c
MATCH (a:Entity)-[r]->(b:Entity) RETURN type(r) AS t, count(*) AS k, sum(r.claims) AS s
MATCH (a:Entity)-[r]->(b:Entity) WHERE 2019 IN r.years RETURN a.id AS a, type(r) AS t, b.id AS b
MATCH (a:Entity)-[r]->(b:Entity) WHERE any(y IN r.years WHERE y > 2000) RETURN r.id AS id
MATCH (a:Entity)-[r]->(b:Entity) WHERE (r.first_year <= 2010) <> false RETURN r.id AS id
MATCH (a)-[r {status: 'alleged'}]->(b) RETURN a.id AS a, b.id AS b
MATCH (a:Entity)-[r]-(b:Entity) RETURN a.id AS a, collect(DISTINCT b.id) AS bag
MATCH (a)-[r]-(b)-[q]-(c) RETURN count(*) AS k
MATCH (a)-[r]-(b)-[q]-(a) RETURN count(*) AS k
MATCH (a:Entity)-[*2]-(b:Entity) RETURN a.id AS a, b.id AS b, count(*) AS k
MATCH (a:Group)-[rs*1..3]->(b:Entity) RETURN a.id AS a, b.id AS b, size(rs) AS hops
MATCH p = (a:Group)-[:SUPPLIES|PAID*0..2]->(b) RETURN [n IN nodes(p) | n.id] AS way
MATCH p = (a:Claim)-[:SUBJECT]->(b) RETURN length(p) AS l, nodes(p)[1].id AS id
MATCH (a:Group), (b:Person) MATCH p = shortestPath((a)-[*..4]-(b)) RETURN a.id AS a, b.id AS b, length(p) AS l
MATCH (a:Group), (b:Person) MATCH p = allShortestPaths((a)-[*..4]-(b)) RETURN a.id AS a, b.id AS b, count(p) AS k
MATCH (a:Group {id: $id}), (b:Person) OPTIONAL MATCH p = shortestPath((a)-[*]->(b)) RETURN b.id AS b, length(p) AS l
MATCH (c:Claim)-[:SUBJECT]->(a:Entity) OPTIONAL MATCH (c)-[:STATED_IN]->(d:Document) RETURN c.id AS c, a.id AS a, d.title AS d
MATCH (c:Claim)-[:SUBJECT]->(a:Entity), (c)-[:OBJECT]->(b:Entity) WHERE a.id < b.id RETURN a.id AS a, b.id AS b, count(c) AS k
MATCH (c:Claim)-[:SUBJECT]->(a:Entity) WITH a, count(DISTINCT c.year) AS years WHERE years > 0 RETURN a.id AS a, years
MATCH (c:Claim)-[:SUBJECT]->(a:Entity) RETURN a.id AS a, min(c.year) AS x, max(c.year) AS y, avg(c.year) AS z
MATCH (c:Claim)-[:SUBJECT]->(a:Entity) RETURN c.status AS s, c.type AS t, count(*) AS k
MATCH (c:Claim)-[:SUBJECT]->(a:Entity) WHERE c.confidence >= 0.5 XOR c.year IS NULL RETURN c.id AS id
MATCH (n:Entity) CALL (n) { MATCH (n)-[r]->(m:Entity) RETURN m.id AS m ORDER BY m LIMIT 1 } RETURN n.id AS n, m
MATCH (n:Entity) CALL (n) { MATCH (n)-->(m:Entity) RETURN m.id AS m UNION MATCH (n)<--(m:Entity) RETURN m.id AS m } RETURN n.id AS n, m
MATCH (n:Entity) CALL (n) { OPTIONAL MATCH (n)-->(m:Group) RETURN collect(m.id) AS bag } RETURN n.id AS n, bag
CALL () { MATCH (n:Group) RETURN n.id AS x UNION ALL MATCH (n:Person) RETURN n.id AS x } RETURN x, count(*) AS k
MATCH (n:Group) RETURN n.name AS x UNION MATCH (n:Person) RETURN n.name AS x
MATCH (n:Entity) WHERE EXISTS { MATCH (n)-[:SUPPLIES]->(m) WHERE m.claims >= n.claims } RETURN n.id AS id
MATCH (n:Entity) WHERE EXISTS { (n)-->(m:Entity) WHERE EXISTS { (m)-->(n) } } RETURN n.id AS id
MATCH (n:Entity) WHERE NOT EXISTS { (n)-->(:Entity) } RETURN n.id AS id, COUNT { (n)--() } AS k
MATCH (n:Entity) WHERE (COUNT { (n)--(:Claim) } > 1 AND n.links > 0) RETURN n.id AS id
MATCH (n:Entity) WHERE (n)-[:SUPPLIES]->(:Group) OR NOT (n)--(:Person) RETURN n.id AS id
MATCH (n:Entity) RETURN n {.id, .name, k: COUNT { (n)-->() }, all: n.aliases} AS m
MATCH (n:Group) RETURN n {.*} AS m
MATCH (n:Entity) RETURN [(n)-[r]->(m:Entity) WHERE r.claims > 0 | m.id] AS bag, n.id AS n
MATCH (n:Entity) RETURN CASE n.kind WHEN 'gang' THEN 1 WHEN 'cartel' THEN 2 ELSE 0 END AS c, n.id AS id
MATCH (n:Entity) RETURN CASE WHEN n.claims > 2 THEN 'many' WHEN n.claims > 0 THEN 'few' END AS c, count(*) AS k
MATCH (d:Document) WHERE d.published >= date('2020-01-01') RETURN d.title AS t, d.published AS day
MATCH (d:Document) RETURN d.title AS t, d.published.year AS y, d.published.month AS m ORDER BY t
MATCH (d:Document) RETURN d.published + duration({months: 1}) AS day, toString(d.published) AS t
MATCH (d:Document) WHERE d.published < date('2021-01-01') - duration('P1Y') RETURN d.title AS t
MATCH (d:Document) RETURN max(d.published) AS last, min(d.published) AS first, count(d.published) AS k
MATCH (e:Entity)-[m:MENTIONED_IN]->(d:Document) RETURN e.id AS e, d.title AS d, m.starts AS s, m.name AS n
MATCH (e:Entity)-[m:MENTIONED_IN]->(d) WHERE m.entity <> e.id RETURN e.id AS e, m.entity AS was
MATCH (d:Decision) RETURN d.number AS n, d.merged AS m, d.into AS i, d.by AS b, d.undoes AS u
MATCH (n:Entity) WITH n.kind AS kind, collect(n.id) AS bag RETURN kind, bag
MATCH (a:Entity) MATCH (b:Entity) WHERE a.name = b.name AND a.id < b.id RETURN a.id AS a, b.id AS b
MATCH (a:Entity) WITH a WHERE a.links > 0 MATCH (a)-[r]->(b:Entity) WITH a, b, count(r) AS k ORDER BY k DESC, a.id, b.id LIMIT 4 RETURN a.id AS a, b.id AS b, k
RETURN range(0, 5)[1..-1] AS a, [1, 2] + [3] AS b, 3 IN [1, 2, 3] AS c, [] = [] AS d, size('') AS e
RETURN 'a' + 1 AS a, 1 + 1.5 AS b, 7 / 2 AS c, 7 % 4 AS d, 2 ^ 3 AS e, -7 / 2 AS f, 1 - -1 AS g
RETURN split('a,b,,c', ',') AS a, substring('hello', 1, 3) AS b, left('abc', 2) AS c, right('abc', 2) AS d
RETURN toUpper('é') AS a, trim('  x ') AS b, lTrim(' x') AS c, rTrim('x ') AS d, reverse('abc') AS e
RETURN abs(-1) AS a, ceil(1.2) AS b, floor(-1.2) AS c, sign(-3) AS d, sqrt(16) AS e, log(1) AS f
RETURN toInteger('7') AS a, toFloat('1.5') AS b, toBoolean('true') AS c, toString(7) AS d, toInteger('x') AS e
RETURN null = null AS a, null IS NULL AS b, null AND false AS c, null OR true AS d, NOT null AS e
RETURN coalesce(null, 1) AS a, head([]) AS b, last([1, 2]) AS c, tail([1, 2]) AS d, size([1, null]) AS e
RETURN date('2024-02-29') AS a, date({year: 2020, month: 1, day: 5}) AS b, date('2020-01-05').dayOfWeek AS c
RETURN datetime('2020-01-01T10:00:00Z') AS a, localdatetime('2020-01-01T10:00:00') AS b, time('10:00:00Z') AS c
RETURN datetime('2020-01-01T10:00:00+02:00') < datetime('2020-01-01T10:00:00Z') AS a
RETURN duration({days: 1, hours: 2}) AS a, duration('P1M2DT3S') AS b
RETURN all(x IN [] WHERE x > 1) AS a, any(x IN [1] WHERE x > 1) AS b, none(x IN [1] WHERE x > 1) AS c, single(x IN [1, 2] WHERE x > 1) AS d
UNWIND [3, 1, null, 2] AS x RETURN collect(x) AS bag, count(x) AS b, sum(x) AS c, avg(x) AS d, max(x) AS e
UNWIND [1, 'a', true, null, 1.5, [1]] AS x RETURN x ORDER BY x DESC
UNWIND [] AS x RETURN count(*) AS a, sum(x) AS b, avg(x) AS c, collect(x) AS d, min(x) AS e
UNWIND [[1, 2], [3], []] AS xs UNWIND xs AS x RETURN sum(x) AS s, count(*) AS k
WITH {a: {b: [1, {c: 2}]}} AS m RETURN m.a.b[1].c AS x, m['a'] AS y, m.none AS z, keys(m) AS k
MATCH (n:Entity {id: 'none'}) RETURN count(n) AS k, collect(n) AS c, sum(n.claims) AS s, max(n.id) AS m
OPTIONAL MATCH (n:Entity {id: 'none'}) RETURN n, n.name AS name, labels(n) AS l, n:Group AS g, size(n.aliases) AS s
