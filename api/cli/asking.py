"""Commands that ask a store: search, neighbours, path, documents, statistics."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import FilterOptions, Labels, Output, name_or_id, readable
from graph.ontology import RELATION_TYPES

if TYPE_CHECKING:
    from api.console import Quote
    from api.schemas import Evidence
    from api.service import Service
    from graph.model import Link, Path, Statistics, Subgraph


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a neighbourhood reaches, and whether its sentences are shown."""

    hops: Annotated[int, typer.Option("--hops", help="How far to walk, in links.")] = 1
    limit: Annotated[
        int, typer.Option("--limit", help="The most entities, the one in the middle included.")
    ] = 50
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Show the sentences behind each link.")
    ] = False


def search(
    *,
    text: Annotated[
        str, typer.Argument(help="A name, its beginning, or nearly it.", callback=readable)
    ],
    labels: Labels = None,
    limit: Annotated[int, typer.Option("--limit", help="The most to show.")] = 20,
    output: Output,
) -> None:
    """Find entities by name, misspelt ones too."""
    from api.cli.finding import opened
    from api.console import say, show_json, show_table

    with opened(output.store, read_only=True) as service:
        found = service.search(text, labels=labels or (), limit=limit)
    if output.json:
        show_json(found)
        return
    if not found:
        say(f"nothing has a name like {text!r}")
    show_table(
        ("name", "label", "id", "#claims", "#documents"),
        ((m.entity.name, m.entity.label, m.entity.id, m.claims, m.documents) for m in found),
    )


def neighbours(
    *,
    entity: Annotated[str, name_or_id("Name or id of the entity in the middle.")],
    walk: Walk,
    chosen: FilterOptions,
    output: Output,
) -> None:
    """Show the links around an entity, best first."""
    from api.cli.finding import opened, the_entity, the_filter
    from api.console import say, show_json, show_quotes, show_table

    with opened(output.store, read_only=True) as service:
        middle = the_entity(service, entity)
        subgraph = service.neighbourhood(
            [middle.id], hops=walk.hops, limit=walk.limit, filter=the_filter(chosen)
        )
        evidence = _evidence(service, subgraph.links) if walk.evidence else {}
    if output.json:
        show_json(dict(subgraph) | ({"evidence": evidence} if walk.evidence else {}))
        return
    if evidence:
        show_quotes(_quotes(subgraph, evidence))
    else:
        show_table(LINK_COLUMNS, _link_rows(subgraph))
    if not subgraph.links:
        say(f"{middle.name} ({middle.id}) has no such links")
    if subgraph.truncated:
        say(f"cut at {len(subgraph.entities)} entities; --limit shows more")


def path(
    *,
    source: Annotated[str, name_or_id("Name or id of the entity to start from.")],
    target: Annotated[str, name_or_id("Name or id of the entity to end at.")],
    max_hops: Annotated[int, typer.Option("--hops", help="The longest way, in links.")] = 4,
    most: Annotated[int, typer.Option("--limit", help="The most ways to show.")] = 5,
    chosen: FilterOptions,
    output: Output,
) -> None:
    """Show the shortest ways from one entity to another."""
    from api.cli.finding import opened, the_entity, the_filter
    from api.console import say, show_json, show_lines

    with opened(output.store, read_only=True) as service:
        start, end = (the_entity(service, name) for name in (source, target))
        ways = service.paths(start.id, end.id, max_hops=max_hops, k=most, filter=the_filter(chosen))
    if output.json:
        show_json(ways)
        return
    if not ways:
        say(f"no way of at most {max_hops} links from {start.name} to {end.name}")
    show_lines(_in_words(way) for way in ways)


def documents(*, output: Output) -> None:
    """List the documents, newest first."""
    from api.cli.finding import all_items, opened
    from api.console import near, show_json, show_table

    with opened(output.store, read_only=True) as service:
        found = list(all_items(service.documents))
    if output.json:
        show_json(found)
        return
    show_table(
        ("id", "date", "language", "title", "source"),
        ((d.id, d.published, d.language, d.title, near(d.source or "")) for d in found),
    )


def statistics(*, output: Output) -> None:
    """Count what the store holds."""
    from api.cli.finding import opened
    from api.console import show_json, show_table

    with opened(output.store, read_only=True) as service:
        held = service.statistics()
    if output.json:
        show_json(held)
        return
    show_table(("what", "of which", "#count"), _counts(held))


LINK_COLUMNS = ("source", "type", "target", "status", "years", "#claims", "#documents")


def _link_rows(subgraph: "Subgraph") -> Iterator[Sequence[object]]:
    names = {entity.id: entity.name for entity in subgraph.entities}
    for link in subgraph.links:
        ends = (names[link.source], link.type, names[link.target])
        yield (*ends, link.status, _years(link.years), link.claims, link.documents)


def _quotes(
    subgraph: "Subgraph", evidence: Mapping[str, Iterable["Evidence"]]
) -> Iterator["Quote"]:
    from api.console import Quote, near

    names = {entity.id: entity.name for entity in subgraph.entities}
    for link in subgraph.links:
        source, target = names[link.source], names[link.target]
        for each in evidence[link.id]:
            said, document = each.claim, each.document
            place = document.title or near(document.source or document.id)
            says = f"says {each.attributed_to.name}" if each.attributed_to else None
            spans = filter(None, (each.source_in_sentence, each.target_in_sentence))
            yield Quote(
                about=f"{source} {RELATION_TYPES[link.type].phrase} {target}",
                sentence=said.sentence,
                marked=[(span.start, span.end) for span in spans],
                note=", ".join(str(x) for x in (said.status, said.year, says, place) if x),
                cells=(source, link.type, target, said.status, said.year, place),
            )


def _evidence(service: "Service", links: Iterable["Link"]) -> dict[str, list["Evidence"]]:
    """Every claim behind each link, surest first, by the id of the link."""
    from api.cli.finding import all_items

    def claims(link: "Link") -> Iterator["Evidence"]:
        return all_items(lambda **page: service.evidence(link.id, **page).claims)

    return {link.id: list(claims(link)) for link in links}


def _years(years: Sequence[int]) -> str:
    return "-".join(str(year) for year in sorted({years[0], years[-1]})) if years else ""


def _in_words(way: "Path") -> str:
    """Write a path from left to right, each arrow in the direction of its link."""
    words = [way.entities[0].name]
    for link, before, after in zip(way.links, way.entities, way.entities[1:], strict=False):
        words += [_arrow(link, before.id), after.name]
    return " ".join(words)


def _arrow(link: "Link", before: str) -> str:
    if RELATION_TYPES[link.type].symmetric:
        return f"--{link.type}--"
    return f"--{link.type}->" if link.source == before else f"<-{link.type}--"


def _counts(held: "Statistics") -> Iterator[tuple[str, str, int]]:
    yield "documents", "", held.documents
    yield from (("documents", language, count) for language, count in held.languages.items())
    yield from (("entities", label, count) for label, count in held.entities.items() if count)
    yield "mentions", "", held.mentions
    yield from (("claims", status, count) for status, count in held.claims.items())
    yield from (("links", type_, count) for type_, count in held.links.items() if count)
    yield "merges", "", held.merges
