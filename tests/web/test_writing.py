"""Writing: off unless the token is shown; then updates and whole graphs, also over a store on disk."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from starlette.testclient import TestClient

from kg import store as stores
from kg.web.settings import Settings
from tests.web.conftest import REPORTS, client_of
from tests.web.serving import serving

TOKEN = "a-token"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
NEW = "http://example.org/graph"
TURTLE = {"Content-Type": "text/turtle"}
FACT = '<http://e/s> <http://e/p> "值"@zh .'


@pytest.fixture
def writer(store: Store) -> Iterator[TestClient]:
    with client_of(store, Settings(token=TOKEN)) as made:
        yield made


def update(client: TestClient, text: str, headers: dict[str, str]) -> int:
    return client.post("/sparql", data={"update": text}, headers=headers).status_code


def test_an_update_needs_the_token(writer: TestClient, store: Store) -> None:
    before = len(store)
    assert update(writer, "CLEAR ALL", {}) == 401
    assert update(writer, "CLEAR ALL", {"Authorization": "Bearer wrong"}) == 401
    assert update(writer, "CLEAR ALL", {"Authorization": "Basic YTpi"}) == 401
    assert len(store) == before
    assert update(writer, "CLEAR ALL", SHOWN) == 204
    assert len(store) == 0


def test_updates_by_form_and_directly(writer: TestClient, store: Store) -> None:
    assert update(writer, f"INSERT DATA {{ GRAPH <{NEW}> {{ {FACT} }} }}", SHOWN) == 204
    assert store.contains_named_graph(NamedNode(NEW))
    headers = {**SHOWN, "Content-Type": "application/sparql-update"}
    assert writer.post("/sparql", content=f"DROP GRAPH <{NEW}>".encode(), headers=headers).status_code == 204
    assert not store.contains_named_graph(NamedNode(NEW))


@pytest.mark.parametrize(
    ("text", "status"),
    [("INSERT nonsense", 400), ("LOAD <http://127.0.0.1:9/x>", 403), ("DROP GRAPH <http://e/none>", 400)],
)
def test_updates_that_cannot_be_done(writer: TestClient, text: str, status: int) -> None:
    assert update(writer, text, SHOWN) == status


def test_graphs_are_read_without_a_token(client: TestClient) -> None:
    answer = client.get("/graphs", params={"graph": REPORTS[0]}, headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200
    assert REPORTS[0] in answer.text
    assert REPORTS[1] not in answer.text
    assert client.head("/graphs", params={"graph": REPORTS[0]}).status_code == 200
    assert client.get("/graphs", params={"graph": NEW}).status_code == 404


def test_a_graph_is_put_added_to_and_dropped(writer: TestClient) -> None:
    where, headers = {"graph": NEW}, {**SHOWN, **TURTLE}
    assert writer.put("/graphs", params=where, content=FACT.encode(), headers=headers).status_code == 201
    more = FACT.replace("/p>", "/q>").encode()
    assert writer.post("/graphs", params=where, content=more, headers=headers).status_code == 204
    assert "e/p>" in (both := writer.get("/graphs", params=where, headers={"Accept": "text/plain"}).text)
    assert "e/q>" in both
    assert writer.put("/graphs", params=where, content=more, headers=headers).status_code == 204
    assert "e/p>" not in writer.get("/graphs", params=where, headers={"Accept": "text/plain"}).text
    assert writer.delete("/graphs", params=where, headers=SHOWN).status_code == 204
    assert writer.delete("/graphs", params=where, headers=SHOWN).status_code == 404


def test_a_graph_without_a_name_gets_one(writer: TestClient) -> None:
    answer = writer.post("/graphs", content=FACT.encode(), headers={**SHOWN, **TURTLE})
    assert answer.status_code == 201
    where = answer.headers["location"]
    for address, fields in ((where, {}), ("/graphs", {"graph": where})):
        assert "e/p>" in writer.get(address, params=fields, headers={"Accept": "application/n-triples"}).text
    assert writer.delete(where, headers=SHOWN).status_code == 204
    assert writer.get(where).status_code == 404
    assert writer.put("/graphs", content=FACT.encode(), headers={**SHOWN, **TURTLE}).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_graphs_are_written_with_a_token_only(writer: TestClient, client: TestClient, method: str) -> None:
    where = {"graph": REPORTS[0]}
    assert writer.request(method, "/graphs", params=where, headers=TURTLE, content=b"").status_code == 401
    assert client.request(method, "/graphs", params=where, headers=SHOWN, content=b"").status_code == 403


@pytest.mark.parametrize(
    ("address", "kind", "body", "status"),
    [
        ("/graphs", "text/turtle", b"", 400),
        ("/graphs?graph=a&default", "text/turtle", b"", 400),
        ("/graphs?graph=relative", "text/turtle", b"", 400),
        (f"/graphs?graph={NEW}", "image/png", b"", 415),
        (f"/graphs?graph={NEW}", "text/turtle", b"<http://e/s> nonsense", 400),
    ],
)
def test_graphs_that_cannot_be_put(
    writer: TestClient, address: str, kind: str, body: bytes, status: int
) -> None:
    answer = writer.put(address, content=body, headers={**SHOWN, "Content-Type": kind})
    assert answer.status_code == status


def test_a_broken_graph_leaves_the_old_one(writer: TestClient, store: Store) -> None:
    before = len(store)
    where = {"graph": REPORTS[0]}
    answer = writer.put("/graphs", params=where, content=b"<http://e/s> <", headers={**SHOWN, **TURTLE})
    assert answer.status_code == 400
    assert len(store) == before


def test_a_report_can_be_retracted_from_a_store_on_disk(tmp_path: Path, store: Store) -> None:
    store.dump(str(tmp_path / "graph.nq"), format=RdfFormat.N_QUADS)
    stores.write_store(tmp_path / "store", tmp_path / "graph.nq")
    with serving(tmp_path, "--writable", token=TOKEN) as (address, _):
        url = f"{address}graphs"
        put = httpx.put(url, params={"graph": NEW}, content=FACT.encode(), headers={**SHOWN, **TURTLE})
        assert put.status_code == 201
        assert httpx.delete(url, params={"graph": REPORTS[0]}, headers=SHOWN).status_code == 204
    kept = {str(graph) for graph in stores.open_store(tmp_path).named_graphs()}
    assert kept == {f"<{REPORTS[1]}>", f"<{NEW}>"}


def test_files_of_a_form_are_put_together(writer: TestClient) -> None:
    xml = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
        '<rdf:Description rdf:about="http://e/s"><e:r>三</e:r></rdf:Description></rdf:RDF>'
    )
    files = [
        ("a", ("a.ttl", FACT.encode(), "text/turtle")),
        ("b", ("b.nt", FACT.replace("/p>", "/q>").encode(), "application/octet-stream")),
        ("c", ("c.rdf", xml.encode(), "application/rdf+xml; charset=utf-8")),
    ]
    for method in ("POST", "PUT"):
        answer = writer.request(method, "/graphs", params={"graph": NEW}, files=files, headers=SHOWN)
        assert answer.status_code == (201 if method == "POST" else 204)
        graph = writer.get("/graphs", params={"graph": NEW}, headers={"Accept": "text/plain"}).text
        assert all(f"<http://e/{name}>" in graph for name in "pqr")
        assert "三" in graph


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data", b"", 400),
        ("multipart/form-data; boundary=x", b"nonsense", 400),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--\r\n",
            400,
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n<http://e/s> <http://e/p> 1 .\r\n--x--\r\n',
            400,
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\r\n--x--\r\n',
            415,
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.ttl"\r\n\r\nnonsense\r\n--x--\r\n',
            400,
        ),
    ],
)
def test_forms_that_cannot_be_read(
    writer: TestClient, store: Store, kind: str, body: bytes, status: int
) -> None:
    before = len(store)
    headers = {**SHOWN, "Content-Type": kind}
    answer = writer.post("/graphs", params={"graph": NEW}, content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert len(store) == before
