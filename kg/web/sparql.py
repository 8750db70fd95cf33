"""The endpoint itself, as a bare ASGI application: a small query spends most of its time in what wraps it."""

from dataclasses import dataclass

from pyoxigraph import Store

from kg.web import answers, asgi, guard, negotiate, protocol
from kg.web.asgi import Headers, Receive, Scope, Send
from kg.web.engine import Engine
from kg.web.kept import Kept
from kg.web.pipe import Deliver, Outcome, Pipe
from kg.web.problems import Problem
from kg.web.protocol import Operation
from kg.web.settings import Settings
from kg.web.updates import Writer

METHODS = "GET, HEAD, POST, OPTIONS"
VARY: Headers = [(b"vary", b"Accept, Accept-Encoding")]
_ACCEPTABLE = (*negotiate.RESULTS, *negotiate.GRAPHS)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the header lines of a request say about its answer, and what relative IRIs are relative to."""

    accept: str
    packing: bool
    base: str | None

    @classmethod
    def of(cls, scope: Scope) -> "Wishes":
        """Read them."""
        packing = negotiate.takes_gzip(asgi.header(scope, b"accept-encoding"))
        return cls(asgi.header(scope, b"accept"), packing, asgi.address(scope))


class Endpoint:
    """Answers SPARQL 1.1 Protocol requests over one store."""

    def __init__(self, store: Store, engine: Engine, settings: Settings, writer: Writer) -> None:
        self._store = store
        self._settings = settings
        self._writer = writer
        self.engine = engine
        self.kept = Kept(settings.kept, lambda: writer.changes)

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

    def begin(self, operation: Operation, wishes: Wishes, deliver: Deliver) -> Pipe | None:
        """Begin to answer a query; `deliver` gets the answer, at once where it was kept.

        Called on the event loop.  Raises Problem where the query is refused or there are too many.
        """
        key = (operation, wishes)
        kept = self.kept.get(key)
        if kept is not None:
            deliver(kept)
            return None
        self._check(operation, wishes.accept)
        work = answers.answer(self._store, operation, wishes.accept, wishes.base)
        version = self._writer.changes

        def keep(item: Outcome | Problem) -> None:
            if isinstance(item, Outcome) and item.rest is None:
                self.kept.put(key, operation.text, version, item)
            deliver(item)

        return self.engine.begin(work, keep, wishes.packing)

    async def finish(self, item: Outcome | Problem, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an answer or a refusal that is there."""
        if isinstance(item, Problem):
            await asgi.send_problem(send, item)
        else:
            await asgi.send_outcome(scope, receive, send, item, VARY)

    async def _answer(self, operation: Operation, scope: Scope, receive: Receive, send: Send) -> None:
        if operation.is_update:
            await self._writer.update(operation, scope, send)
            return
        wishes = Wishes.of(scope)
        item = await self.engine.wait(lambda deliver: self.begin(operation, wishes, deliver))
        await self.finish(item, scope, receive, send)

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
