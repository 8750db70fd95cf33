"""What is computed once and held while the store does not change."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Held(Generic[T]):
    """Gives what `compute` gives; again only after `version` has changed."""

    def __init__(self, compute: Callable[[], T], version: Callable[[], int]) -> None:
        self._compute = compute
        self._version = version
        self._lock = threading.Lock()
        self._found: tuple[int, T] | None = None

    def get(self) -> T:
        """Give it; the first to ask computes it while others wait."""
        with self._lock:
            version = self._version()
            if self._found is None or self._found[0] != version:
                self._found = version, self._compute()
            return self._found[1]
