"""Runs queries in threads with a time limit, and carries their answers to the event loop.

Oxigraph gives Python's lock back while it works, so the loop stays awake.  A query that writes its answer is stopped
at its next piece; one that is lost inside the engine cannot be stopped, so its process is given up: `condemn` is
called and the process ends when its other requests are answered.  Queries of a kind that is always quick (see
`pace`) are answered on the event loop itself.
"""

import asyncio
import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

from kg.web import pace, problems
from kg.web.pipe import Draft, Outcome, Pipe, Stopped, Work
from kg.web.problems import Problem

GRACE = 0.5
"""Seconds in which a thread must notice that its query is over."""

PATIENCE = 1.0
"""Seconds of a blocked event loop after which another process is started."""


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
        draft, begun = Draft(), time.thread_time()
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
            self._pace.note(kind, time.thread_time() - begun)

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
            _push_aside(pipe.thread)
            self.condemn()

    def _labour(self) -> None:
        while True:
            work, pipe, kind = self._queue.get()
            begun = time.thread_time()
            pipe.thread = threading.get_native_id()
            _perform(work, pipe, self.timeout)
            if kind:
                self._pace.note(kind, time.thread_time() - begun)
            pipe.is_finished = True
            with self._lock:
                self._open -= 1


def _push_aside(thread: int) -> None:
    """Let a thread that is lost in the engine compute only when nobody else wants to (Linux counts per thread)."""
    if thread and sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, 19)


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
