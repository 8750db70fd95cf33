"""uvicorn as it is used here: no signals, no log of requests, and no waiting for those who never finish asking."""

import contextlib
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.web.settings import Settings

SLOWEST_HEAD = 10.0
"""Seconds in which the head of a request must arrive; else the connection is closed."""

_TICKS = 10
"""Ticks of uvicorn, of a tenth of a second each, between two looks at the connections."""

_OPTIONS: dict[str, Any] = {
    "log_level": "error",
    "access_log": False,
    "server_header": False,
    "lifespan": "off",
    "timeout_keep_alive": 30,
    "limit_concurrency": 2000,
    "proxy_headers": False,
    "ws": "none",
}


class Connection(HttpToolsProtocol):
    """A connection that knows since when it waits for the head of a request."""

    waits_since: float = 0.0

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self.waits_since = self.loop.time()

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of the head."""
        super().on_message_begin()
        self.waits_since = self.loop.time()

    def on_headers_complete(self) -> None:
        """Wait no more."""
        self.waits_since = 0.0
        super().on_headers_complete()

    def is_late(self) -> bool:
        """Tell whether it has waited for too long."""
        return self.waits_since > 0 and self.loop.time() - self.waits_since > SLOWEST_HEAD


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


def make_server(app: Any, settings: Settings) -> Server:
    """Give a server for an application, not started yet."""
    drain = round(settings.timeout) + 1
    return Server(uvicorn.Config(app, http=Connection, timeout_graceful_shutdown=drain, **_OPTIONS))
