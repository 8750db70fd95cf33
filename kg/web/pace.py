"""Which queries need no thread: those whose kind has always been quick.

Handing a query to a thread and its answer back costs more than a look-up itself.  Queries that differ only in their
IRIs, strings and numbers are of one kind.  A kind is learnt from its first queries, which run in threads; when some of
a kind are slow or their answers large, the whole kind goes to the threads again.  What blocks the event loop after all
is seen by a watch, a thread of its own.
"""

import re
import threading
import time
from collections.abc import Callable

QUICK = 0.002
"""Seconds of computing that a quick query takes at most."""

LONGEST = 0.005
"""Seconds after which a query that was thought quick is handed to a thread at its next piece of answer."""

FAR_TOO_SLOW = 0.1
"""Seconds after which a kind has no other chance."""

ENOUGH, MOST, LOSS = 8, 64, 4
"""A kind has as many points as it had quick queries, up to a limit; a slow one costs some, a very slow one all.

A busy machine makes a quick query look slow now and then: one in five may be.
"""

_MOST_KINDS = 2048
_LONGEST_TEXT = 8192
_CONSTANTS = re.compile(r"""<[^<>"{}|^`\\\s]*>|"[^"\\\n]*"|'[^'\\\n]*'|\d+""")


def kind_of(text: str) -> str:
    """Give a query without its IRIs, strings and numbers; empty for one too long to be worth it.

    >>> kind_of('SELECT ?o { <http://a/淮安> ?p ?o } LIMIT 10') == kind_of('SELECT ?o { <http://b> ?p ?o } LIMIT 2')
    True
    """
    return _CONSTANTS.sub("", text) if len(text) < _LONGEST_TEXT else ""


class Pace:
    """Remembers of each kind how many of its queries were quick."""

    def __init__(self) -> None:
        self._points: dict[str, float] = {}

    def is_quick(self, kind: str) -> bool:
        """Tell whether a kind has been quick often enough."""
        return self._points.get(kind, 0) >= ENOUGH

    def note(self, kind: str, seconds: float) -> None:
        """Remember how long a query of a kind took."""
        if len(self._points) >= _MOST_KINDS and kind not in self._points:
            self._points.clear()
        points = self._points.get(kind, 0)
        if seconds > FAR_TOO_SLOW:
            self._points[kind] = float("-inf")
        else:
            self._points[kind] = points - LOSS if seconds > QUICK else min(points + 1, MOST)


class Watch:
    """Sees from a thread when the event loop is busy with one query for too long.

    `warn` is called after `patience` seconds, `end` after `timeout` more: nothing else can stop the query.
    """

    def __init__(self, patience: float, timeout: float) -> None:
        self._patience = patience
        self._timeout = timeout
        self._since = 0.0
        self._is_started = False
        self.warn: Callable[[], None] = lambda: None
        self.end: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Say that a query begins on the event loop."""
        if not self._is_started:
            self._is_started = True
            threading.Thread(target=self._look, name="watch", daemon=True).start()
        self._since = time.monotonic()

    def done(self) -> None:
        """Say that it is over."""
        self._since = 0.0

    def _look(self) -> None:
        warned = 0.0
        while True:
            time.sleep(self._patience / 2)
            since = self._since
            busy = time.monotonic() - since if since else 0.0
            if busy > self._timeout:
                self.end()
            elif busy > self._patience and warned != since:
                warned = since
                self.warn()
