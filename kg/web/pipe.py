"""Carries an answer from the thread that writes it to who waits for it, piece by piece, within its limits."""

import asyncio
import threading
import time
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import IO, Any, cast

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


Deliver = Callable[[Outcome | Problem], None]
"""Takes an answer, or its beginning, or why there is none: once, in the thread of the query or on the event loop."""


class Pipe:
    """Takes what a thread writes; the first piece goes to `deliver`, others wait in `pieces` for the event loop."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        deadline: float,
        limit: int,
        packing: bool,
        deliver: Deliver,
    ) -> None:
        self._loop = loop
        self._limit = limit
        self._packing = packing
        self._deliver = deliver
        self._once = threading.Lock()
        self._parts: list[bytes] = []
        self._held = 0
        self._size = 0
        self._stream: _Stream | None = None
        self.deadline = deadline
        self.content_type = ""
        self.thread = 0
        self.since = 0.0
        self.is_stopped = False
        self.is_finished = False

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
        body, stream = self._take(), self._stream
        if stream is None:
            packed = self._packing and len(body) >= _WORTH_PACKING
            self.hand_over(Outcome(self.content_type, gzip(body) if packed else body, packed))
        else:
            self._send(stream.packed(body, is_last=True))
            self._send(None)

    def fail(self, problem: Problem) -> None:
        """Hand over the reason why there is no answer, or no more of it."""
        if not self.hand_over(problem):
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
        stream = self._stream or _Stream(self._packing)
        body = stream.packed(self._take())
        if not stream.room.acquire(timeout=max(0.0, self.deadline - time.monotonic())):
            raise TimeoutError
        self._check()
        if self._stream is None:
            self._stream = stream
            if not self.hand_over(Outcome(self.content_type, body, self._packing, self)):
                raise Stopped
        elif body:
            self._send(body)
        else:
            stream.room.release()

    def _send(self, item: object) -> None:
        if self._stream is not None:
            self._call(self._stream.pieces.put_nowait, item)

    def _call(self, function: Callable[..., object], item: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, item)
        except RuntimeError:  # the loop is closed: the server is on its way out
            self.is_stopped = True

    # --- called in the thread or on the event loop

    def hand_over(self, item: Outcome | Problem) -> bool:
        """Deliver the first thing that there is to say; tell whether it was the first."""
        is_first = self._once.acquire(blocking=False)
        if is_first:
            try:
                self._deliver(item)
            except RuntimeError:  # the loop is closed
                self.is_stopped = True
        return is_first

    # --- called on the event loop

    def stop(self) -> None:
        """Say that the answer is no longer wanted."""
        self.is_stopped = True
        if self._stream is not None:
            self._stream.room.release()
            self._stream.pieces.put_nowait(None)

    def give_up(self, problem: Problem) -> None:
        """Say that it is over, and why, instead of what is still to come."""
        if not self.hand_over(problem) and self._stream is not None:
            self._stream.pieces.put_nowait(problem)
        self.stop()

    async def follow(self) -> AsyncIterator[bytes]:
        """Give the pieces after the first; raises Problem when the answer breaks off."""
        stream = self._stream
        assert stream is not None
        stream.room.release()
        while (item := await stream.pieces.get()) is not None:
            if isinstance(item, Problem):
                raise item
            stream.room.release()
            yield item


class _Stream:
    """What only a large answer needs."""

    def __init__(self, packing: bool) -> None:
        self.pieces: asyncio.Queue[Any] = asyncio.Queue()
        self.room = threading.Semaphore(AHEAD)
        self._packer = zlib.compressobj(4, zlib.DEFLATED, _GZIP) if packing else None

    def packed(self, body: bytes, is_last: bool = False) -> bytes:
        """Give a piece as it goes out."""
        if self._packer is None:
            return body
        return self._packer.compress(body) + (self._packer.flush() if is_last else b"")


def gzip(body: bytes) -> bytes:
    """Pack bytes."""
    packer = zlib.compressobj(4, zlib.DEFLATED, _GZIP)
    return packer.compress(body) + packer.flush()


Work = Callable[[Pipe], None]
"""Writes an answer into a Pipe."""
