"""Named questions: a ready query with its parameters given, so that `kg query 双随机一公开` works.

They stand in `queries/named.yaml`, a list of

    - name: “微警务”集群
      title: Micro-police services of Huai'an
      query: profile
      values: {name: 微警务}
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.catalog.files import Parameter, Query
from kg.catalog.types import to_term
from kg.config import read_yaml
from kg.errors import DataError

GROUP = "named"
_KEYS = {"name", "title", "query", "values"}
_QUOTES = str.maketrans("", "", "“”‘’\"'「」《》 ")


def load_named(path: Path, queries: Sequence[Query]) -> tuple[Query, ...]:
    """Give the questions of a file, each as the query that it runs with other defaults.

    Raises DataError naming the question that is wrong.
    """
    entries = read_yaml(path)
    if not isinstance(entries, list) or not entries:
        raise DataError(f"{path}: no named question in it")
    by_name = {query.name: query for query in queries}
    found = tuple(_question(entry, by_name, path) for entry in entries)
    _refuse_twins(found, queries, path)
    return found


def plain(name: str) -> str:
    """Give a name without its quotation marks, which people leave out.

    >>> plain("“微警务”集群")
    '微警务集群'
    """
    return name.translate(_QUOTES)


def _question(entry: Any, queries: Mapping[str, Query], path: Path) -> Query:
    if not isinstance(entry, dict) or set(entry) != _KEYS:
        raise DataError(f"{path}: a question has exactly {', '.join(sorted(_KEYS))}: {entry}")
    where, query = f"{path}: {entry['name']}", queries.get(entry["query"])
    if query is None:
        raise DataError(f"{where}: there is no query '{entry['query']}'")
    parameters = tuple(_given(query, {k: str(v) for k, v in entry["values"].items()}, where))
    return replace(
        query,
        name=entry["name"],
        group=GROUP,
        title=entry["title"],
        title_zh=f"{entry['name']}：{query.title_zh.partition('：')[2] or query.title_zh}",
        parameters=parameters,
    )


def _given(query: Query, values: Mapping[str, str], where: str) -> Iterator[Parameter]:
    unknown = values.keys() - {p.name for p in query.parameters}
    if unknown:
        raise DataError(f"{where}: {query.name} has no parameter {', '.join(sorted(unknown))}")
    for parameter in query.parameters:
        default = values.get(parameter.name, parameter.default)
        if default is None:
            raise DataError(f"{where}: {query.name} needs a value of {parameter.name}")
        try:
            to_term(parameter.type, default)
        except ValueError as error:
            raise DataError(f"{where}: {parameter.name} must be {error}") from error
        yield replace(parameter, default=default)


def _refuse_twins(found: Sequence[Query], queries: Sequence[Query], path: Path) -> None:
    names = [plain(query.name) for query in (*queries, *found)]
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise DataError(f"{path}: names taken twice: {', '.join(twins)}")
