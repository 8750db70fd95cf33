"""SPARQL 1.1 Graph Store Protocol: whole graphs read, put, added to and dropped over HTTP."""

import uuid
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.namespaces import PREFIXES
from kg.web import asgi, forms, negotiate
from kg.web.asgi import Receive, Scope, Send
from kg.web.engine import Engine
from kg.web.pipe import Pipe
from kg.web.problems import Problem
from kg.web.settings import Settings
from kg.web.updates import Writer

PATH = "/graphs"
METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_PREFIXED = ("turtle", "trig", "rdfxml", "jsonld")
_GRAPH_FORMS = tuple(form for form in negotiate.GRAPHS if form.name not in ("trig", "nquads"))

_VAGUE = ("application/octet-stream", "text/plain")
"""What browsers and curl say of a file that they do not know."""

GraphName = NamedNode | DefaultGraph


@dataclass(frozen=True, slots=True)
class _Request:
    scope: Scope
    receive: Receive
    send: Send
    graph: GraphName


class GraphStore:
    """Answers Graph Store Protocol requests; writing needs the token."""

    def __init__(self, store: Store, engine: Engine, settings: Settings, writer: Writer) -> None:
        self._store = store
        self._engine = engine
        self._settings = settings
        self._writer = writer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what is refused is told in words."""
        try:
            await self._answer(scope, receive, send)
        except Problem as problem:
            await asgi.send_problem(send, problem)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        action = {"GET": self._get, "PUT": self._put, "POST": self._post, "DELETE": self._delete}.get(method)
        if action is None:
            raise Problem(405, f"use one of {METHODS}", {"Allow": METHODS})
        if method != "GET":
            self._writer.check(scope)
        await action(_Request(scope, receive, send, _graph_of(scope)))

    async def _get(self, request: _Request) -> None:
        self._must_exist(request.graph)
        accept = asgi.header(request.scope, b"accept")
        form, media_type = negotiate.choose(accept, _GRAPH_FORMS)
        content_type = form.content_type(media_type)
        outcome = await self._engine.run(
            lambda pipe: write_graph(self._store, request.graph, form, content_type, pipe),
            negotiate.takes_gzip(asgi.header(request.scope, b"accept-encoding")),
        )
        await asgi.send_outcome(
            request.scope, request.receive, request.send, outcome, [(b"vary", b"Accept, Accept-Encoding")]
        )

    async def _put(self, request: _Request) -> None:
        quads = await self._read(request)
        is_new = not self._exists(request.graph)
        await self._writer.run(lambda: replace(self._store, request.graph, quads))
        await asgi.send_whole(request.send, 201 if is_new else 204, [], b"")

    async def _post(self, request: _Request) -> None:
        quads = await self._read(request)
        is_new = not self._exists(request.graph)
        await self._writer.run(lambda: self._store.extend(quads))
        where = [("Location", request.graph.value)] if is_new and isinstance(request.graph, NamedNode) else []
        await asgi.send_whole(request.send, 201 if is_new else 204, asgi.encode(where), b"")

    async def _delete(self, request: _Request) -> None:
        self._must_exist(request.graph)
        await self._writer.run(lambda: drop(self._store, request.graph))
        await asgi.send_whole(request.send, 204, [], b"")

    def _exists(self, graph: GraphName) -> bool:
        return isinstance(graph, DefaultGraph) or self._store.contains_named_graph(graph)

    def _must_exist(self, graph: GraphName) -> None:
        if not self._exists(graph):
            raise Problem(404, "there is no such graph")

    async def _read(self, request: _Request) -> list[Quad]:
        """Give what a request brings: one document, or the files of a form."""
        content_type = asgi.header(request.scope, b"content-type")
        is_form = content_type.lower().startswith(forms.KIND)
        form = None if is_form else _form_of(content_type)
        body = await asgi.read_body(request.scope, request.receive, self._settings.upload_limit)
        documents = [(body, form)] if form else await _documents(content_type, body)
        return await _parsed(self._engine, documents, request.graph)


async def _documents(content_type: str, body: bytes) -> list[tuple[bytes, RdfFormat]]:
    return [(data, _form_of(kind, name)) for kind, name, data in await forms.files(content_type, body)]


async def _parsed(engine: Engine, documents: list[tuple[bytes, RdfFormat]], graph: GraphName) -> list[Quad]:
    quads: list[Quad] = []

    def work(pipe: Pipe) -> None:
        for body, form in documents:
            quads.extend(_parse(body, form, graph))

    await engine.run(work)
    return quads


def _parse(body: bytes, form: RdfFormat, graph: GraphName) -> list[Quad]:
    base = graph.value if isinstance(graph, NamedNode) else None
    try:
        parsed = parse(body, form, base_iri=base, without_named_graphs=True, rename_blank_nodes=True)
        return [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed]
    except (SyntaxError, ValueError) as error:
        raise Problem(400, f"the graph cannot be read: {str(error).splitlines()[0][:300]}") from error


def write_graph(store: Store, graph: GraphName, form: negotiate.Form, content_type: str, pipe: Pipe) -> None:
    """Write one graph of a store into a pipe."""
    pipe.content_type = content_type
    assert isinstance(form.writer, RdfFormat)
    if form.writer.supports_datasets and form.name != "jsonld":
        serialize(
            store.quads_for_pattern(None, None, None, graph), pipe.as_file(), form.writer, prefixes=PREFIXES
        )
    elif form.name in _PREFIXED:
        quads = store.quads_for_pattern(None, None, None, graph)
        serialize((quad.triple for quad in quads), pipe.as_file(), form.writer, prefixes=PREFIXES)
    else:
        store.dump(pipe.as_file(), form.writer, from_graph=graph)


def replace(store: Store, graph: GraphName, quads: list[Quad]) -> None:
    """Put quads in the place of a graph, in one transaction."""
    name = "DEFAULT" if isinstance(graph, DefaultGraph) else f"GRAPH {graph}"
    lines = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    data = lines.decode("utf-8")
    target = data if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{ {data} }}"
    insert = f"INSERT DATA {{ {target} }}"
    create = "" if isinstance(graph, DefaultGraph) else f"CREATE SILENT GRAPH {graph} ;"
    store.update(f"DROP SILENT {name} ; {create} {insert}")


def drop(store: Store, graph: GraphName) -> None:
    """Take a graph out of a store."""
    if isinstance(graph, DefaultGraph):
        store.clear_graph(graph)
    else:
        store.remove_graph(graph)


def _graph_of(scope: Scope) -> GraphName:
    """Give the graph that a request is for: of its own address, a new one, or the one that a field names."""
    own = asgi.address(scope)
    if own and scope["path"] != PATH:
        return _named(own)
    if own and scope["method"] == "POST" and not scope["query_string"]:
        return NamedNode(f"{own}/{uuid.uuid4()}")
    return _graph(scope["query_string"])


def _graph(query_string: bytes) -> GraphName:
    """Give the graph that a request names: `?graph=IRI` or `?default`.  Raises Problem 400."""
    try:
        fields = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise Problem(400, "the address is not percent-encoded UTF-8") from error
    names = [value for key, value in fields if key == "graph"]
    defaults = [key for key, _ in fields if key == "default"]
    if len(names) + len(defaults) != 1:
        raise Problem(400, "name one graph: ?graph=IRI or ?default")
    return _named(names[0]) if names else DefaultGraph()


def _named(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise Problem(400, "a graph's name is an absolute IRI") from error


def _form_of(content_type: str, name: str = "") -> RdfFormat:
    """Give the form that a media type names, or the end of a file's name where the type says nothing."""
    kind = content_type.partition(";")[0].strip().lower()
    form = RdfFormat.from_media_type(kind or "text/turtle")
    if form is None and kind in _VAGUE:
        form = RdfFormat.from_extension(name.rpartition(".")[2])
    if form is None:
        raise Problem(415, f"send a graph as Turtle, N-Triples, RDF/XML or JSON-LD, not '{kind[:80]}'")
    return form
