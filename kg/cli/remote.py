"""The graphs of a SPARQL server, fetched for commands that otherwise read a store."""

from typing import TYPE_CHECKING

import click

from kg.cli.endpoint import ask
from kg.errors import StoreError

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s a <https://w3id.org/fazhi/ontology#Report> } } ORDER BY ?g"
TIMEOUT = 120.0

option = click.option("--endpoint", metavar="URL", help="Read this SPARQL server instead of a built graph.")


def read_quads(url: str, timeout: float = TIMEOUT) -> "tuple[Quad, ...]":
    """Give the quads of all reports' graphs of a server, sorted.

    Raises StoreError when it cannot be reached or holds no report.
    """
    from pyoxigraph import Quad, QuerySolutions

    rows = ask(url, GRAPHS, timeout)
    names = [row["g"] for row in rows] if isinstance(rows, QuerySolutions) else []
    if not names:
        raise StoreError(f"{url} holds no report's graph; 'kg load' puts one there")
    quads = {
        Quad(triple.subject, triple.predicate, triple.object, name)
        for name in names
        for triple in ask(url, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}", timeout)  # type: ignore[union-attr]
    }
    return tuple(sorted(quads, key=str))


def in_memory(quads: "tuple[Quad, ...]") -> "Store":
    """Give quads as a store that can be asked."""
    from pyoxigraph import Store

    store = Store()
    store.bulk_extend(quads)
    return store
