"""The command line: one thin module per command, loaded only when it is asked for.

Exit codes: 0 done; 1 done, with findings that a person should look at; 2 nothing usable.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from kg import __version__
from kg.errors import FazhiError

# Order and headings of `kg --help`.
SECTIONS: dict[str, tuple[str, ...]] = {
    "Make": ("demo", "build"),
    "Look": ("ask", "query", "queries", "stats", "draw", "coverage", "serve"),
    "Hand on": ("validate", "evaluate", "export", "load"),
}
FINDINGS = 1
UNUSABLE = 2
STOPPED = 130
PIPE_CLOSED = 141

HELP = """Chinese government reports into a graph: every fact tied to its sentence.

\b
  kg demo                          build the sample report into output/
  kg build reports/ -o output/     build your own: txt, html, docx, pdf, folders
  kg query policies-issued         ask a ready query, or your own SPARQL

\b
Then open output/graph.html in a browser, output/observations.csv in a spreadsheet.
"""


class LazyGroup(click.Group):
    """A group whose commands live in modules of the same name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands in the order of the help page."""
        return [name for names in SECTIONS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module and give the command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"kg.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under their headings."""
        for heading, names in SECTIONS.items():
            rows = [(name, self._short_help(ctx, name)) for name in names]
            with formatter.section(heading):
                formatter.write_dl(rows)

    def _short_help(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return command.get_short_help_str(limit=90) if command else ""


@click.group(
    cls=LazyGroup,
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, "-V", "--version", prog_name="kg")
def cli() -> None:
    """Hold the commands together; the help page is `HELP`."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    if args is None and sys.argv[1:2] == ["serve"]:
        import_module("kg.web.allocator").start_anew()
    _speak_utf8()
    code = run(args)
    sys.exit(code)


def run(args: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; every expected error becomes one line on stderr."""
    try:
        result = _invoke(sys.argv[1:] if args is None else list(args))
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except FazhiError as error:
        return complain(str(error))
    except (click.Abort, KeyboardInterrupt):
        complain("stopped; nothing was changed")
        return STOPPED
    except BrokenPipeError:
        return _leave_pipe()
    except OSError as error:
        return complain(_os_message(error))
    return result if isinstance(result, int) else 0


def _invoke(args: list[str]) -> object:
    # not cli.main(): click turns a closed pipe into exit code 1 there, which means "findings" here
    with cli.make_context("kg", args) as context:
        return cli.invoke(context)


def complain(message: str) -> int:
    """Print one line on stderr and give the exit code for 'nothing usable'."""
    click.echo("kg: " + " ".join(message.split()), err=True)
    return UNUSABLE


def _os_message(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def _leave_pipe() -> int:
    """Silence the flush that Python makes at exit, since the reader is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


def _speak_utf8() -> None:
    """Write UTF-8 into files and pipes; keep a terminal's encoding but never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        else:
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
