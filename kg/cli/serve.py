"""`kg serve`: answer SPARQL and show the graph to browsers, on this machine."""

import os
import secrets
from pathlib import Path

import click

from kg.cli import options

TOKEN = "KG_TOKEN"


@click.command("serve")
@options.store
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=7878, show_default=True, help="Port to listen on; 0 for any free one.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option(
    "--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds for one query."
)
@click.option(
    "--hold",
    type=click.Choice(("auto", "memory", "disk")),
    default="auto",
    show_default=True,
    help="Keep the graph in memory (faster) or on disk; auto looks whether it fits.",
)
@click.option(
    "--cache",
    default=32,
    show_default=True,
    type=click.IntRange(0),
    help="MB of answers that each process keeps while the graph stays the same; 0 for none.",
)
@click.option("--base", help="IRI that data begin with, where the build had its own.")
@click.option("--service", "services", multiple=True, metavar="URL", help="A server that SERVICE may ask.")
@click.option("--source", "sources", multiple=True, metavar="URL", help="An address that LOAD may read.")
@click.option("--origin", default="*", show_default=True, help="Web pages that may ask (CORS); '' for none.")
@click.option("--writable", is_flag=True, help="Let the holder of the token in $KG_TOKEN write.")
def command(
    store: Path,
    host: str,
    port: int,
    workers: int,
    timeout: float,
    hold: str,
    cache: int,
    base: str | None,
    services: tuple[str, ...],
    sources: tuple[str, ...],
    origin: str,
    writable: bool,
) -> None:
    """Serve the graph: SPARQL and linked-data pages.

    Other programs send SPARQL to /sparql, people open the address in a browser.  Only this machine can reach
    it unless --host says otherwise.  A query that takes too long is stopped and harms no other.

    \b
      kg serve
      kg serve --store output/graph.nq --port 8080
    """
    from kg.config import DEFAULT_BASE
    from kg.web.server import Keeper
    from kg.web.settings import MIB, Settings

    settings = Settings(
        store=store,
        host=host,
        port=port,
        base=base or DEFAULT_BASE,
        workers=workers,
        timeout=timeout,
        hold=hold,
        kept=cache * MIB,
        services=services,
        sources=sources,
        origin=origin,
        token=_token() if writable else None,
    )
    Keeper(settings).run(_announce)


def _announce(address: str) -> None:
    click.echo(f"open {address} in a browser; SPARQL at {address}sparql; stop with Ctrl-C")


def _token() -> str:
    """Give the token that the environment holds, or a new one, which is shown once."""
    token = os.environ.get(TOKEN) or secrets.token_urlsafe(24)
    if TOKEN not in os.environ:
        click.echo(f"token for writing (set ${TOKEN} to choose your own): {token}")
    return token
