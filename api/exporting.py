"""A part of the graph as a file that other tools read: GraphML, GEXF, CSV, JSON, FollowTheMoney.

What a newcomer would get wrong: names come from articles, so a spreadsheet must not take one for a
formula, and XML has no place for control characters.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import networkx as nx

from api.schemas import Excerpt
from graph.identity import digest
from graph.model import Claim, Link
from graph.ontology import RELATION_TYPES, Label

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The day that every file in an archive bears, so that the same graph gives the same bytes."""
_SCHEMATA = {
    Label.PERSON: "Person",
    Label.GROUP: "Organization",
    Label.AGENCY: "PublicBody",
    Label.ORGANIZATION: "Company",
    Label.COUNTRY: "PublicBody",
    Label.PLACE: "Address",
    Label.COMMODITY: "Thing",
    Label.EVENT: "Event",
}
"""What FollowTheMoney calls them (https://followthemoney.tech/explorer/); years have no schema."""


class Format(StrEnum):
    """What a file can be."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    JSON = "json"
    FTM = "ftm"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is handed out."""

    content: bytes
    media_type: str
    ending: str


def export(excerpt: Excerpt, kind: Format) -> File:
    """Return a part of the graph as a file; the same part gives the same bytes."""
    if kind is Format.GRAPHML:
        lines: Iterator[str] = nx.generate_graphml(  # pyright: ignore[reportUnknownMemberType]
            _network(excerpt), named_key_ids=True
        )
        return File(_document(lines), "application/graphml+xml", "graphml")
    if kind is Format.GEXF:
        text = "\n".join(nx.generate_gexf(_network(excerpt)))
        dateless = re.sub(r' lastmodifieddate="[^"]*"', "", text)
        return File(_document([dateless]), "application/gexf+xml", "gexf")
    if kind is Format.CSV:
        return File(_archive(_tables(excerpt)), "application/zip", "zip")
    if kind is Format.FTM:
        told = (json.dumps(each, ensure_ascii=False) + "\n" for each in _follow_the_money(excerpt))
        return File("".join(told).encode(), "application/x-ndjson", "ftm.json")
    return File(excerpt.model_dump_json(indent=1).encode(), "application/json", "json")


def _document(lines: Iterable[str]) -> bytes:
    text = "\n".join(lines)
    head = "" if text.startswith("<?xml") else '<?xml version="1.0" encoding="utf-8"?>\n'
    return f"{head}{text}\n".encode()


def _network(excerpt: Excerpt) -> "nx.MultiDiGraph[str]":
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for one in excerpt.entities:
        about = {"name": one.name, "kind": one.label.value, "aliases": " | ".join(one.aliases)}
        written = {key: _NOT_XML.sub(" ", value) for key, value in about.items()}
        network.add_node(one.id, label=written["name"], described=one.described, **written)
    for link in excerpt.links:
        years = {"first_year": link.years[0], "last_year": link.years[-1]} if link.years else {}
        network.add_edge(
            link.source,
            link.target,
            key=link.id,
            label=RELATION_TYPES[link.type].phrase,
            relation=link.type,
            status=link.status.value,
            claims=link.claims,
            documents=link.documents,
            weight=link.claims,
            confidence=link.confidence,
            attributed_to=" ".join(link.attributed_to),
            commodities=" ".join(link.commodities),
            **years,
        )
    return network


def _tables(excerpt: Excerpt) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    """Yield the name and the rows of each table, its heads first."""
    names = {one.id: one.name for one in excerpt.entities}
    rows = [[e.id, e.label, e.name, " | ".join(e.aliases), e.described] for e in excerpt.entities]
    yield "entities", [["id", "label", "name", "aliases", "described"], *rows]
    heads = ["id", "source", "source_name", "type", "target", "target_name", "status", "years"]
    heads += ["claims", "documents", "attributed_to", "commodities", "confidence"]
    yield "links", [heads, *(_link_row(link, names) for link in excerpt.links)]
    heads = ["id", "source", "type", "target", "status", "attributed_to", "year", "commodity"]
    heads += ["confidence", "rule", "document", "start", "end", "sentence"]
    stated = [(link, claim) for link in excerpt.links for claim in excerpt.claims[link.id]]
    yield "claims", [["link", *heads], *([link.id, *_claim_row(claim)] for link, claim in stated)]
    heads = ["id", "title", "published", "source", "extractor"]
    rows = [[d.id, d.title, d.published, d.source, d.extractor] for d in excerpt.documents]
    yield "documents", [heads, *rows]


def _link_row(link: Link, names: dict[str, str]) -> list[object]:
    ends = [link.source, names[link.source], link.type, link.target, names[link.target]]
    told = [" ".join(link.attributed_to), " ".join(link.commodities), link.confidence]
    years = " ".join(map(str, link.years))
    return [link.id, *ends, link.status, years, link.claims, link.documents, *told]


def _claim_row(claim: Claim) -> list[object]:
    stated = [claim.id, claim.source, claim.type, claim.target, claim.status, claim.attributed_to]
    told = [claim.year, claim.commodity, claim.confidence, claim.rule]
    return [*stated, *told, claim.document, claim.start, claim.end, claim.sentence]


def _archive(tables: Iterable[tuple[str, Sequence[Sequence[object]]]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables:
            text = io.StringIO(newline="")
            csv.writer(text).writerows([map(_cell, row) for row in rows])
            about = zipfile.ZipInfo(f"{name}.csv", _EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, text.getvalue().encode("utf-8-sig"))
    return packed.getvalue()


def _cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _follow_the_money(excerpt: Excerpt) -> Iterator[dict[str, object]]:
    """Yield entities of FollowTheMoney; a link is an `UnknownLink` whose proof is in its notes."""
    known = {one.id for one in excerpt.entities if one.label in _SCHEMATA}
    for one in excerpt.entities:
        if one.id in known:
            said: dict[str, list[str]] = {"name": [one.name], "alias": list(one.aliases)}
            if one.label is Label.COUNTRY:
                said["country"] = [one.id.partition(":")[2].lower()]
            filled = {name: values for name, values in said.items() if values}
            yield {"id": digest(one.id), "schema": _SCHEMATA[one.label], "properties": filled}
    for link in excerpt.links:
        if not {link.source, link.target} <= known:
            continue
        proof = dict.fromkeys(claim.sentence for claim in excerpt.claims[link.id])
        said = {
            "subject": [digest(link.source)],
            "object": [digest(link.target)],
            "role": [RELATION_TYPES[link.type].phrase],
            "status": [link.status.value],
            "date": [str(year) for year in link.years],
            "description": list(proof),
        }
        filled = {name: values for name, values in said.items() if values}
        yield {"id": digest(link.id), "schema": "UnknownLink", "properties": filled}
