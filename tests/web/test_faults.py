"""What clients and accidents do to a running server: it goes on answering and loses nothing."""

import http.client
import os
import random
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from pyoxigraph import Store

from kg.errors import StoreError
from kg.web import http as web_http
from kg.web.server import listen
from kg.web.settings import Settings
from tests.web.serving import children, eventually, in_thread, serving

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are looked up in /proc"
)

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
WIDE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
MALFORMED = 10_000


@pytest.fixture(scope="module")
def server(file: Path) -> Iterator[tuple[str, int]]:
    with serving(file, "--timeout", "1") as found:
        yield found


def rows(address: str, attempts: int = 3) -> int:
    """Ask how much there is, again when the connection is lost: its process may just have been replaced."""
    try:
        answer = httpx.get(f"{address}sparql", params={"query": COUNT}, timeout=60)
    except httpx.TransportError:
        if attempts == 1:
            raise
        return rows(address, attempts - 1)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_runaway_queries_end_and_harm_no_other(server: tuple[str, int]) -> None:
    address, keeper = server
    whole, before = rows(address), set(children(keeper))
    for _ in range(2):
        answer = httpx.get(f"{address}sparql", params={"query": ENDLESS}, timeout=60)
        assert answer.status_code == 408
        assert answer.headers["retry-after"]
        assert rows(address) == whole
    assert eventually(lambda: len(children(keeper)) == 2 and set(children(keeper)) != before)
    assert rows(address) == whole


def test_a_killed_worker_is_replaced(server: tuple[str, int]) -> None:
    address, keeper = server
    whole, before = rows(address), children(keeper)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: len(children(keeper)) == 2 and not set(children(keeper)) & set(before))
    assert rows(address) == whole


def test_cut_connections(server: tuple[str, int]) -> None:
    address, _ = server
    whole = rows(address)
    where = urlsplit(address)
    for number in range(100):
        with socket.create_connection((where.hostname, where.port)) as client:
            request = f"GET /sparql?query={quote(WIDE)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            client.sendall(request[: number * 2] if number % 2 else request)
    assert rows(address) == whole


def test_malformed_requests(server: tuple[str, int]) -> None:
    """Ten thousand of them, mutated from good ones by a fixed seed, on connections that are kept or cut."""
    address, _ = server
    whole = rows(address)
    where = urlsplit(address)
    assert where.hostname
    chance = random.Random(4)
    broken = 0
    for start in range(0, MALFORMED, 100):
        client = http.client.HTTPConnection(where.hostname, where.port, timeout=60)
        for _ in range(start, start + 100):
            broken += not _answers(client, chance)
        client.close()
    assert broken == 0
    assert rows(address) == whole


def _answers(client: http.client.HTTPConnection, chance: random.Random) -> bool:
    method = chance.choice(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"])
    path = chance.choice(["/sparql", "/graphs", "/id/", "/data/", "/queries/", "/", "/vocabulary/"])
    address = path + chance.choice(["", "?query=", "?graph=", "x.ttl", "?default", "%FF", "?query=%"])
    address += quote("".join(chance.choices("{}?<>SELECT *#\"'\\淮\x00", k=chance.randrange(12))))
    kind = chance.choice(
        ["application/sparql-query", "application/x-www-form-urlencoded", "x", "text/turtle"]
    )
    body = bytes(chance.choices(range(256), k=chance.randrange(40)))
    client.request(
        method, address, body, {"Content-Type": kind, "Accept": chance.choice(["*/*", ";;q=", "a/b"])}
    )
    answer = client.getresponse()
    answer.read()
    return answer.status < 500 or answer.getheader("Retry-After") is not None


@pytest.mark.parametrize(
    "junk",
    [b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"GET / HTTP/1.1\r\nX: \x01\r\n\r\n"],
)
def test_what_is_not_http(server: tuple[str, int], junk: bytes) -> None:
    address, _ = server
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), timeout=60) as client:
        client.sendall(junk)
        assert b"Traceback" not in client.recv(4096)
    assert rows(address)


def test_who_never_finishes_asking_is_left(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_http, "SLOWEST_HEAD", 0.2)
    with in_thread(store, Settings()) as (where, _):
        for begun in (b"", b"GET /health HTTP/1.1\r\nHost: x\r\n"):
            with socket.create_connection(where, timeout=60) as client:
                client.sendall(begun)
                assert client.recv(1) == b""
        assert httpx.get(f"http://127.0.0.1:{where[1]}/health").text == "ok\n"


def test_two_servers_cannot_have_one_port(server: tuple[str, int], file: Path) -> None:
    port = urlsplit(server[0]).port
    assert port
    with pytest.raises(StoreError, match="cannot be listened on"):
        listen(Settings(port=port), 2)


def test_all_processes_end_with_their_keeper(file: Path) -> None:
    with serving(file) as (address, keeper):
        assert rows(address)
        workers = children(keeper)
    assert workers
    assert eventually(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in workers))


def test_the_allocator_is_set_up_for_the_engine(server: tuple[str, int]) -> None:
    _, keeper = server
    for pid in (keeper, *children(keeper)):
        assert b"glibc.malloc.tcache_max=4096" in Path(f"/proc/{pid}/environ").read_bytes()


def test_no_graph_is_an_error(tmp_path: Path) -> None:
    from kg import cli

    assert cli.run(["serve", "--store", str(tmp_path)]) == cli.UNUSABLE
