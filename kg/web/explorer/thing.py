"""The page of anything that the store knows: a report as its text, an entity with its facts, the rest as told."""

from dataclasses import dataclass
from functools import partial

from starlette.requests import Request

from kg.web import negotiate, pages, resources
from kg.web.explorer import entity, figure, report
from kg.web.explorer.library import query
from kg.web.explorer.shown import Shown
from kg.web.problems import Problem


@dataclass(frozen=True, slots=True)
class View:
    """What is told of a thing that has no page of its own kind."""

    page: resources.Page
    path: str
    forms: tuple[str, ...]


async def give(request: Request) -> Shown:
    """Give the page of a thing."""
    site = pages.site_of(request)
    iri = site.settings.base + str(request.path_params["rest"])
    library = await site.shelf.get()
    if iri in library.reports:
        return await report.give(request, iri)
    if iri in library.entities:
        return await entity.give(request, library, iri)
    if iri in library.by_figure:
        return await figure.give(request, library, iri)
    found = await site.fetch(partial(resources.page, iri=iri))
    if found is None:
        raise Problem(404, "the store knows nothing of this IRI")
    forms = tuple(form.suffix for form in negotiate.GRAPHS)
    return Shown("thing.html", View(found, pages.path_of(request, iri), forms), (query("thing", thing=iri),))
