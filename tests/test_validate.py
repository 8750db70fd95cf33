"""SHACL: what is right conforms, each broken fact is found, both engines find the same, nothing checked is an error."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import extraction_fixture as fixture
import pyoxigraph as ox
import pytest
from rdflib import BNode, Literal, URIRef

from kg import graph
from kg.config import Config
from kg.errors import DataError, ValidationError
from kg.model import Entity
from kg.namespaces import PREFIXES
from kg.validate import Result, Shapes, Validation, data_shapes, shapes, validate
from kg.validate.report import merge, validation
from kg.validate.terms import n_triples, to_rdflib

QUADS = graph.build(fixture.small(), Config())
ENGINES = [False, True]


def node(curie: str) -> ox.NamedNode:
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def without(predicate: str) -> list[ox.Quad]:
    return [quad for quad in QUADS if quad.predicate != node(predicate)]


def instead(predicate: str, value: ox.NamedNode | ox.Literal) -> list[ox.Quad]:
    """Give the quads with another object for all of one predicate."""
    return [
        ox.Quad(q.subject, q.predicate, value, q.graph_name) if q.predicate == node(predicate) else q
        for q in QUADS
    ]


def doubled(predicate: str, value: ox.NamedNode | ox.Literal) -> list[ox.Quad]:
    more = [q for q in QUADS if q.predicate == node(predicate)][:1]
    return [*QUADS, *(ox.Quad(q.subject, q.predicate, value, q.graph_name) for q in more)]


def text(value: str) -> ox.Literal:
    return ox.Literal(value, language="zh")


@pytest.mark.parametrize("reference", ENGINES)
def test_a_right_graph_conforms(reference: bool) -> None:
    found = validate(QUADS, reference=reference)
    assert found.results == ()
    assert found.conforms
    assert found.shapes_count > 20
    assert found.focus_count > 40


BROKEN: dict[str, tuple[Callable[[], list[ox.Quad]], str]] = {
    "figure without value": (lambda: without("sdmx-measure:obsValue"), "ObservationShape"),
    "value that is a text": (
        lambda: instead("sdmx-measure:obsValue", ox.Literal("many")),
        "ObservationShape",
    ),
    "two values": (lambda: doubled("sdmx-measure:obsValue", ox.Literal("3")), "ObservationShape"),
    "figure about nothing": (lambda: without("fz:about"), "ObservationShape"),
    "unheard-of kind": (lambda: instead("fz:kind", node("fz:Report")), "ObservationShape"),
    "figure without evidence": (lambda: without("fz:figureSpan"), "ObservationShape"),
    "entity without name": (lambda: without("skos:prefLabel"), "EntityShape"),
    "nothing has evidence": (lambda: without("prov:wasDerivedFrom"), "StatementShape"),
    "span without text": (lambda: without("oa:exact"), "SpanShape"),
    "text of another length": (lambda: instead("oa:exact", text("短")), "SpanLengthShape"),
    "statement without status": (lambda: without("fz:status"), "StatementShape"),
    "edge without statement": (lambda: without("rdf:predicate"), "DirectTripleShape"),
    "report without title": (lambda: without("dcterms:title"), "ReportShape"),
    "post without body": (lambda: without("org:postIn"), "PostShape"),
    "edge to the wrong class": (lambda: doubled("fz:issued", node("fz:Report")), "IssuedObjectShape"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_fact_is_found(name: str) -> None:
    make, shape = BROKEN[name]
    found = validate(make())
    assert not found.conforms
    (result, *_) = results_of(shape, found)
    assert result.message_zh
    assert result.message_en
    assert result.severity == "Violation"
    assert shape in found.text(limit=500)


def results_of(shape: str, found: Validation) -> list[Result]:
    """Give what a shape, or a part of it, has found."""
    return [result for result in found.results if result.shape.rpartition("#")[2].startswith(shape)]


# The reference takes seconds a graph: several things are broken in each of a few.
@pytest.mark.parametrize("names", [tuple(BROKEN)[start::3] for start in range(3)])
def test_both_engines_find_the_same(names: tuple[str, ...]) -> None:
    broken = list(QUADS)
    for name in names:
        there = BROKEN[name][0]()
        gone, more = set(QUADS) - set(there), set(there) - set(QUADS)
        broken = [*(quad for quad in broken if quad not in gone), *more]
    found = validate(broken)
    assert all(results_of(BROKEN[name][1], found) for name in names)
    assert found == validate(broken, reference=True)


def test_without_the_fast_engine_the_reference_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = BROKEN["figure without value"][0]()
    wanted = validate(broken)
    monkeypatch.setattr(shapes, "fast_engine", lambda: False)
    monkeypatch.setattr(shapes, "_shacl", None)
    assert validate(broken) == wanted


def test_reports_are_checked_one_by_one() -> None:
    other = replace(fixture.small("another/report"), entities=_renamed())
    both = [*QUADS, *graph.build(other, Config())]
    found = validate(both)
    assert found.results == ()
    assert found.focus_count == 2 * validate(QUADS).focus_count


def _renamed() -> tuple[Entity, ...]:
    first, *others = fixture.ENTITIES
    return (replace(first, name="淮安"), *others)


# --- nothing to check


@pytest.mark.parametrize("reference", ENGINES)
def test_no_shapes_are_an_error(reference: bool) -> None:
    with pytest.raises(ValidationError, match="no SHACL shape"):
        Shapes(()).validate([quad.triple for quad in QUADS], reference=reference)


@pytest.mark.parametrize("reference", ENGINES)
@pytest.mark.parametrize("quads", [[], [ox.Quad(node("fz:Report"), node("fz:about"), node("fz:Report"))]])
def test_no_focus_nodes_are_an_error(quads: list[ox.Quad], reference: bool) -> None:
    with pytest.raises(ValidationError, match="nothing in the graph"):
        validate(quads, reference=reference)


def test_a_misspelt_target_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="nothing in the graph"):
        shape(tmp_path, "sh:targetClass fz:Reprot").validate([quad.triple for quad in QUADS])


def shape(folder: Path, body: str) -> Shapes:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    path = folder / "shapes.ttl"
    path.write_text(f"{prefixes} fzs:Test a sh:NodeShape ; {body} .", encoding="utf-8")
    return Shapes((path,))


@pytest.mark.parametrize("reference", ENGINES)
@pytest.mark.parametrize(
    "target", ["sh:targetClass fz:Report", "sh:targetSubjectsOf fz:sha256", "sh:targetObjectsOf fz:issuer"]
)
def test_every_kind_of_target_is_counted(tmp_path: Path, target: str, reference: bool) -> None:
    held = shape(tmp_path, f"{target} ; sh:property [ sh:path fz:nothing ; sh:minCount 1 ]")
    triples = [quad.triple for quad in QUADS if not quad.subject.value.endswith("rules")]
    found = held.validate(triples, reference=reference)
    assert found.focus_count == len(found.results)


def test_target_nodes_are_counted(tmp_path: Path) -> None:
    report = QUADS[0].graph_name
    held = shape(tmp_path, f"sh:targetNode {report} ; sh:property [ sh:path fz:nothing ; sh:minCount 1 ]")
    found = held.validate([quad.triple for quad in QUADS])
    assert (found.focus_count, len(found.results)) == (1, 1)


def test_broken_shapes_are_told(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("fzs:x a", encoding="utf-8")
    with pytest.raises(DataError, match=r"bad\.ttl"):
        Shapes((tmp_path / "bad.ttl",)).validate([])


def test_the_shapes_of_the_ontology_itself_are_no_shapes_for_data() -> None:
    assert data_shapes().files
    assert not [path for path in data_shapes().files if path.stem.startswith("style")]


# --- findings


@pytest.mark.parametrize("reference", ENGINES)
def test_a_shape_without_message_still_says_what_is_broken(tmp_path: Path, reference: bool) -> None:
    held = shape(tmp_path, "sh:targetClass fz:Report ; sh:property [ sh:path fz:nothing ; sh:minCount 1 ]")
    (result,) = held.validate([quad.triple for quad in QUADS], reference=reference).results
    assert (result.message_zh, result.message_en, result.component) == ("", "", "MinCount")
    assert (result.shape, result.path) == (PREFIXES["fzs"] + "Test", PREFIXES["fz"] + "nothing")
    assert "MinCount" in Validation(False, (result,), 1, 1).text()


@pytest.mark.parametrize("reference", ENGINES)
def test_a_warning_is_a_finding_that_does_not_break_conformance(tmp_path: Path, reference: bool) -> None:
    held = shape(
        tmp_path,
        'sh:targetClass fz:Report ; sh:property [ sh:path fz:nothing ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "没有"@zh , "none"@en ]',
    )
    found = held.validate([quad.triple for quad in QUADS], reference=reference)
    assert found.conforms
    (result,) = found.results
    assert (result.severity, result.message_zh, result.message_en) == ("Warning", "没有", "none")


RESULT = Result("a:b", "a:p", "MinCount", "", "a:s", "Violation", "缺", "missing")


def test_findings_are_sorted_and_single() -> None:
    other = replace(RESULT, focus="a:a")
    assert validation([RESULT, other, RESULT], 1, 2).results == (other, RESULT)


def test_text_shows_so_many_and_counts_the_rest() -> None:
    results = tuple(replace(RESULT, focus=f"a:{number}") for number in range(5))
    lines = Validation(False, results, 3, 1234).text(limit=2).splitlines()
    assert lines[0] == "1,234 nodes checked against 3 shapes: 5 findings"
    assert lines[1] == "Violation: a:0 a:p: 缺; missing [a:s]"
    assert lines[-1] == "… and 3 more"
    assert Validation(True, (), 3, 7).text() == "7 nodes checked against 3 shapes: conforms"


def test_checks_of_several_reports_make_one() -> None:
    one, other = Validation(True, (), 3, 7), Validation(False, (RESULT,), 3, 5)
    assert merge([one, other]) == Validation(False, (RESULT,), 3, 12)


def test_terms_become_the_same_terms_of_rdflib() -> None:
    xsd = PREFIXES["xsd"]
    objects = [
        ox.NamedNode("a:甲"),
        ox.BlankNode("x"),
        ox.Literal("x"),
        ox.Literal("x", language="zh"),
        ox.Literal("007", datatype=ox.NamedNode(f"{xsd}integer")),
    ]
    triples = [ox.Triple(ox.NamedNode("a:b"), ox.NamedNode("a:c"), term) for term in objects]
    assert {n_triples(term) for term in to_rdflib(triples).objects()} == set(map(str, objects))
    assert set(to_rdflib(triples).objects()) == {
        URIRef("a:甲"),
        BNode("x"),
        Literal("x"),
        Literal("x", lang="zh"),
        Literal("007", datatype=URIRef(f"{xsd}integer"), normalize=False),
    }
