"""`kg coverage`: how much of the text was understood."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options, table

if TYPE_CHECKING:
    from kg.model import Extraction

COLUMNS = ("report", "numerals", "understood", "sentences", "with facts", "names only", "bare", "unresolved")


@click.command("coverage")
@options.build
@click.option("--unread", is_flag=True, help="List the numerals not understood, with their sentences.")
def command(folder: Path, unread: bool) -> None:
    """Tell how much of each report was understood.

    A numeral is understood when it is a figure, a date, an ordinal or part of a name.

    \b
      kg coverage
      kg coverage --unread
    """
    from kg import archive

    extractions = archive.read(folder)
    click.echo(table.render(COLUMNS, [_row(extraction) for extraction in extractions]))
    if unread:
        for extraction in extractions:
            _unread(extraction)


def _row(extraction: "Extraction") -> list[str]:
    from kg.render.coverage import measure
    from kg.render.markdown import share

    found = measure(extraction)
    numerals = sum(found.numerals.values())
    groups = (len(found.stated), len(found.named), len(found.bare))
    return [
        extraction.document.title,
        str(numerals),
        share(numerals - len(found.unread), numerals),
        str(found.sentences),
        *(f"{n} ({share(n, found.sentences)})" for n in groups),
        str(len(found.unresolved)),
    ]


def _unread(extraction: "Extraction") -> None:
    from kg.render.coverage import measure
    from kg.render.text import Text

    one = Text(extraction)
    for numeral in measure(extraction).unread:
        click.echo(f"{one.of(numeral.span)}\t{numeral.reason}\t{one.sentence(numeral.span)}")
