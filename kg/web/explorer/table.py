"""The one table of the explorer's pages.  To add a page: a module with a function that gives a `Shown`, a line here."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.web.explorer import atlas, editor, graph, icons, indicators, overview, reports, search, thing
from kg.web.explorer.shown import Page, twin, twin_of

PAGES = (
    Page("/", overview.give),
    Page("/graph", graph.give),
    Page("/map", atlas.give),
    Page("/search", search.give),
    Page("/reports", reports.give),
    Page("/indicators", indicators.give),
    Page("/page/{rest:path}", thing.give),
)


def routes() -> list[BaseRoute]:
    """Give the routes of all pages and of what they share."""
    return [*(route for page in PAGES for route in page.routes()), *FILES]


async def palette(request: Request) -> Response:
    """Give the colours of the classes."""
    return Response(icons.stylesheet(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


async def editor_twin(request: Request) -> Response:
    """Give what the editor starts with, for programs; the page itself shares its address with the endpoint."""
    return twin(await editor.give(request))


FILES = (
    Route("/palette.css", palette),
    Route("/indicators.csv", indicators.csv),
    Route("/indicators.xlsx", indicators.xlsx),
    Route(atlas.DATA, atlas.data),
    Route(twin_of("/sparql"), editor_twin),
)
