"""The catalog of ready queries: `queries/<group>/<name>.rq`, described by their header comments.

    # title: Figures of one agency
    # title-zh: 某机构的各项数字
    # description: One or more lines, joined by a space.
    # description-zh: 同样的说明。
    # expect: none                      (only for checks that must find nothing)
    # names: status                     (the Chinese names of the statuses, as `VALUES (?s ?name) { $status_names }`)
    # param agency string "" Part of the agency's name; empty for all
    # param-zh agency 机构名称的一部分；留空为全部

A parameter is written `$agency` in the query and bound as one SPARQL term.  The default `-` means "not
given": it is bound as UNDEF, so such a parameter may stand only in a VALUES block (`VALUES ?year { $year }`).
The default `required` means that a value must be given.  `queries/named.yaml` gives names to queries whose
parameters are given.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from kg.catalog import names
from kg.catalog.files import TOKEN, Parameter, Query, load_from, read, variable
from kg.catalog.named import load_named, plain
from kg.catalog.prefixes import with_prefixes
from kg.catalog.types import CLASSES, UNSET, to_term
from kg.config import data_path
from kg.errors import QueryError

__all__ = [
    "CLASSES",
    "UNSET",
    "Parameter",
    "Query",
    "bind",
    "find",
    "load",
    "load_from",
    "read",
    "sparql",
    "to_term",
    "with_prefixes",
]

SPARQL_FORMS = ("select", "ask", "construct", "describe", "prefix", "base")


@cache
def load() -> tuple[Query, ...]:
    """Give all queries, by group and name, and the named questions after them.

    Raises DataError naming file and line when a header is wrong, or when there is no query at all.
    """
    queries = load_from(data_path("queries"))
    return queries + load_named(data_path("queries") / "named.yaml", queries)


def find(name: str) -> Query:
    """Give the query of that name (`policies-issued` or `competency/policies-issued`, or 双随机一公开)."""
    bare = plain(name)
    for query in load():
        if name in (query.name, f"{query.group}/{query.name}", f"{query.name}.rq") or bare == plain(
            query.name
        ):
            return query
    raise QueryError(f"no query named '{name}'{_meant(bare)}; 'kg queries' lists them")


def _meant(name: str) -> str:
    """Give names that look like one that is not there, in words."""
    by_plain = {plain(query.name): query.name for query in load()}
    near = get_close_matches(name, by_plain, 3, 0.5)
    return f" (perhaps {', '.join(by_plain[n] for n in near)})" if near else ""


def sparql(query: str, values: Mapping[str, str]) -> str:
    """Give the SPARQL text that a person means: a text, an .rq file, or a ready query by name, with its values.

    Raises QueryError when it is none of these, or when a value does not fit.
    """
    if query.lstrip().lower().startswith(SPARQL_FORMS) and any(c.isspace() for c in query.strip()):
        return _without_values(query, values)
    path = Path(query)
    if path.suffix == ".rq" and path.is_file():
        return bind(read(path), values)
    return bind(find(query), values)


def bind(query: Query, values: Mapping[str, str]) -> str:
    """Give the query's text with every parameter replaced by a SPARQL term.

    Raises QueryError for an unknown parameter, a missing one, or a value that is not of its type.
    """
    known = {p.name: p for p in query.parameters}
    for name in values:
        if name not in known:
            raise QueryError(
                f"{query.name} has no parameter '{name}'; it takes: {', '.join(known) or 'none'}"
            )
    terms = {name: _bound(query, p, values.get(name, p.default)) for name, p in known.items()}
    terms |= {variable(kind): names.rows(kind) for kind in query.names}
    return TOKEN.sub(lambda m: terms.get(m["param"] or "", m[0]), query.text)


def _without_values(text: str, values: Mapping[str, str]) -> str:
    if values:
        raise QueryError("--param is for ready queries and .rq files whose header declares the parameter")
    return text


def _bound(query: Query, parameter: Parameter, value: str | None) -> str:
    if value is None:
        raise QueryError(f"{query.name} needs a value: --param {parameter.name}=… ({parameter.description})")
    try:
        return to_term(parameter.type, value)
    except ValueError as error:
        raise QueryError(f"parameter {parameter.name} must be {error}, not '{value}'") from error
