"""The figures of the sample by themselves: with the names of the gold, no part of an observation sinks below its floor."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from goldfixture import GOLD, gold

from kg import graph, observations, reader, rulebook
from kg.config import Config, sample_path
from kg.evaluate import Evaluation, evaluate, read_facts, read_gold
from kg.model import Entity, Extraction, Located
from kg.sections import split
from kg.segment import segment

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["figures"]


def with_code(entity: Entity, place: str | None) -> Entity:
    """Mark the report's own place the way the resolver does."""
    own = entity.cls == "Division" and entity.name == "淮安市" and place is not None
    return replace(entity, attrs=(("code", place or ""),)) if own else entity


def extracted() -> Extraction:
    """Extract the figures of the sample among the entities of the gold."""
    document, words = reader.read(sample_path()), rulebook.load()
    sections, sentences = split(document)
    passages = segment(document.text, sentences, words)
    entities = tuple(with_code(e, document.place) for e in gold().entities if e.cls != "Post")
    located = sorted((Located(s, e.id) for e in entities for s in e.spans), key=lambda x: (x.span, x.id))
    figures, numerals = observations.find(document, passages, located, {e.id: e for e in entities}, words)
    return Extraction(document, sections, sentences, entities, figures, (), (), numerals)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    path = tmp_path_factory.mktemp("figures") / "graph.nq"
    quads = graph.build(extracted(), Config())
    path.write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8")
    return evaluate(read_facts(path), read_gold(GOLD))


def test_figures_are_found(scored: Evaluation) -> None:
    assert scored.scores["figure"].f1 >= FLOORS["f1"], scored.errors


@pytest.mark.parametrize("part", [name for name in FLOORS if name != "f1"])
def test_no_part_of_an_observation_sinks(scored: Evaluation, part: str) -> None:
    assert scored.shares[part] >= FLOORS[part], scored.errors
