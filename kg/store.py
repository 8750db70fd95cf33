"""The embedded Oxigraph store: built whole or not at all, opened read-only, asked over the union of its graphs.

A SPARQL server elsewhere gives answers of the same types, so what works with an answer of `query` works with both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError, StoreError

if TYPE_CHECKING:
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, Store

FOLDER = "store"
GRAPH = "graph.nq"
SUFFIXES = (".nq", ".trig", ".ttl", ".nt", ".rdf", ".jsonld")
_MARK = "CURRENT"
"""The file by which a folder is known as a store."""
_FILE = "urn:fazhi:file"
"""The graph of triples that come from a file without graphs."""


def write_store(path: Path, file: Path) -> None:
    """Build a store from N-Quads of ours in a folder that does not exist yet; other threads run meanwhile."""
    from pyoxigraph import RdfFormat, Store

    store = Store(str(path))
    store.bulk_load(path=str(file), format=RdfFormat.N_QUADS, lenient=True)
    store.flush()


def read_quads(path: Path) -> tuple[Quad, ...]:
    """Give the quads of a build's folder, or of a file of RDF, sorted.

    Raises StoreError when there is none or it cannot be parsed.
    """
    file = path / GRAPH if path.is_dir() else path
    if path.is_dir() and not file.is_file():
        raise _missing(path)
    return tuple(sorted(set(_parse(file)), key=str))


def open_store(path: Path) -> Store:
    """Open a build's folder, its store, or a file of RDF, for queries only.

    A folder whose store is missing is read from its N-Quads.  Raises StoreError.
    """
    folder = path / FOLDER if (path / FOLDER / _MARK).is_file() else path
    if (folder / _MARK).is_file():
        return _open(folder)
    if path.is_file() or (path / GRAPH).is_file():
        return _in_memory(read_quads(path))
    raise _missing(path)


@contextmanager
def on_disk(path: Path) -> Iterator[Store]:
    """Open a build's folder, its store, or a file of RDF, to be read piece by piece.

    What is no store becomes one in a temporary folder: memory does not grow with the graph.  Raises StoreError.
    """
    from pyoxigraph import Store

    folder = path / FOLDER if (path / FOLDER / _MARK).is_file() else path
    if (folder / _MARK).is_file():
        yield _open(folder)
        return
    file = path / GRAPH if path.is_dir() else path
    if not file.is_file():
        raise _missing(path)
    with TemporaryDirectory() as name:
        store = Store(name)
        with _reading(file):
            store.bulk_load(path=str(file), format=_format(file))
        yield store


def query(store: Store, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Ask a store; the default graph is the union of all graphs.  Raises QueryError when it cannot be answered."""
    try:
        return store.query(sparql, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise QueryError(f"not a SPARQL query: {error.msg}") from error
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from error


def _open(folder: Path) -> Store:
    from pyoxigraph import Store

    try:
        return Store.read_only(str(folder))
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{folder} cannot be opened (locked or damaged: {_first_line(error)}); build again"
        ) from error


def _in_memory(quads: Iterable[Quad]) -> Store:
    from pyoxigraph import Store

    store = Store()
    store.bulk_extend(_named(quad) for quad in quads)
    return store


def _named(quad: Quad) -> Quad:
    """Put a triple of no graph, as Turtle has them, into one: ready queries ask inside the reports' graphs."""
    from pyoxigraph import DefaultGraph, NamedNode
    from pyoxigraph import Quad as Made

    bare = isinstance(quad.graph_name, DefaultGraph)
    return Made(quad.subject, quad.predicate, quad.object, NamedNode(_FILE)) if bare else quad


def _parse(file: Path) -> Iterable[Quad]:
    from pyoxigraph import parse

    with _reading(file):
        return list(parse(path=str(file), format=_format(file)))


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Say in our words what is wrong with a file.  Raises StoreError."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{file} is not valid RDF: {_first_line(error)}") from error
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror or _first_line(error)}") from error


def _format(file: Path) -> Any:
    from pyoxigraph import RdfFormat

    if file.suffix not in SUFFIXES:
        raise StoreError(f"{file}: a graph is a build's folder or a file of {', '.join(SUFFIXES)}")
    return RdfFormat.from_extension(file.suffix[1:])


def _missing(path: Path) -> StoreError:
    return StoreError(f"{path} holds no graph; run 'kg build' first, or name a build's folder or an .nq file")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
