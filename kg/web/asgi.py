"""The few things of ASGI that Starlette does at a price: reading a body with limits, sending an answer."""

import asyncio
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.web.pipe import Outcome, Pipe
from kg.web.problems import Problem

Scope = Any
Receive = Any
Send = Any
Headers = list[tuple[bytes, bytes]]

_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")

SLOWEST_BODY = 30.0
"""Seconds in which a request's body must arrive."""


class Gone(Exception):
    """The client has left."""


def header(scope: Scope, name: bytes) -> str:
    """Give a request header's value, several of one name joined by commas; empty when there is none."""
    found = [value for key, value in scope["headers"] if key == name]
    return b",".join(found).decode("latin-1") if found else ""


def address(scope: Scope) -> str | None:
    """Give the address that was asked, without its query: what relative IRIs are relative to."""
    host = header(scope, b"host")
    return f"{scope['scheme']}://{host}{scope['path']}" if _HOST.fullmatch(host) else None


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Give the body of a request.  Raises Problem 413 when it is too large, 408 when it does not come."""
    length = header(scope, b"content-length")
    if length.isdecimal() and int(length) > limit:
        raise _too_large(limit)
    try:
        return await asyncio.wait_for(_collect(receive, limit), SLOWEST_BODY)
    except TimeoutError as error:
        raise Problem(408, "the request's body did not arrive in time", {"Retry-After": "1"}) from error


async def _collect(receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise _too_large(limit)
        if not message.get("more_body"):
            return b"".join(parts)


def _too_large(limit: int) -> Problem:
    return Problem(413, f"the request is larger than {limit:,} bytes", {"Connection": "close"})


async def send_whole(send: Send, status: int, headers: Headers, body: bytes) -> None:
    """Send an answer whose length is known."""
    length = (b"content-length", str(len(body)).encode("ascii"))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


async def send_problem(send: Send, problem: Problem, more: Mapping[str, str] | None = None) -> None:
    """Send why a request is refused, as plain words."""
    headers = {"Content-Type": "text/plain; charset=utf-8", **(more or {}), **problem.headers}
    body = f"{problem.status} {problem.title}: {problem.reason}\n".encode()
    await send_whole(send, problem.status, encode(headers.items()), body)


async def send_outcome(
    scope: Scope, receive: Receive, send: Send, outcome: Outcome, headers: Headers
) -> None:
    """Send an answer; a large one in pieces, as fast as the client takes them, for HEAD no further than needed."""
    own: Headers = [(b"content-type", outcome.content_type.encode("latin-1")), *headers]
    if outcome.packed:
        own.append((b"content-encoding", b"gzip"))
    if outcome.rest is not None and scope["method"] == "HEAD":
        outcome.rest.stop()
        await send({"type": "http.response.start", "status": 200, "headers": own})
        await send({"type": "http.response.body", "body": b""})
    elif outcome.rest is None:
        await send_whole(send, 200, own, outcome.body)
    else:
        await _send_pieces(receive, send, outcome, outcome.rest, own)


async def _send_pieces(receive: Receive, send: Send, outcome: Outcome, pipe: Pipe, headers: Headers) -> None:
    watcher = asyncio.create_task(_stop_when_gone(receive, pipe))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": outcome.body, "more_body": True})
        async for piece in pipe.follow():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except Problem as problem:
        # the status is out; leaving the body unfinished is the only honest sign that it is cut short
        raise Cut(problem.reason) from problem
    finally:
        pipe.stop()
        watcher.cancel()


class Cut(Exception):
    """An answer broke off after its beginning was sent."""


async def _stop_when_gone(receive: Receive, pipe: Pipe) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    pipe.stop()


def encode(headers: Iterable[tuple[str, str]]) -> Headers:
    """Give headers as ASGI wants them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers]
