"""`kg coverage`: how much of the text was understood."""

from pathlib import Path

import click

from kg.cli import options


@click.command("coverage")
@options.build
def command(folder: Path) -> None:
    """Tell how much of each report was understood."""
    raise NotImplementedError
