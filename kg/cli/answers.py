"""Answers of SPARQL queries as text: table, csv, json, xml, ttl."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kg.cli import table
from kg.errors import QueryError
from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

    Answer = QuerySolutions | QueryBoolean | Iterable[Triple]

FORMATS = ("table", "csv", "json", "xml", "ttl")
LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def render(answer: "Answer", form: str, limit: int | None = table.CUT) -> str:
    """Give an answer in one of `FORMATS`; `limit` cuts the cells of a table.

    Raises QueryError when the answer has no such form (rows have no Turtle).
    """
    from pyoxigraph import QueryBoolean, QuerySolutions

    if isinstance(answer, QueryBoolean):
        return _truth(answer, form)
    if isinstance(answer, QuerySolutions):
        return _rows(answer, form, limit)
    return _graph(answer, form, limit)


def shorten(term: Any) -> str:
    """Give a term as a person reads it: a label bare, a known IRI with its prefix, Chinese decoded."""
    from pyoxigraph import NamedNode

    if term is None:
        return ""
    if not isinstance(term, NamedNode):
        return str(term.value if hasattr(term, "value") else term)
    for prefix, iri in LONGEST_FIRST:
        if term.value.startswith(iri) and re.fullmatch(r"[\w-]+", term.value[len(iri) :]):
            return f"{prefix}:{term.value[len(iri) :]}"
    return unquote(term.value)


def _truth(answer: "QueryBoolean", form: str) -> str:
    if form == "table":
        return "yes" if answer else "no"
    return _serialized(answer, form)


def _rows(answer: "QuerySolutions", form: str, limit: int | None) -> str:
    if form != "table":
        return _serialized(answer, form)
    headings = [variable.value for variable in answer.variables]
    return _counted(headings, [[shorten(value) for value in row] for row in answer], limit)


def _graph(triples: "Iterable[Triple]", form: str, limit: int | None) -> str:
    from pyoxigraph import RdfFormat, serialize

    if form == "table":
        rows = [[shorten(t.subject), shorten(t.predicate), shorten(t.object)] for t in triples]
        return _counted(("subject", "predicate", "object"), sorted(rows), limit)
    formats = {"ttl": RdfFormat.TURTLE, "json": RdfFormat.JSON_LD, "xml": RdfFormat.RDF_XML}
    if form not in formats:
        raise QueryError("a CONSTRUCT or DESCRIBE query gives a graph: use --format ttl, json, xml or table")
    data = serialize(sorted(triples, key=str), format=formats[form], prefixes=PREFIXES)
    return data.decode("utf-8") if data else ""


def _serialized(answer: "QuerySolutions | QueryBoolean", form: str) -> str:
    from pyoxigraph import QueryResultsFormat

    formats = {"csv": QueryResultsFormat.CSV, "json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
    if form not in formats:
        raise QueryError(
            "only CONSTRUCT and DESCRIBE queries give Turtle: use --format table, csv, json or xml"
        )
    data = answer.serialize(format=formats[form])
    return data.decode("utf-8") if data else ""


def _counted(headings: Sequence[str], rows: list[list[str]], limit: int | None) -> str:
    """Give a table with the number of rows under it, and a word on cut cells where there are any."""
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    text = table.render(headings, rows, limit)
    note = "; long cells are cut: --wide shows them whole" if "…" in text and limit is not None else ""
    return f"{text}\n({count}{note})"
