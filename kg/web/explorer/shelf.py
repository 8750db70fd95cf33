"""Keeps the library: read in a thread of its own, again after the store was written to."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread

from pyoxigraph import Store

from kg.web.explorer.library import Library
from kg.web.problems import Problem


class Shelf:
    """Gives the library of a store; `version` changes when the store does."""

    def __init__(self, store: Store, version: Callable[[], int], patience: float) -> None:
        self._store = store
        self._version = version
        self._patience = patience
        self._lock = Lock()
        self._read: Future[Library] | None = None
        self._read_version = -1

    def start(self) -> "Future[Library]":
        """Begin to read, if that is not done or under way."""
        with self._lock:
            version = self._version()
            if self._read is None or version != self._read_version:
                self._read, self._read_version = Future(), version
                Thread(target=self._load, args=(self._read,), name="library", daemon=True).start()
            return self._read

    async def get(self) -> Library:
        """Give the library.  Raises Problem 503 when it is still being read after the time of a query."""
        reading = asyncio.wrap_future(self.start())
        try:
            return await asyncio.wait_for(asyncio.shield(reading), self._patience)
        except TimeoutError as error:
            reason = "the pages are still being prepared; ask again in a moment"
            raise Problem(503, reason, {"Retry-After": "5"}) from error

    def _load(self, read: "Future[Library]") -> None:
        try:
            library = Library.load(self._store)
            _ = library.index
            read.set_result(library)
        except BaseException as error:
            read.set_exception(error)
