"""`kg build`: from reports to all outputs."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import FINDINGS, options
from kg.config import DEFAULT_BASE, Config

if TYPE_CHECKING:
    from kg.pipeline import Outcome


@click.command("build")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    "out",
    default=options.DEFAULT_OUT,
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder for everything that is made.",
)
@click.option(
    "--year", type=click.IntRange(1949, 2199), help="The year reported on, instead of what is found."
)
@click.option("--place", metavar="NAME|CODE", help="The reporting place: a name or a code of GB/T 2260.")
@click.option("--title", help="The report's title, instead of what is found.")
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="What the IRIs of the data begin with.")
@click.option(
    "--decisions",
    "choices",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A reader's corrections in YAML, applied on top of what is found.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes; one for every few reports when not given."
)
def command(
    paths: tuple[str, ...],
    out: Path,
    year: int | None,
    place: str | None,
    title: str | None,
    base: str,
    choices: Path | None,
    workers: int | None,
) -> int:
    """Build a graph from your reports, with everything around it.

    PATH is a txt, html, docx or pdf file, a folder of them, or - for standard input.  A bad file never stops
    the others.  Ends with 1 when there is something to look at: files left out, a report without headings or
    year, a fact that breaks a shape; with 2 when no file is usable.
    """
    from kg import decisions, pipeline

    chosen = decisions.read(choices) if choices else None
    config = Config(base=base, year=year, place=place, title=title)
    pipeline.check_folder(out)
    outcome = pipeline.build(paths, config, choices=chosen, workers=workers, progress=bar)
    with note("writing"):
        pipeline.write(out, outcome, config)
    return report(outcome, out)


def report(outcome: "Outcome", out: Path) -> int:
    """Print the summary of a build and give its exit code."""
    from kg.cli import summary

    click.echo(summary.render(outcome, out))
    return FINDINGS if summary.remarks(outcome) else 0


@contextmanager
def note(text: str) -> Iterator[None]:
    """Say on a terminal what is being done, and take it away afterwards."""
    shown = sys.stderr.isatty()
    if shown:
        click.echo(f"{text} …", err=True, nl=False)
    try:
        yield
    finally:
        if shown:
            click.echo("\r\033[K", err=True, nl=False)


def bar(items: Iterable[Any], total: int, label: str) -> Iterable[Any]:
    """Show a progress bar while the items come, on a terminal only."""
    if not sys.stderr.isatty():
        return items
    from tqdm import tqdm

    shown: Iterable[Any] = tqdm(items, total=total, desc=label, unit=" reports", leave=False)
    return shown
