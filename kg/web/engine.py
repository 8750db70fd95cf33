"""Runs queries in threads, within a time limit and only while somebody waits for the answer.

Oxigraph gives Python's lock back while it works, so the event loop stays awake.  A query that writes its answer is
stopped at its next piece.  One that takes long does not keep the next in line waiting: another thread takes its place,
for as many queries as there are threads.  One that is lost inside the engine cannot be stopped: when its client has
left, its place is taken as well and it computes only when nobody else wants to; when its time is over, its process is
given up (`condemn`): that ends when its other requests are answered.
"""

import asyncio
import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

from kg.web import problems
from kg.web.pipe import Deliver, Outcome, Pipe, Stopped, Work
from kg.web.problems import Problem

GRACE = 0.5
"""Seconds in which a thread must notice that its query is over."""

LONG = 1.0
"""Seconds after which a query no longer keeps the next in line from its turn."""

SLOWER, SLOWEST = 5, 19
"""Priority (niceness) of a query that takes long, and of one that nobody waits for."""

TICK = 0.1
"""Seconds between two looks at what is under way."""


class Engine:
    """Threads that run queries; `threads` at once and as many that take long, `waiting` more in line."""

    def __init__(self, threads: int, waiting: int, timeout: float, limit: int) -> None:
        self._queue: SimpleQueue[tuple[Work, Pipe]] = SimpleQueue()
        self._threads = threads
        self._most = threads + waiting
        self._limit = limit
        self._open: set[Pipe] = set()
        self._left: dict[Pipe, float] = {}
        self._replaced: set[Pipe] = set()
        self._lock = threading.Lock()
        self._is_started = False
        self._is_condemned = False
        self._looks: asyncio.AbstractEventLoop | None = None
        self.timeout = timeout
        self.condemn: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Start the threads; a process that is to be copied must not have any yet."""
        with self._lock:
            if not self._is_started:
                self._is_started = True
                for _ in range(self._threads):
                    self._start_thread()

    def begin(self, work: Work, deliver: Deliver, packing: bool = False) -> Pipe:
        """Put work in line; `deliver` gets its answer.  Raises Problem when there are too many in line.

        Called on the event loop.
        """
        if len(self._open) >= self._most and len(self._open - self._replaced) >= self._most:
            raise problems.busy()
        if not self._is_started:
            self.start()
        loop = asyncio.get_running_loop()
        pipe = Pipe(loop, time.monotonic() + self.timeout, self._limit, packing, deliver)
        self._open.add(pipe)
        self._queue.put((work, pipe))
        if self._looks is not loop:
            self._looks = loop
            loop.call_later(TICK, self._look, loop)
        return pipe

    async def run(self, work: Work, packing: bool = False) -> Outcome:
        """Run work in a thread and give its answer.  Raises Problem: busy, too slow, too large, not SPARQL."""
        item = await self.wait(lambda deliver: self.begin(work, deliver, packing))
        if isinstance(item, Problem):
            raise item
        return item

    async def wait(self, begin: Callable[[Deliver], Pipe | None]) -> Outcome | Problem:
        """Give what is delivered to who begins; a query whose waiting task is cancelled leaves the line."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Outcome | Problem] = loop.create_future()

        def deliver(item: Outcome | Problem) -> None:
            loop.call_soon_threadsafe(_settle, answer, item)

        pipe = begin(deliver)
        try:
            return await answer
        except asyncio.CancelledError:
            if pipe is not None:
                self.leave(pipe)
            raise

    def leave(self, pipe: Pipe) -> None:
        """Take out a query whose client has left: out of the line, or out of its place."""
        pipe.stop()
        self._open.discard(pipe)
        if pipe.thread and not pipe.is_finished:
            self._left.setdefault(pipe, time.monotonic())

    @property
    def under_way(self) -> int:
        """Tell how many queries have a place, at work or in line."""
        return len(self._open)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look after what is under way, as long as anything is."""
        now = time.monotonic()
        for pipe in tuple(self._open):
            if pipe.is_stopped:
                self.leave(pipe)
            elif now > pipe.deadline:
                self._end(pipe)
            elif pipe.since and now - pipe.since > LONG and len(self._replaced) < self._threads:
                self._replace(pipe, SLOWER)
        for pipe, since in tuple(self._left.items()):
            self._look_after(pipe, now - since, now)
        if self._open or self._left:
            loop.call_later(TICK, self._look, loop)
        elif self._looks is loop:
            self._looks = None

    def _end(self, pipe: Pipe) -> None:
        late = problems.too_slow(self.timeout) if pipe.thread else problems.busy()
        pipe.give_up(late)
        self.leave(pipe)

    def _look_after(self, pipe: Pipe, seconds: float, now: float) -> None:
        """See to a query that nobody waits for any more and that may be lost in the engine."""
        pipe.stop()
        if pipe.is_finished:
            del self._left[pipe]
        elif seconds > GRACE:
            self._replace(pipe, SLOWEST)
            if now > pipe.deadline + GRACE or len(self._left) > self._threads:
                self._give_up()

    def _replace(self, pipe: Pipe, niceness: int) -> None:
        """Let another thread take the place of a query's."""
        with self._lock:
            if not pipe.is_finished:
                _push_aside(pipe.thread, niceness)
                if pipe not in self._replaced:
                    self._replaced.add(pipe)
                    self._start_thread()

    def _give_up(self) -> None:
        if not self._is_condemned:
            self._is_condemned = True
            self.condemn()

    def _start_thread(self) -> None:
        threading.Thread(target=self._labour, name="query", daemon=True).start()

    def _labour(self) -> None:
        number = threading.get_native_id()
        while True:
            work, pipe = self._queue.get()
            pipe.thread, pipe.since = number, time.monotonic()
            if not pipe.is_stopped:
                _perform(work, pipe, self.timeout)
            del work
            self._open.discard(pipe)
            if self._has_substitute(pipe):
                return

    def _has_substitute(self, pipe: Pipe) -> bool:
        """Note that a query is finished; tell whether another thread has taken the place of its own."""
        with self._lock:
            pipe.is_finished = True
            found = pipe in self._replaced
            self._replaced.discard(pipe)
            return found


def _settle(answer: "asyncio.Future[Outcome | Problem]", item: Outcome | Problem) -> None:
    if not answer.done():
        answer.set_result(item)


def _push_aside(thread: int, niceness: int) -> None:
    """Let a thread compute when others do not want to (Linux counts per thread)."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, niceness)


def _perform(work: Work, pipe: Pipe, timeout: float) -> None:
    try:
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
