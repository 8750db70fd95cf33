"""Options that several commands share."""

from pathlib import Path

import click

DEFAULT_OUT = "output"

store = click.option(
    "-o",
    "--store",
    default=DEFAULT_OUT,
    show_default=True,
    type=click.Path(path_type=Path),
    help="What to read: a build's folder, its store/, or an .nq, .trig or .ttl file.",
)


def parse_pairs(pairs: tuple[str, ...]) -> dict[str, str]:
    """Give `name=value` pairs as a mapping; raises click.BadParameter for anything else."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"'{pair}' is not name=value", param_hint="--param")
        values[name.strip()] = value
    return values
