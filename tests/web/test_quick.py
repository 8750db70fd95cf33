"""The quick way of small queries gives what ASGI gives, and nothing that came in another's place."""

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote, unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.web import protocol
from kg.web.app import Application
from kg.web.http import Connection
from kg.web.kept import Kept
from kg.web.pipe import Outcome
from kg.web.settings import Settings
from tests.web.conftest import BASE, REPORTS
from tests.web.serving import in_thread

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ROWS = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
JSON = "application/sparql-results+json"

Answer = tuple[int, dict[str, str], bytes]


class Client:
    """One connection, bytes in and out."""

    def __init__(self, where: tuple[str, int]) -> None:
        self._socket = socket.create_connection(where, timeout=60)
        self._file = self._socket.makefile("rb")

    def close(self) -> None:
        """Leave, so that the server need not wait for a last request."""
        self._file.close()
        self._socket.close()

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self._socket.sendall(part)

    def receive(self, has_body: bool = True) -> Answer:
        status = int(self._file.readline().split()[1])
        lines = iter(lambda: self._file.readline().strip().decode(), "")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        if not has_body or status == 204:
            body = b""
        elif "content-length" in headers:
            body = self._file.read(int(headers["content-length"]))
        else:
            body = b"".join(iter(self._piece, b""))
        headers.pop("date", None)
        return status, headers, body

    def _piece(self) -> bytes:
        size = int(self._file.readline(), 16)
        return self._file.read(size + 2)[:size]

    def ask(self, query: str, *lines: str) -> Answer:
        self.send(get(query, *lines))
        return self.receive()

    def is_closed(self) -> bool:
        return self._file.read(1) == b""


def get(query: str, *lines: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in ("Host: x", *lines))
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\n{head}\r\n".encode()


@pytest.fixture
def served(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Client, list[str]]]:
    """Give a client of a server that keeps no answers, and a list that grows with each request by ASGI."""
    by_asgi: list[str] = []
    ordinary = Application.__call__

    async def noted(self: Application, scope: dict[str, str], receive: object, send: object) -> None:
        by_asgi.append(scope["path"])
        await ordinary(self, scope, receive, send)

    monkeypatch.setattr(Application, "__call__", noted)
    with in_thread(store, Settings(kept=0)) as (where, _), closing(Client(where)) as client:
        yield client, by_asgi


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        (COUNT, ()),
        (ROWS, (f"Accept: {JSON}",)),
        (ROWS, ("Accept: text/csv;q=0.5, text/tab-separated-values",)),
        (ROWS, ("Accept-Encoding: gzip",)),
        (GRAPH, ("Accept: text/turtle", "Connection: keep-alive")),
        ("ASK { <relative> ?p ?o }", ("Accept: application/sparql-results+xml",)),
        ("SELECT nonsense", ()),
        (COUNT, ("Accept: image/png",)),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", ()),
        (LARGE, ()),
        (LARGE, ("Accept-Encoding: gzip",)),
    ],
)
def test_both_ways_answer_alike(served: tuple[Client, list[str]], query: str, lines: tuple[str, ...]) -> None:
    client, by_asgi = served
    first = client.ask(query, *lines)
    assert by_asgi == ["/sparql"]
    second, third = client.ask(query, *lines), client.ask(query, *lines)
    assert by_asgi == ["/sparql"], "header lines that are known need no ASGI"
    assert first[0] in (200, 400, 403, 406)
    assert unpacked(second) == unpacked(first) == unpacked(third)


def unpacked(answer: Answer) -> tuple[int, dict[str, str], list[bytes]]:
    status, headers, body = answer
    plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
    return status, headers, sorted(plain.split(b"},{")) if len(plain) > 100_000 else [plain]


@pytest.mark.parametrize("line", ["Connection: close", "Content-Length: 0", "Expect: 100-continue"])
def test_header_lines_that_mean_more_are_left_to_the_parser(
    served: tuple[Client, list[str]], line: str
) -> None:
    client, by_asgi = served
    client.ask(COUNT)
    if line.startswith("Connection"):
        client.ask(COUNT, line)
        assert client.is_closed()
    else:
        for _ in range(2):
            assert client.ask(COUNT, line)[0] == 200
    assert len(by_asgi) == (2 if line.startswith("Connection") else 3)


def test_other_methods_and_addresses_are_left_to_the_parser(served: tuple[Client, list[str]]) -> None:
    client, by_asgi = served
    client.ask(COUNT)
    for line in (
        "HEAD /health",
        "GET /health",
        f"GET /sparqlx?query={quote(COUNT)}",
        "GET /sparql?query=%FF",
    ):
        client.send(f"{line} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        client.receive(has_body=not line.startswith("HEAD"))
    assert len(by_asgi) == 5


def test_requests_that_do_not_wait_for_answers_are_answered_in_their_order(
    served: tuple[Client, list[str]],
) -> None:
    client, _ = served
    client.ask(COUNT)
    asked = [f"SELECT ({number} AS ?n) {{}}" for number in range(50)]
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    client.send(get(slow), b"".join(get(query) for query in asked), get(slow)[:20], get(slow)[20:])
    bodies = [client.receive()[2] for _ in range(len(asked) + 2)]
    assert b'"17424"' in bodies[0]
    assert bodies[-1] == bodies[0]
    for number, body in enumerate(bodies[1:-1]):
        assert f'"value":"{number}"'.encode() in body


def test_a_request_in_pieces_is_put_together(served: tuple[Client, list[str]]) -> None:
    client, _ = served
    whole = client.ask(COUNT)
    request = get(COUNT)
    for cut in (1, 20, request.find(b"\r\n") + 1, len(request) - 1):
        client.send(request[:cut])
        client.send(request[cut:])
        assert client.receive() == whole


# --- answers that are kept


def test_an_answer_is_kept_until_the_store_is_written(store: Store) -> None:
    with in_thread(store, Settings(token="t")) as (where, _), closing(Client(where)) as client:
        first = client.ask(COUNT)
        # behind the server's back: it cannot know
        store.add(Quad(NamedNode(f"{BASE}x"), NamedNode(f"{BASE}p"), Literal("1"), NamedNode(REPORTS[0])))
        assert client.ask(COUNT) == first
        update = f"INSERT DATA {{ GRAPH <{REPORTS[0]}> {{ <{BASE}x> <{BASE}p> 2 }} }}".encode()
        head = "Host: x\r\nAuthorization: Bearer t\r\nContent-Type: application/sparql-update"
        client.send(
            f"POST /sparql HTTP/1.1\r\n{head}\r\nContent-Length: {len(update)}\r\n\r\n".encode() + update
        )
        assert client.receive()[0] == 204
        assert client.ask(COUNT)[2] != first[2]


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?n) {}", "SELECT (UUID() AS ?n) {}"])
def test_an_answer_that_is_another_each_time_is_not_kept(store: Store, query: str) -> None:
    with in_thread(store, Settings()) as (where, _), closing(Client(where)) as client:
        assert len({client.ask(query)[2] for _ in range(4)}) == 4


def test_answers_of_other_wishes_and_graphs_are_kept_apart(store: Store) -> None:
    with in_thread(store, Settings()) as (where, _), closing(Client(where)) as client:
        for _ in range(2):
            assert client.ask(COUNT, "Accept: text/csv")[1]["content-type"].startswith("text/csv")
            assert client.ask(COUNT, f"Accept: {JSON}")[1]["content-type"] == JSON
            graph = get(COUNT).replace(b" HTTP", f"&default-graph-uri={quote(REPORTS[0])} HTTP".encode())
            client.send(graph)
            assert client.receive()[2] != client.ask(COUNT)[2]


def test_what_is_kept_has_a_limit_and_what_was_not_asked_for_goes_first() -> None:
    version = [0]
    kept = Kept(100_000, lambda: version[0])
    answers = [Outcome("x", bytes(4000), False) for _ in range(40)]
    for number, answer in enumerate(answers):
        kept.put(number, "ASK {}", 0, answer)
        assert kept.size <= 100_000
        assert kept.get(0) is answers[0], "asked for again and again"
    assert kept.get(1) is None
    assert kept.get(39) is answers[39]
    kept.put("large", "ASK {}", 0, Outcome("x", bytes(50_000), False))
    assert kept.get("large") is None
    version[0] = 1
    kept.put("old", "ASK {}", 0, answers[0])
    assert kept.get("old") is None
    assert kept.get(39) is None
    assert kept.size == 0


# --- percent-encoding


@given(st.text("%=3Dd+A \n\r\t.x4_&~", max_size=12) | st.binary(max_size=20).map(lambda data: quote(data)))
def test_percent_encoding_is_undone_as_the_standard_library_does(text: str) -> None:
    def undone(function: object) -> object:
        try:
            return function()  # type: ignore[operator]
        except UnicodeDecodeError:
            return UnicodeDecodeError

    fast = undone(lambda: protocol._decoded(text.encode("ascii")))
    assert fast == undone(lambda: unquote_plus(text, errors="strict"))


# --- the end of a server


def test_who_did_not_know_that_the_server_ends_is_answered(store: Store) -> None:
    """A request that comes on an open connection after the server was told to end: an answer, and goodbye."""
    with in_thread(store, Settings()) as (where, app):
        client = Client(where)
        whole = client.ask(COUNT)
        leaving = threading.Event()
        ordinary = Connection.shutdown

        def noted(self: Connection) -> None:
            ordinary(self)
            leaving.set()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Connection, "shutdown", noted)
            app.site.engine.condemn()
            assert leaving.wait(30)
        status, headers, body = client.ask(COUNT)
        assert (status, body) == (whole[0], whole[2])
        assert headers["connection"] == "close"
        assert client.is_closed()
