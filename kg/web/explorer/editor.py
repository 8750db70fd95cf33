"""The query editor: prefixes, ready queries as examples, results whose IRIs lead to our pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request

from kg import catalog
from kg.catalog import CLASSES, Query
from kg.errors import QueryError
from kg.namespaces import PREFIXES
from kg.web import pages
from kg.web.explorer.shown import Shown
from kg.web.headers import DRAWN_POLICY
from kg.web.settings import ROOT
from kg.web.words import Words, keys

FIRST = catalog.with_prefixes(
    "SELECT ?class (COUNT(DISTINCT ?thing) AS ?things)\nWHERE { ?thing a ?class }\n"
    "GROUP BY ?class\nORDER BY DESC(?things)"
)

GROUPS = ("competency", "explore", "audit")
"""Groups of ready queries that come first."""
_HEADER = re.compile(r"^#\s*(?:[a-z-]+:|param\b).*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """A ready query in the reader's language, its parameters at their defaults; `heading` names its group."""

    name: str
    group: str
    heading: str
    title: str
    description: str
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """What the editor starts with."""

    text: str
    base: str
    root: str
    prefixes: dict[str, str]
    examples: tuple[Example, ...]


async def give(request: Request) -> Shown:
    """Give the editor with the query that the address holds."""
    settings = pages.site_of(request).settings
    words = Words(pages.language_of(request))
    view = View(
        request.query_params.get("edit", FIRST),
        settings.base,
        ROOT,
        PREFIXES | {cls.lower(): f"{settings.base}{cls.lower()}/" for cls in CLASSES},
        tuple(_examples(words)),
    )
    return Shown("sparql.html", view, headers={"Content-Security-Policy": DRAWN_POLICY})


def _examples(words: Words) -> Iterator[Example]:
    """Give the ready queries that can be asked as they are."""
    for query in sorted(catalog.load(), key=lambda q: (_rank(q.group), q.name)):
        title, key = query.heading(words.language), f"queries.{query.group}"
        text = _bound(query)
        if text is not None:
            body = _HEADER.sub("", text).strip()
            heading = words(key) if key in keys() else query.group
            yield Example(
                query.name, query.group, heading, title, query.told(words.language), f"# {title}\n{body}\n"
            )


def _bound(query: Query) -> str | None:
    try:
        return catalog.with_prefixes(catalog.bind(query, {}))
    except QueryError:
        return None


def _rank(group: str) -> int:
    return GROUPS.index(group) if group in GROUPS else len(GROUPS)
