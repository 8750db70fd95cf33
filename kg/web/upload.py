"""Puts graphs into a SPARQL 1.1 server: by the Graph Store Protocol, or by Update where there is none.

Every graph is replaced whole, so that doing it again after a failure does no harm.  What is done can be noted in a
journal: a later run leaves out the graphs that it names with the same content.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from kg.errors import StoreError

if TYPE_CHECKING:
    from pyoxigraph import Store

AGAIN = (408, 429, 500, 502, 503, 504)
TRIES = 5
LONGEST_WAIT = 30.0

Graphs = Iterable[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Step:
    """One graph with its number of triples; `is_new` tells whether it had to be sent."""

    name: str
    triples: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A server: `graphs` is its Graph Store address, `update` its Update address; at least one is there.

    `batch` is the number of triples in one request; `token`, or `user` and `password`, are shown to the server.
    """

    graphs: str | None = None
    update: str | None = None
    token: str | None = None
    user: str | None = None
    password: str | None = None
    timeout: float = 120.0
    batch: int = 20_000
    sleep: Callable[[float], None] = field(default=time.sleep, compare=False)


def graphs_of(store: "Store") -> Iterator[tuple[str, list[str]]]:
    """Give one named graph after the other: its name, and its triples as sorted lines of N-Triples.

    Only one is in memory at a time.  Raises StoreError for triples in no graph.
    """
    from pyoxigraph import DefaultGraph

    if next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None:
        raise StoreError("only named graphs can be loaded: every report has one of its own")
    for graph in sorted(store.named_graphs(), key=str):
        quads = store.quads_for_pattern(None, None, None, graph)
        yield graph.value, sorted(f"{quad.triple} .\n" for quad in quads)


def load(target: Target, graphs: Graphs, journal: Path | None = None) -> Iterator[Step]:
    """Replace graphs on a server one after the other; say of each what was done.

    Raises StoreError when the server refuses or cannot be reached; what was done until then is in the journal.
    """
    address = target.graphs or target.update or ""
    done = _read_journal(journal, address)
    for name, lines in graphs:
        mark = hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()
        is_new = done.get(name) != mark
        if is_new:
            send(target, name, lines)
            done[name] = mark
            _write_journal(journal, address, done)
        yield Step(name, len(lines), is_new)


def send(target: Target, name: str, lines: Sequence[str]) -> None:
    """Replace one graph on a server, in as many requests as it takes."""
    for number, batch in enumerate(_batches(lines, target.batch)):
        if target.graphs:
            _put(target, name, batch, is_first=number == 0)
        else:
            _update(target, _statement(name, batch, is_first=number == 0))


def _batches(lines: Sequence[str], size: int) -> Iterator[str]:
    for start in range(0, max(len(lines), 1), size):
        yield "".join(lines[start : start + size])


def _statement(name: str, batch: str, *, is_first: bool) -> str:
    drop = f"DROP SILENT GRAPH <{name}> ; " if is_first else ""
    return f"{drop}INSERT DATA {{ GRAPH <{name}> {{\n{batch}}} }}"


def _put(target: Target, name: str, batch: str, *, is_first: bool) -> None:
    """Put the first batch in the place of the graph, add the others."""
    url = f"{target.graphs}?graph={quote(name, safe='')}"
    headers = {
        "Content-Type": "text/turtle; charset=utf-8",
        "User-Agent": "fazhi-kg",
        **_authorization(target),
    }
    method = "PUT" if is_first else "POST"
    request = Request(url, batch.encode("utf-8"), headers, method=method)
    opener = _digest_opener(target, url)
    _with_patience(target, url, lambda: opener(request, timeout=target.timeout).read())


def _digest_opener(target: Target, url: str) -> Callable[..., Any]:
    """Give what opens a request; a server may ask for a digest of the password (Virtuoso does)."""
    from urllib.request import HTTPDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, build_opener

    if target.user is None:
        return urlopen
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, url, target.user, target.password or "")
    return build_opener(HTTPDigestAuthHandler(passwords)).open


def _update(target: Target, text: str) -> None:
    from SPARQLWrapper import DIGEST, POST, SPARQLWrapper

    client = SPARQLWrapper(str(target.update), agent="fazhi-kg")
    client.setMethod(POST)
    client.setTimeout(max(1, round(target.timeout)))
    client.setQuery(text)
    client.queryType = "INSERT"  # a long text is not searched for what it is
    if target.user is not None:
        client.setHTTPAuth(DIGEST)
        client.setCredentials(target.user, target.password or "")
    for name, value in _authorization(target).items():
        client.addCustomHttpHeader(name, value)
    _with_patience(target, str(target.update), lambda: client.query().response.read())


def _authorization(target: Target) -> dict[str, str]:
    return {"Authorization": f"Bearer {target.token}"} if target.token else {}


def _with_patience(target: Target, url: str, work: Callable[[], object]) -> None:
    """Do something; wait and try again when the server is busy or away for a moment."""
    for attempt in range(1, TRIES + 1):
        try:
            work()
            return
        except HTTPError as error:
            if error.code not in AGAIN or attempt == TRIES:
                raise StoreError(f"{url} answers {error.code}: {_words(error)}") from error
            target.sleep(_pause(error.headers.get("Retry-After", ""), attempt))
        except (URLError, HTTPException, OSError) as error:
            if attempt == TRIES:
                raise StoreError(f"{url} cannot be reached: {getattr(error, 'reason', error)}") from error
            target.sleep(_pause("", attempt))
        except Exception as error:  # SPARQLWrapper wraps refusals in classes of its own
            raise StoreError(f"{url} refuses the update: {_last_line(error)}") from error


def _pause(asked: str, attempt: int) -> float:
    return min(LONGEST_WAIT, float(asked) if asked.isdecimal() else 2.0 ** (attempt - 1))


def _words(error: HTTPError) -> str:
    try:
        return " ".join(error.read(300).decode("utf-8", "replace").split()) or error.reason
    except OSError:
        return error.reason


def _last_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:300] if lines else type(error).__name__


def _read_journal(journal: Path | None, address: str) -> dict[str, str]:
    """Give what was sent to an address before: mark of the content by name of the graph."""
    if journal is None or not journal.is_file():
        return {}
    try:
        found: dict[str, str] = json.loads(journal.read_text(encoding="utf-8")).get(address, {})
    except (ValueError, AttributeError) as error:
        raise StoreError(f"{journal} is not a journal of 'kg load'; remove it to start again") from error
    return found


def _write_journal(journal: Path | None, address: str, done: dict[str, str]) -> None:
    if journal is None:
        return
    whole = json.loads(journal.read_text(encoding="utf-8")) if journal.is_file() else {}
    text = json.dumps({**whole, address: done}, ensure_ascii=False, indent=1)
    new = journal.with_name(journal.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(journal)
