"""The sample against its gold: no score sinks below its floor, and the gold is the one that the floors were taken on."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg import extract, graph, reader, rulebook
from kg.config import Config, sample_path
from kg.evaluate import Evaluation, compare, evaluate, read_facts, read_gold

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


def changed_gold(folder: Path, step: int) -> Path:
    """Make a gold with something of every kind wrong in it, so that all sorts of errors are scored."""
    folder.mkdir(parents=True)
    for name in ("entities", "observations", "relations"):
        rows = [
            json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        kept = [_changed(row, i, step) for i, row in enumerate(rows) if i % step]
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in kept)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def _changed(row: dict[str, Any], i: int, step: int) -> dict[str, Any]:
    wrong = {
        1: {"required": not row.get("required", True)},
        2: {"type": "Reform"}
        if "type" in row
        else {"predicate": "launched"}
        if "predicate" in row
        else {"unit": "件"},
        3: {"name": row["name"] + "甲"} if "type" in row else {"period": "2016"},
        4: {"value": row["value"] + 1} if "value" in row else {},
    }
    return {**row, **wrong.get(i % (step + 5), {})}


@pytest.mark.parametrize("step", [0, 3, 7])
def test_the_outside_scorer_says_the_same(graph_file: Path, tmp_path: Path, step: int) -> None:
    script = Path(__file__).parents[2] / "shared" / "tools" / "score.py"
    if not script.is_file():
        pytest.skip("the scoring script of the gold's makers is not beside the project")
    gold = changed_gold(tmp_path / "gold", step) if step else GOLD
    scored = evaluate(read_facts(graph_file), read_gold(gold))
    said = subprocess.run(
        [sys.executable, script, graph_file, gold, "--json"], capture_output=True, check=True, text=True
    )
    outside = json.loads(said.stdout)
    counts = {k: (v["tp"], v["fp"], v["fn"]) for k, v in outside.items() if "f1" in v}
    assert {k: (s.hits, s.spurious, s.missed) for k, s in scored.scores.items()} == counts
    shares = {"canonical name": outside["canonical name"]["share"], **outside["of matched figures"]}
    assert scored.shares == pytest.approx(shares, abs=1e-4)


def test_gains_and_losses_between_two_builds(scored: Evaluation, graph_file: Path, tmp_path: Path) -> None:
    lines = graph_file.read_text(encoding="utf-8").splitlines(keepends=True)
    less = tmp_path / "less.nq"
    less.write_text("".join(line for line in lines if "#received>" not in line), encoding="utf-8")
    old, new = read_facts(less), read_facts(graph_file)
    found = compare(evaluate(old, read_gold(GOLD)), scored, old, new)
    assert {kind for kind, _ in found.gains} == {"relation missed"}
    assert len(found.gains) == scored.scores["relation received"].hits
    assert (found.losses, found.went) == ((), ())
    assert {kind for kind, _ in found.came} == {"relation"}
    back = compare(scored, evaluate(old, read_gold(GOLD)), new, old)
    assert (back.losses, back.went) == (found.gains, found.came)
