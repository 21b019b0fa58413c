"""The store for teams: a Neo4j server, spoken to by its own driver and read by Cypher."""
