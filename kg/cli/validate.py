"""`kg validate`: check a graph against the shapes and the Data Cube's constraints."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import FINDINGS, options, remote

if TYPE_CHECKING:
    from kg.validate import Result


@click.command("validate")
@click.argument("path", default=options.DEFAULT_OUT, type=click.Path(path_type=Path))
@remote.option
def command(path: Path, endpoint: str | None) -> int:
    """Check a graph against the shapes and the data cube's rules.

    PATH is a build's folder (output/ when not given) or an .nq, .trig or .ttl file.  Every entity, figure,
    statement and span is held against its SHACL shape, the data cube against the W3C integrity constraints.
    Ends with 1 when something breaks them.
    """
    from kg import store, validate

    quads = remote.read_quads(endpoint) if endpoint else store.read_quads(path)
    validation = validate.validate(quads)
    broken = validate.check_cube(remote.in_memory(quads) if endpoint else store.open_store(path))
    click.echo(validation.text())
    click.echo(_cube(broken))
    return 0 if validation.conforms and not broken else FINDINGS


def _cube(broken: "Sequence[Result]") -> str:
    if not broken:
        return "data cube: all integrity constraints hold"
    return "\n".join(f"data cube: {result.shape} {result.focus} {result.message_en}" for result in broken)
