"""The first page: what the store holds."""

from dataclasses import dataclass

from pyoxigraph import Store
from starlette.requests import Request

from kg import catalog
from kg.web import answers, pages
from kg.web.explorer.shown import Shown


@dataclass(frozen=True, slots=True)
class View:
    """What the first page shows."""

    reports: list[tuple[str, str]]


async def give(request: Request) -> Shown:
    """Give the first page."""
    site = pages.site_of(request)
    return Shown("home.html", View(await site.fetch(_reports)), (_QUERY,))


_QUERY = catalog.with_prefixes("SELECT ?r ?t { ?r a fz:Report ; dcterms:title ?t } ORDER BY ?t ?r")


def _reports(store: Store) -> list[tuple[str, str]]:
    return [(row["r"].value, row["t"].value) for row in answers.select(store, _QUERY)]
