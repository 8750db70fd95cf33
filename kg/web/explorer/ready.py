"""The pages of the ready queries: the catalog, and each query with its parameters and what it finds."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store
from starlette.requests import Request
from starlette.responses import Response

from kg import catalog
from kg.errors import QueryError
from kg.web import answers, pages
from kg.web.explorer.library import Library
from kg.web.explorer.shown import Shown
from kg.web.problems import Problem
from kg.web.protocol import Operation

MOST = 500
"""Rows that a page shows; a download has them all."""
LONG = 24
"""From so many characters on a text is a sentence and gets a wide column."""

Table = tuple[tuple[str, ...], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Group:
    """A folder of queries."""

    name: str
    queries: tuple[catalog.Query, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """All ready queries by group."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter with what the form holds."""

    name: str
    type: str
    description: str
    value: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `href` is empty where there is nothing to open."""

    text: str
    href: str
    is_number: bool
    is_long: bool


@dataclass(frozen=True, slots=True)
class View:
    """A query, its form, and what it finds; `trouble` says why it was not asked."""

    query: catalog.Query
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_cut: bool
    trouble: str


async def index(request: Request) -> Shown:
    """Give the catalog."""
    groups: dict[str, list[catalog.Query]] = {}
    for query in catalog.load():
        groups.setdefault(query.group, []).append(query)
    order = sorted(groups, key=lambda name: (name != "competency", name))
    return Shown("queries.html", Catalog(tuple(Group(name, tuple(groups[name])) for name in order)))


async def give(request: Request) -> Shown:
    """Give a query with what it finds for the values of the address."""
    query, site = find(request), pages.site_of(request)
    library = await site.shelf.get()
    trouble, text, table = "", query.text, ((), [])  # type: tuple[str, str, Table]
    try:
        text = bound(request, query)
        table = await site.fetch(partial(_ask, text=text, limit=MOST + 1))
    except QueryError as error:
        trouble = str(error)
    columns, rows = table
    cells = (tuple(_cell(request, library, value) for value in row) for row in rows[:MOST])
    view = View(query, tuple(_fields(request, query)), columns, tuple(cells), len(rows) > MOST, trouble)
    return Shown("query.html", view, (text,))


async def xlsx(request: Request) -> Response:
    """Give all that a query finds as a workbook."""
    from kg.web.explorer import workbook

    query = find(request)
    try:
        text = bound(request, query)
    except QueryError as error:
        raise Problem(400, str(error)) from error
    columns, rows = await pages.site_of(request).fetch(partial(_ask, text=text, limit=None))
    title = query.heading(pages.language_of(request))
    body = workbook.write(title, columns, [[_text(value) for value in row] for row in rows], text)
    name = f'attachment; filename="{query.name}.xlsx"'
    return Response(body, headers={"Content-Type": workbook.MEDIA_TYPE, "Content-Disposition": name})


def find(request: Request) -> catalog.Query:
    """Give the query that an address names.  Raises Problem 404."""
    try:
        return catalog.find(request.path_params["name"])
    except QueryError as error:
        raise Problem(404, "there is no ready query of this name; /queries lists them") from error


def bound(request: Request, query: catalog.Query) -> str:
    """Give a query's text with the values of the address; fields that it does not have are left alone.

    Raises QueryError for a value that is missing or is none.
    """
    known = {parameter.name for parameter in query.parameters}
    values = {name: value for name, value in request.query_params.items() if value and name in known}
    return catalog.with_prefixes(catalog.bind(query, values))


def _ask(store: Store, text: str, limit: int | None) -> Table:
    found = answers.ask(store, Operation(text))
    if isinstance(found, QueryBoolean):
        return ("?",), [(Literal(bool(found)),)]
    if isinstance(found, QuerySolutions):
        names = tuple(variable.value for variable in found.variables)
        return names, [tuple(row[name] for name in names) for row in islice(found, limit)]
    triples = islice(found, limit)
    return ("s", "p", "o"), [(t.subject, t.predicate, t.object) for t in triples]


def _cell(request: Request, library: Library, term: Any) -> Cell:
    text = _text(term)
    if isinstance(term, NamedNode):
        label = pages.labeller(request)(term.value)
        return Cell(label, pages.href(request, term.value), False, False)
    iri = library.by_name.get(text) or library.report_by_title.get(text) or library.by_sentence.get(text)
    is_number = isinstance(term, Literal) and term.datatype.value.endswith(("decimal", "integer", "double"))
    return Cell(text, pages.href(request, iri) if iri else "", is_number, len(text) > LONG)


def _text(term: Any) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else "" if term is None else _blank(term)


def _blank(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term)


def _fields(request: Request, query: catalog.Query) -> Iterable[Field]:
    language = pages.language_of(request)
    for parameter in query.parameters:
        default = "" if parameter.default in (None, catalog.UNSET) else parameter.default
        value = request.query_params.get(parameter.name, default or "")
        yield Field(
            parameter.name, parameter.type, parameter.told(language), value, parameter.default is None
        )
