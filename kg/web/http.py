"""uvicorn as it is used here: no signals, no log of requests, no waiting for those who never finish asking.

Who leaves is noticed at once: what was begun for a connection that is lost is given up.
"""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.web.asgi import Receive, Scope, Send
from kg.web.pipe import Outcome, Pipe
from kg.web.problems import Problem
from kg.web.quick import Heading, Heads, Wire
from kg.web.settings import Settings

if TYPE_CHECKING:
    from kg.web.app import Application

SLOWEST_HEAD = 10.0
"""Seconds in which the head of a request must arrive; else the connection is closed."""

LONGEST_REST = 30.0
"""Seconds for which a connection is kept between two requests."""

LAST_CALL = 1.0
"""Seconds for which a server that will end answers who had not yet heard of it."""

_TICKS = 10
"""Ticks of uvicorn, of a tenth of a second each, between two looks at the connections."""

_MOST_CONNECTIONS = 2000
_OPTIONS: dict[str, Any] = {
    "log_level": "error",
    "access_log": False,
    "server_header": False,
    "lifespan": "off",
    "timeout_keep_alive": round(LONGEST_REST),
    "limit_concurrency": _MOST_CONNECTIONS,
    "proxy_headers": False,
    "ws": "none",
}
_CAN_WRITE = sys.platform != "win32"


class Common:
    """What the connections of a process share."""

    def __init__(self, app: "Application", settings: Settings) -> None:
        self.app = app
        self.endpoint = app.site.endpoint
        self.limit = settings.request_limit
        self.heads = Heads()
        self.heading = Heading(app.site.headers)


class Connection(HttpToolsProtocol):
    """A connection that knows since when it waits, and what is under way for it."""

    def __init__(self, common: Common, **options: Any) -> None:
        super().__init__(**options)
        self.app: Callable[..., Any] = self._run
        self._common = common
        self._task: asyncio.Task[Any] | None = None
        self._wire: Wire | None = None
        self._pipe: Pipe | None = None
        self._request = b""
        self._pending = b""
        self._is_between = True
        self._is_quick = False
        self._is_leaving = False
        self._has_left = False
        self.waits_since = 0.0
        self.rests_since = 0.0

    # --- the connection

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self.waits_since = time.monotonic()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give up what was begun."""
        self._has_left = True
        self._wire = None
        if self._pipe is not None:
            self._common.endpoint.engine.leave(self._pipe)
        super().connection_lost(exc)
        if self._task is not None:
            self._task.cancel()

    def shutdown(self) -> None:
        """Close when what is under way is answered; a request that may just be on its way is answered, too."""
        self._is_leaving = True
        self.loop.call_later(LAST_CALL, self._go_on)
        if not self._is_quick and self._is_answering():
            super().shutdown()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def is_late(self) -> bool:
        """Tell whether it has waited for too long."""
        now = time.monotonic()
        is_slow = self.waits_since > 0 and now - self.waits_since > SLOWEST_HEAD
        return is_slow or (self.rests_since > 0 and now - self.rests_since > LONGEST_REST)

    # --- requests

    def data_received(self, data: bytes) -> None:
        """Read what came: a query with known header lines, or whatever the parser makes of it."""
        self.rests_since = 0.0
        if self._is_quick:
            self._wait(data)
        elif not (self._is_between and self._begin(data)):
            self._parse(data)

    def _wait(self, data: bytes) -> None:
        """Keep what comes before the answer to what came before is out."""
        self._pending += data
        if len(self._pending) > self._common.limit:
            self.transport.pause_reading()
        if not self._is_quick:  # the thread has just finished
            self._go_on()

    def _parse(self, data: bytes) -> None:
        is_whole = self._is_between
        super().data_received(data)
        if self._is_leaving and self._is_answering():
            super().shutdown()
        if is_whole and self._is_between and self.scope is not None:
            self._common.heads.learn(data, self.scope)

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of the head."""
        super().on_message_begin()
        self._is_between = False
        self.waits_since = time.monotonic()

    def on_headers_complete(self) -> None:
        """Wait no more."""
        self.waits_since = 0.0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Be ready for the next request."""
        super().on_message_complete()
        self._is_between = True

    # --- ASGI's way

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._unless_left(self._common.app(scope, receive, send))

    async def _finish(self, item: Outcome | Problem, scope: Scope, receive: Receive, send: Send) -> None:
        await self._unless_left(self._common.app.finish(item, scope, receive, send))

    async def _unless_left(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what answers a request, until the client leaves."""
        self._task = asyncio.current_task()
        try:
            await work
        except asyncio.CancelledError:
            if not self._has_left:
                raise
        finally:
            self._task = None

    # --- the quick way

    def _begin(self, data: bytes) -> bool:
        """Begin to answer a query with known header lines; tell whether it was one."""
        asked = self._common.heads.read(data, self._common.limit) if self._is_free() else None
        if asked is None or not self._has_wire():
            return False
        self._unset_keepalive_if_required()
        self.waits_since = 0.0
        self._is_quick, self._request = True, data
        try:
            self._pipe = self._common.endpoint.begin(*asked, self._deliver)
        except Problem as problem:
            self._hand_back(problem)
        return True

    def _is_free(self) -> bool:
        is_done = not self._is_answering()
        is_open = not self._is_leaving and not self.transport.is_closing()
        few = len(self.connections) < _MOST_CONNECTIONS
        return is_done and is_open and few and not self.transport.get_write_buffer_size()

    def _has_wire(self) -> bool:
        if self._wire is None and _CAN_WRITE:
            with contextlib.suppress(OSError):  # there are too many open files
                self._wire = Wire(os.dup(self.transport.get_extra_info("socket").fileno()))
        return self._wire is not None

    def _deliver(self, item: Outcome | Problem) -> None:
        """Send an answer from the thread that found it, or hand back what is not small and right."""
        wire = self._wire
        if wire is None:
            return
        if isinstance(item, Problem) or item.rest is not None:
            self.loop.call_soon_threadsafe(self._hand_back, item)
            return
        is_last = self._is_leaving
        rest = wire.write(self._common.heading.whole(item, self.server_state.default_headers, is_last))
        if rest:
            self.loop.call_soon_threadsafe(self.transport.write, rest)
        self.rests_since = time.monotonic()
        self._is_quick = False
        if is_last:
            self.loop.call_soon_threadsafe(self.transport.close)
        elif self._pending:
            self.loop.call_soon_threadsafe(self._go_on)

    def _hand_back(self, item: Outcome | Problem) -> None:
        """Send an answer or a refusal by ASGI's way."""
        if self._has_left:
            return
        self._is_quick = False
        self.app = partial(self._finish, item)
        super().data_received(self._request)
        self.app = self._run
        if self._is_leaving and self._is_answering():
            super().shutdown()
        self._go_on()

    def _go_on(self) -> None:
        """Read what came meanwhile."""
        if self._has_left or self._is_quick:
            return
        if self._pending:
            data, self._pending = self._pending, b""
            self.transport.resume_reading()
            self.data_received(data)
        elif self._is_leaving and not self._is_answering():
            self.transport.close()


class Server(uvicorn.Server):
    """A server that leaves signals to the keeper and closes connections that never finish asking."""

    def capture_signals(self) -> Any:
        """Leave signals as they are."""
        return contextlib.nullcontext()

    async def on_tick(self, counter: int) -> bool:
        """Look after the connections now and then."""
        if counter % _TICKS == 0:
            for connection in list(self.server_state.connections):
                if isinstance(connection, Connection) and connection.is_late():
                    connection.transport.close()
        return await super().on_tick(counter)


def make_server(app: "Application", settings: Settings) -> Server:
    """Give a server for an application, not started yet."""
    drain = round(settings.timeout) + 1
    protocol: Any = partial(Connection, Common(app, settings))
    return Server(uvicorn.Config(app, http=protocol, timeout_graceful_shutdown=drain, **_OPTIONS))
