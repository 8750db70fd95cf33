"""`kg demo`: build the sample report and say what to try next."""

import shutil
import sys
from pathlib import Path

import click

from kg.cli import options, table
from kg.config import Config, sample_path

# What to try, and what it shows.
NEXT = (
    ("query policies-issued{out}", "who issued which policies; '{kg} queries' lists more"),
    ("query figures-of-agency{out} -f csv > figures.csv", "every figure, for a spreadsheet"),
    ("stats{out} --top 10", "who stands at the centre"),
    ("draw{out} --focus 淮安市人民政府 -w city.html", "what is around one body"),
    ("build your-reports/ -o mine/", "your own reports: txt, html, docx, pdf"),
)


@click.command("demo")
@click.option(
    "-o",
    "--output",
    "out",
    default=options.DEFAULT_OUT,
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder for everything that is made.",
)
def command(out: Path) -> int:
    """Build the report that comes with the project: 淮安市 2017."""
    from kg import pipeline
    from kg.cli.build import report

    pipeline.check_folder(out)
    outcome = pipeline.build([sample_path()], Config())
    pipeline.write(out, outcome, Config())
    code = report(outcome, out)
    click.echo(f"\nTry next:\n{_next(out)}")
    return code


def _next(out: Path) -> str:
    program = "kg" if shutil.which("kg") else sys.argv[0]
    words = {"kg": program, "out": "" if str(out) == options.DEFAULT_OUT else f" -o {out}"}
    tries = [(f"{program} {command}".format(**words), what.format(**words)) for command, what in NEXT]
    size = max(table.width(command) for command, _ in tries)
    return "\n".join(f"  {command}{' ' * (size - table.width(command))}  {what}" for command, what in tries)
