"""The package in Python: what `kg.build` and `kg.load` give."""

import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Dataset

import kg
from kg.config import sample_path
from kg.errors import InputError, QueryError, StoreError


@pytest.fixture(scope="module")
def made() -> kg.Graph:
    return kg.build(sample_path())


def test_figures_are_flat_and_typed(made: kg.Graph) -> None:
    rows = made.observations()
    assert rows
    assert {type(row["value"]) for row in rows} <= {int, float}
    assert {row["year"] for row in rows} == {2017}
    text = made.extractions[0].document.text
    assert all(text[row["start"] : row["end"]] == row["printed"] for row in rows)


def test_a_ready_query_takes_its_values(made: kg.Graph) -> None:
    (row,) = made.query("compare-indicator", indicator="败诉率")
    assert (row["数值"], row["单位"]) == (10.06, "%")
    assert made.query("figures-of-agency", agency="没有这个机构") == []


def test_sparql_text_is_asked_too(made: kg.Graph) -> None:
    assert made.query("SELECT (COUNT(*) AS ?n) { ?s a fz:Report }") == [{"n": 1}]
    with pytest.raises(QueryError, match="SELECT"):
        made.query("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="no query named"):
        made.query("nothing-like-this")


def test_the_dataset_is_the_graph(made: kg.Graph) -> None:
    assert isinstance(made.dataset, Dataset)
    assert len(made.dataset) == len(made.quads)
    (answer,) = made.dataset.query(
        "SELECT (COUNT(?s) AS ?n) { ?s a <https://w3id.org/fazhi/ontology#Report> }"
    )
    assert int(answer["n"]) == 1


def test_views_of_the_network(made: kg.Graph) -> None:
    assert made.network().graph["view"] == "relations"
    assert set(nx_classes(made.network("agencies"))) <= {"Agency", "Policy"}


def nx_classes(graph: object) -> list[str]:
    return [cls for _, cls in graph.nodes(data="cls")]  # type: ignore[attr-defined]


def test_overrides_reach_the_report(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text("一、工作情况\n今年出台规章2部。\n", encoding="utf-8")
    made = kg.build([path], year=2021, place="淮安市", title="某报告")
    assert made.titles == ("某报告",)
    assert [row["period"] for row in made.observations()] == ["2021"]


def test_a_folder_with_a_bad_file_says_what_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(sample_path().read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"")
    made = kg.build(tmp_path)
    assert len(made.titles) == 1
    assert len(made.left_out) == 1
    assert "bad.txt" in made.left_out[0]


def test_what_is_written_can_be_loaded(tmp_path: Path) -> None:
    made = kg.build(sample_path(), out=tmp_path / "out")
    again = kg.load(tmp_path / "out")
    assert set(again.quads) == set(made.quads)
    assert again.observations() == made.observations()


def test_nothing_usable_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        kg.build(tmp_path)
    with pytest.raises(StoreError):
        kg.load(tmp_path)


def test_the_package_loads_nothing_heavy() -> None:
    heavy = "{'rdflib', 'pyoxigraph', 'jieba', 'networkx', 'numpy', 'yaml', 'click'}"
    code = f"import sys, kg; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
