from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import GraphStore
from tests.stores.kinds import KINDS, StoreKind


@pytest.fixture(scope="session", params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> StoreKind:
    return StoreKind(request.param.name, request.param.ready(request))


@pytest.fixture
def store(kind: StoreKind, tmp_path: Path) -> Iterator[GraphStore]:
    store = kind.make(tmp_path)
    yield store
    store.close()
