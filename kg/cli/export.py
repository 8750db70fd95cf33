"""`kg export`: the graph in another format."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import files, options, remote
from kg.config import DEFAULT_BASE
from kg.errors import StoreError

if TYPE_CHECKING:
    from pyoxigraph import Quad

# Every format with the file in which a build has it ready.
READY = {
    "nq": "graph.nq",
    "trig": "graph.trig",
    "ttl": "graph.ttl",
    "jsonld": "graph.jsonld",
    "rdf": "graph.rdf",
    "graphml": "graph.graphml",
    "gexf": "graph.gexf",
    "csv": "observations.csv",
    "html": "graph.html",
}


@click.command("export")
@options.store
@click.option("-f", "--format", "form", type=click.Choice(tuple(READY)), required=True)
@click.option(
    "-w",
    "--write",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; standard output when not given.",
)
@remote.option
def command(store: Path, form: str, target: Path | None, endpoint: str | None) -> None:
    """Give the whole graph in another format.

    nq, trig, ttl, jsonld and rdf are RDF; graphml and gexf are networks for Gephi or yEd; csv is the table of
    figures; html is the page.  The last four need a build's folder, RDF can come from an RDF file too.

    \b
      kg export -f ttl | head
      kg export -f gexf -w graph.gexf
    """
    if endpoint:
        content = _rdf(remote.read_quads(endpoint), form, endpoint)
    else:
        content = _converted(store, form) if store.is_file() else _ready(store, form)
    files.write(target, content)


def _ready(folder: Path, form: str) -> bytes:
    path = folder / READY[form]
    if not path.is_file():
        raise StoreError(f"{folder} has no {READY[form]}: not a build's folder; run 'kg build' first")
    return path.read_bytes()


def _converted(path: Path, form: str) -> bytes:
    from kg import store

    return _rdf(store.read_quads(path), form, path.name)


def _rdf(quads: "tuple[Quad, ...]", form: str, source: str) -> bytes:
    from kg.render import rdf

    if form not in rdf.FORMATS:
        raise StoreError(f"{form} needs a build's folder; from {source} comes only {', '.join(rdf.FORMATS)}")
    return "".join(rdf.serialize(quads, form, DEFAULT_BASE)).encode("utf-8")
