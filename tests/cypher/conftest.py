from collections.abc import Iterator

import pytest

from graph.store import GraphStore
from tests.cypher.archive import fill
from tests.stores.kinds import KINDS, Registered


@pytest.fixture(scope="package", params=KINDS, ids=lambda kind: kind.name)
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GraphStore]:
    """The small archive in a store of each kind, which the tests only ask."""
    kind: Registered = request.param
    store = kind.ready(request)(tmp_path_factory.mktemp(kind.name))
    fill(store)
    yield store
    store.close()
