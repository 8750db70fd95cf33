"""`kg load`: put the built graphs into a SPARQL server."""

import os
from pathlib import Path

import click

from kg.cli import options


@click.command("load")
@options.store
@click.option("--endpoint", metavar="URL", help="The server's Graph Store address, such as http://…/store.")
@click.option("--update", metavar="URL", help="Its Update address, for a server without a graph store.")
@click.option("--user", help="Name to show; the password is taken from $KG_PASSWORD, a token from $KG_TOKEN.")
@click.option("--batch", default=20_000, show_default=True, type=click.IntRange(1), help="Triples a request.")
@click.option("--timeout", default=120.0, show_default=True, help="Seconds to wait for one request.")
@click.option(
    "--journal", type=click.Path(dir_okay=False, path_type=Path), help="Note what is done; go on there."
)
def command(
    store: Path,
    endpoint: str | None,
    update: str | None,
    user: str | None,
    batch: int,
    timeout: float,
    journal: Path | None,
) -> None:
    """Put the built graphs into a SPARQL server.

    Each report's graph replaces the one of its name there, so loading again does no harm.  A busy server is
    asked again; with --journal a broken run goes on where it stopped.

    \b
      kg load --endpoint http://127.0.0.1:7878/store          (Oxigraph)
      kg load --endpoint http://127.0.0.1:3030/ds/data        (Fuseki)
      kg load --update http://127.0.0.1:7200/repositories/r/statements      (GraphDB)
    """
    from tqdm import tqdm

    from kg import store as stores
    from kg.web import upload

    _check(endpoint, update)
    target = upload.Target(
        endpoint,
        update,
        os.environ.get("KG_TOKEN"),
        user,
        os.environ.get("KG_PASSWORD"),
        timeout,
        batch,
    )
    with stores.on_disk(store) as held:
        steps = upload.load(target, upload.graphs_of(held), journal)
        total = sum(1 for _ in held.named_graphs())
        done = list(tqdm(steps, total=total, desc="loading", unit="graph", disable=None))
    sent = [step.triples for step in done if step.is_new]
    click.echo(f"{len(sent):,} graphs loaded, {sum(sent):,} triples; {len(done) - len(sent):,} were there")


def _check(endpoint: str | None, update: str | None) -> None:
    if not endpoint and not update:
        raise click.UsageError("name the server: --endpoint URL (Graph Store) or --update URL")
    for url in (endpoint, update):
        if url and not url.startswith(("http://", "https://")):
            raise click.UsageError(f"an address begins with http:// or https://, not '{url}'")
