"""HTML pages and the answers that Starlette gives: templates, refusals, graphs in the form a client likes."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from pyoxigraph import RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response

from kg.namespaces import PREFIXES
from kg.web import negotiate
from kg.web.explorer.navigation import current
from kg.web.problems import Problem
from kg.web.site import Site
from kg.web.templating import shorten
from kg.web.terms import Terms
from kg.web.words import LANGUAGES, TAGS, Words

STATIC = Path(__file__).parent / "static"
_SAFE = "/:@!$&'()*+,;=~-._"


def site_of(request: Request) -> Site:
    """Give the parts of the served store."""
    site: Site = request.app.state.site
    return site


def render(request: Request, template: str, status: int = 200, /, **values: Any) -> Response:
    """Give a page in the reader's language; `queries` are shown at its end, `twin` is the same as JSON."""
    site, language = site_of(request), language_of(request)
    common = {
        "t": Words(language),
        "lang": language,
        "lang_tag": TAGS[language],
        "label": _labeller(site.terms, language),
        "nav": current(str(request.scope["path"])),
        "other_language": _in_other_language(request, language),
        "with_field": _with_field(request),
        "with_page": lambda number: _with_field(request)("page", str(number)),
        "file_of": partial(_file, request),
        "sparql": (),
        "twin": "",
    }
    html = site.templates.get_template(template).render({**common, **values})
    answer = Response(html, status, media_type="text/html", headers={"Vary": "Accept, Cookie"})
    if "lang" in request.query_params:
        answer.set_cookie("lang", language, max_age=31_536_000, samesite="lax")
    return answer


def language_of(request: Request) -> str:
    """Give the language of the interface: what the address says, else what was chosen before, else Chinese."""
    wishes = (request.query_params.get("lang"), request.cookies.get("lang"))
    return next((wish for wish in wishes if wish in LANGUAGES), LANGUAGES[0])


def href(request: Request, iri: str) -> str:
    """Give the address of an IRI's page on this server."""
    path: str = site_of(request).templates.filters["page"](iri)
    return path


def here(request: Request, pairs: Iterable[tuple[str, str]]) -> str:
    """Give this page's address with other fields."""
    return address(str(request.scope["path"]), urlencode(list(pairs)))


def address(path: str, query: str) -> str:
    """Give an address of this server."""
    return f"{quote(path, safe=_SAFE)}?{query}" if query else quote(path, safe=_SAFE)


def _file(request: Request, path: str, **more: str) -> str:
    """Give the address of a file that holds what this page shows."""
    fields = [pair for pair in request.query_params.multi_items() if pair[0] not in ("page", "lang")]
    return address(path, urlencode([*fields, *more.items()]))


def _with_field(request: Request) -> Callable[[str, str], str]:
    """Give a function that gives this page's address with one field changed, and the page of a list forgotten."""

    def changed(name: str, value: str) -> str:
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in (name, "page")]
        return address(str(request.scope["path"]), urlencode([*pairs, *([(name, value)] if value else [])]))

    return changed


def _in_other_language(request: Request, language: str) -> str:
    other = next(one for one in LANGUAGES if one != language)
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
    return address(str(request.scope["path"]), urlencode([*pairs, ("lang", other)]))


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


def labeller(request: Request) -> Callable[[str], str]:
    """Give a function that names terms and concepts in the reader's language."""
    label: Callable[[str], str] = _labeller(site_of(request).terms, language_of(request))
    return label


def path_of(request: Request, iri: str) -> str:
    """Give the part of an IRI of ours that stands after `/id/`, encoded."""
    return (site_of(request).settings.path_of(iri) or "").removeprefix("/id/")


def _labeller(terms: Terms, chosen: str) -> Any:
    def label(iri: str, language: str = chosen) -> str:
        return terms.label(iri, language) or shorten(iri)

    return label
