"""Queries by GET whose header lines came before, answered without a parser, a task or ASGI.

A client sends the same header lines with every query.  What the parser and ASGI's way made of them once holds for
the same bytes: only the first line is read again.  The thread that ran a query writes its answer to the socket
itself.  Measured, 8 connections: a look-up takes 0.13 ms of computing so, 0.26 ms by ASGI.  What is not small and
right, a refusal or an answer that comes in pieces, is handed back and takes ASGI's way from there.
"""

import os
from collections import OrderedDict

from kg.web import protocol
from kg.web.asgi import Headers, Scope
from kg.web.pipe import Outcome
from kg.web.problems import Problem
from kg.web.protocol import Operation
from kg.web.sparql import VARY, Wishes

PATH = "/sparql"
_START, _VERSION = b"GET /sparql?", b" HTTP/1.1"
_SIGNS = bytes(range(33, 127)).replace(b"#", b"")
"""What the query of an address is made of."""

_END = b"\r\n\r\n"
_MOST_HEADS = 256
_LONGEST_HEAD = 4096
_OTHERWISE = {b"connection", b"content-length", b"expect", b"transfer-encoding", b"upgrade"}
"""Header lines that change how a request is read or answered; `Connection: keep-alive` is the only harmless one."""


class Heads:
    """The header lines that came before, with what they wish."""

    def __init__(self) -> None:
        self._wishes: OrderedDict[bytes, Wishes] = OrderedDict()

    def learn(self, request: bytes, scope: Scope) -> None:
        """Note the header lines of a request that was read as `scope`, if they are plain ones."""
        lines = request[request.find(b"\r\n") :]
        if len(lines) <= _LONGEST_HEAD and _is_plain(request, scope):
            self._wishes[lines] = Wishes.of(scope)
            if len(self._wishes) > _MOST_HEADS:
                self._wishes.popitem(last=False)

    def read(self, request: bytes, limit: int) -> tuple[Operation, Wishes] | None:
        """Give the query of a request with known header lines; None for any other."""
        end = request.find(b"\r\n")
        wishes = self._wishes.get(request[end:])
        if wishes is None or end > limit or not request.startswith(_START):
            return None
        address = request[len(_START) : end - len(_VERSION)]
        if request[end - len(_VERSION) : end] != _VERSION or address.translate(None, _SIGNS):
            return None
        try:
            operation = protocol.read_get(address)
        except Problem:
            return None
        return (operation, wishes) if operation is not None else None


def _is_plain(request: bytes, scope: Scope) -> bool:
    if scope["method"] != "GET" or scope["raw_path"] != PATH.encode() or scope["http_version"] != "1.1":
        return False
    special = {(name, value.lower()) for name, value in scope["headers"] if name in _OTHERWISE}
    return request.find(_END) == len(request) - len(_END) and special <= {(b"connection", b"keep-alive")}


class Wire:
    """A handle of its own of a connection: a thread may write to it while the event loop closes the connection.

    Without it the number of a closed connection could be another client's by the time of writing.
    """

    def __init__(self, number: int) -> None:
        self._number = number

    def __del__(self) -> None:
        os.close(self._number)

    def write(self, data: bytes) -> bytes:
        """Write what can be written at once; give the rest."""
        try:
            return data[os.write(self._number, data) :]
        except BlockingIOError:
            return data
        except OSError:
            return b""  # the client has left: the event loop notices


class Heading:
    """Writes the heads of answers; what all have in common is put together once a second."""

    def __init__(self, common: Headers) -> None:
        self._common = _lines([*common, *VARY])
        self._made: tuple[Headers, bytes] = [], b""

    def whole(self, answer: Outcome, defaults: Headers, is_last: bool) -> bytes:
        """Give an answer as it goes out; `defaults` are the server's own header lines."""
        made = self._made
        if made[0] is not defaults:
            # one assignment, for threads may come between two
            self._made = made = defaults, b"HTTP/1.1 200 OK\r\n" + _lines(defaults) + self._common
        more = b"content-encoding: gzip\r\n" if answer.packed else b""
        close = b"connection: close\r\n" if is_last else b""
        return b"%b%b%bcontent-type: %b\r\ncontent-length: %d\r\n\r\n%b" % (
            made[1],
            more,
            close,
            answer.content_type.encode("latin-1"),
            len(answer.body),
            answer.body,
        )


def _lines(headers: Headers) -> bytes:
    return b"".join(b"%b: %b\r\n" % pair for pair in headers)
