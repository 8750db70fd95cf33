"""Read from a built graph exactly what is scored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.namespaces import FZ, PREFIXES

CLASSES = ("Agency", "Division", "Person", "Policy", "Reform", "System", "Honor", "Event")
RELATIONS = tuple(
    "issued drafted established launched piloted operates holdsPost partOf received conferredBy held attendedTo commissioned reviewed repealed implements supervises investigated participatesIn".split()
)
_TYPE = PREFIXES["rdf"] + "type"
_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
}


@dataclass(slots=True)
class Thing:
    """An entity of the build: class, preferred label, all labels."""

    cls: str
    name: str
    labels: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Figure:
    """An observation of the build; `indicators` and `subjects` are all labels of what it points to."""

    start: int
    end: int
    value: float
    unit: str = ""
    qualifier: str = ""
    kind: str = ""
    period: str = ""
    indicators: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Facts:
    """Entities and figures by IRI, relations as triples of IRIs, labels of everything."""

    things: dict[str, Thing]
    figures: dict[str, Figure]
    relations: tuple[tuple[str, str, str], ...]
    names: dict[str, str]


Index = dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]


def read_facts(path: Path) -> Facts:
    """Read a graph file (nq, trig, ttl, nt), or `graph.nq` of a build folder."""
    path = path / "graph.nq" if path.is_dir() else path
    kind = _FORMATS.get(path.suffix)
    if kind is None or not path.is_file():
        raise InputError(f"{path}: not a graph; give a build folder or a .nq, .trig, .ttl or .nt file")
    try:
        index = _index(ox.parse(path=str(path), format=kind))
    except SyntaxError as error:
        raise InputError(f"{path}: not valid RDF: {error}") from error
    return _facts(index)


def _index(quads: Iterable[ox.Quad]) -> Index:
    index: Index = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            index[quad.subject.value][quad.predicate.value].append(quad.object)
    return index


def _values(index: Index, iri: str, predicate: str) -> list[str]:
    return [o.value for o in index[iri][predicate]] if iri in index and predicate in index[iri] else []


def _first(index: Index, iri: str, predicate: str) -> str:
    return next(iter(_values(index, iri, predicate)), "")


def _labels(index: Index, iri: str) -> list[str]:
    return _values(index, iri, PREFIXES["skos"] + "prefLabel") + _values(
        index, iri, PREFIXES["skos"] + "altLabel"
    )


def _facts(index: Index) -> Facts:
    nodes = list(index)
    names = {n: labels[0] for n in nodes if (labels := _values(index, n, PREFIXES["skos"] + "prefLabel"))}
    things = {n: thing for n in nodes if (thing := _thing(index, n))}
    figures = {n: _figure(index, n) for n in nodes if FZ + "Observation" in _values(index, n, _TYPE)}
    return Facts(things, figures, tuple(_relations(index, names)), names)


def _thing(index: Index, iri: str) -> Thing | None:
    cls = next(
        (t.removeprefix(FZ) for t in _values(index, iri, _TYPE) if t.removeprefix(FZ) in CLASSES), None
    )
    if cls is None or not _values(index, iri, PREFIXES["prov"] + "wasDerivedFrom"):
        return None
    labels = _labels(index, iri)
    return Thing(cls, labels[0] if labels else "", set(labels))


def _figure(index: Index, iri: str) -> Figure:
    span = _first(index, iri, FZ + "figureSpan")
    local = {
        k: _first(index, iri, FZ + k).rpartition("#")[2].rpartition("/")[2] for k in ("qualifier", "kind")
    }
    indicators = [label for i in _values(index, iri, FZ + "indicator") for label in _labels(index, i)]
    subjects = [label for s in _values(index, iri, FZ + "about") for label in _labels(index, s)]
    return Figure(
        start=int(_first(index, span, PREFIXES["oa"] + "start")),
        end=int(_first(index, span, PREFIXES["oa"] + "end")),
        value=float(_first(index, iri, PREFIXES["sdmx-measure"] + "obsValue")),
        unit=_first(index, iri, FZ + "unitText"),
        period=_first(index, iri, PREFIXES["sdmx-dimension"] + "refPeriod"),
        indicators=set(indicators),
        subjects=set(subjects),
        **local,
    )


def _relations(index: Index, names: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for subject in sorted(names):
        for predicate in RELATIONS:
            for target in sorted(set(_values(index, subject, FZ + predicate))):
                if target in names:
                    yield subject, predicate, target
