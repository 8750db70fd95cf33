"""The sample against its gold: no score sinks below its floor, and the gold is the one that the floors were taken on."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg import extract, graph, reader, rulebook
from kg.config import Config, sample_path
from kg.evaluate import Evaluation, evaluate, read_facts, read_gold

GOLD = Path(__file__).parent / "gold" / "huaian-2017"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def graph_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    quads = graph.build(extract.extract(reader.read(sample_path()), rulebook.load()), Config())
    path = tmp_path_factory.mktemp("accuracy") / "graph.nq"
    path.write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def scored(graph_file: Path) -> Evaluation:
    return evaluate(read_facts(graph_file), read_gold(GOLD))


@pytest.mark.parametrize(("file", "digest"), FLOORS["gold"].items())
def test_the_gold_is_the_one_the_floors_were_taken_on(file: str, digest: str) -> None:
    assert hashlib.sha256((GOLD / file).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(("name", "floor"), FLOORS["f1"].items())
def test_no_score_sinks(scored: Evaluation, name: str, floor: float) -> None:
    assert scored.scores[name].f1 >= floor, scored.errors


@pytest.mark.parametrize(("name", "floor"), FLOORS["share"].items())
def test_no_share_sinks(scored: Evaluation, name: str, floor: float) -> None:
    assert scored.shares[name] >= floor, scored.errors


def test_the_outside_scorer_says_the_same(scored: Evaluation, graph_file: Path) -> None:
    script = Path(__file__).parents[2] / "shared" / "tools" / "score.py"
    if not script.is_file():
        pytest.skip("the scoring script of the gold's makers is not beside the project")
    said = subprocess.run(
        [sys.executable, script, graph_file, GOLD, "--json"], capture_output=True, check=True, text=True
    )
    outside = json.loads(said.stdout)
    ours = {name: score.f1 for name, score in scored.scores.items()}
    assert {k: v["f1"] for k, v in outside.items() if "f1" in v} == {
        k: pytest.approx(ours[k], abs=1e-4) for k in outside if "f1" in outside[k]
    }
    assert outside["canonical name"]["share"] == pytest.approx(scored.shares["canonical name"], abs=1e-4)
