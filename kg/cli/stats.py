"""`kg stats`: who stands where in the network."""

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options, table

if TYPE_CHECKING:
    import networkx as nx

    from kg.network import Centrality

COLUMNS = ("label", "cls", "degree", "outgoing", "incoming", "betweenness", "component", "community")


@click.command("stats")
@options.build
@options.view
@click.option("--top", default=20, show_default=True, help="Rows of the table; csv and json have all.")
@click.option("-f", "--format", "form", type=click.Choice(("table", "csv", "json")), default="table")
def command(folder: Path, view: str, top: int, form: str) -> None:
    """Measure who stands at the centre of the network.

    Degree, betweenness, connected components, communities.

    \b
      kg stats --top 10
      kg stats --view agencies --format csv > centrality.csv
    """
    from kg import archive
    from kg.network import network, statistics

    graph = network(archive.read(folder), view)
    rows = statistics(graph)
    if form == "table":
        click.echo(_page(graph, rows, top))
    else:
        click.echo(_csv(rows) if form == "csv" else _json(rows), nl=False)


def _page(graph: "nx.MultiDiGraph", rows: "list[Centrality]", top: int) -> str:
    components = max((row.component for row in rows), default=0)
    communities = max((row.community for row in rows), default=0)
    counts = (
        f"{len(graph)} entities, {graph.number_of_edges()} edges, "
        f"{components} components, {communities} communities"
    )
    cells = [[_cell(getattr(row, column)) for column in COLUMNS] for row in rows[:top]]
    return f"{counts}\n\n{table.render(COLUMNS, cells)}"


def _cell(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _csv(rows: "list[Centrality]") -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", *COLUMNS))
    writer.writerows([row.id, *(getattr(row, column) for column in COLUMNS)] for row in rows)
    return out.getvalue()


def _json(rows: "list[Centrality]") -> str:
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"
