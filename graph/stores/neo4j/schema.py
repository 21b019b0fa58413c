"""The shape of the graph in Neo4j, its constraints and indexes, and the node that marks it ours.

    (:Entity:Group {id, name, aliases, described, kind, claims, documents, mentions, links})
        one more label says what it is; only entities as they are after merges
    (a:Entity)-[:SUPPLIES {id, claims, documents, years, first_year, last_year, status, statuses,
                           attributed_to, commodities, confidence}]->(b:Entity)
        a link; its type is the relation type
    (:Claim {id, source, type, target, status, attributed_to, year, commodity, sentence, start, end,
             source_start, source_end, target_start, target_end, trigger_start, trigger_end, rule,
             confidence, link})
        with SUBJECT and OBJECT to entities as they are after merges, and STATED_IN to its document;
        `source`, `target` and `attributed_to` are as they were read; `link` is missing inside one
        entity
    (:Document {id, title, name, text, source, published, language, extractor, ingested_at})
    (:Entity)-[:MENTIONED_IN {entity, name, aliases, described, kind, starts, ends}]->(:Document)
        what that one document says of the entity with the id `entity`, and where it speaks of it
    (:Decision {number, merged, into, undoes, by, reason, decided_at})

For the store's own use: `(:Merged {id, entity})` says what an id that was merged away is now,
`(:Hub {id, nearest, claims})` lists the best neighbours of an entity with very many links,
`(:Word {text, length, names})` the words that names have, `Entity.normal_names` are the name
and the aliases as `graph.search` compares them, and `(:Redstring {schema, changes})` marks the
database. What a newcomer would get wrong: a label or type can't be a parameter, so `LINK_TYPES`
spells out what the ontology has, and a test holds the two together.
"""

from typing import LiteralString

VERSION = 1
"""The layout above; a database with a larger one is refused."""

LINK_TYPES: LiteralString = (
    "MEMBER_OF|LEADS|WORKS_FOR|FAMILY_OF|ASSOCIATED_WITH|COOPERATES_WITH|RIVAL_OF|PART_OF"
    "|SPLIT_FROM|BASED_IN|OPERATES_IN|LOCATED_IN|TRAFFICS|SUPPLIES|SMUGGLES_TO|SMUGGLES_FROM|PAID"
    "|OWNS|ATTACKED|KILLED|COERCED|ARRESTED|PROSECUTED|SEIZED|DISMANTLED|INVESTIGATED|SANCTIONED"
    "|TOOK_PART_IN|SEEN_IN"
)

CONSTRAINTS: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT document_id IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT decision_number IF NOT EXISTS FOR (n:Decision) REQUIRE n.number IS UNIQUE",
    "CREATE CONSTRAINT merged_id IF NOT EXISTS FOR (n:Merged) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT hub_id IF NOT EXISTS FOR (n:Hub) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT word_text IF NOT EXISTS FOR (n:Word) REQUIRE n.text IS UNIQUE",
    "CREATE CONSTRAINT redstring_mark IF NOT EXISTS FOR (n:Redstring) REQUIRE n.mark IS UNIQUE",
    "CREATE INDEX claim_link IF NOT EXISTS FOR (n:Claim) ON (n.link)",
    "CREATE INDEX claim_speaker IF NOT EXISTS FOR (n:Claim) ON (n.attributed_to)",
    "CREATE INDEX document_source IF NOT EXISTS FOR (n:Document) ON (n.source)",
    "CREATE INDEX document_published IF NOT EXISTS FOR (n:Document) ON (n.published)",
    "CREATE INDEX word_length IF NOT EXISTS FOR (n:Word) ON (n.length)",
    "CREATE FULLTEXT INDEX entity_names IF NOT EXISTS FOR (n:Entity) ON EACH [n.normal_names] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}",
)

INSPECT: LiteralString = """
OPTIONAL MATCH (mark:Redstring)
RETURN mark.schema AS schema, EXISTS { MATCH () } AS filled
"""
MARK: LiteralString = """
MERGE (mark:Redstring {mark: 'redstring'})
ON CREATE SET mark.schema = $version, mark.changes = 0
"""
LOCK: LiteralString = "MATCH (mark:Redstring) SET mark.changes = mark.changes"
"""The first statement of every change: whoever holds the mark writes, all others wait."""
COUNT_CHANGES: LiteralString = "MATCH (mark:Redstring) SET mark.changes = mark.changes + $changes"
CHANGES: LiteralString = "MATCH (mark:Redstring) RETURN mark.changes"


def on_links(query: LiteralString) -> LiteralString:
    """Return a literal query with its word `LINKS` replaced by the types that links have."""
    return query.replace("LINKS", LINK_TYPES)
