"""Graphs put into servers: our own, and servers that others wrote, where they are installed."""

import re
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Quad, RdfFormat, Store

from kg import cli
from kg import store as stores
from kg.cli import remote
from kg.errors import StoreError
from kg.web import upload
from tests.web.conftest import REPORTS
from tests.web.serving import eventually, serving

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def count(url: str) -> int:
    answer = httpx.get(url, params={"query": COUNT}, headers={"Accept": "application/sparql-results+json"})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Run the `oxigraph` server of PyPI."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        warnings.warn("NOT TESTED against the oxigraph server: pip install oxigraph", stacklevel=2)
        pytest.skip("the oxigraph server is not installed: pip install '.[test]'")
    port = free_port()
    command = [program, "serve", "--location", str(folder / "oxigraph"), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        assert eventually(lambda: is_open(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run Debian's Virtuoso."""
    program = shutil.which("virtuoso-t")
    if program is None:
        warnings.warn("NOT TESTED against Virtuoso: apt-get install virtuoso-opensource", stacklevel=2)
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    port, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        f"[Database]\nDatabaseFile={folder}/v.db\nErrorLogFile={folder}/v.log\nLockFile={folder}/v.lck\n"
        f"TransactionFile={folder}/v.trx\n[Parameters]\nServerPort={sql}\n"
        f"[HTTPServer]\nServerPort=127.0.0.1:{port}\nServerRoot={folder}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")], cwd=folder
    )
    try:
        assert eventually(lambda: is_open(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def load(file: Path, *options: str) -> int:
    return cli.run(["load", "--store", str(file), *options])


def test_into_our_own_server(
    tmp_path: Path, file: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty.nq").touch()
    stores.write_store(tmp_path / "store", tmp_path / "empty.nq")
    monkeypatch.setenv("KG_TOKEN", "t")
    with serving(tmp_path, "--writable", token="t") as (address, _):
        assert load(file, "--endpoint", f"{address}graphs", "--batch", "7") == 0
        assert count(f"{address}sparql") == len(store)
        assert load(file, "--update", f"{address}sparql", "--batch", "7") == 0
        assert count(f"{address}sparql") == len(store), "loading again changes nothing"


def test_into_oxigraph(tmp_path: Path, file: Path, store: Store) -> None:
    with oxigraph(tmp_path) as address:
        assert load(file, "--endpoint", f"{address}/store", "--batch", "10") == 0
        assert count(f"{address}/query") == len(store)
        assert load(file, "--update", f"{address}/update", "--batch", "10") == 0
        assert count(f"{address}/query") == len(store)
        assert remote.read_quads(f"{address}/query") == stores.read_quads(file)


def test_into_virtuoso(tmp_path: Path, file: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PASSWORD", "dba")
    query = f"SELECT (COUNT(*) AS ?n) FROM NAMED <{REPORTS[0]}> FROM NAMED <{REPORTS[1]}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    with virtuoso(tmp_path) as address:
        assert load(file, "--endpoint", f"{address}/sparql-graph-crud-auth", "--user", "dba") == 0
        answer = httpx.get(f"{address}/sparql", params={"query": query, "format": "application/json"})
        back = remote.read_quads(f"{address}/sparql")
    assert int(answer.json()["results"]["bindings"][0]["n"]["value"]) == len(store)
    assert spelt_alike(back) == spelt_alike(stores.read_quads(file))


def spelt_alike(quads: tuple[Quad, ...]) -> list[str]:
    """Give quads with one spelling of numbers: Virtuoso keeps a decimal's value, not its letters."""
    return sorted(re.sub(r'"(\d+)(\.0)?"\^\^<[^>]*#(decimal|integer)>', r"\1", str(quad)) for quad in quads)


def test_a_broken_run_goes_on_where_it_stopped(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def fail_at_the_second(target: upload.Target, name: str, lines: list[str]) -> None:
        if len(sent) == 1 and name not in sent:
            sent.append("failure")
            raise StoreError("gone")
        sent.append(name)

    monkeypatch.setattr(upload, "send", fail_at_the_second)
    graphs, journal = list(upload.graphs_of(store)), tmp_path / "journal.json"
    target = upload.Target(graphs="http://127.0.0.1:1/")
    with pytest.raises(StoreError):
        list(upload.load(target, graphs, journal))
    steps = list(upload.load(target, graphs, journal))
    assert [(step.name, step.is_new) for step in steps] == [(REPORTS[0], False), (REPORTS[1], True)]
    assert sum(step.triples for step in steps) == len(store)
    assert sent == [REPORTS[0], "failure", REPORTS[1]]
    changed = [(graphs[0][0], graphs[0][1][1:]), *graphs[1:]]
    assert [step.is_new for step in upload.load(target, changed, journal)] == [True, False]


def test_a_server_that_is_away_is_asked_again_and_then_told() -> None:
    waits: list[float] = []
    target = upload.Target(graphs=f"http://127.0.0.1:{free_port()}/", sleep=waits.append)
    with pytest.raises(StoreError, match="cannot be reached"):
        upload.send(target, "http://e/g", ["<http://e/s> <http://e/p> <http://e/o> .\n"])
    assert waits == [1, 2, 4, 8]


def test_only_one_graph_is_in_memory_at_a_time(tmp_path: Path, store: Store) -> None:
    """A graph is read when the one before it is sent, from a store on disk as from a file."""
    store.dump(str(tmp_path / "graph.nq"), RdfFormat.N_QUADS)
    stores.write_store(tmp_path / "store", tmp_path / "graph.nq")
    (tmp_path / "graph.nq").write_text("not N-Quads", encoding="utf-8")
    with stores.on_disk(tmp_path) as held:
        graphs = upload.graphs_of(held)
        assert isinstance(graphs, Iterator)
        assert [name for name, _ in graphs] == list(REPORTS)
    with pytest.raises(StoreError, match="not valid RDF"), stores.on_disk(tmp_path / "graph.nq"):
        pass
    with pytest.raises(StoreError, match="holds no graph"), stores.on_disk(tmp_path / "nothing"):
        pass


def test_triples_in_no_graph_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://e/s> <http://e/p> 1 .", encoding="utf-8")
    with stores.on_disk(tmp_path / "a.ttl") as held, pytest.raises(StoreError, match="named graphs"):
        next(upload.graphs_of(held))


def test_an_address_is_needed(file: Path) -> None:
    assert load(file) == cli.UNUSABLE
    assert load(file, "--endpoint", "nonsense") == cli.UNUSABLE
