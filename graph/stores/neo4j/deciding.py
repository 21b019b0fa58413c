"""Decisions about identity, each folding again the entities it touches, inside a transaction.

A merge moves what hangs on one entity (what documents say of it, the claims that it takes part in)
to another; an undo moves it back. What a newcomer would get wrong: claims and `MENTIONED_IN` keep
the ids as they were read, so that any merge can be taken back.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import LiteralString

from neo4j import ManagedTransaction

from graph.errors import DecisionNotFoundError, MergeError
from graph.folding import Triple, canonical_ids, canonical_triple, in_force, may_be_one
from graph.identity import label_of, link_id
from graph.model import Decision
from graph.stores.neo4j import hubs, linking, naming
from graph.stores.neo4j.connection import batches, put, rows
from graph.stores.neo4j.linking import Canonical, Stated
from graph.stores.neo4j.properties import Properties, decision_of, of_decision
from graph.stores.neo4j.schema import on_links
from graph.stores.neo4j.writing import claims_of_links, count_changes, merged_ids, stated_of

_DECISIONS: LiteralString = """
MATCH (decision:Decision) RETURN properties(decision) ORDER BY decision.number
"""
_ADD_DECISIONS: LiteralString = """
UNWIND $rows AS row CREATE (decision:Decision) SET decision = row
"""
_FORGET_MERGED: LiteralString = "MATCH (merged:Merged) DELETE merged"
_ADD_MERGED: LiteralString = """
UNWIND $rows AS row CREATE (merged:Merged {id: row.id, entity: row.entity})
"""
_CLAIMS_OF_ENTITIES: LiteralString = """
CALL () {
    UNWIND $entities AS id MATCH (:Entity {id: id})<-[:SUBJECT|OBJECT]-(claim:Claim) RETURN claim
    UNION
    UNWIND $speakers AS id MATCH (claim:Claim {attributed_to: id}) RETURN claim
}
MATCH (claim)-[:STATED_IN]->(document:Document)
MATCH (claim)-[:SUBJECT]->(subject:Entity) MATCH (claim)-[:OBJECT]->(object:Entity)
RETURN elementId(claim), document.id, [claim.source, claim.type, claim.target],
       [claim.status, claim.attributed_to, claim.year, claim.commodity, claim.confidence],
       [subject.id, object.id, claim.link]
"""
_ENTITIES: LiteralString = "MATCH (entity:Entity) RETURN entity.id"
_LINKS = on_links("""
MATCH (source:Entity)-[link:LINKS]->(target:Entity) RETURN source.id, type(link), target.id
""")
_RECORDED: LiteralString = """
UNWIND $ids AS id MATCH (:Entity {id: id})-[record:MENTIONED_IN]->()
RETURN DISTINCT id, record.entity
"""
_MAKE_ENTITIES: LiteralString = """
UNWIND $rows AS row
MERGE (entity:Entity {id: row.id})
ON CREATE SET entity:$(row.label), entity.name = '', entity.aliases = [],
    entity.normal_names = [], entity.described = true, entity.claims = 0, entity.documents = 0,
    entity.mentions = 0, entity.links = 0
"""
_MOVE_RECORDS: LiteralString = """
UNWIND $rows AS row
MATCH (new:Entity {id: row.new})
MATCH (:Entity {id: row.old})-[record:MENTIONED_IN {entity: row.entity}]->(document:Document)
CREATE (new)-[moved:MENTIONED_IN]->(document) SET moved = properties(record)
DELETE record
"""
_MOVE_CLAIMS: LiteralString = """
UNWIND $rows AS row
MATCH (claim:Claim) WHERE elementId(claim) = row.node
MATCH (claim)-[was_subject:SUBJECT]->() MATCH (claim)-[was_object:OBJECT]->()
MATCH (subject:Entity {id: row.subject}) MATCH (object:Entity {id: row.object})
DELETE was_subject, was_object
CREATE (claim)-[:SUBJECT]->(subject)
CREATE (claim)-[:OBJECT]->(object)
SET claim.link = row.link
"""


def decisions(tx: ManagedTransaction) -> list[Decision]:
    """Return every decision by number."""
    return [decision_of(kept) for (kept,) in rows(tx, _DECISIONS)]


def merge(tx: ManagedTransaction, pair: tuple[str, str], *, by: str, reason: str) -> Decision:
    """Decide that the first of two entities, known to be there, is the second."""
    canonical = merged_ids(tx)
    first, into = pair
    merged, survivor = canonical.get(first, first), canonical.get(into, into)
    if merged == survivor:
        msg = f"{first!r} and {into!r} are one entity already"
        raise MergeError(msg)
    if not may_be_one(label_of(merged), label_of(survivor)):
        msg = f"{merged!r} can't be made {survivor!r}: their labels can't be one"
        raise MergeError(msg)
    taken = decisions(tx)
    decision = Decision(
        number=_next(taken), merged=merged, into=into, by=by, reason=reason, decided_at=_now()
    )
    members = _members(merged, canonical)
    return _decide(tx, [*taken, decision], (merged, survivor), members)


def unmerge(tx: ManagedTransaction, number: int, *, by: str, reason: str) -> Decision:
    """Take back a merge that is in force."""
    taken = decisions(tx)
    merged = {decision.number: decision.merged for decision in in_force(taken)}.get(number)
    if merged is None:
        raise DecisionNotFoundError(number)
    canonical = merged_ids(tx)
    survivor = canonical[merged]
    decision = Decision(number=_next(taken), undoes=number, by=by, reason=reason, decided_at=_now())
    members = _members(survivor, canonical)
    return _decide(tx, [*taken, decision], (merged, survivor), members)


def adopt(tx: ManagedTransaction, adopted: Sequence[Decision]) -> None:
    """Write down decisions as another store took them, and derive everything again."""
    taken = decisions(tx)
    known = {decision.number: decision for decision in taken}
    fresh = sorted((d for d in adopted if d != known.get(d.number)), key=lambda d: d.number)
    for number, decision in enumerate(fresh, start=len(taken) + 1):
        if decision.number != number:
            msg = f"decision {decision.number} of the other store does not follow on those here"
            raise MergeError(msg)
    if fresh:
        _write_decisions(tx, fresh)
        rebuild(tx)


def rebuild(tx: ManagedTransaction) -> None:
    """Fold the whole record again, and write what turns out to differ."""
    before = merged_ids(tx)
    _write_merged(tx, canonical_ids(decisions(tx)))
    canonical = merged_ids(tx)
    ids = [id_ for (id_,) in rows(tx, _ENTITIES)]
    links: list[Triple] = [(source, type_, target) for source, type_, target in rows(tx, _LINKS)]
    claims, _ = _claims(tx, ids, (), before)
    entities = {*ids, *_move_records(tx, ids, canonical)}
    folds, went = linking.fold_claims(claims, canonical)
    _move_claims(tx, claims, went, canonical)
    linking.write(tx, linking.refold(tx, links, folds))
    anew = [linking.LinkChange("", ends, fold=fold) for ends, fold in folds.items()]
    naming.write(tx, naming.refold(tx, entities, uncounted=True), linking.shifts_of(anew))
    naming.count_words_anew(tx)
    hubs.rebuild(tx)


def _decide(
    tx: ManagedTransaction,
    taken: Sequence[Decision],
    touched: Collection[str],
    speakers: Iterable[str],
) -> Decision:
    """Write down the last of the decisions, and fold again the entities that it touches."""
    before = merged_ids(tx)
    _write_decisions(tx, taken[-1:])
    _write_merged(tx, canonical_ids(taken))
    _refold(tx, touched, speakers, before)
    return taken[-1]


def _refold(
    tx: ManagedTransaction, touched: Collection[str], speakers: Iterable[str], before: Canonical
) -> None:
    """Move what hangs on these entities to where it belongs now, and fold it again."""
    canonical = merged_ids(tx)
    claims, old = _claims(tx, touched, speakers, before)
    entities = {*touched, *_move_records(tx, touched, canonical)}
    folds, went = linking.fold_claims(claims, canonical)
    _move_claims(tx, claims, went, canonical)
    changes = linking.refold(tx, old, folds)
    linking.write(tx, changes)
    degrees = naming.write(tx, naming.refold(tx, entities), linking.shifts_of(changes))
    hubs.write(tx, changes, degrees)


def _claims(
    tx: ManagedTransaction, touched: Iterable[str], speakers: Iterable[str], before: Canonical
) -> tuple[list[Stated], list[Triple]]:
    """Return all claims of what is touched and of its links, and those links as they were."""
    found: list[Stated] = []
    for batch in batches(list(touched)):
        found += stated_of(rows(tx, _CLAIMS_OF_ENTITIES, entities=batch, speakers=[]))
    found += stated_of(rows(tx, _CLAIMS_OF_ENTITIES, entities=[], speakers=list(speakers)))
    ends = (canonical_triple(*claim.ends, before) for claim in found if claim.place[2])
    old = list(dict.fromkeys(one for one in ends if one))
    found += claims_of_links(tx, old)
    by_node = {claim.node: claim for claim in found}
    return sorted(by_node.values(), key=lambda claim: claim.document), old


def _move_records(
    tx: ManagedTransaction, touched: Collection[str], canonical: Canonical
) -> set[str]:
    """Hang what documents say of entities on those they are now; return these."""
    moved: list[Properties] = []
    for batch in batches(list(touched)):
        for now, entity in rows(tx, _RECORDED, ids=batch):
            if canonical.get(entity, entity) != now:
                moved.append({"old": now, "entity": entity, "new": canonical.get(entity, entity)})
    new = {str(row["new"]) for row in moved}
    made = [{"id": id_, "label": str(label_of(id_))} for id_ in sorted(new)]
    put(tx, _MAKE_ENTITIES, made)
    put(tx, _MOVE_RECORDS, moved)
    return new


def _move_claims(
    tx: ManagedTransaction,
    claims: Sequence[Stated],
    went: Sequence[Triple | None],
    canonical: Canonical,
) -> None:
    moved: list[Properties] = []
    for claim, ends in zip(claims, went, strict=True):
        source, _, target = claim.ends
        subject, object_ = canonical.get(source, source), canonical.get(target, target)
        link = link_id(*ends) if ends else None
        if (subject, object_, link) != claim.place:
            moved.append({"node": claim.node, "subject": subject, "object": object_, "link": link})
    put(tx, _MOVE_CLAIMS, moved)


def _write_decisions(tx: ManagedTransaction, taken: Sequence[Decision]) -> None:
    tx.run(_ADD_DECISIONS, rows=[of_decision(decision) for decision in taken]).consume()
    count_changes(tx, len(taken))


def _write_merged(tx: ManagedTransaction, canonical: Canonical) -> None:
    tx.run(_FORGET_MERGED).consume()
    listed = [{"id": id_, "entity": entity} for id_, entity in canonical.items()]
    tx.run(_ADD_MERGED, rows=listed).consume()


def _members(entity: str, canonical: Canonical) -> set[str]:
    return {entity} | {merged for merged, end in canonical.items() if end == entity}


def _next(taken: Sequence[Decision]) -> int:
    return taken[-1].number + 1 if taken else 1


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
