"""The endpoint itself, as a bare ASGI application: a small query spends most of its time in what wraps it."""

from pyoxigraph import Store

from kg.web import answers, asgi, guard, negotiate, pace, protocol
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

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer one request, in words where it is refused.

        Give False, with nothing sent, where a GET has no query: the service description or a page is wanted.
        """
        try:
            operation = await self._read(scope, receive)
            if operation is None:
                return False
            await self._answer(operation, scope, receive, send)
        except Problem as problem:
            await asgi.send_problem(send, problem)
        return True

    async def _answer(self, operation: Operation, scope: Scope, receive: Receive, send: Send) -> None:
        if operation.is_update:
            await self._writer.update(operation, scope, send)
            return
        accept = asgi.header(scope, b"accept")
        self._check(operation, accept)
        packing = negotiate.takes_gzip(asgi.header(scope, b"accept-encoding"))
        work = answers.answer(self._store, operation, accept, asgi.address(scope))
        outcome = await self._engine.run(work, packing, kind=pace.kind_of(operation.text))
        await asgi.send_outcome(scope, receive, send, outcome, _VARY)

    async def _read(self, scope: Scope, receive: Receive) -> Operation | None:
        method, limit = scope["method"], self._settings.request_limit
        if len(scope["query_string"]) > limit:
            raise Problem(414, f"the address is longer than {limit:,} bytes; send the query by POST")
        if method == "POST":
            body = await asgi.read_body(scope, receive, limit)
            return protocol.read_post(scope["query_string"], asgi.header(scope, b"content-type"), body)
        if method not in ("GET", "HEAD"):
            raise Problem(405, f"use one of {METHODS}", {"Allow": METHODS})
        return protocol.read_get(scope["query_string"])

    def _check(self, operation: Operation, accept: str) -> None:
        guard.check_services(operation.text, self._settings.services)
        if not operation.form:
            negotiate.choose(accept, _ACCEPTABLE)
