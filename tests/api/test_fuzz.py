from urllib.parse import quote

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PATHS = [
    "/api/search",
    "/api/entities/{}",
    "/api/entities/{}/neighbourhood",
    "/api/entities/{}/links",
    "/api/links/{}",
    "/api/links/{}/claims",
    "/api/paths",
    "/api/timeline",
    "/api/documents",
    "/api/documents/{}",
    "/api/merges",
    "/",
    "/entities/{}",
    "/documents/{}",
]
NAMES = [
    *("text", "labels", "types", "statuses", "documents", "first_year", "last_year", "undated"),
    *("hops", "limit", "cursor", "source", "target", "max_hops", "entity", "all", "q", "without"),
]
KNOWN = ["group:alpha", "country:PE", "SUPPLIES", "asserted", "Group", "1", "2", "1994", "true"]
WORDS = st.one_of(
    st.sampled_from(KNOWN),
    st.integers().map(str),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.floats().map(str),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(PATHS),
    id_=WORDS,
    query=st.lists(st.tuples(st.sampled_from(NAMES), WORDS), max_size=4),
)
def test_no_question_whatsoever_breaks_the_server(
    reader: httpx.Client, path: str, id_: str, query: list[tuple[str, str]]
) -> None:
    answer = reader.get(path.format(quote(id_, safe="")), params=tuple(query))

    assert answer.status_code < 500, answer.text
    assert "traceback" not in answer.text.lower()
