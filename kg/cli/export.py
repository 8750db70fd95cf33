"""`kg export`: the graph in another format."""

from pathlib import Path

import click

from kg.cli import files, options

FORMATS = ("nq", "trig", "ttl", "jsonld", "rdf", "graphml", "gexf", "csv", "html")


@click.command("export")
@options.store
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), required=True)
@click.option("-w", "--write", "target", type=click.Path(dir_okay=False, path_type=Path), help="A file.")
def command(store: Path, form: str, target: Path | None) -> None:
    """Give the whole graph in another format.

    nq, trig, ttl, jsonld and rdf are RDF; graphml and gexf are networks for Gephi or yEd; csv is the table of
    figures; html is the page.

    \b
      kg export -f ttl | head
      kg export -f gexf -w graph.gexf
    """
    raise NotImplementedError
