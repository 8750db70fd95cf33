"""What a function tells of strings, found out once for each: words and pieces of text are met again and again."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# What one kind of text uses is kept; more would lie beyond a processor's caches.
_MOST = 1 << 16


class Told(dict[str, T]):
    """What a function tells of strings, asked the first time that each is looked up."""

    def __init__(self, tell: Callable[[str], T]) -> None:
        self._tell = tell

    def __missing__(self, piece: str) -> T:
        found = self._tell(piece)
        if len(self) < _MOST:
            self[piece] = found
        return found
