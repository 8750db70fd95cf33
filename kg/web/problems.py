"""What an endpoint refuses, with the status and the words that tell the client why."""

import re
from collections.abc import Mapping
from http import HTTPStatus

_AT = re.compile(r"error at (\d+):(\d+): ")


class Problem(Exception):
    """A request that cannot be answered: `status` and `reason` go to the client, nothing else does."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})

    @property
    def title(self) -> str:
        """Give the status in words."""
        return HTTPStatus(self.status).phrase


def busy(seconds: int = 1) -> Problem:
    """Give the answer of a server that has too much to do."""
    return Problem(503, f"too many queries at once; try again in {seconds} s", {"Retry-After": str(seconds)})


def too_slow(timeout: float) -> Problem:
    """Give the answer to a query that took too long."""
    reason = f"the query took longer than {timeout:g} s and was stopped; ask for less, for example with LIMIT"
    return Problem(408, reason, {"Retry-After": "10"})


def not_sparql(message: str, kind: str = "query") -> Problem:
    """Give a syntax error with its line and column.

    >>> not_sparql("error at 2:9: expected one of X, [_]").reason
    'not a SPARQL query: line 2, column 9: expected one of X'
    """
    words = _AT.sub(lambda m: f"line {m[1]}, column {m[2]}: ", message)
    return Problem(400, f"not a SPARQL {kind}: {words.replace(', [_]', '').replace(' [_]', ' its end')}")
