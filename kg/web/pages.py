"""HTML pages and the answers that Starlette gives: templates, refusals, graphs in the form a client likes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response

from kg.namespaces import PREFIXES
from kg.web import negotiate
from kg.web.problems import Problem
from kg.web.site import Site
from kg.web.templating import shorten
from kg.web.terms import Terms

STATIC = Path(__file__).parent / "static"


def site_of(request: Request) -> Site:
    """Give the parts of the served store."""
    site: Site = request.app.state.site
    return site


def render(request: Request, template: str, status: int = 200, /, **values: Any) -> Response:
    """Give a page."""
    site = site_of(request)
    html = site.templates.get_template(template).render(label=_labeller(site.terms), **values)
    return Response(html, status, media_type="text/html", headers={"Vary": "Accept"})


def graph(
    triples: Iterable[Triple], choice: negotiate.Choice, headers: dict[str, str] | None = None
) -> Response:
    """Give triples in a form."""
    form, media_type = choice
    assert isinstance(form.writer, RdfFormat)
    body = serialize(triples, format=form.writer, prefixes=PREFIXES) or b""
    more = {"Vary": "Accept", **(headers or {})}
    return Response(body, headers={"Content-Type": form.content_type(media_type), **more})


def refusal(request: Request, problem: Problem) -> Response:
    """Give the reason of a refusal: a page for people, plain words for programs."""
    try:
        form, _ = negotiate.choose(request.headers.get("accept", ""), (negotiate.TURTLE, negotiate.HTML))
    except Problem:
        form = negotiate.TURTLE
    if form is negotiate.HTML:
        page = render(request, "problem.html", problem.status, problem=problem)
        page.headers.update(problem.headers)
        return page
    text = f"{problem.status} {problem.title}: {problem.reason}\n"
    return Response(text, problem.status, media_type="text/plain", headers=problem.headers)


def _labeller(terms: Terms) -> Any:
    def label(iri: str, language: str = "zh") -> str:
        return terms.label(iri, language) or shorten(iri)

    return label
