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
build = click.option(
    "-o",
    "--output",
    "folder",
    default=DEFAULT_OUT,
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder of the build to read.",
)
view = click.option(
    "--view",
    type=click.Choice(("relations", "agencies", "projection", "diffusion")),
    default="relations",
    show_default=True,
    help="All relations; agencies and policies; agencies by what they share; how reforms spread.",
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


def parse_classes(names: str | None) -> tuple[str, ...]:
    """Give the classes of a list such as `Agency,Policy`; raises click.BadParameter for an unknown one."""
    from kg.catalog import CLASSES

    classes = tuple(name.strip() for name in (names or "").split(",") if name.strip())
    for name in classes:
        if name not in CLASSES:
            raise click.BadParameter(f"'{name}' is none of {', '.join(CLASSES)}", param_hint="--types")
    return classes
