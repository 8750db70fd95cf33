"""The Data Cube's integrity constraints: every one finds the fault that it is for, and none is in our data."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import extraction_fixture as fixture
import pyoxigraph as ox
import pytest
from goldfixture import gold

from kg import graph
from kg.config import Config
from kg.errors import ValidationError
from kg.model import Extraction
from kg.validate import CONSTRAINTS, Result, check_cube
from kg.validate.cube import _queries

PREFIXES = """
@prefix : <https://example.org/> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
STRUCTURE = """
:structure a qb:DataStructureDefinition ; qb:sliceKey :key ;
  qb:component [ qb:dimension :place ] , [ qb:dimension :year ] , [ qb:measure :cases ] ,
    [ qb:attribute :unit ; qb:componentRequired true ; qb:componentAttachment qb:DataSet ] ,
    [ qb:attribute :note ; qb:componentRequired false ] .
:place a qb:DimensionProperty ; rdfs:range skos:Concept ; qb:codeList :places .
:year a qb:DimensionProperty ; rdfs:range xsd:gYear .
:cases a qb:MeasureProperty .
:places a skos:ConceptScheme .
:a a skos:Concept ; skos:inScheme :places .
:b a skos:Concept ; skos:inScheme :places .
:key a qb:SliceKey ; qb:componentProperty :place .
"""
DATA = """
:data qb:structure :structure ; :unit :case ; qb:slice :slice .
:slice qb:sliceStructure :key ; :place :a ; qb:observation :one .
:one qb:dataSet :data ; :year "2017"^^xsd:gYear ; :cases 685 .
:two qb:dataSet :data ; :place :b ; :year "2017"^^xsd:gYear ; :cases 67 .
"""
MEASURES = """
:structure2 a qb:DataStructureDefinition ;
  qb:component [ qb:dimension :year ] , [ qb:dimension qb:measureType ] , [ qb:measure :cases ] , [ qb:measure :rate ] .
qb:measureType rdfs:range rdfs:Resource .
:rate a qb:MeasureProperty .
:data2 qb:structure :structure2 .
:three qb:dataSet :data2 ; :year "2017"^^xsd:gYear ; qb:measureType :cases ; :cases 1 .
:four qb:dataSet :data2 ; :year "2017"^^xsd:gYear ; qb:measureType :rate ; :rate 2 .
"""
HIERARCHY = """
:tree a qb:HierarchicalCodeList ; qb:hierarchyRoot :root ; qb:parentChildProperty :over .
:root :over :a . :a :over :b .
:inverted a qb:HierarchicalCodeList ; qb:hierarchyRoot :root ; qb:parentChildProperty [ owl:inverseOf :under ] .
:a :under :root . :b :under :a .
"""
WHOLE = STRUCTURE + DATA + MEASURES
FAULTS = {
    1: WHOLE + ":three qb:dataSet :data .",
    2: WHOLE + ":data qb:structure :structure2 .",
    3: WHOLE + ":empty a qb:DataStructureDefinition ; qb:component [ qb:dimension :year ] .",
    4: WHOLE + ":month a qb:DimensionProperty .",
    5: WHOLE + ":month a qb:DimensionProperty ; rdfs:range skos:Concept .",
    6: WHOLE + ":structure qb:component [ qb:dimension :year ; qb:componentRequired false ] .",
    7: WHOLE + ":lone a qb:SliceKey .",
    8: WHOLE + ":key qb:componentProperty :month .",
    9: WHOLE + ":data qb:slice :other .",
    10: WHOLE + ":data qb:slice :other . :other qb:sliceStructure :key .",
    11: WHOLE.replace(":place :b ;", ""),
    12: WHOLE.replace(":place :b ;", ":place :a ;"),
    13: WHOLE.replace(":data qb:structure :structure ; :unit :case ;", ":data qb:structure :structure ;"),
    14: WHOLE.replace(" ; :cases 67", ""),
    15: WHOLE.replace(" ; :rate 2", ""),
    16: WHOLE.replace(" ; :rate 2", " ; :rate 2 ; :cases 3"),
    17: WHOLE + ':five qb:dataSet :data2 ; :year "2018"^^xsd:gYear ; qb:measureType :rate ; :rate 2 .',
    18: WHOLE.replace("qb:observation :one", "qb:observation :one , :three") + ":three :place :a .",
    19: WHOLE.replace(":place :b ;", ":place :nowhere ;"),
    20: WHOLE.replace(":place :b ;", ":place :c ;").replace("qb:codeList :places", "qb:codeList :tree")
    + HIERARCHY,
    21: WHOLE.replace(":place :b ;", ":place :c ;").replace("qb:codeList :places", "qb:codeList :inverted")
    + HIERARCHY,
}


CONSEQUENCES = {8: (10,), 9: (10,)}
"""Constraints that a fault breaks by the way; the three left out below put one observation into two data sets."""

Broken = Callable[[str], list[int]]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """Give the function that gives the numbers of the constraints that a graph breaks."""

    def ask(turtle: str) -> list[int]:
        return [int(result.shape.removeprefix("IC-")) for result in results(turtle, tmp_path)]

    return ask


def results(turtle: str, folder: Path) -> tuple[Result, ...]:
    # the graph is its own structure
    path = folder / "structure.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return check_cube(store, [path])


def test_a_whole_cube_breaks_nothing(broken: Broken) -> None:
    assert broken(WHOLE) == []


@pytest.mark.parametrize("lists", ["tree", "inverted"])
def test_a_hierarchy_holds_its_roots_and_what_is_below(broken: Broken, lists: str) -> None:
    assert broken(WHOLE.replace("qb:codeList :places", f"qb:codeList :{lists}") + HIERARCHY) == []


@pytest.mark.parametrize("number", range(1, CONSTRAINTS + 1))
def test_every_constraint_finds_its_fault(broken: Broken, number: int) -> None:
    assert number in broken(FAULTS[number])


@pytest.mark.parametrize("number", sorted(set(FAULTS) - {1, 2, 18}))
def test_no_other_constraint_is_broken_by_it(broken: Broken, number: int) -> None:
    assert set(broken(FAULTS[number])) <= {number, *CONSEQUENCES.get(number, ())}


def test_duplicates_are_those_that_a_comparison_of_all_pairs_finds(broken: Broken) -> None:
    pairs = """PREFIX qb: <http://purl.org/linked-data/cube#>
    ASK { ?one qb:dataSet ?set . ?other qb:dataSet ?set FILTER(STR(?one) < STR(?other))
      FILTER NOT EXISTS { ?set qb:structure/qb:component/(qb:dimension|qb:componentProperty) ?d .
        ?one ?d ?v . ?other ?d ?w FILTER(?v != ?w) } }"""
    for turtle in (STRUCTURE + DATA, FAULTS[12], STRUCTURE + DATA.replace(":place :b", ":place :a , :b")):
        store = ox.Store()
        pushed = turtle.replace(":one qb:dataSet :data", ":one :place :a ; qb:dataSet :data")
        store.extend(ox.parse(PREFIXES + pushed, format=ox.RdfFormat.TURTLE))
        assert bool(store.query(pairs)) == (12 in broken(pushed))


def test_a_result_says_what_is_broken_in_two_languages(tmp_path: Path) -> None:
    (result,) = results(FAULTS[14], tmp_path)
    assert (result.shape, result.severity) == ("IC-14", "Violation")
    assert "度量" in result.message_zh
    assert result.message_en == "Without a measure dimension every observation has a value for each measure."


def test_nothing_to_check_is_an_error(broken: Broken) -> None:
    with pytest.raises(ValidationError, match="nothing to check"):
        broken(STRUCTURE)
    with pytest.raises(ValidationError, match="nothing to check"):
        broken(":one qb:dataSet :data .")


def test_a_missing_constraint_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.validate.cube.data_path", lambda name: tmp_path)
    _queries.cache_clear()
    try:
        with pytest.raises(ValidationError, match="0 of 21"):
            _queries()
    finally:
        _queries.cache_clear()


# --- our own data


def without_unit() -> Extraction:
    first, *others = fixture.OBSERVATIONS
    bare = replace(first, quantity=replace(first.quantity, unit=""))
    return replace(fixture.small(), observations=(bare, *others))


@pytest.mark.parametrize(
    "extraction", [fixture.small(), without_unit(), gold()], ids=["small", "bare", "gold"]
)
def test_our_observations_break_nothing(extraction: Extraction) -> None:
    store = ox.Store()
    store.extend(graph.build(extraction, Config()))
    assert check_cube(store) == ()


def test_the_structure_asks_for_what_every_figure_has() -> None:
    store = ox.Store()
    store.extend(q for q in graph.build(fixture.small(), Config()) if "obsValue" not in q.predicate.value)
    assert [result.shape for result in check_cube(store)] == ["IC-14"]
