"""The ontology obeys its own style; its examples conform, and each invalid one breaks just the shape that it names."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.config import data_path
from kg.namespaces import FZ, PREFIXES, SHAPES, VOCABULARY
from kg.rulebook import load
from kg.validate import check_ontology, data_shapes

FOLDER = data_path("ontology")
FILES = sorted(FOLDER.rglob("*.ttl"))
VALID = sorted((FOLDER / "examples").glob("*.ttl"))
INVALID = sorted((FOLDER / "examples" / "invalid").glob("*.ttl"))
TYPE = PREFIXES["rdf"] + "type"
SH = PREFIXES["sh"]
CLASSES = (
    "Report Section Span Agency Division Person Post Policy Reform System Honor Event Indicator Observation "
    "Statement Problem Plan"
).split()


@cache
def triples(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]


def name(path: Path) -> str:
    return str(path.relative_to(FOLDER))


@cache
def declared() -> set[str]:
    """Give the IRIs that the header, the modules and the vocabularies say something of."""
    files = [*FOLDER.glob("*.ttl"), *FOLDER.glob("modules/*.ttl"), *FOLDER.glob("vocabularies/*.ttl")]
    return {t.subject.value for path in files for t in triples(path) if isinstance(t.subject, ox.NamedNode)}


def broken(path: Path, *, reference: bool = False) -> set[str]:
    """Give the node shapes that a file breaks; a property shape counts for the node shape that its name begins with."""
    found = data_shapes().validate(triples(path), reference=reference)
    return {result.shape.removeprefix(SHAPES).partition("-")[0] for result in found.results}


def test_the_ontology_obeys_its_style() -> None:
    found = check_ontology()
    assert found.conforms, found.text()
    assert found.focus_count > 1000


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_file_is_turtle_and_says_something(path: Path) -> None:
    assert triples(path)


@pytest.mark.parametrize("path", VALID, ids=name)
def test_an_example_conforms(path: Path) -> None:
    assert broken(path) == set()


@pytest.mark.parametrize("path", INVALID, ids=name)
def test_an_invalid_example_breaks_just_the_shape_that_it_names(path: Path) -> None:
    named = re.match(r"# breaks: fzs:(\w+)\n", path.read_text(encoding="utf-8"))
    assert named is not None
    assert broken(path) == {named.group(1)}


def test_both_engines_agree_on_an_invalid_example() -> None:
    assert broken(INVALID[0], reference=True) == broken(INVALID[0])


def targeted() -> set[str]:
    """Give the names of the shapes that have a target of their own."""
    shapes = data_shapes().triples
    kinds = {
        t.subject.value for t in shapes if t.predicate.value == TYPE and t.object.value == SH + "NodeShape"
    }
    aimed = {t.subject.value for t in shapes if t.predicate.value.startswith(SH + "target")}
    return {iri.removeprefix(SHAPES) for iri in kinds & aimed}


def test_every_shape_has_an_invalid_example() -> None:
    named = {re.match(r"# breaks: fzs:(\w+)", p.read_text(encoding="utf-8")).group(1) for p in INVALID}  # type: ignore[union-attr]
    assert named == targeted()


def test_every_class_and_every_relation_has_a_valid_example() -> None:
    seen = [t for path in VALID for t in triples(path)]
    classes = {t.object.value for t in seen if t.predicate.value == TYPE}
    assert {FZ + c for c in CLASSES} <= classes
    assert {FZ + r for r in load().relations} <= {t.predicate.value for t in seen}


def used(path: Path) -> Iterator[str]:
    """Give the terms and concepts of ours that a file uses."""
    for triple in triples(path):
        for term in triple:
            if isinstance(term, ox.NamedNode) and term.value.startswith((FZ, VOCABULARY)):
                yield term.value


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name != "vocabularies"], ids=name)
def test_nothing_undefined_is_used(path: Path) -> None:
    assert set(used(path)) - declared() - {FZ, VOCABULARY} == set()


def test_there_is_a_version_iri() -> None:
    said = [
        t.object.value
        for t in triples(FOLDER / "fazhi.ttl")
        if t.predicate.value == PREFIXES["owl"] + "versionIRI"
    ]
    assert said == ["https://w3id.org/fazhi/ontology/0.1.0"]


@pytest.mark.parametrize("vocabulary", "org prov skos qb eli oa qudt schema foaf time".split())
def test_there_is_an_alignment_with(vocabulary: str) -> None:
    foreign = PREFIXES[vocabulary] if vocabulary != "qudt" else "http://qudt.org/"
    found = triples(FOLDER / "alignments" / f"{vocabulary}.ttl")
    assert any(isinstance(t.object, ox.NamedNode) and t.object.value.startswith(foreign) for t in found)
