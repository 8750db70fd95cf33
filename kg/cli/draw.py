"""`kg draw`: one page that shows the network."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import files, options

if TYPE_CHECKING:
    import networkx as nx

    from kg.model import Extraction


@click.command("draw")
@options.build
@click.option(
    "-w",
    "--write",
    "page",
    default="graph.html",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)
@options.view
@click.option("--types", metavar="CLASS,…", help="Only these classes, such as Agency,Policy.")
@click.option("--focus", metavar="NAME", help="Only what is near this entity.")
@click.option("--hops", default=1, show_default=True, help="How near: number of steps from the focus.")
@click.option("--top", type=click.IntRange(min=1), help="Only the best connected, so many.")
def command(
    folder: Path, page: Path, view: str, types: str | None, focus: str | None, hops: int, top: int | None
) -> None:
    """Draw the network as one HTML page that needs no network.

    \b
      kg draw --focus 淮安市人民政府 --hops 2 -w government.html
      kg draw --types Agency,Policy --top 200
    """
    from kg import archive
    from kg.network import network, select

    extractions = archive.read(folder)
    classes = options.parse_classes(types)
    graph = select(network(extractions, view), focus=focus, hops=hops, classes=classes, top=top)
    files.write(page, _page(graph, extractions, top).encode("utf-8"))
    click.echo(f"{page}: {len(graph)} of {graph.graph['of']} entities, {graph.number_of_edges()} facts")


def _page(graph: "nx.MultiDiGraph", extractions: "tuple[Extraction, ...]", top: int | None) -> str:
    from kg.render import html

    first = extractions[0].document
    title = first.title if len(extractions) == 1 else f"{len(extractions)} 份报告"
    return html.render(graph, title=title, limit=top or html.LIMIT)
