"""Queries to another server: what it answers, and what is said when it does not."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions

from kg.cli import answers
from kg.cli.endpoint import ask
from kg.errors import QueryError, StoreError

ROWS = {
    "head": {"vars": ["x"]},
    "results": {"bindings": [{"x": {"type": "literal", "value": "淮安", "xml:lang": "zh"}}]},
}
JSON = "application/sparql-results+json"
Reply = tuple[int, dict[str, str], bytes]


@contextmanager
def server(*replies: Reply, wait: Callable[[], object] = lambda: None) -> Iterator[tuple[str, list[str]]]:
    """Serve the replies one after the other on this machine; give the address and the queries that came."""
    asked: list[str] = []
    left = list(replies)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
            asked.append(parse_qs(body)["query"][0])
            wait()
            status, headers, data = left.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}/sparql", asked
    finally:
        httpd.shutdown()
        httpd.server_close()


def rows() -> Reply:
    return 200, {"Content-Type": JSON}, json.dumps(ROWS).encode()


def test_rows_come_back_as_from_the_store() -> None:
    with server(rows()) as (url, asked):
        answer = ask(url, "SELECT ?x { ?s ?p ?x }", 5)
    assert isinstance(answer, QuerySolutions)
    assert asked == ["SELECT ?x { ?s ?p ?x }"]
    assert answers.render(answer, "csv") == "x\r\n淮安\r\n"


def test_yes_and_no() -> None:
    with server((200, {"Content-Type": JSON}, b'{"head":{},"boolean":false}')) as (url, _):
        answer = ask(url, "ASK {}", 5)
    assert isinstance(answer, QueryBoolean)
    assert answers.render(answer, "table") == "no"


def test_a_graph() -> None:
    body = '<http://a/s> <http://a/p> "值"@zh .'.encode()
    with server((200, {"Content-Type": "text/turtle; charset=utf-8"}, body)) as (url, _):
        answer = ask(url, "CONSTRUCT WHERE { ?s ?p ?o }", 5)
    assert '"值"@zh' in answers.render(answer, "ttl")


@pytest.mark.parametrize("status", [429, 503])
def test_waits_as_long_as_a_busy_server_asks(status: int) -> None:
    slept: list[float] = []
    busy = (status, {"Retry-After": "7"}, b"")
    with server(busy, (status, {}, b""), rows()) as (url, asked):
        ask(url, "SELECT * { ?s ?p ?o }", 5, sleep=slept.append)
    assert len(asked) == 3
    assert slept == [7.0, 2.0]


def test_gives_up_on_a_server_that_stays_busy() -> None:
    busy = (503, {}, b"")
    with server(*[busy] * 9) as (url, asked), pytest.raises(StoreError, match="503"):
        ask(url, "ASK {}", 5, sleep=lambda _: None)
    assert len(asked) == 4


def test_a_refused_query_is_the_querys_fault() -> None:
    with (
        server((400, {}, b"line 1: unexpected token")) as (url, _),
        pytest.raises(QueryError, match="line 1"),
    ):
        ask(url, "SELECT nonsense", 5)


@pytest.mark.parametrize("status", [401, 404, 500])
def test_other_refusals_name_the_server(status: int) -> None:
    with server((status, {}, b"no")) as (url, _), pytest.raises(StoreError, match=r"127\.0\.0\.1"):
        ask(url, "ASK {}", 5)


def test_a_page_is_not_an_answer() -> None:
    page = (200, {"Content-Type": "text/html"}, b"<html>")
    with server(page) as (url, _), pytest.raises(StoreError, match="not a SPARQL endpoint"):
        ask(url, "ASK {}", 5)


def test_broken_results_are_told() -> None:
    with (
        server((200, {"Content-Type": JSON}, b'{"head"')) as (url, _),
        pytest.raises(StoreError, match="broken"),
    ):
        ask(url, "ASK {}", 5)


def test_a_server_that_does_not_answer_is_given_up() -> None:
    done = threading.Event()
    try:
        with server(rows(), wait=lambda: done.wait(10)) as (url, _):
            with pytest.raises(StoreError, match="did not answer in 1 s"):
                ask(url, "ASK {}", 1)
            done.set()
    finally:
        done.set()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/sparql", "file:///etc/passwd", "nonsense"])
def test_an_address_where_nobody_is(url: str) -> None:
    with pytest.raises(StoreError):
        ask(url, "ASK {}", 5)
