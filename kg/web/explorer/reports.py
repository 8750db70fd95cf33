"""The list of all reports."""

from dataclasses import dataclass

from starlette.requests import Request

from kg.web import pages
from kg.web.explorer import doubts, library, overview
from kg.web.explorer.overview import Counted
from kg.web.explorer.shown import Shown


@dataclass(frozen=True, slots=True)
class View:
    """All reports, each with how much was read from it."""

    reports: tuple[Counted, ...]


async def give(request: Request) -> Shown:
    """Give the list of reports."""
    site = pages.site_of(request)
    found = doubts.read(overview.folder(site.settings.store))
    view = View(overview.counted(await site.shelf.get(), found))
    return Shown("reports.html", view, (library.query("reports"),))
