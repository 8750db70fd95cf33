"""The embedded Oxigraph store: built whole or not at all, opened read-only, asked over the union of its graphs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, Store


def write_store(path: Path, quads: Iterable[Quad]) -> None:
    """Build a store in a folder that does not exist yet."""
    raise NotImplementedError


def read_quads(path: Path) -> tuple[Quad, ...]:
    """Give the quads of a build's folder, or of an .nq, .trig or .ttl file, sorted."""
    raise NotImplementedError


def open_store(path: Path) -> Store:
    """Open a build's folder, its store/, or an .nq, .trig or .ttl file for queries."""
    raise NotImplementedError


def query(store: Store, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Ask a store; the default graph is the union of all graphs.  Raises QueryError when malformed."""
    raise NotImplementedError
