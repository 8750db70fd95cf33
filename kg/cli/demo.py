"""`kg demo`: build the sample report and say what to try next."""

from pathlib import Path

import click

from kg.cli import options
from kg.config import Config, sample_path

NEXT = """
Try next:
  open {out}/graph.html                      the network, in any browser
  kg query policies-issued -o {out}          who issued which policies (kg queries lists more)
  kg query figures-of-agency -o {out} --format csv > figures.csv
  kg stats -o {out} --top 10                 who stands at the centre
  kg build your-reports/ -o mine/            your own reports: txt, html, docx, pdf"""


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
    click.echo(NEXT.format(out=out))
    return code
