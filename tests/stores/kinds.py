"""Every kind of store that the conformance suite runs on; a new one only registers itself here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph.store import GraphStore
from graph.stores import open_store


@dataclass(frozen=True, slots=True)
class StoreKind:
    """A kind of store, and how to get an empty one that nobody else uses."""

    name: str
    make: Callable[[Path], GraphStore]


def _sqlite(folder: Path) -> GraphStore:
    return open_store(f"sqlite:///{folder}/store.db")


KINDS = (StoreKind("sqlite", _sqlite),)
