"""`kg query`: ask the graph."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.answers import FORMATS, render
from kg.cli.table import CUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.cli.answers import Answer

    Asker = Callable[[str], Answer]


@click.command("query")
@click.argument("query")
@options.store
@click.option(
    "-p", "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter of a ready query."
)
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--wide", is_flag=True, help="Do not cut long cells of a table.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL server instead of the built graph.")
@click.option("--timeout", default=60.0, show_default=True, help="Seconds to wait for the server.")
def command(
    query: str,
    store: Path,
    pairs: tuple[str, ...],
    form: str,
    wide: bool,
    endpoint: str | None,
    timeout: float,
) -> None:
    """Ask the graph: a ready query by name, a .rq file, or SPARQL.

    The default graph is the union of all reports' graphs, and the project's prefixes need no declaration.

    \b
      kg query people-and-posts
      kg query figures-of-agency -p agency=法院 --format csv > figures.csv
      kg query my.rq --endpoint https://example.org/sparql
    """
    text = _sparql(query, options.parse_pairs(pairs))
    text = render(asker(store, endpoint, timeout)(text), form, None if wide else CUT)
    click.echo(text, nl=not text.endswith("\n"))


def _sparql(query: str, values: dict[str, str]) -> str:
    from kg import catalog

    return catalog.sparql(query, values)


def asker(path: Path, endpoint: str | None, timeout: float) -> "Asker":
    """Give what answers a query: the server where one is named, else the built store."""
    from kg.catalog import with_prefixes

    if endpoint:
        from kg.cli.endpoint import ask

        return lambda text: ask(endpoint, with_prefixes(text), timeout)
    from kg import store

    opened = store.open_store(path)
    return lambda text: store.query(opened, with_prefixes(text))
