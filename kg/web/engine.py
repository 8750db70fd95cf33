"""Runs queries in threads with a time limit, and carries their answers to the event loop.

Oxigraph gives Python's lock back while it works, so the loop stays awake.  A query that writes its answer is stopped
at its next piece; one that is lost inside the engine cannot be stopped, so its process is given up: `condemn` is
called and the process ends when its other requests are answered.  Queries of a kind that is always quick (see
`pace`) are answered on the event loop itself.
"""

import asyncio
import threading
import time
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO, Any, cast

from kg.web import pace, problems
from kg.web.problems import Problem

PIECE = 64 * 1024
"""Bytes of one piece of an answer; a smaller answer goes out whole, with its length."""

AHEAD = 4
"""Pieces that may wait for a slow client before the query has to wait."""

GRACE = 0.5
"""Seconds in which a thread must notice that its query is over."""

PATIENCE = 1.0
"""Seconds of a blocked event loop after which another process is started."""

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


class Engine:
    """Threads that run queries; at most `threads` at once and `waiting` more in line."""

    def __init__(self, threads: int, waiting: int, timeout: float, limit: int) -> None:
        self._queue: SimpleQueue[tuple[Work, Pipe, str]] = SimpleQueue()
        self._most = threads + waiting
        self._limit = limit
        self._open = 0
        self.timeout = timeout
        self.condemn: Callable[[], None] = lambda: None
        self.abandon: Callable[[], None] = lambda: None
        self._threads = threads
        self._lock = threading.Lock()
        self._is_started = False
        self._pace = pace.Pace()
        self._watch = pace.Watch(PATIENCE, timeout + GRACE)
        self._watch.warn = lambda: self.condemn()
        self._watch.end = lambda: self.abandon()

    def start(self) -> None:
        """Start the threads; a process that is to be copied must not have any yet."""
        with self._lock:
            if not self._is_started:
                self._is_started = True
                for number in range(self._threads):
                    threading.Thread(target=self._labour, name=f"query-{number}", daemon=True).start()

    async def run(
        self, work: Work, packing: bool = False, timeout: float | None = None, kind: str = ""
    ) -> Outcome:
        """Run work in a thread and give its answer.  Raises Problem: busy, too slow, too large, not SPARQL.

        Work of a `kind` that has always been quick is done here and now.
        """
        if kind and self._pace.is_quick(kind):
            outcome = self._run_here(work, packing, kind)
            if outcome is not None:
                return outcome
        if self._open >= self._most:
            raise problems.busy()
        self.start()
        limit = timeout or self.timeout
        pipe = Pipe(asyncio.get_running_loop(), time.monotonic() + limit, self._limit, packing)
        with self._lock:
            self._open += 1
        self._queue.put((work, pipe, kind))
        return await self._first(pipe, limit)

    def _run_here(self, work: Work, packing: bool, kind: str) -> Outcome | None:
        draft, begun = Draft(), time.monotonic()
        self._watch.begin()
        try:
            work(draft)
            return draft.outcome(packing)
        except Stopped:
            return None
        except Exception as error:
            raise _problem_of(error, self.timeout) from None
        finally:
            self._watch.done()
            if (taken := time.monotonic() - begun) > pace.LONGEST:
                self._pace.note(kind, taken)

    async def _first(self, pipe: Pipe, limit: float) -> Outcome:
        # not wait_for(): a timer handle costs a tenth of it
        watch = asyncio.get_running_loop().call_later(limit, self._give_up, pipe, limit)
        try:
            item = await pipe.pieces.get()
        except asyncio.CancelledError:
            pipe.stop()
            raise
        if not isinstance(item, Outcome) or item.rest is None:
            watch.cancel()
        if isinstance(item, Problem):
            raise item
        outcome: Outcome = item
        return outcome

    def _give_up(self, pipe: Pipe, limit: float) -> None:
        if not pipe.is_finished:
            pipe.pieces.put_nowait(problems.too_slow(limit))
            pipe.stop()
            asyncio.get_running_loop().call_later(GRACE, self._check_lost, pipe)

    def _check_lost(self, pipe: Pipe) -> None:
        if not pipe.is_finished:
            self.condemn()

    def _labour(self) -> None:
        while True:
            work, pipe, kind = self._queue.get()
            begun = time.thread_time()
            _perform(work, pipe, self.timeout)
            if kind:
                self._pace.note(kind, time.thread_time() - begun)
            pipe.is_finished = True
            with self._lock:
                self._open -= 1


def _perform(work: Work, pipe: Pipe, timeout: float) -> None:
    try:
        if not pipe.is_stopped:
            work(pipe)
            pipe.finish()
    except Stopped:
        pass
    except Exception as error:
        pipe.fail(_problem_of(error, timeout))


def _problem_of(error: Exception, timeout: float) -> Problem:
    """Give what a client is told: no trace, no path, nothing of the engine's own words."""
    if isinstance(error, Problem):
        # another one: its traceback holds the engine's iterators, which must be freed in the query's thread
        return Problem(error.status, error.reason, error.headers)
    if isinstance(error, TimeoutError):
        return problems.too_slow(timeout)
    if isinstance(error, MemoryError):
        return Problem(503, "the query needs more memory than there is", {"Retry-After": "10"})
    return Problem(500, f"the query failed ({type(error).__name__})")
