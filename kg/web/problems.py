"""What an endpoint refuses, with the status and the words that tell the client why."""

import re
from collections.abc import Mapping
from http import HTTPStatus

_AT = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?", re.DOTALL)
_CHARACTERS = re.compile(r"\[(?:'(?:\\.|[^'])*'|[^\]'])*\]")
_EXPECTED = re.compile(r'"(?:\\.|[^"\\])*"|[^\s",][^",]*')
_NEAR = 40
_MOST_EXPECTED = 12


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


def not_sparql(message: str, text: str, kind: str = "query") -> Problem:
    """Give a syntax error with its line and column and the text around it, where ⟪⟫ is the place.

    >>> print(not_sparql("error at 2:8: expected one of LATERAL, SERVICE, [_]", "SELECT * {\\n?s ?p }").reason)
    not a SPARQL query: line 2, column 8: expected LATERAL, SERVICE or other
    ?s ?p }⟪⟫
    """
    found = _AT.match(message)
    if found is None:
        return Problem(400, f"not a SPARQL {kind}: {message}")
    line, column = int(found[1]), int(found[2])
    told = _why(message[found.end() :])
    near = _near(text, line, column)
    return Problem(400, f"not a SPARQL {kind}: line {line}, column {column}: {told}\n{near}")


def _why(alternatives: str) -> str:
    """Give the reason in words where the parser has one, else what it expects.

    >>> _why("OPTIONAL, Prefix not found, ['%'], [':']")
    'prefix not found'
    """
    listed = [found[0].strip() for found in _EXPECTED.finditer(_CHARACTERS.sub(" ", alternatives))]
    words = [item for item in listed if " " in item and not item.startswith('"')]
    if words:
        return words[0][0].lower() + words[0][1:]
    more = _CHARACTERS.search(alternatives) is not None or len(listed) > _MOST_EXPECTED
    listed = [*listed[:_MOST_EXPECTED], *(["other"] if more and listed else [])]
    return (
        "expected " + " or ".join(filter(None, (", ".join(listed[:-1]), *listed[-1:])))
        if listed
        else "something is missing"
    )


def _near(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    if line > len(lines):
        return ""
    own, place = lines[line - 1], column - 1
    before, after = own[max(0, place - _NEAR) : place], own[place : place + _NEAR]
    return f"{before}⟪⟫{after}"
