"""Writing, for who shows the token: SPARQL Update here, whole graphs in `graphs`."""

import hmac
from collections.abc import Callable

from pyoxigraph import Store

from kg.web import answers, asgi, guard, problems
from kg.web.asgi import Scope, Send
from kg.web.engine import Engine
from kg.web.pipe import Pipe
from kg.web.problems import Problem
from kg.web.protocol import Operation
from kg.web.settings import Settings


class Writer:
    """Lets updates through to a store, one after the other, each whole or not at all."""

    def __init__(self, store: Store, engine: Engine, settings: Settings) -> None:
        self._store = store
        self._engine = engine
        self._settings = settings
        self.changes = 0

    def check(self, scope: Scope) -> None:
        """Refuse who may not write.  Raises Problem 403 where nobody may, 401 without the right token."""
        token = self._settings.token
        if token is None:
            raise Problem(
                403, "this endpoint is read-only; 'kg serve --writable' lets the holder of a token write"
            )
        scheme, _, shown = asgi.header(scope, b"authorization").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode(), token.encode()):
            raise Problem(401, "show the token: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})

    async def update(self, operation: Operation, scope: Scope, send: Send) -> None:
        """Carry out an update and answer 204."""
        self.check(scope)
        guard.check_services(operation.text, self._settings.services)
        guard.check_sources(operation.text, self._settings.sources)
        text = operation.text
        if operation.default_graphs or operation.named_graphs:
            for graph in (*operation.default_graphs, *operation.named_graphs):
                answers.graph_name(graph)
            text = guard.with_using(text, operation.default_graphs, operation.named_graphs)
        await self.run(lambda: _update(self._store, text, asgi.address(scope)))
        await asgi.send_whole(send, 204, [], b"")

    async def run(self, work: Callable[[], None]) -> None:
        """Do something to the store in a thread, on disk when this returns."""

        def job(pipe: Pipe) -> None:
            self.changes += 1
            work()
            self._store.flush()
            self.changes += 1  # what was read meanwhile may be half of each

        await self._engine.run(job)


def _update(store: Store, text: str, base: str | None) -> None:
    try:
        store.update(text, base_iri=base)
    except SyntaxError as error:
        raise problems.not_sparql(str(error.msg), text, "update") from error
    except (ValueError, OSError, RuntimeError) as error:
        raise Problem(400, f"the update cannot be done: {str(error).splitlines()[0][:300]}") from error
