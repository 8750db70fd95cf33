"""`kg validate`: check a graph against the shapes and the Data Cube's constraints."""

from pathlib import Path

import click

from kg.cli import FINDINGS, options


@click.command("validate")
@click.argument("path", default=options.DEFAULT_OUT, type=click.Path(path_type=Path))
def command(path: Path) -> int:
    """Check a graph against the shapes and the data cube's rules.

    PATH is a build's folder (output/ when not given) or an .nq, .trig or .ttl file.  Every entity, figure,
    statement and span is held against its SHACL shape, the data cube against the W3C integrity constraints.
    Ends with 1 when something breaks them.
    """
    from kg import store, validate

    validation = validate.validate(store.read_quads(path))
    click.echo(validation.text())
    return 0 if validation.conforms else FINDINGS
