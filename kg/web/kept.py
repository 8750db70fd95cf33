"""Small answers are kept while the store does not change: who asks the same again gets the same, at once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from kg.web import guard
from kg.web.pipe import Outcome

_OVERHEAD = 600
"""Bytes that an answer takes besides its text, measured."""


class Kept:
    """Keeps whole answers up to a number of bytes; what was not asked for longest goes first.

    `version` changes when the store does; an answer of an older version is never given.
    """

    def __init__(self, most: int, version: Callable[[], int]) -> None:
        self._most = most
        self._version = version
        self._of_version = -1
        self._answers: OrderedDict[Hashable, tuple[Outcome, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.size = 0

    def get(self, key: Hashable) -> Outcome | None:
        """Give an answer that is still right."""
        if not self._most:
            return None
        with self._lock:
            self._forget_old()
            found = self._answers.get(key)
            if found is None:
                return None
            self._answers.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, text: str, version: int, answer: Outcome) -> None:
        """Keep an answer to a query's text that was begun when the store had a version."""
        size = len(answer.body) + len(text) + _OVERHEAD
        if size > self._most // 16 or not guard.is_lasting(text):
            return
        with self._lock:
            self._forget_old()
            if version == self._of_version and key not in self._answers:
                self._answers[key] = answer, size
                self.size += size
                self._make_room()

    def _make_room(self) -> None:
        while self.size > self._most:
            _, (_, size) = self._answers.popitem(last=False)
            self.size -= size

    def _forget_old(self) -> None:
        version = self._version()
        if version != self._of_version:
            self._of_version = version
            self._answers.clear()
            self.size = 0
