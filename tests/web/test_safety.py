"""Limits, headers, hostile labels: what a client can send and what it gets to see."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from starlette.testclient import TestClient

from kg.web.engine import Engine
from kg.web.pipe import Pipe
from kg.web.problems import Problem
from kg.web.settings import Settings
from tests.web.conftest import BASE, REPORTS, client_of

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
WIDE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def get(client: TestClient, query: str) -> tuple[int, str]:
    answer = client.get("/sparql", params={"query": query})
    return answer.status_code, answer.text


def test_a_query_that_takes_too_long_is_stopped_and_told(store: Store) -> None:
    lost: list[bool] = []
    client = client_of(store, Settings(timeout=0.3))
    client.app.site.engine.condemn = lambda: lost.append(True)  # type: ignore[attr-defined]
    with client:
        status, text = get(client, ENDLESS)
        assert status == 408
        assert "0.3 s" in text
        assert get(client, "ASK {}")[0] == 200
        client.portal.call(asyncio.sleep, 0.6)  # type: ignore[union-attr]
    assert lost == [True], "the process should have been given up"


def test_a_query_that_writes_is_stopped_without_giving_up_the_process(store: Store) -> None:
    lost: list[bool] = []
    client = client_of(store, Settings(timeout=0.3))
    client.app.site.engine.condemn = lambda: lost.append(True)  # type: ignore[attr-defined]
    # the status is out before the time is over: the answer must break off and not look whole
    with client, pytest.raises(Exception, match="longer than"):
        client_broken(client, WIDE)
    assert lost == []


def client_broken(client: TestClient, query: str) -> None:
    strict = TestClient(client.app)
    strict.get("/sparql", params={"query": query})


def test_an_answer_that_is_too_large_is_refused(store: Store) -> None:
    with client_of(store, Settings(result_limit=1000)) as client:
        status, text = get(client, WIDE)
    assert status == 413
    assert "1,000 bytes" in text


@pytest.fixture
def small(store: Store) -> Iterator[TestClient]:
    with client_of(store, Settings(request_limit=1000)) as client:
        yield client


def test_a_request_that_is_too_large_is_refused(small: TestClient) -> None:
    long = "ASK {} #" + "x" * 2000
    assert get(small, long)[0] == 414
    assert small.post("/sparql", data={"query": long}).status_code == 413
    headers = {"Content-Type": "application/sparql-query", "Transfer-Encoding": "chunked"}
    body = (piece.encode() for piece in [long[:900], long[900:]])
    assert small.post("/sparql", content=body, headers=headers).status_code == 413


def test_too_many_queries_at_once_are_sent_away() -> None:
    async def crowd() -> list[object]:
        engine = Engine(threads=1, waiting=1, timeout=5, limit=100)
        release = asyncio.Event()
        loop = asyncio.get_running_loop()

        def work(pipe: Pipe) -> None:
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result()

        tasks = [asyncio.create_task(engine.run(work)) for _ in range(3)]
        await asyncio.sleep(0)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        release.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    first, second, third = asyncio.run(crowd())
    assert not isinstance(first, Exception)
    assert not isinstance(second, Exception)
    assert isinstance(third, Problem)
    assert (third.status, third.headers["Retry-After"]) == (503, "1")


def test_no_word_of_what_failed_inside_leaves(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret path")

    monkeypatch.setattr("kg.web.answers.write", fail)
    monkeypatch.setattr("kg.web.resources.exists", fail)
    with client_of(store, Settings()) as client:
        for address in ("/sparql?query=ASK%7B%7D", "/id/agency/x"):
            answer = client.get(address)
            assert answer.status_code == 500
            assert "secret" not in answer.text
            assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "address", ["/", "/sparql?query=ASK%7B%7D", "/nowhere", "/health", "/static/site.css"]
)
def test_every_answer_has_the_usual_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_hostile_labels_stay_text(store: Store) -> None:
    thing = NamedNode(f"{BASE}agency/x")
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    see = NamedNode("http://example.org/see")
    graph = NamedNode(REPORTS[0])
    store.add(Quad(thing, label, Literal(HOSTILE), graph))
    store.add(Quad(thing, see, NamedNode("javascript:alert(1)"), graph))
    with client_of(store, Settings()) as client:
        page = client.get("/page/agency/x").text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript:' not in page
    assert "&lt;script&gt;" in page


def test_hostile_queries_stay_text(client: TestClient) -> None:
    page = client.get("/sparql", params={"edit": "</textarea>" + HOSTILE}, headers={"Accept": "text/html"})
    assert "</textarea><script>" not in page.text


def test_loopback_unless_told_otherwise() -> None:
    assert Settings().host == "127.0.0.1"
    assert not Settings().writable
    assert replace(Settings(), token="x").writable
