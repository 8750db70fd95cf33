"""Queries to a SPARQL server somewhere else."""

import time
from collections.abc import Callable
from email.message import Message
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError

from kg.errors import QueryError, StoreError

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

BUSY = (429, 503)
TRIES = 4
LONGEST_WAIT = 30.0


def ask(
    url: str, text: str, timeout: float, sleep: Callable[[float], None] = time.sleep
) -> "QuerySolutions | QueryBoolean | list[Triple]":
    """Send a query and give its answer as the embedded store would.

    Waits and tries again when the server is busy (429, 503).  Raises StoreError when the server cannot be
    reached or does not answer within `timeout` seconds, QueryError when it refuses the query.
    """
    client = _client(url, text, timeout)
    for attempt in range(1, TRIES + 1):
        try:
            return _send(client, url)
        except HTTPError as error:
            if error.code not in BUSY or attempt == TRIES:
                raise StoreError(f"{url} answers {error.code} {error.reason}") from error
            sleep(_wait(error.headers, attempt))
    raise AssertionError("unreachable")


def _client(url: str, text: str, timeout: float) -> Any:
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

    if not url.startswith(("http://", "https://")):
        raise StoreError(f"an endpoint's address begins with http:// or https://, not '{url}'")
    client = SPARQLWrapper(url, agent="fazhi-kg")
    client.setQuery(text)
    client.setMethod(POST)
    client.setTimeout(max(1, round(timeout)))
    client.setReturnFormat(JSON if client.queryType in ("SELECT", "ASK") else TURTLE)
    return client


def _send(client: Any, url: str) -> "QuerySolutions | QueryBoolean | list[Triple]":
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

    try:
        reply = client.query().response
        return _parse(reply.read(), reply.headers.get_content_type(), url)
    except QueryBadFormed as error:
        raise QueryError(f"{url} refuses the query: {_reason(error)}") from error
    except SPARQLWrapperException as error:
        raise StoreError(f"{url}: {_reason(error)}") from error
    except HTTPError:
        raise
    except TimeoutError as error:
        raise StoreError(f"{url} did not answer in {client.timeout} s; --timeout allows more") from error
    except (URLError, OSError) as error:
        raise StoreError(f"{url} cannot be reached: {getattr(error, 'reason', error)}") from error


def _parse(body: bytes, media_type: str, url: str) -> "QuerySolutions | QueryBoolean | list[Triple]":
    from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

    results = QueryResultsFormat.from_media_type(media_type)
    graph = RdfFormat.from_media_type(media_type)
    try:
        if results is not None:
            return parse_query_results(body, format=results)
        if graph is not None:
            return [quad.triple for quad in parse(body, format=graph, base_iri=url)]
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{url} answers with broken {media_type}: {error}") from error
    raise StoreError(f"{url} answers with {media_type}: not a SPARQL endpoint?")


def _wait(headers: Message, attempt: int) -> float:
    """Give the seconds to wait: what the server asks for, or 1, 2, 4 …"""
    asked = headers.get("Retry-After", "")
    return min(LONGEST_WAIT, float(asked) if asked.isdigit() else 2.0 ** (attempt - 1))


def _reason(error: Exception) -> str:
    """Give the last line of SPARQLWrapper's long message, where the server's own words are."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1].strip("'\"") if lines else type(error).__name__
