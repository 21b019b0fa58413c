"""Whether a statement only reads the graph, as the server's own plan and the statement's names say.

Neo4j's READ access mode refuses writes and lets through what else a statement can do: read files
and addresses (LOAD CSV), end other people's transactions, show settings, call procedures. The plan
of `EXPLAIN` names each of these as an operator. What a newcomer would get wrong: a plan does not
show all. A subquery that the server evaluates inside an expression (`[x IN xs | COLLECT {...}]`)
appears only as words in the details of the operator around it; its LOAD CSV and procedures are no
operators. So the names in the statement, and in those details, are judged too.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import CypherError, CypherLimitError, CypherRefusedError


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPERATORS = _words(
    """
    AllNodesScan Anti AntiConditionalApply AntiSemiApply Apply Argument AssertSameNode
    AssertSameRelationship BFSPruningVarLengthExpand BidirectionalRepeat CacheProperties
    CartesianProduct ConditionalApply DirectedAllRelationshipsScan
    DirectedRelationshipByElementIdSeek DirectedRelationshipByIdSeek
    DirectedRelationshipFulltextIndexSearch DirectedRelationshipIndexContainsScan
    DirectedRelationshipIndexEndsWithScan DirectedRelationshipIndexScan
    DirectedRelationshipIndexSeek DirectedRelationshipIndexSeekByRange DirectedRelationshipTypeScan
    DirectedRelationshipUniqueIndexSeek DirectedRelationshipUniqueIndexSeekByRange
    DirectedUnionRelationshipTypesScan Distinct DynamicDirectedRelationshipTypeLookup
    DynamicLabelNodeLookup DynamicUndirectedRelationshipTypeLookup Eager EagerAggregation
    EmptyResult EmptyRow ExhaustiveLimit Expand Filter IntersectionNodeByLabelsScan LetAntiSemiApply
    LetSelectOrAntiSemiApply LetSelectOrSemiApply LetSemiApply Limit MultiNodeIndexSeek
    NodeByElementIdSeek NodeByIdSeek NodeByLabelScan NodeCountFromCountStore NodeFulltextIndexSearch
    NodeHashJoin NodeIndexContainsScan NodeIndexEndsWithScan NodeIndexScan NodeIndexSeek
    NodeIndexSeekByRange NodeLeftOuterHashJoin NodeRightOuterHashJoin NodeUniqueIndexSeek
    NodeUniqueIndexSeekByRange NonFuseable Optional OptionalExpand OrderedAggregation
    OrderedDistinct OrderedUnion PartialSort PartialTop PartitionedAllNodesScan
    PartitionedDirectedAllRelationshipsScan PartitionedDirectedRelationshipIndexScan
    PartitionedDirectedRelationshipIndexSeek PartitionedDirectedRelationshipIndexSeekByRange
    PartitionedDirectedRelationshipTypeScan PartitionedDirectedUnionRelationshipTypesScan
    PartitionedIntersectionNodeByLabelsScan PartitionedNodeByLabelScan PartitionedNodeIndexScan
    PartitionedNodeIndexSeek PartitionedNodeIndexSeekByRange PartitionedSubtractionNodeByLabelsScan
    PartitionedUndirectedAllRelationshipsScan PartitionedUndirectedRelationshipIndexScan
    PartitionedUndirectedRelationshipIndexSeek PartitionedUndirectedRelationshipIndexSeekByRange
    PartitionedUndirectedRelationshipTypeScan PartitionedUndirectedUnionRelationshipTypesScan
    PartitionedUnionNodeByLabelsScan PartitionedUnwind PathPropagatingBFS PreserveOrder
    ProcedureCall ProduceResults ProjectEndpoints Projection RelationshipCountFromCountStore Repeat
    RollUpApply SelectOrAntiSemiApply SelectOrSemiApply SemiApply ShortestPath Skip Sort
    StatefulShortestPath SubtractionNodeByLabelsScan Top Top1WithTies TriadicBuild TriadicFilter
    TriadicSelection UndirectedAllRelationshipsScan UndirectedRelationshipByElementIdSeek
    UndirectedRelationshipByIdSeek UndirectedRelationshipFulltextIndexSearch
    UndirectedRelationshipIndexContainsScan UndirectedRelationshipIndexEndsWithScan
    UndirectedRelationshipIndexScan UndirectedRelationshipIndexSeek
    UndirectedRelationshipIndexSeekByRange UndirectedRelationshipTypeScan
    UndirectedRelationshipUniqueIndexSeek UndirectedRelationshipUniqueIndexSeekByRange
    UndirectedUnionRelationshipTypesScan Union UnionNodeByLabelsScan Unwind ValueHashJoin
    VarLengthExpand
    """
)
"""Operators that read nodes and relationships, or work on rows: those of 5.26 and 2026.09.

The names are what `LogicalPlan2PlanDescription` of the server writes, without what stands in
brackets. Left out on purpose are those that change, lock, reach outside, show the server's own
state, or belong to clusters; one that a later server adds is refused until somebody has looked.
"""

PROCEDURES = _words(
    """
    db.index.fulltext.listAvailableAnalyzers db.index.fulltext.queryNodes
    db.index.fulltext.queryRelationships db.info db.labels db.ping db.propertyKeys
    db.relationshipTypes db.schema.nodeTypeProperties db.schema.relTypeProperties
    db.schema.visualization dbms.components
    """
)
"""Procedures that tell of the graph and its schema, and change nothing but what they return."""

FUNCTIONS = _words(
    """
    date.realtime date.statement date.transaction date.truncate datetime.fromepoch
    datetime.fromepochmillis datetime.realtime datetime.statement datetime.transaction
    datetime.truncate duration.between duration.indays duration.inmonths duration.inseconds
    localdatetime.realtime localdatetime.statement localdatetime.transaction localdatetime.truncate
    localtime.realtime localtime.statement localtime.transaction localtime.truncate point.distance
    point.withinbbox time.realtime time.statement time.transaction time.truncate
    vector.similarity.cosine vector.similarity.euclidean
    """
)
"""The server's own functions that have a dot in their name, in small letters.

A function without a dot is the server's own, since one of a plug-in must stand in a namespace.
"""

MAX_COMMENTS = 100
MAX_NESTING = 50
"""Brackets inside each other; from about 200 on the server's planner may overflow its stack."""
_LIST = "docs/cypher.md lists what may be used"
_GAP = r"(?:\s|/\*[\s\S]*?\*/|//[^\n\r]*)*"
_NAME = r"(?:`(?:[^`]|``)*`|[^\W\d]\w*)"
_CALL = re.compile(rf"(?<![\w`])({_NAME}(?:{_GAP}\.{_GAP}{_NAME})+){_GAP}\(")
_PART = re.compile(rf"{_GAP}\.?{_GAP}({_NAME})")
_LOAD_CSV = re.compile(r"\bLOAD\b[\s\S]*\bCSV\b", re.IGNORECASE)
_BRACKET = re.compile(r"[\[\](){}]")
_GROWS = re.compile(rf"\b(reduce|allReduce|replace)`?{_GAP}\(", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")


def check_plan(plan: Mapping[str, Any] | None, query_type: str | None) -> None:
    """Refuse a statement whose plan does more than read the graph, or might.

    Args:
        plan: The root operator, as the driver gives it; None where the server gave none.
        query_type: What the server calls the statement: `r`, `rw`, `w` or `s`.

    Raises:
        CypherRefusedError: The text says which part may not be.
    """
    if plan is None or query_type != "r":
        msg = "the statement does more than read the graph, so it was not run"
        raise CypherRefusedError(msg)
    place = _place(plan["operatorType"])
    for operator in _operators(plan):
        kind = operator["operatorType"]
        _check_operator(kind, str(operator.get("args", {}).get("Details", "")))
        if _place(kind) != place:
            msg = "the statement reads more than one database; leave out USE"
            raise CypherRefusedError(msg)


def check_names(text: str) -> None:
    """Refuse a text that names what may not be called, wherever in it the name stands.

    Inside quotes too, since which quotes count is the server's to say: a text that merely looks
    like a call, in quotes, can be handed over as a parameter instead.

    Args:
        text: A statement, or a part of one as the server writes it.

    Raises:
        CypherRefusedError: The text says which name.
    """
    if text.count("/*") + text.count("//") > MAX_COMMENTS:
        msg = f"the statement has more than {MAX_COMMENTS} comments; leave some out"
        raise CypherRefusedError(msg)
    for reading in {text, _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)}:
        if _LOAD_CSV.search(reading):
            msg = (
                "LOAD CSV is not allowed, since it reads files and addresses; if the words stand "
                "in quotes, hand them over as a parameter"
            )
            raise CypherRefusedError(msg)
        if grows := _GROWS.search(reading):
            msg = (
                f"{grows[1]}() may not be called, since it can fill the server's memory before any "
                "limit is looked at; do that step in your script"
            )
            raise CypherRefusedError(msg)
        for call in _CALL.finditer(reading):
            _check_call(".".join(part.strip("`") for part in _PART.findall(call[1])))


def check_nesting(statement: str) -> None:
    """Refuse a statement with brackets nested deeper than anybody writes; see `MAX_NESTING`.

    Raises:
        CypherLimitError: It has them.
    """
    depth = 0
    for bracket in _BRACKET.findall(statement):
        depth = depth + 1 if bracket in "([{" else max(0, depth - 1)
        if depth > MAX_NESTING:
            msg = f"brackets are nested more than {MAX_NESTING} deep; put it more simply"
            raise CypherLimitError(msg, code=CypherError.code)


def _check_operator(kind: str, details: str) -> None:
    name = kind.partition("@")[0].removeprefix("Eager ").partition("(")[0]
    if name not in OPERATORS or "Locking" in kind:
        msg = f"{name} is no operation that only reads the graph; the statement was not run"
        raise CypherRefusedError(msg)
    if name == "ProcedureCall" and details.partition("(")[0] not in PROCEDURES:
        _refuse_call(details.partition("(")[0])
    check_names(details)


def _check_call(name: str) -> None:
    if name not in PROCEDURES and name.lower() not in FUNCTIONS:
        _refuse_call(name)


def _refuse_call(name: str) -> None:
    msg = f"{name[:100]} may not be called; {_LIST}"
    raise CypherRefusedError(msg)


def _place(kind: str) -> str:
    return kind.partition("@")[2]


def _operators(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = [plan]
    while waiting:
        operator = waiting.pop()
        yield operator
        waiting += operator.get("children", [])
