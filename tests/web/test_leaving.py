"""Clients that leave before they are answered: they delay nobody who stays, and no place is lost to them."""

import asyncio
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from pyoxigraph import Store

from kg.web.engine import Engine
from kg.web.pipe import Pipe
from kg.web.settings import Settings
from tests.web.serving import children, eventually, in_thread, serving
from tests.web.test_faults import COUNT, ENDLESS, rows

LONG = Settings(timeout=300.0)
SPANS = "https://w3id.org/fazhi/ontology#Span"
CROSS = "SELECT (COUNT(*) AS ?n) {{ ?a a <{0}> . ?b ?p ?c . ?d ?q ?e . ?f a ?g . ?h <https://w3id.org/fazhi/ontology#issued> ?i }}"
"""Quick where nothing is of the class, some seconds where something is: an endless one would go on in the tests' process."""


def get(query: str) -> bytes:
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


# --- the line


def on_loop(work: Callable[[Engine], Awaitable[None]]) -> None:
    asyncio.run(_with_engine(work))


async def _with_engine(work: Callable[[Engine], Awaitable[None]]) -> None:
    await work(Engine(threads=1, waiting=2, timeout=300, limit=100))


async def begun(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, 30)


def test_who_leaves_the_line_is_not_served() -> None:
    started, release, served = threading.Event(), threading.Event(), threading.Event()

    def hold(pipe: Pipe) -> None:
        started.set()
        assert release.wait(60)

    async def work(engine: Engine) -> None:
        first = asyncio.create_task(engine.run(hold))
        await begun(started)
        second = asyncio.create_task(engine.run(lambda pipe: served.set()))
        await asyncio.sleep(0)
        assert engine.under_way == 2
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        assert engine.under_way == 1
        release.set()
        await first
        await engine.run(lambda pipe: None)

    on_loop(work)
    assert not served.is_set()


def test_a_query_that_nobody_waits_for_gives_its_place_to_another() -> None:
    started, release = threading.Event(), threading.Event()

    def lose(pipe: Pipe) -> None:
        started.set()
        assert release.wait(60)

    async def work(engine: Engine) -> None:
        first = asyncio.create_task(engine.run(lose))
        await begun(started)
        first.cancel()
        answer = await engine.run(lambda pipe: pipe.write(b"x") and None)
        assert answer.body == b"x"
        assert not release.is_set(), "the only thread is still lost"
        release.set()
        assert (await engine.run(lambda pipe: pipe.write(b"y") and None)).body == b"y"

    on_loop(work)


def test_a_connection_that_is_lost_takes_its_query_out_of_the_line(store: Store) -> None:
    """On both ways: by ASGI the first time, without it when the header lines are known."""
    with in_thread(store, LONG) as (where, app):
        engine = app.site.engine
        for _ in range(2):
            with socket.create_connection(where, timeout=30) as client:
                client.sendall(get(COUNT))
                assert client.recv(4096).startswith(b"HTTP/1.1 200")
                client.sendall(get(CROSS.format(SPANS)))
                assert eventually(lambda: engine.under_way == 1)
            assert eventually(lambda: engine.under_way == 0, seconds=1)


# --- the server


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked up in /proc")
def test_those_who_leave_do_not_delay_those_who_stay(file: Path) -> None:
    """More clients than there are places ask for what never ends, and leave: until the process is given up."""
    many = LONG.threads + LONG.waiting
    with serving(file, "--timeout", "300", "--workers", "1") as (address, keeper):
        whole = rows(address)
        first = children(keeper)
        where = urlsplit(address)
        for _ in range(20):
            for client in [socket.create_connection((where.hostname, where.port)) for _ in range(many)]:
                client.sendall(get(ENDLESS))
                client.close()
            assert rows(address) == whole
            if children(keeper) != first:
                break
        assert children(keeper) != first, "the process with the lost queries goes"
        assert rows(address) == whole


# --- the event loop


def test_a_kind_of_query_that_was_always_quick_does_not_block_when_it_is_not(store: Store) -> None:
    """The same text but for its constants, quick a hundred times, then too slow: others are answered meanwhile."""
    with in_thread(store, Settings(timeout=0.5)) as ((host, port), _):
        url = f"http://{host}:{port}/sparql"
        with httpx.Client(timeout=60) as quick, httpx.Client(timeout=60) as slow:
            for number in range(100):
                for client in (quick, slow):
                    query = CROSS.format(f"http://example.org/{number}")
                    assert client.get(url, params={"query": query}).status_code == 200
            found: list[httpx.Response] = []
            asking = threading.Thread(
                target=lambda: found.append(slow.get(url, params={"query": CROSS.format(SPANS)}))
            )
            asking.start()
            answered = 0
            while not found:
                answered += quick.get(url, params={"query": f"ASK {{}} #{answered}"}).status_code == 200
            asking.join(60)
    assert found[0].status_code == 408
    assert answered > 1, "the event loop was blocked"


# --- those who stay, and take long


def test_a_query_that_takes_long_does_not_keep_the_next_from_its_turn() -> None:
    started, release = threading.Event(), threading.Event()

    def last_long(pipe: Pipe) -> None:
        started.set()
        assert release.wait(60)
        pipe.write(b"long")

    async def work(engine: Engine) -> None:
        first = asyncio.create_task(engine.run(last_long))
        await begun(started)
        assert (await engine.run(lambda pipe: pipe.write(b"short") and None)).body == b"short"
        assert not first.done(), "the only thread is still at work"
        release.set()
        assert (await first).body == b"long"

    on_loop(work)
