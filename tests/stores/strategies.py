"""Small random articles over a few entities that meet often."""

from hypothesis import strategies as st

from graph.filters import Filter
from graph.identity import label_of
from graph.model import Entity, Extraction
from graph.ontology import RELATION_TYPES, TYPES_WITH_COMMODITY, Label, Status
from tests.builders import Statement, article, entity, state

IDS = (
    "person:ann",
    "person:bo",
    "group:alpha",
    "group:beta",
    "group:gamma",
    "agency:guard",
    "organization:bank",
    "country:PE",
    "commodity:cash",
    "year:2019",
)


def _allowed() -> list[tuple[str, str, str]]:
    triples: list[tuple[str, str, str]] = []
    for kind in RELATION_TYPES.values():
        for source in IDS:
            for target in IDS:
                ends = label_of(source), label_of(target)
                if source != target and kind.allows(*ends):  # pyright: ignore[reportArgumentType]
                    triples.append((source, kind.name, target))
    return triples


SOURCES_OF_WORD = ("agency:guard", "person:ann", "group:beta")
_triples = st.sampled_from(_allowed())


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """Return a statement that the ontology allows."""
    source, type_, target = draw(_triples)
    traded = st.sampled_from([None, "commodity:cash"])
    return state(
        source,
        type_,
        target,
        status=draw(st.sampled_from(Status)),
        year=draw(st.sampled_from([None, 1999, 2019])),
        attributed_to=draw(st.sampled_from([None, *SOURCES_OF_WORD])),
        commodity=draw(traded) if type_ in TYPES_WITH_COMMODITY else None,
        confidence=draw(st.sampled_from([0.25, 0.5, 1.0])),
    )


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    """Return an entity whose names differ from one article to the next."""
    id_ = draw(st.sampled_from(IDS))
    names = st.sampled_from(["Al", "Bo", "Alpha One", "Alpha Two", "Ägypten"])
    places = st.sampled_from([None, "gang", "cartel"])
    kind = draw(places) if label_of(id_) is not Label.YEAR else None
    aliases = draw(st.sets(names, max_size=2))
    return entity(id_, draw(names), *aliases, described=draw(st.booleans()), kind=kind)


@st.composite
def articles(draw: st.DrawFn) -> Extraction:
    """Return an article with up to five statements."""
    return article(
        *draw(st.lists(statements(), max_size=5)),
        title=f"Article {draw(st.integers(1, 6))}",
        entities=draw(st.lists(entities(), max_size=3, unique_by=lambda entity: entity.id)),
    )


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """Return a filter by labels, types, years and statuses, most often by few of them."""
    years = draw(st.sampled_from([(None, None), (2000, None), (None, 2000), (1999, 1999)]))
    labels = st.sampled_from([[], [Label.GROUP, Label.PERSON], [Label.COUNTRY, Label.GROUP]])
    types = st.sampled_from([[], [], ["SUPPLIES", "PAID", "LEADS", "ASSOCIATED_WITH"]])
    statuses = st.sampled_from([[], [], [Status.ASSERTED, Status.ALLEGED]])
    return Filter(
        labels=frozenset(draw(labels)),
        types=frozenset(draw(types)),
        statuses=frozenset(draw(statuses)),
        first_year=years[0],
        last_year=years[1],
        undated=draw(st.booleans()),
    )
