"""Which queries need no thread: those whose kind has always been quick.

Handing a query to a thread and its answer back costs more than a look-up itself.  Queries that differ only in their
IRIs, strings and numbers are of one kind.  A kind is learnt from its first queries, which run in threads; as soon as
one of a kind is slow or its answer large, the whole kind goes to the threads again.  What blocks the event loop after
all is seen by a watch, a thread of its own.
"""

import re
import threading
import time
from collections.abc import Callable

QUICK = 0.002
"""Seconds of computing that a quick query takes at most."""

LONGEST = 0.005
"""Seconds after which a query that was thought quick is handed to a thread at its next piece of answer."""

ENOUGH = 8
"""Queries of a kind that must have been quick."""

_MOST_KINDS = 2048
_LONGEST_TEXT = 8192
_NEVER = -1
_CONSTANTS = re.compile(r"""<[^<>"{}|^`\\\s]*>|"[^"\\\n]*"|'[^'\\\n]*'|\d+""")


def kind_of(text: str) -> str:
    """Give a query without its IRIs, strings and numbers; empty for one too long to be worth it.

    >>> kind_of('SELECT ?o { <http://a/淮安> ?p ?o } LIMIT 10') == kind_of('SELECT ?o { <http://b> ?p ?o } LIMIT 2')
    True
    """
    return _CONSTANTS.sub("", text) if len(text) < _LONGEST_TEXT else ""


class Pace:
    """Remembers of each kind how many queries were quick, or that one was not."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def is_quick(self, kind: str) -> bool:
        """Tell whether a kind has been quick often enough."""
        return self._seen.get(kind, 0) >= ENOUGH

    def note(self, kind: str, seconds: float) -> None:
        """Remember how long a query of a kind took; one slow query counts for its kind for good."""
        seen = self._seen.get(kind, 0)
        if len(self._seen) >= _MOST_KINDS and kind not in self._seen:
            self._seen.clear()
        self._seen[kind] = _NEVER if seen == _NEVER or seconds > QUICK else seen + 1


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
