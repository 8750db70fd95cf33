"""Carries an answer from the thread that writes it to the event loop, piece by piece, within its limits."""

import asyncio
import threading
import time
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import IO, Any, cast

from kg.web import pace
from kg.web.problems import Problem

PIECE = 64 * 1024
"""Bytes of one piece of an answer; a smaller answer goes out whole, with its length."""

AHEAD = 4
"""Pieces that may wait for a slow client before the query has to wait."""

_GZIP = 16 + zlib.MAX_WBITS
_WORTH_PACKING = 1024


class Stopped(Exception):
    """The answer is no longer wanted."""


@dataclass(slots=True)
class Outcome:
    """An answer: `body` whole, or its first piece with the rest to follow from the pipe."""

    content_type: str
    body: bytes
    packed: bool
    rest: "Pipe | None" = None


class Pipe:
    """Takes what a thread writes and hands it to the event loop, piece by piece."""

    def __init__(self, loop: asyncio.AbstractEventLoop, deadline: float, limit: int, packing: bool) -> None:
        self._loop = loop
        self._limit = limit
        self._packer = zlib.compressobj(4, zlib.DEFLATED, _GZIP) if packing else None
        self._parts: list[bytes] = []
        self._held = 0
        self._size = 0
        self._room = threading.Semaphore(AHEAD)
        self._begun = False
        self.deadline = deadline
        self.content_type = ""
        self.thread = 0
        self.is_stopped = False
        self.is_finished = False
        self.pieces: asyncio.Queue[Any] = asyncio.Queue()

    # --- called in the thread

    def write(self, data: bytes) -> int:
        """Take bytes; raises Stopped when nobody wants them, Problem when there are too many."""
        self._check()
        self._size += len(data)
        if self._size > self._limit:
            raise Problem(413, f"the answer is larger than {self._limit:,} bytes; ask for less, with LIMIT")
        self._parts.append(bytes(data))
        self._held += len(data)
        if self._held >= PIECE:
            self._push()
        return len(data)

    def as_file(self) -> IO[bytes]:
        """Give itself as what serializers write to."""
        return cast("IO[bytes]", self)

    def flush(self) -> None:
        """Do nothing: pieces have their size."""

    def finish(self) -> None:
        """Hand over what is left."""
        body = self._take()
        small = not self._begun and len(body) < _WORTH_PACKING
        packed = self._packer is not None and not small
        if self._packer is not None and packed:
            body = self._packer.compress(body) + self._packer.flush()
        self._send(body if self._begun else Outcome(self.content_type, body, packed))
        if self._begun:
            self._send(None)

    def fail(self, problem: Problem) -> None:
        """Hand over the reason why there is no answer, or no more of it."""
        self._send(problem)

    def _check(self) -> None:
        if self.is_stopped:
            raise Stopped
        if time.monotonic() > self.deadline:
            raise TimeoutError

    def _take(self) -> bytes:
        body = b"".join(self._parts)
        self._parts.clear()
        self._held = 0
        return body

    def _push(self) -> None:
        body = self._take()
        if self._packer is not None:
            body = self._packer.compress(body)
        if not self._room.acquire(timeout=max(0.0, self.deadline - time.monotonic())):
            raise TimeoutError
        self._check()
        if not self._begun:
            self._begun = True
            self._send(Outcome(self.content_type, body, self._packer is not None, self))
        elif body:
            self._send(body)
        else:
            self._room.release()

    def _send(self, item: object) -> None:
        try:
            self._loop.call_soon_threadsafe(self.pieces.put_nowait, item)
        except RuntimeError:  # the loop is closed: the server is on its way out
            self.is_stopped = True

    # --- called on the event loop

    def stop(self) -> None:
        """Say that the answer is no longer wanted."""
        self.is_stopped = True
        self._room.release()

    async def follow(self) -> AsyncIterator[bytes]:
        """Give the pieces after the first; raises Problem when the answer breaks off."""
        self._room.release()
        while (item := await self.pieces.get()) is not None:
            if isinstance(item, Problem):
                raise item
            self._room.release()
            yield item


class Draft:
    """Takes what is written on the event loop itself: little and quickly, or it raises Stopped."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._held = 0
        self._until = time.monotonic() + pace.LONGEST
        self.content_type = ""

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._held += len(data)
        if self._held > PIECE or time.monotonic() > self._until:
            raise Stopped
        self._parts.append(bytes(data))
        return len(data)

    def as_file(self) -> IO[bytes]:
        """Give itself as what serializers write to."""
        return cast("IO[bytes]", self)

    def flush(self) -> None:
        """Do nothing: all is sent at once."""

    def outcome(self, packing: bool) -> Outcome:
        """Give all that was written."""
        body = b"".join(self._parts)
        packed = packing and len(body) >= _WORTH_PACKING
        return Outcome(self.content_type, gzip(body) if packed else body, packed)


def gzip(body: bytes) -> bytes:
    """Pack bytes."""
    packer = zlib.compressobj(4, zlib.DEFLATED, _GZIP)
    return packer.compress(body) + packer.flush()


Work = Callable[[Any], None]
"""Writes an answer into a Pipe or a Draft; done again from its beginning where it was stopped."""
