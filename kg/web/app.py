"""The application: one table of routes, with the endpoint itself on a short path."""

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.web import asgi, headers, routes
from kg.web.asgi import Receive, Scope, Send
from kg.web.holding import find, open_holding
from kg.web.pipe import Outcome
from kg.web.problems import Problem
from kg.web.settings import Settings
from kg.web.site import Site

if TYPE_CHECKING:
    from pyoxigraph import Store


class Application(Starlette):
    """Starlette with common headers, limits and a short path for queries."""

    site: Site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; nothing of what went wrong inside leaves in the answer."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        sender = headers.with_headers(send, self.site.headers)
        try:
            await self._answer(scope, receive, sender)
        except (asgi.Gone, asgi.Cut):
            raise  # the server closes the connection, the client sees that the answer is cut short

    async def finish(self, item: Outcome | Problem, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer of a query, or why there is none, that was begun without ASGI."""
        await self.site.endpoint.finish(item, scope, receive, headers.with_headers(send, self.site.headers))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await headers.send_options(scope, receive, send)
            return
        if scope["path"] == "/sparql":
            if not await self.site.endpoint.answer(scope, receive, send):
                await super().__call__(scope, receive, send)
        elif scope["path"] == "/graphs" or scope["path"].startswith("/graphs/"):
            await self.site.graphs(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(settings: Settings, store: "Store | None" = None) -> Application:
    """Give the application over a store; the store that the settings name is opened when none is given.

    Raises StoreError when there is no graph.
    """
    opened = store if store is not None else open_holding(find(settings), settings)
    app = Application(
        routes=routes.table(),
        exception_handlers={Problem: _refuse, HTTPException: _refuse_http, Exception: _break_down},
    )
    app.site = app.state.site = Site.of(opened, settings)
    return app


async def _refuse(request: Request, problem: Exception) -> Response:
    from kg.web import pages

    assert isinstance(problem, Problem)
    return pages.refusal(request, problem)


async def _refuse_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reasons = {404: "there is nothing at this address", 405: "this address is only read"}
    more = dict(error.headers or {})
    return await _refuse(
        request, Problem(error.status_code, reasons.get(error.status_code, error.detail), more)
    )


async def _break_down(request: Request, error: Exception) -> Response:
    return await _refuse(request, Problem(500, "something failed here; the server's log says what"))
