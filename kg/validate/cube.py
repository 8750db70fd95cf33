"""The integrity constraints of the RDF Data Cube recommendation, asked with Oxigraph.

The queries are files, one per constraint; each answers yes when the constraint is broken.  As the recommendation
wants it, they are asked of a normalised copy: implied types added, values of data sets pushed down.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.config import data_path
from kg.errors import DataError, ValidationError
from kg.namespaces import PREFIXES
from kg.validate.report import VIOLATION, Result
from kg.validate.shapes import _parse

CONSTRAINTS = 21
_QB = PREFIXES["qb"]
_HEADER = re.compile(r"^# (title|title-zh|description): (.*)$", re.MULTILINE)
_HIERARCHY = """
SELECT DISTINCT ?p { ?list a <http://purl.org/linked-data/cube#HierarchicalCodeList> ;
  <http://purl.org/linked-data/cube#parentChildProperty>%s ?p FILTER(isIRI(?p)) } ORDER BY ?p
"""
_PATHS = {20: "", 21: "/<http://www.w3.org/2002/07/owl#inverseOf>"}


def check_cube(store: ox.Store, structure: Sequence[Path] | None = None) -> tuple[Result, ...]:
    """Ask all constraints of a store's observations; what is broken comes back, one result per constraint.

    `structure` are the files of the data structure definition and the code lists, the ontology's by default.
    Raises ValidationError when there is no observation or a constraint is missing.
    """
    cube = _normalised(store, _structure() if structure is None else structure)
    if not cube.query(f"ASK {{ ?o a <{_QB}Observation> . ?d a <{_QB}DataStructureDefinition> }}"):
        raise ValidationError("no observation, or no data structure definition: nothing to check")
    return tuple(result for number, text in _queries() for result in _ask(cube, number, text))


def _structure() -> list[Path]:
    # not the examples: they have observations of their own
    folder = data_path("ontology")
    return sorted([*folder.glob("*.ttl"), *folder.glob("modules/*.ttl"), *folder.glob("vocabularies/*.ttl")])


def _normalised(store: ox.Store, structure: Sequence[Path]) -> ox.Store:
    """Copy what concerns the cube into one graph and add what is implied."""
    cube = ox.Store()
    cube.bulk_extend(ox.Quad(*triple) for path in structure for triple in _parse(path))
    cube.bulk_extend(ox.Quad(*triple) for triple in _cube_triples(store))
    for update in _texts("normalize-*.ru"):
        cube.update(update)
    return cube


def _cube_triples(store: ox.Store) -> Iterator[ox.Triple]:
    """Give everything that is said of observations, data sets and slices."""
    answer = store.query(
        f"PREFIX qb: <{_QB}> CONSTRUCT {{ ?s ?p ?o }} WHERE {{"
        " { ?s qb:dataSet ?any } UNION { ?s a qb:Observation } UNION { ?s a qb:DataSet }"
        " UNION { ?s qb:structure ?any } UNION { ?s a qb:Slice } UNION { ?any qb:slice ?s } ?s ?p ?o }",
        use_default_graph_as_union=True,
    )
    assert isinstance(answer, ox.QueryTriples)
    return iter(answer)


@cache
def _queries() -> tuple[tuple[int, str], ...]:
    queries = tuple(enumerate(_texts("ic-*.rq"), start=1))
    if len(queries) != CONSTRAINTS:
        raise ValidationError(
            f"{len(queries)} of {CONSTRAINTS} constraints found: the installation is broken"
        )
    return queries


def _texts(pattern: str) -> list[str]:
    folder = data_path("queries") / "integrity" / "cube"
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob(pattern))]


def _ask(cube: ox.Store, number: int, text: str) -> Iterator[Result]:
    for bound in _bound(cube, number, text):
        try:
            broken = bool(cube.query(bound))
        except SyntaxError as error:
            raise DataError(f"ic-{number:02}.rq: {error}") from error
        if broken:
            yield _result(number, text)
            return


def _bound(cube: ox.Store, number: int, text: str) -> list[str]:
    """Give the query, for the last two once for each property of a hierarchy."""
    if number not in _PATHS:
        return [text]
    answer = cube.query(_HIERARCHY % _PATHS[number])
    assert isinstance(answer, ox.QuerySolutions)
    return [text.replace("$p", str(row["p"])) for row in answer]


def _result(number: int, text: str) -> Result:
    said = dict(_HEADER.findall(text))
    description = said["description"].removesuffix("Answers yes when this is broken.").strip()
    return Result("", "", "", "", f"IC-{number}", VIOLATION, said["title-zh"], description)
