"""The endpoint itself, as a bare ASGI application: a small query spends most of its time in what wraps it."""

from pyoxigraph import Store

from kg.web import answers, asgi, guard, negotiate, protocol
from kg.web.asgi import Headers, Receive, Scope, Send
from kg.web.engine import Engine
from kg.web.problems import Problem
from kg.web.protocol import Operation
from kg.web.settings import Settings
from kg.web.updates import Writer

METHODS = "GET, HEAD, POST, OPTIONS"
_VARY: Headers = [(b"vary", b"Accept, Accept-Encoding")]
_ACCEPTABLE = (*negotiate.RESULTS, *negotiate.GRAPHS)


class Endpoint:
    """Answers SPARQL 1.1 Protocol requests over one store."""

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

    def wants_description(self, scope: Scope) -> bool:
        """Tell a request for the service description or the page: a GET without a query."""
        return scope["method"] in ("GET", "HEAD") and protocol.read_get(scope["query_string"]) is None

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        operation = await self._read(scope, receive)
        if operation.is_update:
            await self._writer.update(operation, scope, send)
            return
        accept = asgi.header(scope, b"accept")
        self._check(operation, accept)
        packing = "gzip" in asgi.header(scope, b"accept-encoding")
        outcome = await self._engine.run(
            answers.answer(self._store, operation, accept, asgi.address(scope)), packing
        )
        await asgi.send_outcome(receive, send, outcome, _VARY)

    async def _read(self, scope: Scope, receive: Receive) -> Operation:
        method, limit = scope["method"], self._settings.request_limit
        if len(scope["query_string"]) > limit:
            raise Problem(414, f"the address is longer than {limit:,} bytes; send the query by POST")
        if method == "POST":
            body = await asgi.read_body(scope, receive, limit)
            return protocol.read_post(scope["query_string"], asgi.header(scope, b"content-type"), body)
        if method not in ("GET", "HEAD"):
            raise Problem(405, f"use one of {METHODS}", {"Allow": METHODS})
        operation = protocol.read_get(scope["query_string"])
        if operation is None:
            raise Problem(400, "there is no query")
        return operation

    def _check(self, operation: Operation, accept: str) -> None:
        guard.check_services(operation.text, self._settings.services)
        if not operation.form:
            negotiate.choose(accept, _ACCEPTABLE)
