"""Processes that serve one store: the keeper loads it once, its copies answer and are replaced when they fail.

The keeper never answers anything itself, so nothing that a client sends can hurt it.  Where the system can fork, the
copies share the keeper's memory, and a new one is there within milliseconds; elsewhere each loads the store itself.
The keeper holds the listening sockets: while a process is replaced, new connections wait and are not refused.
"""

import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.web.holding import Holding, find, open_holding
from kg.web.settings import Settings

if TYPE_CHECKING:
    from pyoxigraph import Store

BACKLOG = 1024
_FILES = 8192
SHORTEST_LIFE = 1.0
"""A process that lives for less than so many seconds is replaced after a pause."""


@dataclass
class _Worker:
    process: Any
    line: Connection
    listener: socket.socket
    born: float
    is_leaving: bool = False


class Keeper:
    """Starts the processes and puts a new one in the place of each that ends."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._holding = find(settings)
        self._count = 1 if settings.writable else max(1, settings.workers)
        self._workers: list[_Worker] = []
        self._store: Store | None = None
        self._context: Any = multiprocessing.get_context("fork" if _can_fork() else "spawn")

    @property
    def holding(self) -> Holding:
        """Tell how the store is held."""
        return self._holding

    def run(self, ready: Callable[[str], None]) -> None:
        """Serve until interrupted; `ready` gets the address when it can be opened."""
        listeners = listen(self.settings, self._count)
        if self._holding.in_memory and _can_fork():
            self._store = open_holding(self._holding, self.settings)
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            for listener in listeners:
                self._start(listener, is_first=True)
            ready(_address(self.settings, listeners[0]))
            while True:
                self._watch()
        finally:
            self._end(listeners)

    def _start(self, listener: socket.socket, is_first: bool = False) -> None:
        ours, theirs = self._context.Pipe(duplex=False)
        arguments = (self.settings, self._holding, self._store, listener, theirs, is_first)
        process = self._context.Process(target=_work, args=arguments, name="kg-serve")
        # a signal for the keeper must not reach a copy that still has the keeper's handlers
        before = _hold_signals()
        try:
            process.start()
        finally:
            _release_signals(before)
        theirs.close()
        self._workers.append(_Worker(process, ours, listener, time.monotonic()))

    def _watch(self) -> None:
        """Wait for a process that ends or says that it will."""
        lines = [worker.line for worker in self._workers if not worker.is_leaving]
        ends = [worker.process.sentinel for worker in self._workers]
        happened = wait([*lines, *ends])
        for worker in list(self._workers):
            if worker.process.sentinel in happened:
                self._bury(worker)
            elif worker.line in happened:
                self._let_go(worker)

    def _let_go(self, worker: _Worker) -> None:
        """Start the successor of a process that will end; of a writable store only one process may have it."""
        worker.is_leaving = True
        if not self.settings.writable and worker.process.is_alive():
            self._start(worker.listener)

    def _bury(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.join()
        worker.line.close()
        has_successor = worker.is_leaving and not self.settings.writable
        if not has_successor:
            if time.monotonic() - worker.born < SHORTEST_LIFE:
                time.sleep(SHORTEST_LIFE)
            self._start(worker.listener)

    def _end(self, listeners: list[socket.socket]) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(3)
            if worker.process.is_alive():
                worker.process.kill()
        for listener in listeners:
            listener.close()


def listen(settings: Settings, count: int) -> list[socket.socket]:
    """Give a listening socket for each process.  Raises StoreError when the address cannot be had.

    Where the system spreads connections over several sockets of one address each process has its own.
    """
    try:
        first = _bind(settings.host, settings.port, shared=False)
    except OSError as error:
        raise StoreError(
            f"{settings.host}:{settings.port} cannot be listened on: {error.strerror}"
        ) from error
    if count == 1 or not sys.platform.startswith("linux"):
        first.listen(BACKLOG)
        return [first] * count
    port = first.getsockname()[1]
    first.close()
    sockets = [_bind(settings.host, port, shared=True) for _ in range(count)]
    for listener in sockets:
        listener.listen(BACKLOG)
    return sockets


def _bind(host: str, port: int, shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listener.getsockname()[1]}/"


def _can_fork() -> bool:
    return sys.platform.startswith("linux")


def _hold_signals() -> "set[Any]":
    if not hasattr(signal, "pthread_sigmask"):
        return set()
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM)))


def _release_signals(before: "set[Any]") -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _work(
    settings: Settings,
    holding: Holding,
    store: "Store | None",
    listener: socket.socket,
    line: Connection,
    is_first: bool,
) -> None:
    """Serve in a process of its own until it is told to end or given up.

    What the explorer's pages read is read ahead by the first processes, not by those that replace one: they
    answer queries at once.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _release_signals(set())
    from kg.web.app import create_app
    from kg.web.http import make_server

    _follow_keeper()
    _limit_memory(settings)
    _allow_files()
    app = create_app(settings, store if store is not None else open_holding(holding, settings))
    server = make_server(app, settings)

    def give_up() -> None:
        if not server.should_exit:
            line.send_bytes(b"x")
            server.should_exit = True

    app.site.engine.condemn = give_up
    if is_first:
        app.site.shelf.start()
    server.run(sockets=[listener])
    # threads that are lost in the engine would keep the process alive
    os._exit(0)


def _follow_keeper() -> None:
    """See to it that the process ends with its keeper, however that ends."""
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _allow_files() -> None:
    """Let a process have as many open files as its connections may need."""
    if sys.platform.startswith("linux"):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(_FILES, most), most))


def _limit_memory(settings: Settings) -> None:
    """Keep one query from taking all memory: past the limit the process ends, not the machine."""
    if settings.memory is None or not sys.platform.startswith("linux"):
        return
    import resource

    now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    limit = now + settings.memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
