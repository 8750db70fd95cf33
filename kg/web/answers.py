"""Answers of queries, written in the form that the client likes best."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from kg.namespaces import PREFIXES
from kg.web import guard, negotiate, problems
from kg.web.problems import Problem
from kg.web.protocol import Operation

if TYPE_CHECKING:
    from kg.web.pipe import Pipe

_PREFIXED = ("turtle", "trig", "rdfxml", "jsonld")
_NO_TRUTH = ("csv", "tsv")


def answer(
    store: Store, operation: Operation, accept: str, base: str | None = None
) -> "Callable[[Pipe], None]":
    """Give the work of answering a query; done in a thread, it writes into a pipe."""

    def work(pipe: "Pipe") -> None:
        found = ask(store, operation, base)
        forms = negotiate.GRAPHS if isinstance(found, QueryTriples) else _forms_of(found)
        form, media_type = _choice(operation, accept, forms)
        pipe.content_type = form.content_type(media_type)
        write(found, form, pipe)

    return work


def ask(
    store: Store, operation: Operation, base: str | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Ask a store for what an operation wants, over the graphs that it names.  Raises Problem.

    Graphs of the protocol come before those of the query; without either the default graph is the union.
    """
    try:
        return store.query(operation.text, base_iri=base, **_dataset(operation))
    except SyntaxError as error:
        raise problems.not_sparql(str(error.msg), operation.text) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise Problem(400, f"the query cannot be answered: {_first_line(error)}") from error


def select(store: Store, text: str) -> QuerySolutions:
    """Give the rows of a SELECT query of our own over the union of all graphs."""
    found = ask(store, Operation(text))
    assert isinstance(found, QuerySolutions)
    return found


def write(found: QuerySolutions | QueryBoolean | QueryTriples, form: negotiate.Form, pipe: Any) -> None:
    """Write rows, a truth or a graph as a form into a pipe or file."""
    if isinstance(form.writer, QueryResultsFormat):
        _write_results(found, form.writer, pipe)
    elif form.name in _PREFIXED and isinstance(form.writer, RdfFormat):
        serialize(cast(Any, found), pipe, form.writer, prefixes=PREFIXES)
    else:
        found.serialize(pipe, form.writer)  # type: ignore[arg-type]


def _write_results(found: Any, writer: QueryResultsFormat, pipe: Any) -> None:
    found.serialize(pipe, writer)


def _forms_of(found: QuerySolutions | QueryBoolean | QueryTriples) -> tuple[negotiate.Form, ...]:
    if isinstance(found, QueryBoolean):
        return tuple(form for form in negotiate.RESULTS if form.name not in _NO_TRUTH)
    return negotiate.RESULTS


def _choice(operation: Operation, accept: str, forms: tuple[negotiate.Form, ...]) -> negotiate.Choice:
    if operation.form:
        return negotiate.named(operation.form, forms)
    return negotiate.choose(accept, forms)


def _dataset(operation: Operation) -> dict[str, Any]:
    if operation.default_graphs or operation.named_graphs:
        return {
            "default_graph": _nodes(operation.default_graphs),
            "named_graphs": _nodes(operation.named_graphs),
        }
    return {"use_default_graph_as_union": not guard.names_dataset(operation.text)}


def _nodes(iris: tuple[str, ...]) -> list[NamedNode]:
    return [graph_name(iri) for iri in iris]


def graph_name(iri: str) -> NamedNode:
    """Give the name of a graph.  Raises Problem 400 for what is not an absolute IRI."""
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise Problem(400, f"a graph's name is an absolute IRI: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
