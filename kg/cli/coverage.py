"""`kg coverage`: how much of the text was understood."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options, table

if TYPE_CHECKING:
    from kg.render.coverage import Coverage

HEADINGS = ("report", "numerals", "understood", "sentences", "with facts", "names only", "bare", "unresolved")


@click.command("coverage")
@options.build
def command(folder: Path) -> None:
    """Tell how much of each report was understood.

    The share of numerals that became figures, dates, parts of names or ordinals, and of sentences that gave facts;
    coverage.md in the build's folder lists the rest one by one.
    """
    from kg import archive
    from kg.render import coverage

    found = [(e.document.source, coverage.measure(e)) for e in archive.read(folder)]
    rows = [_row(name, one) for name, one in found]
    total = [_row("all", coverage.total(one for _, one in found))] if len(found) > 1 else []
    click.echo(table.render(HEADINGS, [*rows, *total]))
    click.echo(f"\nOne by one: {folder / 'coverage.md'}")


def _row(name: str, found: "Coverage") -> list[str]:
    numerals = sum(found.numerals.values())
    return [
        name,
        str(numerals),
        percent(numerals - len(found.unread), numerals),
        str(found.sentences),
        percent(len(found.stated), found.sentences),
        percent(len(found.named), found.sentences),
        percent(len(found.bare), found.sentences),
        str(len(found.unresolved)),
    ]


def percent(part: int, whole: int) -> str:
    """Give a share as text.

    >>> percent(1, 3)
    '33.3 %'
    """
    return f"{100 * part / whole:.1f} %" if whole else "none"
