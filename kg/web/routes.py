"""The one table of routes.  To add a page: a function here or in a module of its own, and one line in `table`."""

import json
from dataclasses import asdict
from functools import partial

from pyoxigraph import RdfFormat, Store, Triple
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from kg import catalog
from kg.config import data_path
from kg.errors import QueryError
from kg.web import answers, asgi, assets, describe, negotiate, pages, resources
from kg.web.explorer import editor, ready, shown
from kg.web.explorer import table as explorer
from kg.web.pipe import Outcome, Pipe
from kg.web.problems import Problem
from kg.web.protocol import Operation
from kg.web.settings import ROOT

DOCUMENTS = (negotiate.TURTLE, negotiate.HTML, *negotiate.GRAPHS[1:])
"""Forms of a document; a client that takes anything gets Turtle."""


def table() -> list[BaseRoute]:
    """Give all routes but `/sparql` and `/graphs` with a query, which take a shorter path."""
    return [
        *explorer.routes(),
        Route("/sparql", sparql, middleware=assets.PACKED),
        Route("/queries", queries),
        Route("/queries.json", queries),
        Route("/queries/{name}.json", query),
        Route("/queries/{name}", query),
        Route("/queries/{name}/results.xlsx", ready.xlsx),
        Route("/queries/{name}/results", results),
        Route("/id/{rest:path}", thing),
        Route("/data/{rest:path}", data),
        Route("/data.nq", dump),
        Route("/ontology", term),
        Route("/ontology.{suffix}", term),
        Route("/ontology/{rest:path}", term),
        Route("/vocabulary", vocabularies),
        Route("/vocabulary/{rest:path}", term),
        Route("/shapes", term),
        Route("/shapes.{suffix}", term),
        Route("/software/{rest:path}", term),
        Route("/rules/{rest:path}", term),
        Route("/.well-known/void", void),
        Route("/context.jsonld", context),
        Route("/openapi.json", openapi),
        Route("/health", health),
        Mount("/static", assets.Assets()),
    ]


# --- the endpoint without a query


async def sparql(request: Request) -> Response:
    """Give the service description, to a browser a page with a form."""
    accept = request.headers.get("accept", "")
    if negotiate.accepts(accept, negotiate.RESULTS) and not negotiate.accepts(accept, DOCUMENTS):
        raise Problem(400, "there is no query: send one as the field 'query'")
    choice = negotiate.choose(accept, DOCUMENTS)
    if choice[0] is negotiate.HTML:
        return shown.html(request, await editor.give(request))
    site = pages.site_of(request)
    work = partial(describe.service, _root(request), site.settings)
    return pages.graph(await site.fetch(work), choice)


# --- things under the base


async def thing(request: Request) -> Response:
    """Send who asks for a thing to a page or to data about it."""
    iri = _iri(request)
    site = pages.site_of(request)
    if not await site.fetch(lambda store: resources.exists(store, iri)):
        raise Problem(404, "the store knows nothing of this IRI")
    form, _ = negotiate.choose(request.headers.get("accept", ""), DOCUMENTS)
    path = (site.settings.path_of(iri) or "").removeprefix("/id/")
    to = f"/page/{path}" if form is negotiate.HTML else f"/data/{path}.{form.suffix}"
    return RedirectResponse(to, 303, {"Vary": "Accept"})


async def data(request: Request) -> Response:
    """Give the data about a thing; the end of the address says in which form."""
    rest, _, suffix = request.path_params["rest"].rpartition(".")
    choice = _by_suffix(suffix)
    site = pages.site_of(request)
    triples = await site.fetch(lambda store: resources.describe(store, site.settings.base + rest))
    if not triples:
        raise Problem(404, "the store knows nothing of this IRI, or the address does not end with a form")
    return pages.graph(triples, choice)


def _by_suffix(suffix: str) -> negotiate.Choice:
    for form in negotiate.GRAPHS:
        if form.suffix == suffix:
            return form, form.media_types[0]
    known = ", ".join(f".{form.suffix}" for form in negotiate.GRAPHS)
    raise Problem(404, f"the address of data ends with one of {known}")


def _iri(request: Request) -> str:
    base: str = pages.site_of(request).settings.base
    return base + str(request.path_params["rest"])


async def dump(request: Request) -> Response:
    """Give the whole store as N-Quads."""
    site = pages.site_of(request)

    def work(pipe: Pipe) -> None:
        pipe.content_type = "application/n-quads"
        site.store.dump(pipe.as_file(), RdfFormat.N_QUADS)

    return _Streamed(
        await site.engine.run(work, negotiate.takes_gzip(request.headers.get("accept-encoding", "")))
    )


class _Streamed(Response):
    """An answer of the engine as Starlette's."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self._outcome = outcome

    async def __call__(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        await asgi.send_outcome(scope, receive, send, self._outcome, [(b"vary", b"Accept, Accept-Encoding")])


# --- the ontology


async def term(request: Request) -> Response:
    """Give a document or a term of the ontology, with what the store says of it."""
    path = str(request.scope["path"]).lstrip("/")
    iri, choice = _document(request, path)
    site = pages.site_of(request)
    own = site.terms.document(iri)
    if choice[0] is negotiate.HTML:
        return await _term_page(request, iri, own)
    told = () if own else await site.fetch(lambda store: resources.describe(store, iri))
    if not own and not told:
        raise Problem(404, "neither the ontology nor the store knows this IRI")
    return pages.graph(
        (*own, *told), choice, {"Content-Location": f"{_quoted(request, iri)}.{choice[0].suffix}"}
    )


def _document(request: Request, path: str) -> tuple[str, negotiate.Choice]:
    """Give the IRI of a path and the form that its end or the Accept header wants."""
    stem, dot, suffix = path.rpartition(".")
    forms = [form for form in DOCUMENTS if dot and form.suffix == suffix]
    if forms:
        return ROOT + stem, (forms[0], forms[0].media_types[0])
    return ROOT + path, negotiate.choose(request.headers.get("accept", ""), DOCUMENTS)


def _quoted(request: Request, iri: str) -> str:
    return pages.site_of(request).settings.path_of(iri) or "/"


async def _term_page(request: Request, iri: str, own: tuple[Triple, ...]) -> Response:
    site = pages.site_of(request)
    terms = site.terms.terms(iri)
    if iri in site.terms.documents() or terms:
        return pages.render(
            request,
            "ontology.html",
            iri=iri,
            title=site.terms.title(iri),
            terms=terms,
            documents=site.terms.documents(),
            counts=(await site.shelf.get()).classes,
        )
    found = await site.fetch(lambda store: resources.page(store, iri))
    about = resources.page(site.terms.store, iri) if own else None
    if found is None and about is None:
        raise Problem(404, "neither the ontology nor the store knows this IRI")
    return pages.render(request, "term.html", iri=iri, about=about, found=found)


async def vocabularies(request: Request) -> Response:
    """Give the list of all documents of the ontology."""
    return RedirectResponse("/ontology", 303)


# --- descriptions


async def void(request: Request) -> Response:
    """Give the VoID and DCAT description."""
    site = pages.site_of(request)
    choice = negotiate.choose(request.headers.get("accept", ""), negotiate.GRAPHS)
    root = _root(request)

    def work(store: Store) -> list[Triple]:
        return describe.dataset(root, site.settings, site.counts.get(), store)

    return pages.graph(await site.fetch(work), choice)


async def context(request: Request) -> Response:
    """Give the JSON-LD context."""
    text = (data_path("ontology") / "context.jsonld").read_text(encoding="utf-8")
    return Response(text, media_type="application/ld+json", headers={"Cache-Control": "max-age=3600"})


async def openapi(request: Request) -> Response:
    """Give the OpenAPI description of this server."""
    return Response((pages.STATIC / "openapi.json").read_bytes(), media_type="application/json")


async def health(request: Request) -> Response:
    """Say that the server is there."""
    return Response("ok\n", media_type="text/plain")


def _root(request: Request) -> str:
    return str(request.base_url)


# --- ready queries


async def queries(request: Request) -> Response:
    """Give the catalog of ready queries."""
    if _wants_page(request):
        return shown.html(request, await ready.index(request))
    return _json([_summary(item) for item in catalog.load()])


async def query(request: Request) -> Response:
    """Give one ready query with its parameters, to people with what it finds."""
    found = ready.find(request)
    if _wants_page(request):
        return shown.html(request, await ready.give(request))
    return _json({**_summary(found), "text": found.text})


async def results(request: Request) -> Response:
    """Give what a ready query finds; its parameters are fields of the address."""
    found, site = ready.find(request), pages.site_of(request)
    values = dict(request.query_params)
    form = values.pop("format", "")
    try:
        text = catalog.bind(found, {name: value for name, value in values.items() if value or not form})
    except QueryError as error:
        raise Problem(400, str(error)) from error
    operation = Operation(catalog.with_prefixes(text), form=form)
    packing = negotiate.takes_gzip(request.headers.get("accept-encoding", ""))
    accept = request.headers.get("accept", "")
    return _Streamed(await site.engine.run(answers.answer(site.store, operation, accept), packing))


def _summary(found: catalog.Query) -> dict[str, object]:
    return {
        "name": found.name,
        "group": found.group,
        "title": {"en": found.title, "zh": found.title_zh},
        "description": found.description,
        "parameters": [asdict(parameter) for parameter in found.parameters],
        "results": f"/queries/{found.name}/results",
    }


def _wants_page(request: Request) -> bool:
    form, _ = negotiate.choose(request.headers.get("accept", ""), (negotiate.JSON, negotiate.HTML))
    return form is negotiate.HTML and not request.scope["path"].endswith(shown.TWIN)


def _json(value: object) -> Response:
    body = json.dumps(value, ensure_ascii=False, indent=1)
    return Response(body, media_type="application/json", headers={"Vary": "Accept"})
