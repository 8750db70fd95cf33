"""`kg queries`: list the ready queries, or show one."""

from typing import TYPE_CHECKING

import click

from kg.cli import table

if TYPE_CHECKING:
    from kg.catalog import Query


@click.command("queries")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """List the ready queries, or show one.

    With a NAME: its parameters and its text.  Your own .rq file under queries/ appears here too, once its
    header says what it is.
    """
    from kg import catalog

    click.echo(_describe(catalog.find(name)) if name else _list(catalog.load()))


def _list(queries: "tuple[Query, ...]") -> str:
    rows = [(q.group, q.name, q.title_zh, ", ".join(p.name for p in q.parameters)) for q in queries]
    return table.render(("group", "name", "title", "parameters"), rows)


def _describe(query: "Query") -> str:
    rows = [(p.name, p.type, _default(p.default), p.description) for p in query.parameters]
    parameters = (
        table.render(("parameter", "type", "default", "meaning"), rows, None) + "\n\n" if rows else ""
    )
    title = f"{query.title} · {query.title_zh}"
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))
    told = "\n".join(filter(None, (query.description, query.description_zh)))
    return f"{title}\n{told}\n\n{parameters}{body.strip()}"


def _default(value: str | None) -> str:
    return {None: "(must be given)", "-": "(any)", "": "(all)"}.get(value, value or "")
