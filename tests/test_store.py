"""The embedded store: written once, read by many, clear about what is wrong."""

import shutil
import subprocess
import sys
from pathlib import Path

import extraction_fixture as fixture
import pyoxigraph as ox
import pytest

from kg import graph, store
from kg.config import Config
from kg.errors import QueryError, StoreError

QUADS = graph.build(fixture.small(), Config())
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a store and its N-Quads, as a build leaves it."""
    folder = tmp_path_factory.mktemp("build")
    (folder / "graph.nq").write_text("".join(f"{quad} .\n" for quad in QUADS), encoding="utf-8")
    store.write_store(folder / "store", folder / "graph.nq")
    return folder


def count(opened: ox.Store) -> int:
    answer = store.query(opened, COUNT)
    assert isinstance(answer, ox.QuerySolutions)
    return int(next(answer)["n"].value)


@pytest.mark.parametrize("name", ["", "store", "graph.nq"])
def test_opens_a_build_its_store_and_its_file(built: Path, name: str) -> None:
    assert count(store.open_store(built / name)) == len(QUADS)


@pytest.mark.parametrize("suffix", [".nq", ".trig", ".ttl", ".nt", ".rdf", ".jsonld"])
def test_opens_every_format(tmp_path: Path, suffix: str) -> None:
    form = ox.RdfFormat.from_extension(suffix[1:])
    assert form is not None
    quads = QUADS if form.supports_datasets else [quad.triple for quad in QUADS]
    ox.serialize(quads, str(tmp_path / f"graph{suffix}"), form)
    assert count(store.open_store(tmp_path / f"graph{suffix}")) == len(QUADS)


def test_the_default_graph_is_the_union() -> None:
    opened = ox.Store()
    opened.extend(graph.build(fixture.small("a"), Config()))
    opened.extend(graph.build(fixture.small("b"), Config()))
    answer = store.query(opened, "SELECT DISTINCT ?x { ?x a <https://w3id.org/fazhi/ontology#Report> }")
    assert len(list(answer)) == 2


def test_a_lost_store_is_read_from_the_n_quads(built: Path, tmp_path: Path) -> None:
    shutil.copy(built / "graph.nq", tmp_path)
    assert count(store.open_store(tmp_path)) == len(QUADS)


def test_several_processes_read_at_once(built: Path) -> None:
    opened = store.open_store(built)
    script = (
        "import sys, pathlib; from kg import store\n"
        f"print(len(list(store.query(store.open_store(pathlib.Path(sys.argv[1])), {COUNT!r}))))"
    )
    run = subprocess.run([sys.executable, "-c", script, str(built)], capture_output=True, check=True)
    assert run.stdout.split() == [b"1"]
    assert count(opened) == len(QUADS)


def test_a_store_is_for_queries_only(built: Path) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        store.open_store(built).add(QUADS[0])


def test_quads_come_back_sorted(built: Path) -> None:
    assert store.read_quads(built) == QUADS
    assert store.read_quads(built / "graph.nq") == QUADS


@pytest.mark.parametrize("read", [store.open_store, store.read_quads])
@pytest.mark.parametrize("name", ["nothing", "empty", "empty/graph.nq", "notes.txt", "broken.ttl"])
def test_what_is_no_graph_is_told(tmp_path: Path, read: object, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    (tmp_path / "broken.ttl").write_text("<a> <b> ", encoding="utf-8")
    assert callable(read)
    with pytest.raises(StoreError, match=name.rpartition("/")[2]) as caught:
        read(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_a_damaged_store_is_told(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "store", tmp_path / "store")
    (tmp_path / "store" / "CURRENT").write_text("MANIFEST-999999\n", encoding="ascii")
    with pytest.raises(StoreError, match="build again"):
        store.open_store(tmp_path / "store")


@pytest.mark.parametrize(
    "text", ["SELECT nonsense {", "INSERT DATA { <a:a> <a:b> <a:c> }", "SELECT ?x { fz:no ?x ?y }"]
)
def test_a_malformed_query_is_told(text: str) -> None:
    with pytest.raises(QueryError, match="not a SPARQL query"):
        store.query(ox.Store(), text)
