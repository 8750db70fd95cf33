"""`kg ask`: a question in plain words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import FINDINGS, options
from kg.cli.answers import FORMATS, render, shorten
from kg.cli.query import asker
from kg.cli.table import CUT
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.ask import Match, Names
    from kg.cli.query import Asker

    Row = dict[str, str]

SENTENCE = ("原文", "依据")
_FIELD = re.compile(r"\{(\w+)\}")
_EMPTY = re.compile(r"（\w*：?）")


@click.command("ask")
@click.argument("question", nargs=-1, required=True)
@options.store
@click.option(
    "-f", "--format", "form", type=click.Choice(("text", *FORMATS[:-1])), default="text", show_default=True
)
@click.option("--top", default=20, show_default=True, help="Rows to tell in text.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL server instead of the built graph.")
@click.option("--timeout", default=60.0, show_default=True, help="Seconds to wait for the server.")
def command(
    question: tuple[str, ...], store: Path, form: str, top: int, endpoint: str | None, timeout: float
) -> int:
    """Ask a question in plain words, Chinese or English.

    The wordings are in queries/ask.yaml; the answer says which ready query gave it, and quotes the sentences.

    \b
      kg ask 行政机关败诉率是多少
      kg ask 谁开发了微警务
      kg ask "Which policies did 市委 issue?"
    """
    text = " ".join(question)
    ask = asker(store, endpoint, timeout)
    names = _names(ask)
    match, rows = _answered(text, names, ask)
    if match is None:
        return _advise(text, names)
    if form == "text":
        click.echo("\n".join(_told(match, rows, top)))
    else:
        click.echo(render(ask(_sparql(match)), form, CUT), nl=False)
    return 0


def _names(ask: "Asker") -> "Names":
    from kg.ask import NAMES
    from kg.ask.names import from_rows

    rows = _rows(ask(NAMES))
    if not rows:
        raise StoreError("the graph names nothing: build a report first")
    return from_rows((row["class"].rpartition(":")[2], row["name"], row["label"]) for row in rows)


def _answered(text: str, names: "Names", ask: "Asker") -> "tuple[Match | None, list[Row]]":
    """Give the first reading of a question that finds rows, and the rows."""
    from kg.ask import matches

    for match in matches(text, names):
        rows = _rows(ask(_sparql(match)))
        if rows:
            return match, rows
    return None, []


def _rows(answer: Any) -> "list[Row]":
    columns = [variable.value for variable in answer.variables]
    return [{column: shorten(row[column]) for column in columns} for row in answer]


def _sparql(match: "Match") -> str:
    from kg import catalog

    return catalog.bind(catalog.find(match.question.query), match.values)


def _told(match: "Match", rows: "list[Row]", top: int) -> Iterator[str]:
    """Tell the rows in words, each sentence once, and the query that gave them."""
    said = told = ""
    for row in rows[:top]:
        if (fact := _row(match.question.answer, row)) != told:
            yield fact
        told = fact
        sentence = next((row[name] for name in SENTENCE if row.get(name)), "")
        if sentence and sentence != said:
            yield f"    “{sentence}”"
        said = sentence
    if len(rows) > top:
        yield f"… {len(rows) - top} more"
    yield f"({_called(match)})"


def _row(form: str, row: "Row") -> str:
    """Fill the words of an answer; brackets round nothing are left out.

    >>> _row("{主体}：{荣誉}（授予者：{授予者}）", {"主体": "洪泽区", "荣誉": "先进区", "授予者": ""})
    '洪泽区：先进区'
    """
    text = form.format_map({**dict.fromkeys(_FIELD.findall(form), ""), **row})
    return " ".join(_EMPTY.sub("", text).split())


def _called(match: "Match") -> str:
    values = "".join(f" -p {name}={value}" for name, value in match.values.items())
    return f"kg query {match.question.query}{values}"


def _advise(text: str, names: "Names") -> int:
    """Say that a question was not understood, with what could be asked."""
    from kg.ask import closest

    click.echo("no answer: the question was not understood, or the graph says nothing about it", err=True)
    for example in closest(text):
        click.echo(f"  kg ask {example}", err=True)
    for name in names.near(text):
        click.echo(f"  kg ask {name}", err=True)
    return FINDINGS
